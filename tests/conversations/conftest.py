"""A migrated database per test, on both PostgreSQL versions."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import asyncpg
import pytest_asyncio

from tests.support.log import Line
from tests.support.postgres import Server

Connect = Callable[[], Awaitable[Line]]


@pytest_asyncio.fixture
async def dsn(postgres_any: Server) -> str:
    return await postgres_any.create_database()


@pytest_asyncio.fixture
async def connect(dsn: str) -> AsyncIterator[Connect]:
    """As many connections as a test wants; all are closed behind it."""
    async with AsyncExitStack() as stack:

        async def one() -> Line:
            line = await asyncpg.connect(dsn, server_settings={"application_name": "test", "lock_timeout": "20000"})
            stack.push_async_callback(_end, line)
            return line

        yield one


async def _end(line: Line) -> None:
    line.terminate()


@pytest_asyncio.fixture
async def line(connect: Connect) -> Line:
    return await connect()
