"""A talk is given to somebody who is away, with a promise that she writes back by a time. Pure decisions."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from pult.conversations import handing_rules
from pult.conversations.aside_rules import promise, wake
from pult.conversations.by_clock_rules import SYSTEM, take_back
from pult.conversations.events import Holder, Kind, Status
from pult.conversations.rules import Decision, Head, Who, aside, must_be_whole
from pult.kit.clock import milliseconds
from pult.kit.errors import Invalid
from pult.operators.events import Face

LONGEST = timedelta(days=30)


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """What is promised (for the team's eyes), by when; whoever owes it reads `remark`. `lead`: out of any hands."""

    text: str
    due: datetime
    reason: str = ""
    remark: str = ""
    lead: bool = False


class Came(msgspec.Struct, frozen=True, kw_only=True):
    """What a press has done: to whom the talk went, and whether she `owes` words in it since."""

    to: int
    name: str
    owes: bool


def owe(head: Head, who: Who, owed: Owed, *, to: Holder, face: Face, since: datetime, now: datetime) -> Decision:
    """Into the hands of `to`, put aside until then, with her promise pinned; its contact waits since `since`. Who may
    hand the talk over may do this.
    """
    must_be_whole(head)
    if not now < owed.due <= now + LONGEST:
        raise Invalid(f"she writes back at a time within {LONGEST.days} days", pointer="/at", code="out_of_range")
    given = handing_rules.transfer(head, who, to=to, face=face, reason=owed.reason, remark=owed.remark, lead=owed.lead)
    hers = msgspec.structs.replace(head, status=Status.OPEN, holder=to)
    pinned = promise(hers, who, text=owed.text, due=owed.due, by=to.name or "", now=now)
    put = aside(who, hers, Status.SNOOZED, until=milliseconds(owed.due))
    return Decision(
        drafts=(*given.drafts, *pinned.drafts, put),
        changes=msgspec.structs.replace(
            given.changes, status=Status.SNOOZED, until=owed.due, promise=pinned.changes.promise, owed=since
        ),
    )


def unkept(head: Head, *, since: datetime) -> Decision:
    """She is still away: back to the queue of its team, at its old place; the promise stays for everybody to see."""
    assert head.holder.id is not None
    return waited(take_back(head, holder=head.holder.id, why={"rule": "promise", "seconds": 0}), since, how="due")


def back(head: Head, *, why: str, since: datetime | None) -> Decision:
    """It comes back into her hands: she is there again (`here`), or what brings back all that is put aside."""
    return waited(wake(head, SYSTEM, why=why), since)


def waited(decision: Decision, since: datetime | None, **more: str) -> Decision:
    """The same for a contact who has waited `since` then, all the while that the talk was put aside: the entry that
    opens it says so, and `more`.
    """
    if since is None:
        return decision
    drafts = tuple(
        msgspec.structs.replace(one, body={**one.body, **more, "waiting": milliseconds(since)})
        if one.kind is Kind.STATUS
        else one
        for one in decision.drafts
    )
    return msgspec.structs.replace(
        decision, drafts=drafts, changes=msgspec.structs.replace(decision.changes, waiting=since)
    )
