"""A talk goes from hand to hand: handed on, given to a team, assigned, taken over. Pure decisions."""

from __future__ import annotations

from typing import Any

import msgspec

from pult.conversations.events import QUEUE, Holder, HolderKind, Kind, Status
from pult.conversations.faces import answers
from pult.conversations.rules import Changes, Decision, Head, Who, awake, holder_json, must_hold, note, twins
from pult.kit.errors import Conflict, Invalid
from pult.operators.events import Face


def transfer(
    head: Head,
    who: Who,
    *,
    to: Holder,
    face: Face | None,
    reason: str,
    remark: str = "",
    lead: bool = False,
    beyond: bool = False,
) -> Decision:
    """Hand a talk to a colleague (visitors know her by `face`) or back to the queue, with a reason and (`remark`) a
    note for the team's eyes. Only its holder may, or a `lead`. What was put aside comes back.
    `beyond`: also to somebody who carries all she may.
    """
    if lead:
        _must_be_open(head)
    else:
        must_hold(head, who)
    if to == head.holder or (to.kind is HolderKind.OPERATOR and to.id == head.holder.id):
        raise Invalid("they already hold this talk", pointer="/to")
    inner: dict[str, Any] = {"to": holder_json(to), "from": holder_json(head.holder), "reason": reason}
    if beyond:
        inner["beyond"] = True
    return _handed(head, who, inner, face, remark, Changes(holder=to, beyond=beyond, giver=_giver(who, to)))


def give_to_team(
    head: Head, who: Who, *, team: int | None, name: str | None, reason: str, remark: str = "", lead: bool = False
) -> Decision:
    """To the queue of another team (None: of everybody). Its holder may, a `lead`, and anybody while it waits in a
    queue.
    """
    if lead:
        _must_be_open(head)
    elif head.status is Status.RESOLVED or head.holder.kind is HolderKind.OPERATOR:
        must_hold(head, who)
    inner = {
        "to": holder_json(QUEUE),
        "from": holder_json(head.holder),
        "reason": reason,
        "team": {"id": team, "name": name},
    }
    return _handed(head, who, inner, None, remark, Changes(holder=QUEUE, team=(team,)))


def _must_be_open(head: Head) -> None:
    if head.status is Status.RESOLVED:
        raise Conflict("the talk is resolved", code="not_open")


def _handed(head: Head, who: Who, inner: dict[str, Any], face: Face | None, remark: str, changes: Changes) -> Decision:
    back, status = awake(who, head)
    said = (note(who, remark),) if remark else ()
    return Decision(
        drafts=(*twins(who, Kind.TRANSFERRED, inner, answers(face)), *said, *back),
        changes=msgspec.structs.replace(changes, status=status),
    )


def _giver(who: Who, to: Holder) -> tuple[str | None] | None:
    """Nobody gives to a queue, or to herself."""
    return None if to.kind is not HolderKind.OPERATOR or to.id == who.id else (who.name or None,)


def take_from(head: Head, who: Who, *, holder: int, to: Holder, face: Face | None) -> Decision:
    """Out of the hands of somebody who may not hold it any more."""
    if head.status is Status.RESOLVED or head.holder.kind is not HolderKind.OPERATOR or head.holder.id != holder:
        raise Conflict("somebody else has it by now", code="not_holder", by=head.holder.name)
    how = "return" if to == QUEUE else "assign"
    return Decision(
        drafts=twins(
            who, Kind.ASSIGNED, {"to": holder_json(to), "from": holder_json(head.holder), "how": how}, answers(face)
        ),
        changes=Changes(holder=to, giver=_giver(who, to)),
    )


def take_over(head: Head, who: Who, *, reason: str) -> Decision:
    """Out of a colleague's hands into one's own, with everything, whatever the limit: whoever may do this decides. The
    entry says from whom and why.
    """
    _must_be_open(head)
    if head.holder.kind is not HolderKind.OPERATOR:
        raise Conflict("nobody holds this talk: take it", code="not_held")
    if head.holder.id == who.id:
        raise Conflict("you already hold this talk", code="taken", by=head.holder.name, mine=True)
    mine = Holder(HolderKind.OPERATOR, who.id, who.name)
    back, status = awake(who, head)
    inner = {"to": holder_json(mine), "from": holder_json(head.holder), "how": "over", "reason": reason}
    return Decision(
        drafts=(*twins(who, Kind.ASSIGNED, inner, answers(who.face())), *back),
        changes=Changes(holder=mine, status=status, beyond=True),
    )


def must_wait(head: Head) -> None:
    """Raises `Conflict` unless the talk waits in a queue."""
    if head.status is not Status.OPEN or head.holder.kind is not HolderKind.QUEUE:
        raise Conflict("it waits no more", code="not_waiting")


def assign(head: Head, who: Who, *, to: Holder, face: Face, why: dict[str, Any]) -> Decision:
    """Out of the queue into the hands that were chosen; the entry says why these."""
    must_wait(head)
    return Decision(
        drafts=twins(who, Kind.ASSIGNED, {"to": holder_json(to), "how": "assign", "why": why}, answers(face)),
        changes=Changes(holder=to),
    )


def accept(head: Head, who: Who, *, why: dict[str, Any]) -> Decision:
    """Out of the queue into the hands of whom it was offered to, who wants it."""
    must_wait(head)
    mine = Holder(HolderKind.OPERATOR, who.id, who.name)
    return Decision(
        drafts=twins(who, Kind.ASSIGNED, {"to": holder_json(mine), "how": "offer", "why": why}, answers(who.face())),
        changes=Changes(holder=mine),
    )
