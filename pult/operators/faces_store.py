"""SQL of faces: what visitors see of an operator. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

KEPT = 20
"""Pictures of one operator; older ones go, and what was said under them shows initials."""


async def every(db: Database, operator: int) -> dict[int, Record]:
    """Name and picture per channel (0: everywhere), where anything is set."""
    rows = await db.fetch("SELECT channel_id, name, picture FROM operators.face WHERE operator_id = $1", operator)
    return {row["channel_id"]: row for row in rows}


async def name(connection: Connection, operator: int, channel: int, name: str | None) -> None:
    """Another name on one site; None: as everywhere."""
    await connection.execute(
        "INSERT INTO operators.face (operator_id, channel_id, name) VALUES ($1, $2, $3)"
        " ON CONFLICT (operator_id, channel_id) DO UPDATE SET name = excluded.name",
        operator,
        channel,
        name,
    )


async def show(connection: Connection, operator: int, channel: int, mark: str | None) -> None:
    """Another picture on this channel; None: none of its own."""
    await connection.execute(
        "INSERT INTO operators.face (operator_id, channel_id, picture) VALUES ($1, $2, $3)"
        " ON CONFLICT (operator_id, channel_id) DO UPDATE SET picture = excluded.picture",
        operator,
        channel,
        mark,
    )


async def keep(connection: Connection, operator: int, *, mark: str, type: str, data: bytes) -> None:
    """A picture of hers; the oldest that are shown nowhere any more go."""
    await connection.execute(
        "INSERT INTO operators.picture (operator_id, mark, type, data) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (operator_id, mark) DO UPDATE SET made_at = clock_timestamp()",
        operator,
        mark,
        type,
        data,
    )
    await connection.execute(
        "DELETE FROM operators.picture p WHERE p.operator_id = $1 AND p.mark <> $2 AND NOT EXISTS ("
        " SELECT FROM operators.face f WHERE f.operator_id = $1 AND f.picture = p.mark)"
        " AND p.mark NOT IN (SELECT q.mark FROM operators.picture q WHERE q.operator_id = $1"
        " ORDER BY q.made_at DESC LIMIT $3)",
        operator,
        mark,
        KEPT,
    )


async def forget(connection: Connection, operator: int) -> None:
    """Pictures that are shown nowhere any more."""
    await connection.execute(
        "DELETE FROM operators.picture p WHERE p.operator_id = $1 AND NOT EXISTS ("
        " SELECT FROM operators.face f WHERE f.operator_id = $1 AND f.picture = p.mark)",
        operator,
    )


async def renew(connection: Connection, operator: int) -> None:
    """Open sockets learn of it by coming back."""
    await connection.execute("UPDATE operators.operator SET access_no = access_no + 1 WHERE id = $1", operator)


async def picture(db: Database, mark: str) -> Record | None:
    """Type and bytes."""
    return await db.fetchrow("SELECT type, data FROM operators.picture WHERE mark = $1 LIMIT 1", mark)
