"""A reader of the whole log: each entry once, in the order of transactions, whichever node does the reading."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from pult.conversations import reading_store
from pult.conversations.queries import Written, written_after

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database

BATCH = reading_store.BATCH
"""Entries of a batch; fewer stand at the end of the log alone."""
Cursor = Callable[["Connection"], Awaitable[tuple[int, str] | None]]
"""(generation, xid) up to which all was read, locked; None: another node is at it."""
Move = Callable[["Connection", int, str], Awaitable[None]]
"""All was read up to this (generation, xid)."""
Take = Callable[["Connection", list[Written]], Awaitable[None]]


async def read_on(db: Database, *, cursor: Cursor, move: Move, take: Take) -> int:
    """One batch; how many entries there were, fewer than `BATCH` at the end of the log. `take` works in the
    transaction that moves the cursor: a node that dies in between leaves nothing half done.
    """
    async with db.transaction() as connection:
        place = await cursor(connection)
        if place is None:
            return 0
        written = await written_after(connection, generation=place[0], xid=place[1])
        if not written:
            return 0
        await take(connection, written)
        await move(connection, written[-1].generation, written[-1].xid)
    return len(written)
