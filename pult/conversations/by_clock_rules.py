"""What the clock does to a talk when nobody else did anything in time. Pure decisions; the team reads why, the contact
only what concerns them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pult.conversations.events import QUEUE, Actor, Audience, Clock, Draft, HolderKind, Kind, Status
from pult.conversations.faces import answers
from pult.conversations.rules import Changes, Decision, Head, Who, awake, holder_json, twins
from pult.kit.clock import milliseconds
from pult.kit.errors import Conflict

SYSTEM = Who(kind=Actor.SYSTEM, id=0)
Why = dict[str, Any]


def still_waits(head: Head, since: datetime | None, *, waiting: datetime | None) -> None:
    """Raises `Conflict` unless the contact of an open talk waits since just then."""
    if head.status is not Status.OPEN or waiting is None or waiting != since:
        raise Conflict("somebody was faster than the clock", code="not_due")


def still_there(moved: int, now: int | None) -> None:
    """Raises `Conflict` when the talk went elsewhere meanwhile."""
    if moved != (now or 0):
        raise Conflict("somebody was faster than the clock", code="not_due")


def overdue(head: Head, *, target: str, due: datetime) -> Decision:
    """A promise of speed (`first`, `next`, `resolve`) ended at `due` and was not kept."""
    if head.status is Status.RESOLVED:
        raise Conflict("somebody was faster than the clock", code="not_due")
    body = {"promised": target, "due": milliseconds(due)}
    fact = Draft(kind=Kind.OVERDUE, audience=Audience.INTERNAL, actor=Actor.SYSTEM, actor_id=0, body=body)
    return Decision(drafts=(fact,))


def take_back(head: Head, *, holder: int, why: Why) -> Decision:
    """Out of the hands of somebody who does not answer, back to the queue: at its old place, which is since when the
    contact waits. What was put aside comes back.
    """
    if head.status is Status.RESOLVED or head.holder.kind is not HolderKind.OPERATOR or head.holder.id != holder:
        raise Conflict("somebody else has it by now", code="not_holder", by=head.holder.name)
    back, status = awake(SYSTEM, head)
    inner = {"to": holder_json(QUEUE), "from": holder_json(head.holder), "how": "back", "clock": why}
    return Decision(
        drafts=(*twins(SYSTEM, Kind.ASSIGNED, inner, answers(None)), *back),
        changes=Changes(holder=QUEUE, status=status),
    )


def pass_on(head: Head, *, team: int, name: str, why: Why) -> Decision:
    """From the queue of one team to that of another, at its old place."""
    if head.status is not Status.OPEN or head.holder.kind is not HolderKind.QUEUE:
        raise Conflict("it waits no more", code="not_waiting")
    inner = {
        "to": holder_json(QUEUE),
        "from": holder_json(head.holder),
        "reason": "",
        "team": {"id": team, "name": name},
        "clock": why,
    }
    return Decision(
        drafts=twins(SYSTEM, Kind.TRANSFERRED, inner, answers(None)), changes=Changes(holder=QUEUE, team=(team,))
    )


def may_say(head: Head, clock: Clock, newest: int | None) -> bool:
    """Whether words of the house still fit: the talk is open, and nobody has said anything since `clock` was read."""
    return head.status is Status.OPEN and clock.said is not None and newest == clock.said[0]


def words(text: str, *, name: str) -> Draft:
    """What the house says, under the name of the site."""
    return Draft(
        kind=Kind.MESSAGE,
        audience=Audience.PUBLIC,
        actor=Actor.SYSTEM,
        actor_id=0,
        body={"text": text, "name": name, "public_name": name},
        deliver=True,
    )


def close(head: Head, clock: Clock, newest: int | None, *, unless: str, why: Why) -> Decision:
    """Nobody said anything for so long. Who promised something, or put the tag `unless` on it, keeps it open."""
    if not may_say(head, clock, newest) or head.promise is not None or unless in head.tags:
        raise Conflict("somebody was faster than the clock", code="not_due")
    inner = {"to": Status.RESOLVED, "from": head.status, "how": "silent", "clock": why}
    return Decision(
        drafts=twins(SYSTEM, Kind.STATUS, inner, {"to": Status.RESOLVED}), changes=Changes(status=Status.RESOLVED)
    )
