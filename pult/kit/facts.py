"""Facts that belong to no talk (operator states, later offers and button visibility), in one table that cursors can
follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database


async def record(on: Connection | Database, *, kind: str, subject: str, body: dict[str, Any] | None = None) -> None:
    """Write one fact: `kind` is the past tense (`operator.online`), `subject` whom it is about (`operator:3`)."""
    await on.execute(
        "INSERT INTO kit.fact (generation, kind, subject, body)"
        " SELECT generation, $1, $2, $3::jsonb FROM kit.installation",
        kind,
        subject,
        msgspec.json.encode(body or {}).decode(),
    )
