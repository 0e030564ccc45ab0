"""Reads the log into the search: every public message once, in the order of transactions, whichever node does it.

Talks come first: a reader with much to read works a fifth of the time and leaves the rest of it to the database's other
callers, so that a flood of messages is found later rather than sent later.

What is edited is found by its new words, what is erased not at all. The place is moved in the same transaction as the
words are written, so a node that dies in between leaves nothing half done.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import structlog

from pult.conversations.queries import Written
from pult.conversations.reader import BATCH, read_on
from pult.desk import search_store as store
from pult.kit.again import Again
from pult.kit.words import folded

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database

PERIOD = 1.0
"""Seconds between two looks at the log."""
REST = 4.0
"""After a batch it rests so many times as long as the batch took."""
log = structlog.get_logger("pult.desk")


class Indexing(Again):
    """Hold one per process; only one of all works at a time."""

    def __init__(self, db: Database, *, period: float = PERIOD) -> None:
        super().__init__(self._read_all, period=period, name="search")
        self._db = db

    async def _read_all(self) -> None:
        while True:
            began = time.monotonic()
            if await self.read() < BATCH:
                return  # all of it: the next look takes a second's words in one go, not each few alone
            await asyncio.sleep((time.monotonic() - began) * REST)

    async def read(self) -> int:
        """Read one batch in; how many entries there were."""
        return await read_on(self._db, cursor=store.cursor, move=store.move, take=_take)


async def _take(connection: Connection, written: list[Written]) -> None:
    said = [one for one in written if one.public and one.kind == "message" and one.text]
    if said:
        await store.months(connection, sorted({one.at.replace(day=1, hour=12) for one in said}))
        await store.put(connection, [(one.at, one.conversation, one.seq, folded(one.text or "")) for one in said])
    for one in written:
        if one.target is not None and one.kind == "edited" and one.text:
            await store.change(connection, one.conversation, one.target, folded(one.text))
        elif one.target is not None and one.kind == "erased":
            await store.drop(connection, one.conversation, one.target)
