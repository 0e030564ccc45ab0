"""SQL of who waits, for a look at all queues at once. Private to this folder; reads what others publish for joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

_WAITS = "c.status = 'open' AND c.holder_kind = 'queue'"
_ORDER = "ORDER BY c.priority DESC, c.waiting_since, c.id LIMIT $1"
_NOBODYS = "ORDER BY c.team_id, c.priority DESC, c.waiting_since, c.id LIMIT $1"
"""The same: that the team is null is no equality to the planner, so only with it in front is the index's order used."""


async def heads(db: Database, places: int) -> list[Record]:
    """(id, public_id, team_id, mail, promise, waited: seconds) of the first so many of each team's queue, in order. One
    step of the index for each team that has a queue, however long it is.
    """
    return await db.fetch(
        f"""
        WITH RECURSIVE team (id) AS (
            (SELECT c.team_id FROM conversations.conversation c WHERE {_WAITS} AND c.team_id IS NOT NULL
             ORDER BY c.team_id LIMIT 1)
            UNION ALL
            SELECT (SELECT c.team_id FROM conversations.conversation c WHERE {_WAITS} AND c.team_id > t.id
                    ORDER BY c.team_id LIMIT 1)
            FROM team t WHERE t.id IS NOT NULL)
        SELECT q.* FROM team t CROSS JOIN LATERAL (
            SELECT c.id, c.public_id, c.team_id, c.mail, c.promise,
                   extract(epoch FROM clock_timestamp() - c.waiting_since)::float8 AS waited
            FROM conversations.conversation c WHERE {_WAITS} AND c.team_id = t.id {_ORDER}) q
        UNION ALL (
            SELECT c.id, c.public_id, c.team_id, c.mail, c.promise,
                   extract(epoch FROM clock_timestamp() - c.waiting_since)::float8 AS waited
            FROM conversations.conversation c WHERE {_WAITS} AND c.team_id IS NULL {_NOBODYS})
        """,
        places,
    )


async def became(db: Database, gone: list[int]) -> list[Record]:
    """(id, holder_kind, status) of talks that do not stand where they stood."""
    return await db.fetch(
        "SELECT id, holder_kind, status FROM conversations.conversation WHERE id = ANY($1::bigint[])", gone
    )
