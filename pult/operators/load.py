"""How much each operator carries: changed in the transaction that gives or takes a talk, never above her capacity but
by an overflow that was wanted, and that stands in its own column for everybody to see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pult.kit.errors import Conflict
from pult.operators.rules import CHAT

if TYPE_CHECKING:
    from pult.kit.db import Connection


class AtLimit(Conflict):
    """Somebody carries as much as they may."""

    code = "at_limit"


async def shift(
    connection: Connection, changes: Mapping[int, int], *, beyond: bool = False, given: bool = True
) -> None:
    """Add these amounts (hundredths of a chat) to what operators carry, in order of their numbers. Raises `AtLimit`
    when one would get above her capacity (unless `beyond` is wanted: that is her overflow then); the caller's
    transaction then undoes everything. `given`: whoever gets more was given a talk just now.
    """
    for operator in sorted(changes):
        row = await connection.fetchrow(
            "UPDATE operators.operator SET load = greatest(load + $2, 0),"
            " overflow = CASE WHEN $2 <= 0 OR $3 THEN greatest(load + $2 - capacity, 0) ELSE 0 END,"
            " given_at = CASE WHEN $2 > 0 AND $4 THEN clock_timestamp() ELSE given_at END"
            " WHERE id = $1 AND ($2 <= 0 OR $3 OR load + $2 <= capacity) RETURNING id",
            operator,
            changes[operator],
            beyond,
            given,
        )
        if row is None and changes[operator] > 0:
            limit = await connection.fetchval("SELECT capacity FROM operators.operator WHERE id = $1", operator)
            held = (limit or 0) // CHAT
            raise AtLimit(f"there are {held} chats at once already, which is the limit", limit=held, operator=operator)


async def rooms(connection: Connection, operators: Sequence[int]) -> dict[int, int]:
    """How many hundredths of a chat those of them who are available can still be given; it stays so until the
    transaction ends.
    """
    rows = await connection.fetch(
        "SELECT id, capacity - load AS room FROM operators.operator WHERE id = ANY ($1::bigint[]) AND active"
        " AND state = 'available' ORDER BY id FOR NO KEY UPDATE",
        list(operators),
    )
    return {row["id"]: row["room"] for row in rows}


async def give(connection: Connection, amounts: Mapping[int, int]) -> None:
    """Add these amounts to what operators carry whose `rooms` the caller holds, in one statement. The table itself
    refuses whatever would get above a capacity.
    """
    await connection.execute(
        "UPDATE operators.operator o SET load = o.load + t.amount, given_at = clock_timestamp()"
        " FROM unnest($1::bigint[], $2::integer[]) AS t (id, amount) WHERE o.id = t.id",
        list(amounts),
        list(amounts.values()),
    )
