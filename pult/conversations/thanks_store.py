"""SQL of what was left open when a talk ended. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pult.kit.db import Connection


async def nobody_answered(connection: Connection, conversation: int) -> bool:
    """Whether it was resolved without a word of ours."""
    return bool(await connection.fetchval("SELECT missed FROM conversations.conversation WHERE id = $1", conversation))


async def asked(connection: Connection, conversation: int) -> bool:
    """Whether we asked something, in words or by a form, between the contact's last words and the end. Every look into
    the log goes from its end and stops early.
    """
    return await connection.fetchval(
        """
        WITH ending AS (
            SELECT e.seq FROM conversations.entry e WHERE e.conversation_id = $1 AND e.kind = 'status'
            AND e.audience = 'internal' AND e.body ->> 'to' = 'resolved' ORDER BY e.seq DESC LIMIT 1
        ), word AS (
            SELECT e.seq FROM conversations.entry e WHERE e.conversation_id = $1 AND e.kind = 'message'
            AND e.actor_kind = 'contact' AND e.seq < (SELECT seq FROM ending) ORDER BY e.seq DESC LIMIT 1
        )
        SELECT EXISTS (
            SELECT FROM conversations.entry e WHERE e.conversation_id = $1 AND e.seq < (SELECT seq FROM ending)
            AND e.seq > coalesce((SELECT seq FROM word), 0) AND e.audience = 'public' AND e.actor_kind <> 'contact'
            AND e.kind IN ('message', 'edited') AND (e.body ? 'form' OR e.body ->> 'text' ~ '[?？؟]'))
        """,
        conversation,
    )
