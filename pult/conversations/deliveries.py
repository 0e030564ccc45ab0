"""Outgoing messages on their way: rows beside the log, written with the message, moved forwards only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from pult.kit.db import Database

LEASE_SECONDS = 60


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """One message to carry out now."""

    id: int
    channel: int
    identity: int
    conversation: str
    text: str
    author: str
    attempt: int
    mail: str | None
    signature: str
    no: int
    language: str | None


async def claim(db: Database, *, most: int = 100) -> list[Due]:
    """Lease what is due, the oldest of each talk only (order within a talk is kept). A crash gives them back when the
    lease ends.
    """
    rows = await db.fetch(
        """
        UPDATE conversations.delivery d SET attempts = d.attempts + 1, next_at = now() + make_interval(secs => $2)
        FROM (
            SELECT q.id FROM conversations.delivery q
            WHERE q.state = 'queued' AND q.next_at <= now() AND NOT EXISTS (
                SELECT FROM conversations.delivery older WHERE older.conversation_id = q.conversation_id
                AND older.seq < q.seq AND older.state = 'queued')
            ORDER BY q.id LIMIT $1 FOR UPDATE SKIP LOCKED) due,
            conversations.entry e, conversations.conversation c
        WHERE d.id = due.id AND e.conversation_id = d.conversation_id AND e.seq = d.seq AND c.id = d.conversation_id
        RETURNING d.id, d.channel_id, d.attempts, c.identity_id, c.public_id, c.mail, c.case_no, c.language,
            e.body ->> 'text' AS text, e.body ->> 'public_name' AS author, e.actor_id
        """,
        most,
        LEASE_SECONDS,
    )
    signatures = await _signatures(db, {row["actor_id"] for row in rows if row["mail"] is not None})
    return [
        Due(
            id=row["id"],
            channel=row["channel_id"],
            identity=row["identity_id"],
            conversation=row["public_id"],
            text=row["text"] or "",
            author=row["author"] or "",
            attempt=row["attempts"],
            mail=row["mail"],
            signature=signatures.get(row["actor_id"], ""),
            no=row["case_no"],
            language=row["language"],
        )
        for row in sorted(rows, key=lambda row: row["id"])
    ]


async def _signatures(db: Database, operators: set[int]) -> dict[int, str]:
    """What stands under the letters of these operators."""
    if not operators:
        return {}
    rows = await db.fetch("SELECT id, signature FROM operators.operator WHERE id = ANY ($1)", sorted(operators))
    return {row["id"]: row["signature"] for row in rows}


async def sent(db: Database, outcomes: Sequence[tuple[int, str, str | None]]) -> None:
    """(delivery, `sent` or `unknown`, the provider's id) of those that left."""
    await db.execute(
        "UPDATE conversations.delivery d SET state = t.state, external_id = t.external_id, error = NULL"
        " FROM unnest($1::bigint[], $2::text[], $3::text[]) AS t (id, state, external_id)"
        " WHERE d.id = t.id AND d.state = 'queued'",
        [o[0] for o in outcomes],
        [o[1] for o in outcomes],
        [o[2] for o in outcomes],
    )


async def failed(db: Database, delivery: int, *, reason: str, permanent: bool, retry_seconds: float) -> None:
    """It did not leave: try again later, or never."""
    await db.execute(
        "UPDATE conversations.delivery SET state = CASE WHEN $3 THEN 'failed' ELSE state END, error = $2,"
        " next_at = now() + make_interval(secs => $4) WHERE id = $1 AND state = 'queued'",
        delivery,
        reason,
        permanent,
        retry_seconds,
    )
