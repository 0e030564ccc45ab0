"""SQL of who moved a talk last. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pult.kit.db import Connection


async def mover(connection: Connection, conversation: int) -> str | None:
    """The name of the operator who gave or took a talk last; None: nobody, or the house itself."""
    return await connection.fetchval(
        "SELECT o.name FROM (SELECT e.actor_kind, e.actor_id FROM conversations.entry e WHERE e.conversation_id = $1"
        " AND e.kind IN ('assigned', 'transferred') AND e.audience = 'internal' ORDER BY e.seq DESC LIMIT 1) m"
        " JOIN operators.operator o ON m.actor_kind = 'operator' AND o.id = m.actor_id",
        conversation,
    )
