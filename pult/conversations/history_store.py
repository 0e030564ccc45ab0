"""SQL of searching in a log. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

_NOW = """
    WITH edits AS (
        SELECT DISTINCT ON (conversation_id, target_seq) conversation_id, target_seq, body ->> 'text' AS text
        FROM conversations.entry WHERE conversation_id = ANY ($1) AND kind = 'edited'
        ORDER BY conversation_id, target_seq, seq DESC),
    lines AS (
        SELECT m.conversation_id, m.seq, m.kind, m.actor_kind, m.body ->> 'name' AS name, m.at,
               coalesce(e.text, m.body ->> 'text', '') AS text
        FROM conversations.entry m
        LEFT JOIN edits e ON e.conversation_id = m.conversation_id AND e.target_seq = m.seq
        WHERE m.conversation_id = ANY ($1) AND m.kind IN ('message', 'note') AND m.body ->> 'erased' IS NULL)
"""


async def search(db: Database, conversation: int, patterns: Sequence[str], limit: int) -> list[Record]:
    """Messages and notes with all of these in them, as they read now; the newest first."""
    return await db.fetch(
        f"{_NOW} SELECT * FROM lines WHERE replace(lower(text), 'ё', 'е') LIKE ALL ($2) ORDER BY seq DESC LIMIT $3",
        [conversation],
        list(patterns),
        limit,
    )


async def said_in(db: Database, conversations: Sequence[int], limit: int) -> list[Record]:
    """Messages of operators, as they read now; the newest first."""
    return await db.fetch(
        f"{_NOW} SELECT text, at FROM lines WHERE kind = 'message' AND actor_kind = 'operator' AND text <> ''"
        " ORDER BY at DESC LIMIT $2",
        list(conversations),
        limit,
    )
