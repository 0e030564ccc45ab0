"""SQL of what a decision does to the row of a talk. Private to this folder."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from pult.conversations import guests_store
from pult.conversations.events import Status
from pult.conversations.loads import loads, moves
from pult.conversations.rules import Changes, Head
from pult.operators import load

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database


async def change(connection: Connection, head: Head, changes: Changes, *, at: int | None = None) -> None:
    """Apply a decision, written from entry `at` on, to the row (already locked), and to what operators carry. Raises
    `AtLimit`.
    """
    weight = await connection.fetchval(
        """
        UPDATE conversations.conversation SET
            status = coalesce($2, status),
            resolved_at = CASE $2 WHEN 'resolved' THEN clock_timestamp() WHEN 'open' THEN NULL ELSE resolved_at END,
            waiting_since = CASE WHEN $2 IN ('resolved', 'snoozed') OR NOT $19::boolean THEN NULL
                -- What was appended in this transaction has set the time.
                WHEN $19 THEN last_at
                -- A part waits for hands: from its beginning until somebody has it.
                WHEN part_of IS NOT NULL AND coalesce($3, holder_kind) = 'operator' THEN NULL
                WHEN part_of IS NOT NULL THEN created_at
                ELSE coalesce($18, waiting_since) END,
            owed_since = CASE WHEN $17::timestamptz IS NOT NULL THEN $17
                WHEN $2 IS NULL AND $3 IS NULL THEN owed_since END,
            snoozed_until = CASE WHEN $2 IS NULL THEN snoozed_until ELSE $8 END,
            holder_kind = coalesce($3, holder_kind),
            holder_id = CASE WHEN $3 IS NULL THEN holder_id ELSE $4 END,
            given_seq = CASE WHEN $3 IS NULL THEN given_seq ELSE $20 END,
            given_by = CASE WHEN $3 IS NULL THEN given_by ELSE $21 END,
            rating = coalesce($5::jsonb, rating),
            team_id = CASE WHEN $6 THEN $7 ELSE team_id END,
            team_at = CASE WHEN $6 OR $13 THEN clock_timestamp() ELSE team_at END,
            promise = CASE WHEN $9 THEN $10::jsonb ELSE promise END,
            tags = coalesce($11::text[], tags),
            topic = coalesce($12, topic),
            weight = CASE WHEN $14 THEN conversations.weight_of(channel_id) ELSE coalesce($15, weight) END,
            priority = coalesce($16, priority),
            missed = CASE WHEN part_of IS NOT NULL THEN false WHEN $2 = 'resolved' THEN NOT EXISTS (
                    SELECT FROM conversations.entry e WHERE e.conversation_id = $1 AND e.kind = 'message'
                    AND e.actor_kind IN ('operator', 'bot'))
                WHEN $2 = 'open' THEN false ELSE missed END
        WHERE id = $1 RETURNING weight
        """,
        head.id,
        changes.status,
        *_holder(changes),
        _json(changes.rating),
        changes.team is not None,
        changes.team[0] if changes.team else None,
        changes.until,
        changes.promise is not None,
        _json(changes.promise[0]) if changes.promise else None,
        None if changes.tags is None else list(changes.tags),
        changes.topic,
        await _guests(connection, head, changes),
        moves(head, changes),
        changes.weight,
        changes.priority,
        changes.owed,
        changes.waiting,
        changes.waits,
        *((at, changes.giver[0]) if changes.giver else (None, None)),
    )
    await load.shift(connection, loads(head, changes, weight), beyond=changes.beyond, given=changes.weight is None)


def _holder(changes: Changes) -> tuple[str | None, int | None]:
    return (changes.holder.kind, changes.holder.id) if changes.holder else (None, None)


async def priority(connection: Connection, conversation: int) -> int:
    """Where it stands in its queue; the caller holds its row."""
    return await connection.fetchval("SELECT priority FROM conversations.conversation WHERE id = $1", conversation)


async def _guests(connection: Connection, head: Head, changes: Changes) -> bool:
    """Who is asked in from now on; a resolved talk has no guests. → whether who may see it is another matter now."""
    if changes.guest is not None:
        operator, may = changes.guest
        await guests_store.put(connection, head.id, operator, may=may, by=changes.by)
    ended = changes.status is Status.RESOLVED and await guests_store.end(connection, head.id)
    return ended or changes.guest is not None


def _json(value: object) -> str | None:
    return None if value is None else msgspec.json.encode(value).decode()


async def due(db: Database, limit: int) -> list[str]:
    """Public ids of talks that come back: their time has come, or the contact has written."""
    rows = await db.fetch(
        "SELECT public_id FROM conversations.conversation WHERE status = 'snoozed' AND snoozed_until <= now()"
        " UNION SELECT public_id FROM conversations.conversation WHERE status = 'snoozed' AND waiting_since IS NOT NULL"
        " LIMIT $1",
        limit,
    )
    return [row["public_id"] for row in rows]


async def is_due(connection: Connection, conversation: int) -> tuple[bool, bool]:
    """(its time has come, the contact has written) of a talk whose row is locked."""
    row = await connection.fetchrow(
        "SELECT snoozed_until <= now() AS due, waiting_since IS NOT NULL AS word"
        " FROM conversations.conversation WHERE id = $1",
        conversation,
    )
    return (bool(row["due"]), row["word"]) if row else (False, False)


async def count_tags(connection: Connection, names: list[str], at: datetime) -> None:
    """These tags were used once more: what is offered first."""
    await connection.execute(
        "INSERT INTO conversations.tag AS t (name, used, used_at) SELECT name, 1, $2 FROM unnest($1::text[]) AS name"
        " ORDER BY name ON CONFLICT (name) DO UPDATE SET used = t.used + 1, used_at = excluded.used_at",
        names,
        at,
    )


async def tags_like(db: Database, beginning: str, limit: int) -> list[str]:
    """Tags that begin so, the most used first."""
    rows = await db.fetch(
        "SELECT name FROM conversations.tag WHERE starts_with(name, $1) ORDER BY used DESC, name LIMIT $2",
        beginning,
        limit,
    )
    return [row["name"] for row in rows]
