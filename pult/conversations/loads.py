"""What a decision does to what operators carry. Pure: no clock, no database."""

from __future__ import annotations

from pult.conversations.events import Holder, HolderKind, Status
from pult.conversations.rules import Changes, Head


def moves(head: Head, changes: Changes) -> bool:
    """Whether another operator carries the talk from now on, or nobody: it weighs its full weight again."""
    return _before(head) != _after(head, changes)


def loads(head: Head, changes: Changes, weight: int) -> dict[int, int]:
    """Operator → hundredths of a chat more or less, when the talk weighs `weight` afterwards. Resolved talks weigh
    nothing, those put aside do.
    """
    shifts: dict[int, int] = {}
    for one, amount in ((_before(head), -head.weight), (_after(head, changes), weight)):
        if one is not None:
            shifts[one] = shifts.get(one, 0) + amount
    return {one: amount for one, amount in shifts.items() if amount}


def _before(head: Head) -> int | None:
    return _carrier(head.status, head.holder)


def _after(head: Head, changes: Changes) -> int | None:
    return _carrier(changes.status or head.status, changes.holder or head.holder)


def _carrier(status: Status, holder: Holder) -> int | None:
    return holder.id if status is not Status.RESOLVED and holder.kind is HolderKind.OPERATOR else None
