"""Colleagues who are asked into a talk, and leave it. Pure decisions; the visitor is told nothing of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from pult.conversations.events import Audience, Draft, HolderKind, Kind, Status
from pult.conversations.rules import Changes, Decision, Head, Who, must_be_whole, named, note
from pult.kit.errors import Conflict, Invalid

May = Literal["read", "answer"]


class Guest(msgspec.Struct, frozen=True):
    """Somebody who is asked in."""

    id: int
    name: str


class Invited(msgspec.Struct, frozen=True):
    """What a guest may, and who asked her in. `part`: the one that she has (its public id), which lets her answer;
    `stays`: what she was asked in for besides, hers when the part ends.
    """

    may: May
    by: int
    part: str | None = None
    stays: May | None = None


def invite(head: Head, who: Who, *, guest: Guest, may: May, remark: str, lead: bool, there: Invited | None) -> Decision:
    """Ask a colleague in, to read (and write notes) or to answer too. Its holder may, a `lead`, and anybody while it
    waits in the queue. Whoever has a part of it is asked to stay when that ends. The `remark` is a note addressed to
    the guest.
    """
    must_be_whole(head)
    if head.status is Status.RESOLVED:
        raise Conflict("the talk is resolved", code="not_open")
    if head.holder.kind is HolderKind.OPERATOR and head.holder.id != who.id and not lead:
        raise Conflict("take the talk first", code="not_holder", by=head.holder.name)
    if guest.id == who.id or (head.holder.kind is HolderKind.OPERATOR and head.holder.id == guest.id):
        raise Invalid("they are in the talk already", pointer="/operator")
    if there is not None and may == (there.may if there.part is None else there.stays):
        raise Conflict(f"{guest.name} is in the talk already", code="already_invited")
    said = (note(who, remark, to=(guest.id, guest.name)),) if remark else ()
    asked = {"may": may}
    if there is not None and there.part is not None:
        asked = {"may": there.may, "part": there.part, "stays": may}
    return Decision(
        drafts=(_joined(who, guest, how="invited", more=asked), *said),
        changes=Changes(guest=(guest.id, may), by=who.id),
    )


def leave(head: Head, who: Who, *, guest: Guest, lead: bool, there: Invited | None) -> Decision:
    """A guest goes; or is shown out by the talk's holder, by whoever asked her in, or by a `lead`."""
    if there is None:
        raise Conflict(f"{guest.name} is not in the talk", code="not_invited")
    if there.part is not None:
        raise Conflict(f"{guest.name} has a part of the talk: that ends first", code="part_open")
    holds = head.holder.kind is HolderKind.OPERATOR and head.holder.id == who.id
    if guest.id != who.id and not (holds or lead or there.by == who.id):
        raise Conflict("take the talk first", code="not_holder", by=head.holder.name)
    how = "left" if guest.id == who.id else "removed"
    return Decision(drafts=(_joined(who, guest, how=how),), changes=Changes(guest=(guest.id, None), by=who.id))


def _joined(who: Who, guest: Guest, *, how: str, more: Mapping[str, str] | None = None) -> Draft:
    body: dict[str, object] = {"who": {"id": guest.id, "name": guest.name}, "how": how, **(more or {})}
    return Draft(kind=Kind.JOINED, audience=Audience.INTERNAL, actor=who.kind, actor_id=who.id, body=named(who, body))
