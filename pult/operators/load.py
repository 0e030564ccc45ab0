"""How much each operator carries: changed in the transaction that gives or takes a talk, never above her limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pult.kit.errors import Conflict
from pult.operators.rules import CHAT

if TYPE_CHECKING:
    from pult.kit.db import Connection


class AtLimit(Conflict):
    """Somebody carries as much as they may."""

    code = "at_limit"


async def shift(connection: Connection, changes: Mapping[int, int], *, beyond: bool = False) -> None:
    """Add these amounts (hundredths of a chat) to what operators carry, in order of their numbers. Raises `AtLimit`
    when one would get above her capacity (unless `beyond` is wanted); the caller's transaction then undoes everything.
    """
    for operator in sorted(changes):
        row = await connection.fetchrow(
            "UPDATE operators.operator SET load = greatest(load + $2, 0),"
            " given_at = CASE WHEN $2 > 0 THEN clock_timestamp() ELSE given_at END"
            " WHERE id = $1 AND ($2 <= 0 OR $3 OR load + $2 <= capacity) RETURNING id",
            operator,
            changes[operator],
            beyond,
        )
        if row is None and changes[operator] > 0:
            limit = await connection.fetchval("SELECT capacity FROM operators.operator WHERE id = $1", operator)
            held = (limit or 0) // CHAT
            raise AtLimit(f"there are {held} chats at once already, which is the limit", limit=held, operator=operator)


async def has_room(connection: Connection, operator: int) -> bool:
    """Whether she is available and has room for one more chat; it stays so until the transaction ends."""
    row = await connection.fetchrow(
        "SELECT id FROM operators.operator WHERE id = $1 AND active AND state = 'available' AND load + $2 <= capacity"
        " FOR NO KEY UPDATE",
        operator,
        CHAT,
    )
    return row is not None
