"""SQL of how long talks may wait, and of who waited too long or went away. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database


async def longest(on: Database | Connection) -> dict[int, int | None]:
    """Team → seconds (None: no limit), where something was set."""
    rows = await on.fetch("SELECT team_id, longest FROM routing.patience ORDER BY team_id")
    return {row["team_id"]: row["longest"] for row in rows}


async def put(connection: Connection, team: int, seconds: int | None) -> None:
    """Set it."""
    await connection.execute(
        "INSERT INTO routing.patience (team_id, longest) VALUES ($1, $2)"
        " ON CONFLICT (team_id) DO UPDATE SET longest = excluded.longest",
        team,
        seconds,
    )


async def is_late(connection: Connection, talk: int) -> bool:
    """Keep that this talk waits for long; False: that is known, on whichever node."""
    return bool(
        await connection.fetchval(
            "INSERT INTO routing.waited AS w (conversation_id, late_at) VALUES ($1, clock_timestamp())"
            " ON CONFLICT (conversation_id) DO UPDATE SET late_at = excluded.late_at WHERE w.late_at IS NULL"
            " RETURNING true",
            talk,
        )
    )


async def went(connection: Connection, talk: int) -> bool:
    """Keep that its visitor has gone; False: that is known."""
    return bool(
        await connection.fetchval(
            "INSERT INTO routing.waited AS w (conversation_id, gone_at) VALUES ($1, clock_timestamp())"
            " ON CONFLICT (conversation_id) DO UPDATE SET gone_at = excluded.gone_at WHERE w.gone_at IS NULL"
            " RETURNING true",
            talk,
        )
    )


async def came_back(connection: Connection, talk: int) -> bool:
    """Keep that its visitor is here again; False: they never were away."""
    return bool(
        await connection.fetchval(
            "UPDATE routing.waited SET gone_at = NULL WHERE conversation_id = $1 AND gone_at IS NOT NULL"
            " RETURNING true",
            talk,
        )
    )


async def forget(db: Database) -> None:
    """What is a month old; the facts stay."""
    await db.execute(
        "DELETE FROM routing.waited"
        " WHERE greatest(late_at, gone_at, '-infinity'::timestamptz) < now() - interval '30 days'"
    )
