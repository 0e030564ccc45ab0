"""Reads the log into the search: every public message once, in the order of transactions, whichever node does it.

What is edited is found by its new words, what is erased not at all. The place is moved in the same transaction as the
words are written, so a node that dies in between leaves nothing half done.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from pult.conversations import queries as log_of_talks
from pult.conversations.queries import Written
from pult.desk import search_store as store
from pult.kit.words import folded

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database

PERIOD = 1.0
"""Seconds between two looks at the log."""
log = structlog.get_logger("pult.desk")


class Indexing:
    """Hold one per process; only one of all works at a time."""

    def __init__(self, db: Database, *, period: float = PERIOD) -> None:
        self._db, self._period = db, period
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to read."""
        self._task = asyncio.create_task(self._run(), name="search")

    async def stop(self) -> None:
        """End; what was not read in is read next time."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._period)
            try:
                while await self.read():
                    pass
            except Exception as error:
                log.warning("search_stalled", error=repr(error))

    async def read(self) -> bool:
        """Read one batch in; whether there was any."""
        async with self._db.transaction() as connection:
            place = await store.cursor(connection)
            if place is None:
                return False
            written = await log_of_talks.written_after(connection, generation=place[0], xid=place[1])
            if not written:
                return False
            await _take(connection, written)
            await store.move(connection, written[-1].generation, written[-1].xid)
        return True


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
