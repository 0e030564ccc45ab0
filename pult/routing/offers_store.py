"""SQL of offers. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pult.kit.db import Connection


async def weights(connection: Connection) -> dict[int, int]:
    """Operator → what is offered to her just now (hundredths of a chat)."""
    rows = await connection.fetch("SELECT operator_id, sum(weight) AS weight FROM routing.offer GROUP BY operator_id")
    return {row["operator_id"]: row["weight"] for row in rows}


async def asked(connection: Connection, conversations: Sequence[int]) -> frozenset[tuple[int, int]]:
    """(talk, operator) who did not take it lately and are not asked again yet."""
    rows = await connection.fetch(
        "SELECT conversation_id, operator_id FROM routing.asked WHERE conversation_id = ANY ($1::bigint[])"
        " AND until > now()",
        list(conversations),
    )
    return frozenset((row["conversation_id"], row["operator_id"]) for row in rows)
