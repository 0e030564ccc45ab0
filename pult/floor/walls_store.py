"""SQL of big screens. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

    from asyncpg import Record

    from pult.kit.db import Connection, Database

_EVERY = """
    SELECT w.id, w.name, o.name AS made_by, w.made_at, w.expires_at, w.seen_at,
           coalesce(w.expires_at <= clock_timestamp(), false) AS over, o.active, o.role
    FROM floor.wall w LEFT JOIN operators.operator o ON o.id = w.made_by
    ORDER BY w.id DESC
"""


async def every(db: Database) -> list[Record]:
    """All that were not taken back, the newest first."""
    return await db.fetch(_EVERY)


async def count(connection: Connection) -> int:
    """How many there are; whoever adds one waits for the others."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('floor.wall', 10))")
    return await connection.fetchval("SELECT count(*) FROM floor.wall")


async def add(connection: Connection, *, name: str, token: bytes, by: int, lasts: timedelta | None) -> int:
    """A new one."""
    return int(
        await connection.fetchval(
            "INSERT INTO floor.wall (name, token_hash, made_by, expires_at)"
            " VALUES ($1, $2, $3, clock_timestamp() + $4::interval) RETURNING id",
            name,
            token,
            by,
            lasts,
        )
    )


async def remove(connection: Connection, wall: int) -> str | None:
    """Its link leads nowhere from now on; its name, None: there was none."""
    name: str | None = await connection.fetchval("DELETE FROM floor.wall WHERE id = $1 RETURNING name", wall)
    return name


async def known(db: Database, token: bytes) -> Record | None:
    """The one behind a link, while its time is not over, and what its maker is."""
    return await db.fetchrow(
        "SELECT w.id, w.name, w.seen_at IS NULL OR w.seen_at < clock_timestamp() - interval '20 s' AS tell,"
        " o.active, o.role FROM floor.wall w JOIN operators.operator o ON o.id = w.made_by"
        " WHERE w.token_hash = $1 AND (w.expires_at IS NULL OR w.expires_at > clock_timestamp())",
        token,
    )


async def seen(db: Database, wall: int) -> None:
    """Somebody reads it now."""
    await db.execute("UPDATE floor.wall SET seen_at = clock_timestamp() WHERE id = $1", wall)
