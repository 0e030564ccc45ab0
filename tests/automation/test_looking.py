"""What of the log makes rules look, and where in last week somebody waited."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from pult.automation.running import events_of
from pult.automation.trial import waits_of
from pult.conversations.queries import Written

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ENDED = ("open", "resolved")


def entry(
    seq: int,
    kind: str = "message",
    actor: str = "contact",
    *,
    public: bool = True,
    became: tuple[str | None, str] | None = None,
    minute: float = 0,
    conversation: int = 1,
    thanks: bool = False,
) -> Written:
    return Written(
        conversation=conversation,
        seq=seq,
        kind=kind,
        public=public,
        actor=actor,
        target=None,
        at=NOON + timedelta(minutes=minute),
        text="слова",
        became=became,
        thanks=thanks,
        generation=1,
        xid="1",
    )


def test_only_contacts_and_operators_make_rules_look() -> None:
    log = [
        entry(1),
        entry(2, actor="operator"),
        entry(3, actor="system"),
        entry(4, actor="bot"),
        entry(5, "status", "operator", public=False, became=ENDED),
        entry(6, "status", "system", public=False, became=ENDED),
        entry(7, "status", "operator", became=ENDED),
        entry(8, "status", "contact", public=False, became=("resolved", "open")),
        entry(9, "status", "operator", public=False, became=("snoozed", "open")),
        entry(10, "rated"),
        entry(11, "note", "operator", public=False),
    ]
    assert [(one.on, one.seq) for one in events_of(log)] == [
        ("began", 1),
        ("message", 1),
        ("answered", 2),
        ("resolved", 5),
        ("reopened", 8),
        ("rated", 10),
    ]


def test_a_talk_that_our_side_began_is_not_begun_by_a_contact() -> None:
    assert [one.on for one in events_of([entry(1, actor="operator"), entry(2)])] == ["answered", "message"]


def test_mere_thanks_after_the_end_begin_no_waiting_until_they_are_a_question() -> None:
    log = [entry(1), entry(2, actor="operator"), entry(3, thanks=True), entry(1, conversation=2)]
    assert [(one.conversation, one.seq) for one in waits_of(log, 5)] == [(2, 1)]
    log[3] = entry(4, "status", public=False, became=("resolved", "open"), minute=9)
    assert [(one.seq, one.at) for one in waits_of(log, 5)] == [(4, NOON + timedelta(minutes=14))]


def test_waiting_ends_with_an_answer_with_the_talk_or_not_yet() -> None:
    log = [
        entry(1),
        entry(2, minute=2),
        entry(3, actor="operator", minute=6),
        entry(4, minute=7),
        entry(5, "status", "operator", public=False, became=ENDED, minute=8),
        entry(1, conversation=2, minute=9),
    ]
    assert [(one.conversation, one.seq) for one in waits_of(log, 5)] == [(1, 1), (2, 1)]
    assert [(one.conversation, one.seq) for one in waits_of(log, 7)] == [(2, 1)]
