"""SQL of what stands beside a talk. Private to this folder; reads what other folders publish for joins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

_EARLIER = """
    SELECT o.public_id, o.case_no, o.topic, o.status, o.created_at, o.rating, o.last_text, a.name AS holder,
           g.kind AS channel_kind, g.name AS channel_name
    FROM conversations.conversation c
    JOIN contacts.contact k ON k.id = c.contact_id
    JOIN contacts.contact same
        ON same.id = coalesce(k.merged_into, k.id) OR same.merged_into = coalesce(k.merged_into, k.id)
    JOIN conversations.conversation o ON o.contact_id = same.id AND o.id < c.id AND o.part_of IS NULL
        AND o.id IS DISTINCT FROM c.part_of
    JOIN gateway.channel g ON g.id = o.channel_id
    LEFT JOIN operators.operator a ON o.holder_kind = 'operator' AND a.id = o.holder_id
    WHERE c.id = $1 AND ($2::bigint[] IS NULL OR o.team_id IS NULL OR o.team_id = ANY ($2))
    ORDER BY o.id DESC LIMIT $3
"""


async def person(db: Database, conversation: int) -> int | None:
    """The contact of a talk that counts after a merge."""
    return await db.fetchval(
        "SELECT coalesce(k.merged_into, k.id) FROM conversations.conversation c"
        " JOIN contacts.contact k ON k.id = c.contact_id WHERE c.id = $1",
        conversation,
    )


async def earlier(db: Database, conversation: int, teams: Sequence[int] | None, limit: int) -> list[Record]:
    """The same person's talks before this one, the newest first, as far as these teams see them."""
    return await db.fetch(_EARLIER, conversation, teams, limit)
