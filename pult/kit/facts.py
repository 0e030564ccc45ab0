"""Facts that belong to no talk (operator states, later offers and button visibility), in one table that cursors can
follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database


async def turned(
    on: Connection | Database, *, kind: str, among: tuple[str, ...], subject: str, body: dict[str, Any] | None = None
) -> None:
    """Write a fact of several that follow each other (`among`, of which `kind` is one), unless it is the last already:
    several nodes may see the same turn.
    """
    await on.execute(
        "INSERT INTO kit.fact (generation, kind, subject, body)"
        " SELECT i.generation, $1, $2, $4::jsonb FROM kit.installation i WHERE $1 IS DISTINCT FROM ("
        " SELECT f.kind FROM kit.fact f WHERE f.subject = $2 AND f.kind = ANY ($3::text[]) ORDER BY f.id DESC LIMIT 1)",
        kind,
        subject,
        list(among),
        msgspec.json.encode(body or {}).decode(),
    )


async def record(on: Connection | Database, *, kind: str, subject: str, body: dict[str, Any] | None = None) -> None:
    """Write one fact: `kind` is the past tense (`operator.online`), `subject` whom it is about (`operator:3`)."""
    await on.execute(
        "INSERT INTO kit.fact (generation, kind, subject, body)"
        " SELECT generation, $1, $2, $3::jsonb FROM kit.installation",
        kind,
        subject,
        msgspec.json.encode(body or {}).decode(),
    )


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One of them."""

    subject: str
    at: datetime
    kind: str
    body: dict[str, Any]


async def about(
    db: Database, subjects: Sequence[str], *, kinds: Sequence[Sequence[str]], since: datetime, until: datetime
) -> list[Fact]:
    """What is told of these subjects within a time, in order; before it the last one of each group of `kinds`, so that
    it is known how things stood at its beginning.
    """
    rows = await db.fetch(
        """
        SELECT f.* FROM unnest($1::text[]) AS s (subject) CROSS JOIN LATERAL (
            (SELECT f.id, f.subject, f.at, f.kind, f.body FROM kit.fact f
             WHERE f.subject = s.subject AND f.kind = ANY ($2::text[]) AND f.at >= $3 AND f.at < $4)
            UNION ALL
            (SELECT b.* FROM unnest($5::text[]) AS g (kinds) CROSS JOIN LATERAL (
                SELECT f.id, f.subject, f.at, f.kind, f.body FROM kit.fact f
                WHERE f.subject = s.subject AND f.kind = ANY (string_to_array(g.kinds, ' ')) AND f.at < $3
                ORDER BY f.id DESC LIMIT 1) b)) f
        ORDER BY f.subject, f.id
        """,
        list(subjects),
        [kind for group in kinds for kind in group],
        since,
        until,
        [" ".join(group) for group in kinds],
    )
    return [
        Fact(subject=row["subject"], at=row["at"], kind=row["kind"], body=msgspec.json.decode(row["body"]))
        for row in rows
    ]
