"""What rules ask of talks: each question, groups of them, and what is refused with a pointer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from pult.automation.conditions import MOST_PARTS, Known, holds, shouts, tree
from pult.automation.rules import MOST_ACTIONS, Rule, Wanted, actions, steps
from pult.kit.calendar import Calendar
from pult.kit.errors import Invalid

TALK = Known(
    channel="webchat",
    site="shop",
    topic="Оплата",
    team=3,
    language="ru",
    tags=frozenset({"вип"}),
    text="ГДЕ МОЙ ЗАКАЗ?! Ещё вчера обещали",
    page="https://shop.example/Cart",
    waited=5.0,
    judged="bad",
    attributes={"тариф": "Золотой"},
    before=2,
    queued=True,
    at=datetime(2026, 11, 23, 6, 30, tzinfo=UTC),
    hours=lambda team: Calendar(hours={"mon": ("09:00-18:00",)}, zone="Europe/Moscow" if team == 3 else "Asia/Tokyo"),
)
YES: list[dict[str, Any]] = [
    {"is": "all", "of": []},
    {"is": "channel", "in": ["mail", "webchat"]},
    {"is": "site", "in": ["shop"]},
    {"is": "topic", "in": ["Оплата"]},
    {"is": "team", "in": [3]},
    {"is": "tag", "in": ["#Вип"]},
    {"is": "language", "in": ["ru"]},
    {"is": "says", "in": ["еще вчера"]},
    {"is": "page", "in": ["/cart"]},
    {"is": "attribute", "name": "тариф", "in": ["золотой"]},
    {"is": "returning"},
    {"is": "queued"},
    {"is": "waiting", "minutes": 5},
    {"is": "rating", "in": ["bad"]},
    {"is": "clock", "days": ["mon", "tue"], "from": "09:00", "to": "10:00"},
    {"is": "open"},
    {"is": "open", "of": "site"},
    {"is": "not", "of": {"is": "verified"}},
    {"is": "any", "of": [{"is": "verified"}, {"is": "queued"}]},
]
OTHER = Known(channel="mail", site="other", text="спасибо", waited=4.9, verified=True,
              hours=lambda _team: Calendar(hours={"sun": ("09:00-18:00",)}))  # fmt: skip


@pytest.mark.parametrize("asked", YES, ids=lambda asked: str(asked["is"]))
def test_each_question_is_answered_by_the_talk(asked: dict[str, Any]) -> None:
    part = tree(asked)
    assert holds(part, TALK)
    others = {"all", "any", "channel"}
    assert holds(part, OTHER) == (asked["is"] in others), "and another talk is not meant"


@pytest.mark.parametrize(
    ("asked", "at", "holds_then"),
    [
        # A night belongs to the day on which it began.
        ({"days": ["fri"], "from": "22:00", "to": "06:00"}, "2026-11-27T22:00+03:00", True),
        ({"days": ["fri"], "from": "22:00", "to": "06:00"}, "2026-11-28T05:59+03:00", True),
        ({"days": ["fri"], "from": "22:00", "to": "06:00"}, "2026-11-28T06:00+03:00", False),
        ({"days": ["fri"], "from": "22:00", "to": "06:00"}, "2026-11-27T05:59+03:00", False),
        ({"days": ["sat"]}, "2026-11-28T23:59+03:00", True),
        ({"days": ["sat"]}, "2026-11-29T00:00+03:00", False),
        ({"zone": "Asia/Vladivostok", "from": "09:00", "to": "18:00"}, "2026-11-27T02:00+03:00", True),
        # Berlin's clocks jump from two to three, and seven months later back from three to two.
        ({"zone": "Europe/Berlin", "from": "09:00", "to": "10:00"}, "2026-03-28T08:30+00:00", True),
        ({"zone": "Europe/Berlin", "from": "09:00", "to": "10:00"}, "2026-03-29T07:30+00:00", True),
        ({"zone": "Europe/Berlin", "from": "09:00", "to": "10:00"}, "2026-03-29T08:30+00:00", False),
        ({"zone": "Europe/Berlin", "from": "02:00", "to": "03:00"}, "2026-10-25T00:30+00:00", True),
        ({"zone": "Europe/Berlin", "from": "02:00", "to": "03:00"}, "2026-10-25T01:30+00:00", True),
    ],
)
def test_the_hour_is_that_of_the_zones_clocks(asked: dict[str, Any], at: str, holds_then: bool) -> None:
    known = msgspec.structs.replace(TALK, at=datetime.fromisoformat(at))
    assert holds(tree({"is": "clock", **asked}), known) is holds_then


def test_hours_follow_a_talk_to_another_team() -> None:
    evening = msgspec.structs.replace(TALK, at=datetime(2026, 11, 23, 12, 30, tzinfo=UTC))
    to_all = rule(1, {"is": "open"}, [{"do": "team", "team": None}])
    closed = rule(2, {"is": "not", "of": {"is": "open"}}, [{"do": "note", "text": "закрыто"}])
    assert [step.rule.id for step in steps([to_all, closed], "message", evening)] == [1, 2]
    assert [step.rule.id for step in steps([closed], "message", evening)] == []


@pytest.mark.parametrize(
    ("text", "loud"),
    [("ГДЕ МОЙ ЗАКАЗ", True), ("ДА", False), ("12345 67890 !!!", False), ("WHERE is my order", False), ("", False)],
)
def test_who_shouts_writes_long_enough_in_capitals(text: str, loud: bool) -> None:
    assert shouts(text) is loud
    assert holds(tree({"is": "shouts"}), msgspec.structs.replace(TALK, text=text)) is loud


def deep(levels: int) -> dict[str, Any]:
    return {"is": "not", "of": deep(levels - 1)} if levels else {"is": "queued"}


@pytest.mark.parametrize(
    ("asked", "pointer", "code"),
    [
        ({"is": "moon"}, "/when/is", "invalid"),
        ({"is": "channel"}, "/when", "invalid"),
        ({"is": "channel", "in": []}, "/when/in", "invalid"),
        ({"is": "queued", "size": 3}, "/when/size", "invalid"),
        ({"is": "all", "of": [{"is": "queued"}, {"is": "says", "in": [""]}]}, "/when/of/1/in/0", "invalid"),
        ({"is": "any", "of": []}, "/when/of", "invalid"),
        ({"is": "clock", "zone": "Mars/Base"}, "/when/zone", "invalid"),
        ({"is": "clock", "from": "25:00"}, "/when/from", "invalid"),
        ({"is": "clock", "from": "09:00", "to": "09:00"}, "/when/from", "invalid"),
        ({"is": "clock", "days": []}, "/when/days", "invalid"),
        ({"is": "all", "of": [{"is": "queued"}, {"is": "clock", "zone": "x"}]}, "/when/of/1/zone", "invalid"),
        ({"is": "open", "of": "moon"}, "/when/of", "invalid"),
        (deep(5), "/when/of/of/of/of/of", "rule_too_deep"),
        ({"is": "all", "of": [{"is": "queued"}] * MOST_PARTS}, f"/when/of/{MOST_PARTS - 1}", "rule_too_large"),
        (
            {"is": "all", "of": [{"is": "channel", "in": ["mail"]}, {"is": "channel", "in": ["webchat"]}]},
            "/when/of/1",
            "never_holds",
        ),
        ({"is": "all", "of": [{"is": "queued"}, {"is": "not", "of": {"is": "queued"}}]}, "/when/of/1", "never_holds"),
        (
            {"is": "not", "of": {"is": "all", "of": [{"is": "team", "in": [1]}, {"is": "team", "in": [2]}]}},
            "/when/of/of/1",
            "never_holds",
        ),
    ],
)
def test_what_cannot_be_asked_is_refused_with_its_place(asked: Any, pointer: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        tree(asked)
    assert (refused.value.pointer, refused.value.code) == (pointer, code)


@pytest.mark.parametrize(
    ("then", "pointer", "code"),
    [
        ([], "/then", "invalid"),
        ([{"do": "fly"}], "/then/0/do", "invalid"),
        ([{"do": "priority", "to": 4}], "/then/0/to", "invalid"),
        ([{"do": "priority", "to": 1}, {"do": "priority", "to": 2}], "/then/1", "said_twice"),
        ([{"do": "note", "text": "x"}] * (MOST_ACTIONS + 1), "/then", "rule_too_large"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_place(then: Any, pointer: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        actions(then)
    assert (refused.value.pointer, refused.value.code) == (pointer, code)


def rule(id: int, when: dict[str, Any], then: list[dict[str, Any]], **more: Any) -> Rule:
    return Wanted(name=f"правило {id}", on="message", when=when, then=then, **more).rule(id)


def test_rules_are_asked_in_their_order_about_what_those_before_have_left() -> None:
    rules = [
        rule(1, {"is": "shouts"}, [{"do": "tag", "add": ["Сердится"]}]),
        rule(2, {"is": "tag", "in": ["сердится"]}, [{"do": "priority", "to": 2}]),
        rule(3, {"is": "tag", "in": ["вип"]}, [{"do": "note", "text": "важный"}], stop=True),
        rule(4, {"is": "all", "of": []}, [{"do": "note", "text": "до этого не доходит"}]),
    ]
    assert [step.rule.id for step in steps(rules, "message", msgspec.structs.replace(TALK, text="ГДЕ МОЙ ЗАКАЗ"))] == [
        1,
        2,
        3,
    ]
    assert [step.rule.id for step in steps(rules[::-1], "message", OTHER)] == [4]
    assert steps(rules, "rated", TALK) == [], "another moment is another rule's"
    off = [msgspec.structs.replace(rules[3], enabled=False)]
    assert steps(off, "message", TALK) == []


def test_a_rule_for_whoever_waits_says_how_long_and_no_other_does() -> None:
    with pytest.raises(Invalid) as none:
        Wanted(name="x", on="waits", then=[{"do": "note", "text": "x"}]).rule()
    assert none.value.pointer == "/minutes"
    with pytest.raises(Invalid):
        Wanted(name="x", on="began", minutes=3, then=[{"do": "note", "text": "x"}]).rule()
    with pytest.raises(Invalid) as nameless:
        Wanted(name="  ", on="began", then=[{"do": "note", "text": "x"}]).rule()
    assert nameless.value.pointer == "/name"
