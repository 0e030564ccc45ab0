"""SQL of who is at a desk. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pult.operators.store import COLUMNS

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database


async def beat(db: Database, node: str) -> bool:
    """This node lives; False: it was forgotten meanwhile, and who is here with it."""
    row = await db.fetchrow(
        "INSERT INTO operators.node AS n (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp()"
        " RETURNING xmax <> 0 AS known",
        node,
    )
    assert row is not None
    return row["known"]


async def put(connection: Connection, node: str, operators: Sequence[int]) -> None:
    """These and no others are at a desk of this node."""
    await connection.execute(
        "DELETE FROM operators.present WHERE node_id = $1 AND operator_id <> ALL ($2::bigint[])", node, list(operators)
    )
    await connection.execute(
        "INSERT INTO operators.present (node_id, operator_id) SELECT $1, unnest($2::bigint[]) ON CONFLICT DO NOTHING",
        node,
        list(operators),
    )


async def forget(db: Database, node: str) -> None:
    """This node ends; others that have said nothing for an hour are forgotten too."""
    await db.execute("DELETE FROM operators.node WHERE id = $1 OR seen_at < now() - interval '1 hour'", node)


async def ready(on: Database | Connection, team: int | None, roles: Sequence[str]) -> list[Record]:
    """Members of a team (None: everybody) who are available, at a desk of a living node, and have room."""
    return await on.fetch(
        "SELECT o.id, o.load, o.capacity AS limit, greatest(o.given_at, o.state_at) AS since, o.given_at AS given,"
        " (SELECT s.channels FROM operators.named_state s WHERE s.id = o.named_id) AS channels"
        " FROM operators.operator o WHERE o.active AND o.state = 'available' AND o.load < o.capacity"
        " AND o.role = ANY ($2::text[])"
        " AND EXISTS (SELECT FROM operators.present p JOIN operators.node n ON n.id = p.node_id"
        " WHERE p.operator_id = o.id AND n.seen_at > now() - interval '10 seconds')"
        " AND ($1::bigint IS NULL OR EXISTS (SELECT FROM operators.membership m WHERE m.operator_id = o.id"
        " AND m.team_id = $1))",
        team,
        list(roles),
    )


async def taking(on: Database | Connection, people: Sequence[int]) -> list[int]:
    """Those of these who are at a desk of a living node, in a state in which talks can be given to them."""
    rows = await on.fetch(
        "SELECT o.id FROM operators.operator o WHERE o.active AND o.id = ANY ($1::bigint[])"
        " AND o.state IN ('available', 'transfers')"
        " AND EXISTS (SELECT FROM operators.present p JOIN operators.node n ON n.id = p.node_id"
        " WHERE p.operator_id = o.id AND n.seen_at > now() - interval '10 seconds')",
        list(people),
    )
    return [row["id"] for row in rows]


async def takes(db: Database, operator: int) -> list[str] | None:
    """Kinds of channels; None: all."""
    return await db.fetchval(
        "SELECT s.channels FROM operators.operator o JOIN operators.named_state s ON s.id = o.named_id WHERE o.id = $1",
        operator,
    )


async def named(on: Database | Connection, numbers: Sequence[int]) -> list[Record]:
    """Names and faces."""
    return await on.fetch(f"SELECT {COLUMNS} FROM operators.operator o WHERE o.id = ANY ($1::bigint[])", list(numbers))


async def absent(db: Database) -> list[Record]:
    """Active operators who are not available, or at no desk of a living node."""
    return await db.fetch(
        "SELECT * FROM (SELECT o.id, o.state, o.state_at, s.held,"
        " EXISTS (SELECT FROM operators.present p JOIN operators.node n ON n.id = p.node_id"
        " WHERE p.operator_id = o.id AND n.seen_at > now() - interval '10 seconds') AS here"
        " FROM operators.operator o LEFT JOIN operators.named_state s ON s.id = o.named_id WHERE o.active) one"
        " WHERE state <> 'available' OR NOT here"
    )


async def elsewhere(db: Database, operator: int, node: str) -> bool:
    """Whether she is at a desk of another living node."""
    return await db.fetchval(
        "SELECT EXISTS (SELECT FROM operators.present p JOIN operators.node n ON n.id = p.node_id"
        " WHERE p.operator_id = $1 AND p.node_id <> $2 AND n.seen_at > now() - interval '10 seconds')",
        operator,
        node,
    )


async def lost(db: Database) -> list[Record]:
    """Operators whose nodes have all died, with the last sign of life."""
    return await db.fetch(
        "SELECT p.operator_id, max(n.seen_at) AS seen FROM operators.present p"
        " JOIN operators.node n ON n.id = p.node_id GROUP BY p.operator_id"
        " HAVING max(n.seen_at) < now() - interval '10 seconds'"
    )
