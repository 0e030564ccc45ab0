"""A database with ten thousand open talks, written beside the doors: through them it would take many minutes."""

from __future__ import annotations

import asyncio

import asyncpg

LINES = 6
"""Messages in each ordinary talk: the visitor's and the team's by turns."""
_CONTACTS = "INSERT INTO contacts.contact (name) SELECT 'Visitor ' || n FROM generate_series(1, $1::int) n RETURNING id"
_TALKS = """
WITH i AS (
    INSERT INTO contacts.identity (channel_id, key_hash, contact_id)
    SELECT $1, sha256(convert_to('bench' || k, 'UTF8')), k FROM unnest($2::bigint[]) k RETURNING id, contact_id
), o AS (SELECT id, contact_id, row_number() OVER (ORDER BY contact_id) AS n FROM i)
INSERT INTO conversations.conversation (public_id, contact_id, identity_id, channel_id, waiting_since, last_seq,
    last_public, last_at, last_text, last_by, created_at)
SELECT $4::text || n, contact_id, id, $1::int, now() - make_interval(secs => 60 + n), $3::int, $3,
    now() - make_interval(secs => 60 + n), $4 || n || ' says ' || $3, 'contact',
    now() - make_interval(secs => 60 + n + $3) FROM o"""
_ENTRIES = """
INSERT INTO conversations.entry (conversation_id, seq, public_no, kind, audience, actor_kind, actor_id, at,
    generation, body)
SELECT c.id, n, n, 'message', 'public', CASE WHEN ($2 - n) % 2 = 0 THEN 'contact' ELSE 'operator' END,
    CASE WHEN ($2 - n) % 2 = 0 THEN c.contact_id ELSE (SELECT min(id) FROM operators.operator) END,
    c.last_at - make_interval(secs => $2 - n), i.generation,
    jsonb_build_object('text', c.public_id || ' says ' || n || repeat(', and more of it', (n * 7 % 12)::int))
FROM conversations.conversation c, kit.installation i, generate_series(1, $2::int) n
WHERE c.public_id LIKE $1::text || '%'"""


def fill(dsn: str, *, talks: int, long: int) -> None:
    """So many open talks that wait in the queue (`many1` waits least), and `long1` with `long` messages."""
    asyncio.run(_fill(dsn, {"many": (talks, LINES), "long": (1, long)}))


async def _fill(dsn: str, wanted: dict[str, tuple[int, int]]) -> None:
    line = await asyncpg.connect(dsn)
    try:
        channel = await line.fetchval(
            "SELECT id FROM gateway.channel WHERE kind = 'webchat' AND enabled ORDER BY id LIMIT 1"
        )
        for name, (talks, lines) in wanted.items():
            contacts = [row["id"] for row in await line.fetch(_CONTACTS, talks)]
            await line.execute(_TALKS, channel, contacts, lines, name)
            await line.execute(_ENTRIES, name, lines)
        for table in ("conversation", "entry"):
            await line.execute(f"ANALYZE conversations.{table}")
    finally:
        await line.close()
