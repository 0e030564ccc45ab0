"""What a decision does to what operators carry. Pure: no clock, no database."""

from __future__ import annotations

from pult.conversations.events import Holder, HolderKind, Status
from pult.conversations.rules import Changes, Head
from pult.operators.rules import CHAT


def loads(head: Head, changes: Changes) -> dict[int, int]:
    """Operator → hundredths of a chat more or less. Resolved talks weigh nothing, those put aside do."""
    before = _carrier(head.status, head.holder)
    after = _carrier(changes.status or head.status, changes.holder or head.holder)
    if before == after:
        return {}
    return {one: amount for one, amount in ((before, -CHAT), (after, CHAT)) if one is not None}


def _carrier(status: Status, holder: Holder) -> int | None:
    return holder.id if status is not Status.RESOLVED and holder.kind is HolderKind.OPERATOR else None
