"""SQL of what talks weigh. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database


async def silent(db: Database, teams: Sequence[tuple[int, int]], limit: int) -> list[tuple[str, int]]:
    """Held talks that wait for their visitor, longer than their team's seconds; an index holds these alone."""
    rows = await db.fetch(
        "SELECT c.public_id, t.seconds FROM conversations.conversation c"
        " JOIN unnest($1::bigint[], $2::integer[]) AS t (team, seconds) ON t.team = coalesce(c.team_id, 0)"
        " WHERE c.status = 'open' AND c.holder_kind = 'operator' AND c.weight > 0 AND c.waiting_since IS NULL"
        " AND c.part_of IS NULL AND c.last_at < now() - make_interval(secs => t.seconds) ORDER BY c.id LIMIT $3",
        [team for team, _ in teams],
        [seconds for _, seconds in teams],
        limit,
    )
    return [(row["public_id"], row["seconds"]) for row in rows]


async def stirred(db: Database, limit: int) -> list[str]:
    """Talks that weigh nothing and wait for an answer."""
    rows = await db.fetch(
        "SELECT public_id FROM conversations.conversation WHERE status = 'open' AND holder_kind = 'operator'"
        " AND weight = 0 AND waiting_since IS NOT NULL ORDER BY id LIMIT $1",
        limit,
    )
    return [row["public_id"] for row in rows]


async def is_silent(connection: Connection, conversation: int, seconds: int) -> bool:
    """Of a talk whose row is locked."""
    return await connection.fetchval(
        "SELECT waiting_since IS NULL AND last_at < now() - make_interval(secs => $2)"
        " FROM conversations.conversation WHERE id = $1",
        conversation,
        seconds,
    )


async def usual(connection: Connection, channel: int) -> int:
    """What a talk of this channel weighs while it is alive."""
    return await connection.fetchval("SELECT conversations.weight_of($1)", channel)


async def weights(db: Database) -> dict[str, int]:
    """By kind of channel."""
    rows = await db.fetch("SELECT kind, weight FROM conversations.weight ORDER BY kind")
    return {row["kind"]: row["weight"] for row in rows}


async def set_weight(connection: Connection, kind: str, weight: int) -> None:
    """From now on."""
    await connection.execute(
        "INSERT INTO conversations.weight (kind, weight) VALUES ($1, $2)"
        " ON CONFLICT (kind) DO UPDATE SET weight = excluded.weight",
        kind,
        weight,
    )
