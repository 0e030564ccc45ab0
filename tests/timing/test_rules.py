"""What is due when: settings, hours and a talk in, times out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pult.conversations.events import QUEUE, Clock, Holder, HolderKind, Status
from pult.kit.calendar import Calendar
from pult.kit.errors import Invalid
from pult.operators.absent import Absent
from pult.timing import absence_rules, acts_rules, rules
from pult.timing.absence_rules import Held
from pult.timing.events import AutoReply, Closing, Group, Hours, Overflow, Policy, States, TakeBack, Target
from pult.timing.rules import Channel

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)  # a Tuesday
EVERYBODY, NORTH, SOUTH, WEST = 0, 1, 2, 3
SHOP = Channel(key="shop", kind="webchat")
ANNA = Holder(HolderKind.OPERATOR, 7)


def seconds(after: datetime, before: datetime = NOON) -> float:
    return (after - before).total_seconds()


def clock(**other: Any) -> Clock:
    usual: dict[str, Any] = {
        "id": 1,
        "public_id": "x",
        "seq": 3,
        "status": Status.OPEN,
        "holder": QUEUE,
        "team": NORTH,
        "channel": 1,
        "topic": "pay",
        "contact": 1,
        "language": None,
        "tags": (),
        "promised": False,
        "known": False,
        "waiting": NOON,
        "answered": False,
        "began": NOON,
        "moved": (0, NOON),
        "said": (1, "contact", NOON),
    }
    return Clock(**{**usual, **other})


def dues(policies: Mapping[int, Policy], talk: Clock, channel: Channel = SHOP) -> dict[str, float]:
    return {one.target: seconds(one.at) for one in rules.promises(policies, talk, channel)}


TARGETS = {
    EVERYBODY: Policy(
        targets=(
            Target(first=100, next=101, resolve=102),
            Target(channel="webchat", first=90),
            Target(channel="shop", first=80),
            Target(topic="pay", first=70),
        )
    ),
    NORTH: Policy(targets=(Target(first=60, resolve=0), Target(topic="pay", channel="webchat", first=50))),
}


@pytest.mark.parametrize(
    ("talk", "channel", "expected"),
    [
        (clock(), SHOP, {"first": 50.0}),
        (clock(topic="job"), SHOP, {"first": 60.0}),
        (clock(team=SOUTH), SHOP, {"first": 70.0, "resolve": 102.0}),
        (clock(team=SOUTH, topic=None), SHOP, {"first": 80.0, "resolve": 102.0}),
        (clock(team=None, topic=None), Channel(key="other", kind="webchat"), {"first": 90.0, "resolve": 102.0}),
        (clock(team=None, topic=None), Channel(key="box", kind="mail"), {"first": 100.0, "resolve": 102.0}),
        (clock(answered=True), SHOP, {"next": 101.0}),
        (clock(waiting=None, team=SOUTH), SHOP, {"resolve": 102.0}),
        (clock(status=Status.SNOOZED, team=SOUTH), SHOP, {"resolve": 102.0}),
        (clock(status=Status.RESOLVED), SHOP, {}),
    ],
)
def test_the_most_exact_target_that_names_a_time_counts(
    talk: Clock, channel: Channel, expected: dict[str, float]
) -> None:
    assert dues(TARGETS, talk, channel) == expected


GROUPS = {
    EVERYBODY: Policy(
        targets=(
            Target(first=100),
            Target(topic="pay", first=90),
            Target(group=Group(name="segment", values=("Employer", "партнёр")), first=80, resolve=800),
            Target(group=Group(values=("#Вип",)), topic="pay", first=70),
            Target(group=Group(values=("вип",)), first=60),
        )
    ),
    NORTH: Policy(targets=(Target(group=Group(name="segment", values=("applicant",)), first=50),)),
}


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        (clock(team=SOUTH), {"first": 90.0}),
        (clock(team=SOUTH, told={"segment": "employer"}), {"first": 80.0, "resolve": 800.0}),
        (clock(team=SOUTH, told={"segment": "ПАРТНЕР"}), {"first": 80.0, "resolve": 800.0}),
        (clock(team=SOUTH, told={"сегмент": "employer"}), {"first": 90.0}),
        (clock(team=SOUTH, tags=("вип",)), {"first": 70.0}),
        (clock(team=SOUTH, tags=("вип",), topic="job"), {"first": 60.0}),
        (clock(team=SOUTH, tags=("вип",), told={"segment": "employer"}), {"first": 70.0, "resolve": 800.0}),
        (clock(told={"segment": "applicant"}), {"first": 50.0}),
        (clock(told={"segment": "employer"}), {"first": 80.0, "resolve": 800.0}),
        (clock(tags=("вип",), told={"segment": "applicant"}), {"first": 50.0}),
    ],
)
def test_a_groups_target_goes_before_a_topics_and_behind_a_teams(talk: Clock, expected: dict[str, float]) -> None:
    assert dues(GROUPS, talk) == expected
    assert rules.asks_who(GROUPS) and not rules.asks_who(TARGETS)


def test_no_settings_promise_nothing_and_do_nothing() -> None:
    assert rules.promises({}, clock(), SHOP) == [] and acts_rules.acts({}, clock(holder=ANNA), SHOP) == []


def test_time_stands_still_outside_the_hours_of_the_team_then_the_channel_then_everybody() -> None:
    def closed_until(hour: int) -> Hours:
        return Hours(hours={"tue": (f"{hour}:00-23:00",)}, zone="UTC")

    target = (Target(first=60),)
    site = Channel(key="shop", kind="webchat", calendar=Calendar(hours={"tue": ("14:00-23:00",)}))
    policies = {EVERYBODY: Policy(hours=closed_until(15), targets=target)}
    assert dues(policies, clock(), SHOP) == {"first": 3 * 3600 + 60}
    assert dues(policies, clock(), site) == {"first": 2 * 3600 + 60}
    policies[NORTH] = Policy(hours=closed_until(13))
    assert dues(policies, clock(), site) == {"first": 3600 + 60}
    policies[NORTH] = Policy(hours=closed_until(13), targets=(Target(first=60, clock="always"),))
    assert dues(policies, clock(), site) == {"first": 60.0}, "switched to the clock that always runs"


def test_waiting_inside_an_assigned_talk_is_waiting() -> None:
    policies = {EVERYBODY: Policy(take_back=TakeBack(after=60))}

    def taken_back(**other: Any) -> list[float]:
        return [seconds(act.at) for act in acts_rules.acts(policies, clock(holder=ANNA, **other), SHOP)]

    assert taken_back(moved=(2, NOON + timedelta(seconds=5))) == [65.0], "she got it after the words"
    assert taken_back(moved=(2, NOON), waiting=NOON + timedelta(seconds=9), answered=True) == [69.0]
    assert taken_back(waiting=None) == [] and taken_back(status=Status.SNOOZED) == []
    assert acts_rules.acts(policies, clock(), SHOP) == [], "nobody holds it"


def test_an_overflow_counts_from_when_the_talk_came_into_that_queue() -> None:
    policies = {NORTH: Policy(overflow=Overflow(after=30, to=SOUTH))}
    (act,) = acts_rules.acts(policies, clock(moved=(4, NOON + timedelta(seconds=10))), SHOP)
    assert (act.what, act.to, seconds(act.at)) == ("pass_on", SOUTH, 40.0)
    assert (
        acts_rules.acts(policies, clock(team=SOUTH), SHOP) == acts_rules.acts(policies, clock(holder=ANNA), SHOP) == []
    )


def test_silence_counts_from_our_last_words_and_a_notice_comes_before_the_end() -> None:
    closing = Closing(after=60, text={"ru": "Вы ещё здесь?", "en": "Still there?"}, then=30, hold="#Не закрывать")
    policies = {EVERYBODY: Policy(closing=(closing, Closing(channel="mail", after=9)))}

    def act(**other: Any) -> tuple[str, float, str] | None:
        found = acts_rules.acts(policies, clock(**{"waiting": None, **other}), SHOP)
        return (found[0].what, seconds(found[0].at), found[0].text) if found else None

    assert act(said=(5, "operator", NOON)) == ("notice", 60.0, "Вы ещё здесь?")
    assert act(said=(5, "operator", NOON), language="en") == ("notice", 60.0, "Still there?")
    assert act(said=(6, "system", NOON)) == ("close", 30.0, "")
    said = (5, "operator", NOON)
    for open_for_now in (
        {"said": (5, "contact", NOON)},
        {"promised": True},
        {"tags": ("не закрывать",)},
        {"status": Status.SNOOZED},
        {"waiting": NOON},
    ):
        assert act(**{"said": said, **open_for_now}) is None
    (mail,) = acts_rules.acts(policies, clock(waiting=None, said=said), Channel(key="box", kind="mail"))
    assert (mail.what, seconds(mail.at)) == ("close", 9.0), "without words it is closed at once"


def test_the_reply_is_for_who_writes_and_for_the_hour() -> None:
    def text(what: str) -> AutoReply:
        who, when = what.split()
        return AutoReply(who=who, when=when, text={"ru": what})  # type: ignore[arg-type]

    cases = ("new open", "known open", "new closed", "known closed")
    replies = tuple(map(text, cases))
    closed = Hours(hours={"mon": ("09:00-10:00",)}, zone="UTC")
    for hours, when in ((None, "open"), (closed, "closed")):
        policies = {EVERYBODY: Policy(hours=hours, replies=replies)}
        for known, who in ((False, "new"), (True, "known")):
            (act,) = acts_rules.acts(policies, clock(known=known), SHOP)
            assert (act.what, act.text, act.at) == ("reply", f"{who} {when}", NOON)
        assert bool(acts_rules.acts(policies, clock(holder=ANNA), SHOP)) is (when == "closed")
        assert acts_rules.acts(policies, clock(said=(2, "system", NOON)), SHOP) == [], "it was said"


@given(st.lists(st.sampled_from("abcdef"), max_size=6, unique=True), st.lists(st.sampled_from("abcdefgh"), unique=True))
def test_what_was_done_is_not_done_again_and_the_rest_comes_in_order(due: list[str], told: list[str]) -> None:
    acts = [
        acts_rules.Act(at=NOON + timedelta(seconds=number), what="overdue", mark=mark)
        for number, mark in enumerate(due)
    ]
    done: list[str] = []
    while (following := acts_rules.following(acts, told)) and following[0] is not None:
        done.append(following[0].mark)
        told = [*following[1], following[0].mark]
    assert done == [mark for mark in due if mark not in told or mark in done]
    assert set(acts_rules.following(acts, told)[1]) == set(due), "nothing else is remembered"


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        (Policy(hours=Hours(hours={"mon": ()})), "/hours/hours"),
        (Policy(hours=Hours(zone="Nowhere")), "/hours/zone"),
        (Policy(targets=(Target(first=1), Target(first=2))), "/targets/1"),
        (Policy(targets=(Target(topic="x"),)), "/targets/0"),
        (Policy(closing=(Closing(after=1), Closing(after=2))), "/closing/1"),
        (Policy(replies=(AutoReply(who="new", when="open", text={}),)), "/replies/0/text"),
        (Policy(overflow=Overflow(after=1, to=99)), "/overflow/to"),
        (Policy(overflow=Overflow(after=1, to=NORTH)), "/overflow/to"),
        (Policy(overflow=Overflow(after=1, to=WEST)), "/overflow/to"),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_their_pointer(wrong: Policy, pointer: str) -> None:
    others = {WEST: Policy(overflow=Overflow(after=1, to=SOUTH)), SOUTH: Policy(overflow=Overflow(after=1, to=NORTH))}
    with pytest.raises(Invalid) as refused:
        rules.check(wrong, team=NORTH, others=others, teams=frozenset((NORTH, SOUTH, WEST)))
    assert refused.value.pointer == pointer
    rules.check(Policy(overflow=Overflow(after=1, to=WEST)), team=NORTH, others={}, teams=frozenset((NORTH, WEST)))


def held(conversation: int, **other: Any) -> Held:
    usual: dict[str, Any] = {"public_id": "x", "holder": 7, "team": NORTH, "waiting": None, "word": None}
    return Held(conversation=conversation, **{**usual, **other})


@given(
    st.sampled_from(("available", "transfers", "pause", "away", "offline")),
    st.booleans(),
    st.integers(0, 120),
    st.sampled_from(("keep", "back", "on_word")),
    st.sampled_from((None, -30, 30)),
)
def test_what_goes_back_is_decided_by_the_state_or_by_the_closed_desk_and_never_by_both(
    state: str, here: bool, seconds_gone: int, fate: Any, word: int | None
) -> None:
    since = NOON - timedelta(seconds=seconds_gone)
    own = state if state != "available" else "gone"
    policies = {NORTH: Policy(states=States(**{"offline": "keep", "gone": "keep", own: fate}, grace=60))}
    wrote = None if word is None else since + timedelta(seconds=word)
    talk = held(1, waiting=wrote, word=wrote)
    who = Absent(id=7, state=state, held=None, since=since, here=here)
    (found, *_) = *absence_rules.returns([talk], {7: who}, {7: since}, policies, now=NOON), None
    if here or state == "offline":
        goes = state != "available" and fate != "keep"
    else:
        goes = own == "gone" and fate != "keep" and seconds_gone >= 60
    assert (found is not None) == (goes and (fate == "back" or word == 30))


def test_without_settings_a_closed_desk_returns_all_after_a_minute_and_a_pause_nothing() -> None:
    talks = [held(1, waiting=NOON, word=NOON), held(2), held(3, holder=8, waiting=NOON, word=NOON)]
    absent = {
        7: Absent(id=7, state="available", held=None, since=NOON, here=False),
        8: Absent(id=8, state="pause", held=None, since=NOON - timedelta(hours=1), here=True),
    }
    for after, expected in ((59, []), (60, [1, 2])):
        found = absence_rules.returns(talks, absent, {7: NOON}, {}, now=NOON + timedelta(seconds=after))
        assert [one.talk.conversation for one in found] == expected
    assert absence_rules.returns(talks, absent, {}, {}, now=NOON + timedelta(days=1)) == [], "not known since when"


def test_whoever_is_back_when_asked_again_keeps_her_talks() -> None:
    gone = Absent(id=7, state="available", held=None, since=NOON, here=False)
    late = NOON + timedelta(minutes=5)
    found = absence_rules.returns([held(1), held(2)], {7: gone}, {7: NOON}, {}, now=late)
    assert [one.talk.conversation for one in found] == [1, 2]
    assert absence_rules.still(found, {7: gone}, {7: gone}) == found
    assert absence_rules.still(found, {7: gone}, {}) == [], "at her desk and available"
    back_and_away = Absent(id=7, state="pause", held=None, since=late, here=True)
    assert absence_rules.still(found, {7: gone}, {7: back_and_away}) == [], "her pause is judged in the next turn"
