"""PostgreSQL through asyncpg: a small pool, dedicated lines for what must never queue behind a report, transactions.

SQL stands in each folder's `store`, seen and named; nothing here builds any.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg

from pult.kit.errors import Unavailable

if TYPE_CHECKING:
    from asyncpg import Record
    from asyncpg.pool import PoolConnectionProxy

    Connection = asyncpg.Connection[Record] | PoolConnectionProxy[Record]

STATEMENT_SECONDS = 30
LOCK_MS = 5_000
_LOST = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.exceptions.CannotConnectNowError,
    asyncpg.exceptions.AdminShutdownError,
    asyncpg.exceptions.CrashShutdownError,
    TimeoutError,
)
"""What a lost or dying server looks like: the work may or may not have been done; only an idempotent caller may repeat
it.
"""
_AGAIN = (
    asyncpg.exceptions.DeadlockDetectedError,
    asyncpg.exceptions.SerializationError,
    asyncpg.exceptions.LockNotAvailableError,
)
"""What is certainly undone and may simply be tried again."""


def is_lost(error: BaseException) -> bool:
    """Whether the connection or the server went away in mid-work."""
    return isinstance(error, _LOST)


def is_retryable(error: BaseException) -> bool:
    """Whether the database rolled the work back and asks to try again."""
    return isinstance(error, _AGAIN)


class Database:
    """One server, reached over a pool. Open with `Database.open`, close with `close`."""

    def __init__(self, dsn: str, pool: asyncpg.Pool[Record]) -> None:
        self.dsn = dsn
        self.pool = pool

    @classmethod
    async def open(cls, dsn: str, *, size: int = 8) -> Database:
        """Connect (at most `size` connections, two at once at the start)."""
        pool = await asyncpg.create_pool(
            dsn,
            min_size=1,
            max_size=size,
            command_timeout=STATEMENT_SECONDS,
            max_inactive_connection_lifetime=120,
            reset=_keep,
            server_settings=_SERVER_SETTINGS,
        )
        return cls(dsn, pool)

    async def line(self, *, application: str, settings: Mapping[str, str] | None = None) -> asyncpg.Connection[Record]:
        """A connection of one's own, outside the pool, with further server settings."""
        given = {**_SERVER_SETTINGS, "application_name": application, **(settings or {})}
        return await asyncpg.connect(self.dsn, command_timeout=STATEMENT_SECONDS, server_settings=given)

    async def close(self) -> None:
        """Close politely; after 5 s, hard."""
        try:
            await asyncio.wait_for(self.pool.close(), 5)
        except TimeoutError:
            self.pool.terminate()

    async def fetch(self, query: str, *args: Any) -> list[Record]:
        """All rows of one statement."""
        with answering():
            return await self.pool.fetch(query, *args)

    async def fetchrow(self, query: str, *args: Any) -> Record | None:
        """The first row, or None."""
        with answering():
            return await self.pool.fetchrow(query, *args)

    async def fetchval(self, query: str, *args: Any) -> Any:
        """The first value of the first row, or None."""
        with answering():
            return await self.pool.fetchval(query, *args)

    async def execute(self, query: str, *args: Any) -> None:
        """Run one statement for its effect."""
        with answering():
            await self.pool.execute(query, *args)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Connection]:
        """One transaction on one connection; raises `Unavailable` when the server is away."""
        with answering():
            async with self.pool.acquire() as connection, connection.transaction():
                yield connection

    @asynccontextmanager
    async def moment(self) -> AsyncGenerator[Connection]:
        """Several reads of one and the same moment."""
        with answering():
            async with (
                self.pool.acquire() as connection,
                connection.transaction(isolation="repeatable_read", readonly=True),
            ):
                yield connection


_SERVER_SETTINGS = {
    "lock_timeout": str(LOCK_MS),
    "idle_in_transaction_session_timeout": "10000",
    "timezone": "UTC",
    "application_name": "pult",
    # How alike a misspelt word must be (pg_trgm): «саколова» finds «Соколова».
    "pg_trgm.word_similarity_threshold": "0.45",
}


async def _keep(_connection: Any) -> None:
    """No reset between uses: we leave nothing behind on a connection, and the round trip would double a single
    statement.
    """


class answering:
    """Turns a lost server into `Unavailable`, so that doors can say it and clients try again with the same id."""

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if error is not None and is_lost(error):
            raise Unavailable("the database does not answer now; nothing was acknowledged") from error
