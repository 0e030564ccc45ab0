"""SQL of colleagues who were asked into talks. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pult.conversations.guest_rules import Invited

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database


async def one(on: Connection | Database, conversation: int, operator: int) -> Invited | None:
    """What somebody may in a talk that she was asked into."""
    row = await on.fetchrow(
        "SELECT g.may, g.by_id, p.public_id AS part, g.invited FROM conversations.guest g"
        " LEFT JOIN conversations.conversation p ON p.id = g.part_id"
        " WHERE g.conversation_id = $1 AND g.operator_id = $2",
        conversation,
        operator,
    )
    return Invited(may=row["may"], by=row["by_id"], part=row["part"], stays=row["invited"]) if row else None


async def put(connection: Connection, conversation: int, operator: int, *, may: str | None, by: int) -> None:
    """Ask in, or (None) show out; whoever has a part of the talk answers in it until that ends, and is asked in for
    after that. The caller holds the talk's row.
    """
    if may is None:
        await connection.execute(
            "DELETE FROM conversations.guest WHERE conversation_id = $1 AND operator_id = $2", conversation, operator
        )
        return
    await connection.execute(
        "INSERT INTO conversations.guest (conversation_id, operator_id, may, by_id) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (conversation_id, operator_id) DO UPDATE SET by_id = excluded.by_id,"
        " may = CASE WHEN guest.part_id IS NULL THEN excluded.may ELSE guest.may END,"
        " invited = CASE WHEN guest.part_id IS NOT NULL THEN excluded.may END",
        conversation,
        operator,
        may,
        by,
    )


async def end(connection: Connection, conversation: int) -> bool:
    """Nobody is a guest any more; whether anybody was."""
    rows = await connection.fetch(
        "DELETE FROM conversations.guest WHERE conversation_id = $1 RETURNING operator_id", conversation
    )
    return bool(rows)
