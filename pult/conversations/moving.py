"""Two people move one talk at once: the first one wins, the other hears who that was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pult.conversations import moving_store as store
from pult.conversations.events import HolderKind, Status
from pult.conversations.rules import Head
from pult.kit.errors import Conflict

if TYPE_CHECKING:
    from pult.kit.db import Connection


async def must_be_with(connection: Connection, head: Head, seen: int | None) -> None:
    """Raise `Conflict` (`moved`: `by` whom, and who `has` it now) unless the talk is still with this operator (None: in
    no operator's hands), as whoever moves it has seen.
    """
    if head.status is Status.RESOLVED:
        return  # the rules say so in their own words
    now = head.holder.id if head.holder.kind is HolderKind.OPERATOR else None
    if now == seen:
        return
    by = await store.mover(connection, head.id)
    raise Conflict("somebody was faster", code="moved", by=by, has=head.holder.name if now is not None else None)
