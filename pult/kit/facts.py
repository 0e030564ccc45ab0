"""Facts that belong to no talk (operator states, later offers and button visibility), in one table that cursors can
follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database


async def turned(on: Connection | Database, *, kind: str, among: tuple[str, ...], subject: str) -> None:
    """Write a fact of several that follow each other (`among`, of which `kind` is one), unless it is the last already:
    several nodes may see the same turn.
    """
    await on.execute(
        "INSERT INTO kit.fact (generation, kind, subject, body)"
        " SELECT i.generation, $1, $2, '{}' FROM kit.installation i WHERE $1 IS DISTINCT FROM ("
        " SELECT f.kind FROM kit.fact f WHERE f.subject = $2 AND f.kind = ANY ($3::text[]) ORDER BY f.id DESC LIMIT 1)",
        kind,
        subject,
        list(among),
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
