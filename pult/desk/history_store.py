"""SQL over a person's talks. Private to this folder; reads what other folders publish for joins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pult.kit.db import Database

_EARLIER = """
    SELECT o.id FROM conversations.conversation c
    JOIN contacts.contact k ON k.id = c.contact_id
    JOIN contacts.contact same
        ON same.id = coalesce(k.merged_into, k.id) OR same.merged_into = coalesce(k.merged_into, k.id)
    JOIN conversations.conversation o ON o.contact_id = same.id AND o.id < c.id AND o.part_of IS NULL
        AND o.id IS DISTINCT FROM c.part_of
    WHERE c.id = $1 AND ($3::bigint[] IS NULL OR o.team_id IS NULL OR o.team_id = ANY ($3))
    ORDER BY o.id DESC LIMIT $2
"""


async def earlier(db: Database, conversation: int, teams: Sequence[int] | None) -> int | None:
    """The same person's talk before this one."""
    return await db.fetchval(_EARLIER, conversation, 1, teams)


async def all_earlier(db: Database, conversation: int, limit: int, teams: Sequence[int] | None) -> list[int]:
    """The same person's talks before this one, the newest first."""
    return [row["id"] for row in await db.fetch(_EARLIER, conversation, limit, teams)]
