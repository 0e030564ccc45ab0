"""SQL of operators' states. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database


async def doing(db: Database, operator: int) -> Record:
    """State with comment and beginning, load, capacity and overflow."""
    row = await db.fetchrow(
        "SELECT state, named_id, state_comment, state_at, load, capacity, overflow"
        " FROM operators.operator WHERE id = $1",
        operator,
    )
    assert row is not None
    return row


async def lock(connection: Connection, operator: int) -> Record | None:
    """State and comment of an active account, the row locked until the transaction ends."""
    return await connection.fetchrow(
        "SELECT state, state_comment, named_id FROM operators.operator WHERE id = $1 AND active FOR NO KEY UPDATE",
        operator,
    )


async def change(connection: Connection, operator: int, *, state: str, comment: str, named: int | None) -> None:
    """Another state, from now on."""
    await connection.execute(
        "UPDATE operators.operator SET state = $2, state_comment = $3, named_id = $4, state_at = clock_timestamp()"
        " WHERE id = $1",
        operator,
        state,
        comment,
        named,
    )
