"""How soon talks get their first reply: what visitors are promised comes from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pult.kit.db import Database


async def first_replies(db: Database, channel: int) -> tuple[int, float | None]:
    """Of the last 50 talks of a channel within a day: how many were answered, and the seconds within which four of five
    were. Who still waits counts with the time so far, so that a standstill is not told as speed.
    """
    row = await db.fetchrow(
        """
        SELECT count(*) FILTER (WHERE answered) AS answered,
               percentile_cont(0.8) WITHIN GROUP (ORDER BY waited) AS waited
        FROM (
            SELECT r.at IS NOT NULL AS answered,
                   extract(epoch FROM coalesce(r.at, now()) - c.created_at)::float8 AS waited
            FROM (
                SELECT id, created_at, waiting_since FROM conversations.conversation
                WHERE channel_id = $1 AND part_of IS NULL
                ORDER BY id DESC LIMIT 50) c
            LEFT JOIN LATERAL (
                SELECT e.at FROM conversations.entry e WHERE e.conversation_id = c.id AND e.kind = 'message'
                AND e.actor_kind = 'operator' ORDER BY e.seq LIMIT 1) r ON true
            WHERE c.created_at > now() - interval '1 day' AND (r.at IS NOT NULL OR c.waiting_since IS NOT NULL)) t
        """,
        channel,
    )
    assert row is not None
    return row["answered"], row["waited"]
