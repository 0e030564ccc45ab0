"""SQL of replies that go at a time. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

_LATER = (
    "l.id, l.operator_id, l.conversation_id, c.public_id, c.channel_id, l.cid, l.text, l.quote, l.files, l.seen,"
    " l.due_at, l.state, l.reason FROM desk.later l JOIN conversations.conversation c ON c.id = l.conversation_id"
)


async def add(
    connection: Connection,
    *,
    operator: int,
    conversation: int,
    cid: UUID,
    text: str,
    quote: int | None,
    files: Sequence[dict[str, Any]],
    seen: int | None,
    due_at: datetime,
) -> int | None:
    """Write it down; None: this cid is known."""
    return await connection.fetchval(
        "INSERT INTO desk.later (operator_id, conversation_id, cid, text, quote, files, seen, due_at)"
        " VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7, $8) ON CONFLICT (operator_id, cid) DO NOTHING RETURNING id",
        operator,
        conversation,
        cid,
        text,
        quote,
        msgspec.json.encode(list(files)).decode(),
        seen,
        due_at,
    )


async def mine(db: Database, operator: int) -> list[Record]:
    """What of an operator's waits, or has stopped, the next first."""
    return await db.fetch(
        f"SELECT {_LATER} WHERE l.operator_id = $1 AND l.state <> 'sent' ORDER BY l.due_at, l.id LIMIT 500", operator
    )


async def known(connection: Connection, operator: int, cid: UUID) -> Record | None:
    """By its cid."""
    return await connection.fetchrow(f"SELECT {_LATER} WHERE l.operator_id = $1 AND l.cid = $2", operator, cid)


async def one(on: Database | Connection, id: int) -> Record | None:
    """By its number."""
    return await on.fetchrow(f"SELECT {_LATER} WHERE l.id = $1", id)


async def lock(connection: Connection, id: int) -> Record | None:
    """By its number; nobody else changes it before this transaction ends."""
    return await connection.fetchrow(f"SELECT {_LATER} WHERE l.id = $1 FOR UPDATE OF l", id)


async def state(on: Database | Connection, id: int, state: str, reason: str | None = None) -> None:
    """What became of it."""
    await on.execute("UPDATE desk.later SET state = $2, reason = $3 WHERE id = $1", id, state, reason)


async def again(connection: Connection, id: int, *, cid: UUID, seen: int | None) -> None:
    """It goes once more, under another cid: a refusal stands for ever."""
    await connection.execute(
        "UPDATE desk.later SET state = 'waiting', reason = NULL, cid = $2, seen = $3, due_at = now() WHERE id = $1",
        id,
        cid,
        seen,
    )


async def drop(connection: Connection, id: int) -> None:
    """It does not go."""
    await connection.execute("DELETE FROM desk.later WHERE id = $1", id)


async def forget(db: Database) -> None:
    """What went a day ago."""
    await db.execute("DELETE FROM desk.later WHERE state = 'sent' AND due_at < now() - interval '1 day'")
