"""SQL of what is being written. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database


async def drafts(db: Database, conversation: int) -> list[Record]:
    """Replies that are begun in a talk, by active operators, the newest first."""
    return await db.fetch(
        "SELECT d.operator_id, o.name, d.reply, d.updated_at FROM desk.draft d"
        " JOIN operators.operator o ON o.id = d.operator_id AND o.active"
        " WHERE d.conversation_id = $1 AND d.reply <> '' ORDER BY d.updated_at DESC LIMIT 10",
        conversation,
    )
