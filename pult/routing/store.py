"""SQL of manners and of what waits. Private to this folder; reads what other folders publish for joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database


async def manners(db: Database) -> list[Record]:
    """What was set, team by team."""
    return await db.fetch("SELECT team_id, manner, shows_looks FROM routing.team ORDER BY team_id")


async def put(connection: Connection, team: int, *, manner: str, shows_looks: bool) -> None:
    """Set it."""
    await connection.execute(
        "INSERT INTO routing.team (team_id, manner, shows_looks) VALUES ($1, $2, $3)"
        " ON CONFLICT (team_id) DO UPDATE SET manner = excluded.manner, shows_looks = excluded.shows_looks",
        team,
        manner,
        shows_looks,
    )


async def waiting(db: Database, team: int | None, limit: int) -> list[str]:
    """Public ids of talks in the queue of a team (None: of no team), in the order in which they are answered."""
    rows = await db.fetch(
        "SELECT public_id FROM conversations.conversation WHERE status = 'open' AND holder_kind = 'queue'"
        " AND team_id IS NOT DISTINCT FROM $1 ORDER BY priority DESC, waiting_since, id LIMIT $2",
        team,
        limit,
    )
    return [row["public_id"] for row in rows]


async def team_of(connection: Connection, conversation: int) -> int | None:
    """Whose talk it is; the caller holds its row."""
    return await connection.fetchval("SELECT team_id FROM conversations.conversation WHERE id = $1", conversation)


async def one_after_another(connection: Connection, team: int) -> None:
    """Choices for one team wait for each other, on all nodes, until their transactions end: each sees what the one
    before has given.
    """
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 9))", f"routing:{team}")
