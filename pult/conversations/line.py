"""One lane's own connection to the append function: never behind a report in the pool, opened again when lost."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pult.conversations.append import Answer, Operation, append, get_ready
from pult.kit import points
from pult.kit.db import is_lost

if TYPE_CHECKING:
    import asyncpg

    from pult.kit.db import Database


_PLANS = {"plan_cache_mode": "force_generic_plan"}
"""One plan for every batch size: planning a small batch anew would take longer than writing it."""


class LogLine:
    """`journal.writer.Append` over a dedicated connection."""

    def __init__(self, db: Database, number: int) -> None:
        self._db, self._number = db, number
        self._line: asyncpg.Connection[Any] | None = None

    async def append(self, operations: Sequence[Operation], wait: bool) -> list[Answer]:
        """Write a batch; raises what asyncpg raises."""
        line, fresh = self._line, False
        if line is None or line.is_closed():
            line, fresh = await self._db.line(application=f"pult log {self._number}", settings=_PLANS), True
            self._line = line
        try:
            if fresh:
                await get_ready(line)
            if points.armed() == "mid_batch":
                return await self._append_and_stop(line, operations, wait=wait)
            return await append(line, operations, wait=wait)
        except BaseException as error:
            if is_lost(error) or isinstance(error, asyncio.CancelledError):
                line.terminate()
                self._line = None
            raise

    async def _append_and_stop(
        self, line: asyncpg.Connection[Any], operations: Sequence[Operation], *, wait: bool
    ) -> list[Answer]:
        """For a test: the batch is on its way to the server, and this process stops."""
        under_way = asyncio.create_task(append(line, operations, wait=wait))
        for _ in range(3):
            # The first turn starts the statement, its bytes leave at the end of that turn.
            await asyncio.sleep(0)
        points.reach("mid_batch")
        return await under_way

    async def close(self) -> None:
        """Close the connection."""
        if self._line is not None:
            await self._line.close()


class Aside:
    """The same over the pool, for what has to wait for a lock; only so many wait there that others still get a
    connection.
    """

    def __init__(self, db: Database, *, most: int = 3) -> None:
        self._db = db
        self._places = asyncio.Semaphore(most)

    async def append(self, operations: Sequence[Operation], wait: bool) -> list[Answer]:
        """Write a batch; raises what asyncpg raises."""
        async with self._places, self._db.pool.acquire() as connection:
            return await append(connection, operations, wait=wait)
