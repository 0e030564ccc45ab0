"""SQL of incidents. Private to this folder; reads what other folders publish for joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

_ONE = "i.id, i.name, i.tag, i.banner, i.began_at, i.ended_at, i.told, o.name AS began_by"


async def every(db: Database, limit: int) -> list[Record]:
    """Those that go on, then those that are over, the newest first; each with its open talks."""
    return await db.fetch(
        f"""
        SELECT {_ONE}, (SELECT count(*) FROM conversations.conversation c
                        WHERE c.status <> 'resolved' AND i.tag = ANY (c.tags)) AS talks
        FROM automation.incident i LEFT JOIN operators.operator o ON o.id = i.began_by
        ORDER BY i.ended_at IS NOT NULL, i.began_at DESC LIMIT $1
        """,
        limit,
    )


async def going_on(db: Database) -> list[Record]:
    """Those that go on, the oldest first."""
    return await db.fetch(
        f"SELECT {_ONE} FROM automation.incident i LEFT JOIN operators.operator o ON o.id = i.began_by"
        " WHERE i.ended_at IS NULL ORDER BY i.began_at"
    )


async def lock(connection: Connection, incident: int) -> Record | None:
    """One of them, held."""
    return await connection.fetchrow(
        "SELECT id, name, tag, told, ended_at FROM automation.incident WHERE id = $1 FOR UPDATE", incident
    )


async def begin(connection: Connection, *, name: str, tag: str, banner: str, by: int) -> int | None:
    """A new one; None: one with this tag goes on already."""
    return await connection.fetchval(
        "INSERT INTO automation.incident (name, tag, banner, began_by) VALUES ($1, $2, $3::jsonb, $4)"
        " ON CONFLICT (tag) WHERE ended_at IS NULL DO NOTHING RETURNING id",
        name,
        tag,
        banner,
        by,
    )


async def told(connection: Connection, incident: int) -> int:
    """One more update: its number."""
    return await connection.fetchval(
        "UPDATE automation.incident SET told = told + 1 WHERE id = $1 RETURNING told", incident
    )


async def end(connection: Connection, incident: int) -> None:
    """It is over."""
    await connection.execute("UPDATE automation.incident SET ended_at = clock_timestamp() WHERE id = $1", incident)


async def talks(db: Database, tag: str, *, after: int, limit: int) -> list[Record]:
    """Open talks with this tag behind a number, in order."""
    return await db.fetch(
        "SELECT id, public_id, channel_id FROM conversations.conversation"
        " WHERE status <> 'resolved' AND part_of IS NULL AND $1 = ANY (tags) AND id > $2 ORDER BY id LIMIT $3",
        tag,
        after,
        limit,
    )
