"""SQL of what the desk knows of a talk's contact when it bans. Private to this folder; reads what is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database


async def contact(db: Database, conversation: int) -> Record | None:
    """Who writes in a talk, by everything that they are known by; `person` is the contact that counts after a merge."""
    return await db.fetchrow(
        "SELECT c.public_id, c.channel_id, i.key_hash, c.status, c.holder_kind, c.holder_id, c.mail, c.fields, k.name,"
        " coalesce(k.merged_into, k.id) AS person, i.address, p.signed, p.said"
        " FROM conversations.conversation c JOIN contacts.contact k ON k.id = c.contact_id"
        " JOIN contacts.identity i ON i.id = c.identity_id LEFT JOIN contacts.profile p ON p.contact_id = k.id"
        " WHERE c.id = $1",
        conversation,
    )
