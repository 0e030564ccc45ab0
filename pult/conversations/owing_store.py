"""SQL of talks in which somebody who is away owes words. Private to this folder."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from pult.conversations.owing_rules import Came

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database


async def owed(connection: Connection, conversation: int) -> datetime | None:
    """Since when the contact of a talk, whose row is locked, waits for words of somebody who was away; None: nobody
    owes them any, or somebody of the team has written since the talk was put aside for that.
    """
    return await connection.fetchval(
        "SELECT least(waiting_since, owed_since) FROM conversations.conversation WHERE id = $1"
        " AND owed_since IS NOT NULL AND NOT EXISTS (SELECT FROM conversations.entry e WHERE e.conversation_id = $1"
        " AND e.kind = 'message' AND e.actor_kind = 'operator' AND e.seq > (SELECT max(s.seq)"
        " FROM conversations.entry s WHERE s.conversation_id = $1 AND s.kind = 'status'"
        " AND s.body ->> 'to' = 'snoozed'))",
        conversation,
    )


async def came_of(db: Database, conversation: int, seq: int) -> Came:
    """What was done by the press whose first entry this is; the rest of it was written in the same transaction."""
    row = await db.fetchrow(
        "SELECT (e.body -> 'to' ->> 'id')::bigint AS to, e.body -> 'to' ->> 'name' AS name, EXISTS (SELECT"
        " FROM conversations.entry p WHERE p.conversation_id = e.conversation_id AND p.seq > e.seq"
        " AND p.kind = 'promised' AND (p.generation, p.xid) = (e.generation, e.xid)) AS owes"
        " FROM conversations.entry e WHERE e.conversation_id = $1 AND e.seq = $2",
        conversation,
        seq,
    )
    assert row is not None
    return Came(to=row["to"], name=row["name"], owes=row["owes"])


async def owing(db: Database) -> set[int]:
    """Who owes words in talks that are put aside for that."""
    rows = await db.fetch(
        "SELECT DISTINCT holder_id FROM conversations.conversation"
        " WHERE owed_since IS NOT NULL AND status = 'snoozed' AND holder_kind = 'operator'"
    )
    return {row["holder_id"] for row in rows}


async def of(db: Database, holders: Collection[int]) -> list[tuple[str, int]]:
    """(public id, who owes words there) of the talks that these have put aside for that, the oldest first."""
    rows = await db.fetch(
        "SELECT public_id, holder_id FROM conversations.conversation WHERE owed_since IS NOT NULL"
        " AND status = 'snoozed' AND holder_kind = 'operator' AND holder_id = ANY ($1::bigint[]) ORDER BY id LIMIT 100",
        list(holders),
    )
    return [(row["public_id"], row["holder_id"]) for row in rows]


async def still(connection: Connection, conversation: int, holder: int) -> bool:
    """Whether a talk, whose row is locked, is put aside for words of this operator's."""
    return await connection.fetchval(
        "SELECT owed_since IS NOT NULL AND status = 'snoozed' AND holder_id = $2"
        " FROM conversations.conversation WHERE id = $1",
        conversation,
        holder,
    )
