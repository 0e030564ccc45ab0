"""Settings of time for tests, and looking at what came of them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg

from tests.support.floor import Floor

EVERYBODY = 0


@contextlib.asynccontextmanager
async def policy(floor: Floor, *, team: int = EVERYBODY, **parts: Any) -> AsyncIterator[None]:
    """A team has these settings of time, and afterwards none."""
    await floor.people.done("ada", "PUT", f"/api/timing/{team}", parts)
    try:
        yield
    finally:
        await floor.people.done("ada", "PUT", f"/api/timing/{team}", {})


async def talk(floor: Floor, conv: str) -> asyncpg.Record:
    """The row of a talk, with the login of its holder."""
    (row,) = await floor.people.rows(
        "SELECT c.*, o.login FROM conversations.conversation c LEFT JOIN operators.operator o ON o.id = c.holder_id"
        " WHERE c.public_id = $1",
        conv,
    )
    return row


async def entries(floor: Floor, conv: str, kind: str) -> list[asyncpg.Record]:
    """Entries of one kind that only the team reads, in order."""
    return await floor.people.rows(
        "SELECT e.seq, e.at, e.actor_kind, e.body FROM conversations.entry e"
        " JOIN conversations.conversation c ON c.id = e.conversation_id"
        " WHERE c.public_id = $1 AND e.kind = $2 AND e.audience = 'internal' ORDER BY e.seq",
        conv,
        kind,
    )


async def comes(look: Callable[[], Awaitable[Any]], wanted: Any = True) -> None:
    """Wait until somebody's look finds it."""
    async with asyncio.timeout(15):
        while (seen := await look()) != wanted:
            await asyncio.sleep(0.02)
    assert seen == wanted
