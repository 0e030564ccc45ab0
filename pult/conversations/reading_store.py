"""SQL of reading many talks at once: private to this folder, used by its queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pult.kit.db import Database

MOST_UNANSWERED = 10


async def unanswered(db: Database, conversations: Sequence[int]) -> dict[int, list[int]]:
    """Talk → ascending numbers of the visitor's messages after the last answer."""
    rows = await db.fetch(
        """
        SELECT c.id, array(
            SELECT m.seq FROM (
                SELECT e.seq, e.erased,
                       count(*) FILTER (WHERE e.actor_kind <> 'contact') OVER (ORDER BY e.seq DESC) AS answers
                FROM (SELECT seq, actor_kind, body ? 'erased' AS erased FROM conversations.entry
                      WHERE conversation_id = c.id AND kind = 'message' ORDER BY seq DESC LIMIT $2) e) m
            WHERE m.answers = 0 AND NOT m.erased ORDER BY m.seq) AS said
        FROM unnest($1::bigint[]) AS c (id)
        """,
        list(conversations),
        MOST_UNANSWERED,
    )
    return {row["id"]: row["said"] for row in rows}
