"""SQL of what clocks know of talks. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.conversations.events import Due
    from pult.kit.db import Connection, Database


async def clocks(db: Database, conversations: Sequence[int]) -> list[Record]:
    """Rows of talks with what their logs say of times; every look into a log goes from its end and stops early."""
    return await db.fetch(
        """
        SELECT c.id, c.public_id, c.last_seq, c.status, c.holder_kind, c.holder_id, c.team_id, c.channel_id, c.topic,
               c.contact_id, c.language, c.tags, c.promise IS NOT NULL
               OR EXISTS (SELECT FROM conversations.conversation p WHERE p.part_of = c.id AND p.status <> 'resolved')
               AS promised, c.waiting_since, c.created_at,
               EXISTS (SELECT FROM conversations.conversation o WHERE o.contact_id = c.contact_id AND o.id < c.id)
               AS known,
               EXISTS (SELECT FROM conversations.entry e WHERE e.conversation_id = c.id AND e.kind = 'message'
                       AND e.actor_kind = 'operator') AS answered,
               (SELECT e.at FROM conversations.entry e WHERE e.conversation_id = c.id AND e.kind = 'status'
                AND e.audience = 'internal' AND e.body ->> 'from' = 'resolved' ORDER BY e.seq DESC LIMIT 1)
               AS reopened_at,
               m.seq AS moved_seq, m.at AS moved_at, s.seq AS said_seq, s.actor_kind AS said_by, s.at AS said_at
        FROM conversations.conversation c
        LEFT JOIN LATERAL (
            SELECT e.seq, e.at FROM conversations.entry e WHERE e.conversation_id = c.id AND e.audience = 'internal'
            AND e.kind IN ('assigned', 'transferred', 'status') ORDER BY e.seq DESC LIMIT 1) m ON true
        LEFT JOIN LATERAL (
            SELECT e.seq, e.actor_kind, e.at FROM conversations.entry e WHERE e.conversation_id = c.id
            AND e.kind = 'message' ORDER BY e.seq DESC LIMIT 1) s ON true
        WHERE c.id = ANY ($1)
        """,
        list(conversations),
    )


async def taken(db: Database, conversations: Sequence[int]) -> list[Record]:
    """(id, at) of those whose holder took them or opened them again herself: she is the author of the entry by which
    they came to her.
    """
    return await db.fetch(
        """
        SELECT c.id, m.at FROM conversations.conversation c CROSS JOIN LATERAL (
            SELECT e.at, e.actor_kind, e.actor_id FROM conversations.entry e WHERE e.conversation_id = c.id
            AND e.audience = 'internal' AND (e.kind IN ('assigned', 'transferred')
            OR e.kind = 'status' AND e.body ->> 'from' = 'resolved') ORDER BY e.seq DESC LIMIT 1) m
        WHERE c.id = ANY ($1) AND c.holder_kind = 'operator' AND m.actor_kind = 'operator' AND m.actor_id = c.holder_id
        """,
        list(conversations),
    )


async def set_due(db: Database, dues: Sequence[Due]) -> list[int]:
    """Write times on rows that still stand where they were read. Row by row in order of their numbers, as everybody
    locks them, so that nobody waits for each other in a circle.
    """
    rows = await db.fetch(
        """
        WITH new AS (
            SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::text[]) AS n (id, seq, at, kind)
        ), mine AS (
            SELECT c.id FROM conversations.conversation c JOIN new n ON n.id = c.id AND n.seq = c.last_seq
            WHERE (c.due_at, c.due_kind) IS DISTINCT FROM (n.at, n.kind)
            ORDER BY c.id FOR NO KEY UPDATE OF c
        )
        UPDATE conversations.conversation c SET due_at = n.at, due_kind = n.kind
        FROM new n JOIN mine ON mine.id = n.id WHERE c.id = n.id RETURNING c.id
        """,
        [one.conversation for one in dues],
        [one.seq for one in dues],
        [one.at for one in dues],
        [one.kind for one in dues],
    )
    return [row["id"] for row in rows]


async def waiting(connection: Connection, conversation: int) -> datetime | None:
    """Since when the contact of a talk, whose row is locked, waits."""
    return await connection.fetchval("SELECT waiting_since FROM conversations.conversation WHERE id = $1", conversation)


async def moved(connection: Connection, conversation: int) -> int | None:
    """The entry by which a talk came where it is."""
    return await connection.fetchval(
        "SELECT max(seq) FROM conversations.entry WHERE conversation_id = $1 AND audience = 'internal'"
        " AND kind IN ('assigned', 'transferred', 'status')",
        conversation,
    )


async def newest_word(connection: Connection, conversation: int) -> int | None:
    """The number of the newest message."""
    return await connection.fetchval(
        "SELECT max(seq) FROM conversations.entry WHERE conversation_id = $1 AND kind = 'message'", conversation
    )


async def standing(connection: Connection, conversation: int) -> Record:
    """What of a talk's row tells who has the word."""
    row = await connection.fetchrow(
        "SELECT waiting_since, last_by, last_text FROM conversations.conversation WHERE id = $1", conversation
    )
    assert row is not None
    return row


async def stand(connection: Connection, conversation: int, before: Record) -> None:
    """Whoever had the word has it still."""
    await connection.execute(
        "UPDATE conversations.conversation SET waiting_since = $2, last_by = $3, last_text = $4 WHERE id = $1",
        conversation,
        before["waiting_since"],
        before["last_by"],
        before["last_text"],
    )
