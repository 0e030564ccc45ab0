"""SQL of reading many talks at once: private to this folder, used by its queries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

MOST_UNANSWERED = 10


async def unanswered(db: Database, conversations: Sequence[int]) -> dict[int, list[int]]:
    """Talk → ascending numbers of the visitor's messages after the last answer."""
    rows = await db.fetch("SELECT id, said FROM conversations.unanswered($1, $2)", list(conversations), MOST_UNANSWERED)
    return {row["id"]: row["said"] for row in rows}


_WRITTEN = """
    e.conversation_id, e.seq, e.kind, e.audience, e.actor_kind, e.target_seq, e.at, e.body ->> 'text' AS text,
    CASE WHEN e.kind = 'status' THEN e.body ->> 'from' END AS was,
    CASE WHEN e.kind = 'status' THEN e.body ->> 'to' END AS to, e.body ? 'thanks' AS thanks, e.generation,
    e.xid::text AS xid
"""
_ALONG = "SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_seqscan = off"
_FREELY = "SET LOCAL enable_sort = on; SET LOCAL enable_bitmapscan = on; SET LOCAL enable_seqscan = on"
"""Between them the planner walks along the index and stops. Of a place behind another it believes that hardly anything
is there, and would sort the whole log for the next five hundred entries.
"""
BATCH = 500
"""Entries that a reader of the whole log gets at once, and whatever was committed together with the last of them."""


async def after(connection: Connection, generation: int, xid: str) -> list[Record]:
    """What was written behind a place, in the order of transactions, as far as no older one can still add to it.
    Called in a transaction.
    """
    await connection.execute(_ALONG)
    rows = await connection.fetch(
        f"""
        SELECT {_WRITTEN}
        FROM conversations.entry e
        WHERE (e.generation, e.xid) > ($1, $2::text::xid8)
          AND (e.generation < (SELECT i.generation FROM kit.installation i)
               OR e.xid < pg_snapshot_xmin(pg_current_snapshot()))
        ORDER BY e.generation, e.xid FETCH FIRST {BATCH} ROWS WITH TIES
        """,
        generation,
        xid,
    )
    await connection.execute(_FREELY)
    return rows


async def within(db: Database, conversations: Sequence[int], limit: int) -> list[Record]:
    """What was said, decided and judged in these talks, talk by talk, in order."""
    return await db.fetch(
        f"""
        SELECT {_WRITTEN} FROM conversations.entry e
        WHERE e.conversation_id = ANY ($1::bigint[]) AND e.kind IN ('message', 'status', 'rated')
        ORDER BY e.conversation_id DESC, e.seq LIMIT $2
        """,
        list(conversations),
        limit,
    )


async def words(db: Database, pairs: Sequence[tuple[int, int]]) -> list[Record]:
    """The public messages under these numbers as they read now; an erased one is not among them."""
    return await db.fetch(
        """
        SELECT e.conversation_id, e.seq, e.at, e.actor_kind, coalesce((
            SELECT x.body ->> 'text' FROM conversations.entry x WHERE x.conversation_id = e.conversation_id
                AND x.kind = 'edited' AND x.target_seq = e.seq ORDER BY x.seq DESC LIMIT 1), e.body ->> 'text') AS text
        FROM unnest($1::bigint[], $2::bigint[]) AS p (conversation_id, seq)
        JOIN conversations.entry e ON e.conversation_id = p.conversation_id AND e.seq = p.seq
        WHERE e.audience = 'public' AND e.kind = 'message' AND NOT e.body ? 'erased'
        """,
        [pair[0] for pair in pairs],
        [pair[1] for pair in pairs],
    )


async def given_by(connection: Connection, conversation: int) -> int | None:
    """The operator who gave a talk away last, if that is how it came to where it is."""
    return await connection.fetchval(
        "SELECT (body -> 'from' ->> 'id')::bigint FROM conversations.entry WHERE conversation_id = $1"
        " AND kind IN ('assigned', 'transferred') AND audience = 'internal' ORDER BY seq DESC LIMIT 1",
        conversation,
    )
