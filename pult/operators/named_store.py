"""SQL of named states. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database
    from pult.operators.named import NamedWish

COLUMNS = "id, name, emoji, base, works, held, plan, channels, closed"


async def every(db: Database) -> list[Record]:
    """All of them, open ones first, by name (ё sorts as е)."""
    return await db.fetch(
        f"SELECT {COLUMNS} FROM operators.named_state ORDER BY closed, replace(lower(name), 'ё', 'е'), id"
    )


async def one(on: Database | Connection, state: int) -> Record | None:
    """One of them."""
    return await on.fetchrow(f"SELECT {COLUMNS} FROM operators.named_state WHERE id = $1", state)


async def count(connection: Connection) -> int:
    """How many are open; whoever adds one waits for the others."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('operators.named_state', 7))")
    return await connection.fetchval("SELECT count(*) FROM operators.named_state WHERE NOT closed")


async def in_use(connection: Connection, state: int) -> bool:
    """Whether somebody is in it."""
    return await connection.fetchval("SELECT EXISTS (SELECT FROM operators.operator WHERE named_id = $1)", state)


async def put(connection: Connection, state: int | None, wanted: NamedWish) -> int | None:
    """A new one (None) or another meaning; its number, None: the name is in use."""
    if await connection.fetchval(
        "SELECT EXISTS (SELECT FROM operators.named_state WHERE lower(name) = lower($1) AND NOT closed"
        " AND id IS DISTINCT FROM $2)",
        wanted.name,
        state,
    ):
        return None
    values = (wanted.name, wanted.emoji, wanted.base, wanted.works, wanted.held, wanted.plan, wanted.channels)
    if state is None:
        return await connection.fetchval(
            "INSERT INTO operators.named_state (name, emoji, base, works, held, plan, channels)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
            *values,
        )
    return await connection.fetchval(
        "UPDATE operators.named_state SET name = $1, emoji = $2, base = $3, works = $4, held = $5, plan = $6,"
        " channels = $7 WHERE id = $8 RETURNING id",
        *values,
        state,
    )


async def close(connection: Connection, state: int) -> bool:
    """No choice any more; False: there is no such one."""
    found = await connection.fetchval(
        "UPDATE operators.named_state SET closed = true WHERE id = $1 AND NOT closed RETURNING id", state
    )
    return found is not None
