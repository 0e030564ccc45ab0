"""SQL of offers. Private to this folder; reads what other folders publish for joins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database


async def weights(connection: Connection) -> dict[int, int]:
    """Operator → what is offered to her just now (hundredths of a chat)."""
    rows = await connection.fetch("SELECT operator_id, sum(weight) AS weight FROM routing.offer GROUP BY operator_id")
    return {row["operator_id"]: row["weight"] for row in rows}


async def offered(connection: Connection, team: int) -> list[int]:
    """Talks of this team that are offered to somebody just now."""
    rows = await connection.fetch("SELECT conversation_id FROM routing.offer WHERE team_id = $1", team)
    return [row["conversation_id"] for row in rows]


async def asked(connection: Connection, conversations: Sequence[int]) -> frozenset[tuple[int, int]]:
    """(talk, operator) who did not take it lately and are not asked again yet."""
    rows = await connection.fetch(
        "SELECT conversation_id, operator_id FROM routing.asked WHERE conversation_id = ANY ($1::bigint[])"
        " AND until > now()",
        list(conversations),
    )
    return frozenset((row["conversation_id"], row["operator_id"]) for row in rows)


async def put(
    connection: Connection, team: int, offers: Sequence[tuple[int, int, int, dict[str, Any]]], *, seconds: int
) -> None:
    """(talk, operator, weight, why): offered from now on, for so many seconds. One offer at a time for a talk."""
    await connection.execute(
        "INSERT INTO routing.offer (conversation_id, operator_id, team_id, weight, why, until)"
        " SELECT t.conversation, t.operator, $1, t.weight, t.why::jsonb,"
        " clock_timestamp() + make_interval(secs => $2)"
        " FROM unnest($3::bigint[], $4::bigint[], $5::smallint[], $6::text[])"
        " AS t (conversation, operator, weight, why) ON CONFLICT (conversation_id) DO UPDATE SET"
        " operator_id = excluded.operator_id, team_id = excluded.team_id, weight = excluded.weight,"
        " why = excluded.why, at = excluded.at, until = excluded.until",
        team,
        seconds,
        [offer[0] for offer in offers],
        [offer[1] for offer in offers],
        [offer[2] for offer in offers],
        [msgspec.json.encode(offer[3]).decode() for offer in offers],
    )


async def lock(connection: Connection, conversation: int) -> Record | None:
    """The offer of a talk that still stands, locked until the transaction ends."""
    return await connection.fetchrow(
        "SELECT conversation_id, operator_id, team_id, why, at, until FROM routing.offer"
        " WHERE conversation_id = $1 AND until > clock_timestamp() FOR UPDATE",
        conversation,
    )


async def drop(connection: Connection, conversations: Sequence[int]) -> None:
    """Offered no more."""
    await connection.execute(
        "DELETE FROM routing.offer WHERE conversation_id = ANY ($1::bigint[])", list(conversations)
    )


async def not_again(connection: Connection, conversation: int, operator: int, *, how: str, seconds: float) -> None:
    """She is not asked about this talk for so long."""
    await connection.execute(
        "INSERT INTO routing.asked (conversation_id, operator_id, how, until)"
        " VALUES ($1, $2, $3, clock_timestamp() + make_interval(secs => $4))"
        " ON CONFLICT (conversation_id, operator_id) DO UPDATE SET how = excluded.how, until = excluded.until",
        conversation,
        operator,
        how,
        seconds,
    )


async def forget(db: Database) -> None:
    """Who may be asked again."""
    await db.execute("DELETE FROM routing.asked WHERE until < now()")


async def over(on: Database | Connection) -> list[Record]:
    """Offers that cannot stand any longer. `lapsed`: she let the time pass."""
    return await on.fetch(
        "SELECT o.conversation_id, o.operator_id, o.at, o.until, c.public_id,"
        " o.until <= clock_timestamp() AND waits.now AS lapsed"
        " FROM routing.offer o JOIN conversations.conversation c ON c.id = o.conversation_id"
        " LEFT JOIN operators.operator p ON p.id = o.operator_id"
        " CROSS JOIN LATERAL (SELECT c.status = 'open' AND c.holder_kind = 'queue'"
        " AND coalesce(c.team_id, 0) = o.team_id AND p.active AND p.state = 'available' AS now) waits"
        " WHERE o.until <= clock_timestamp() OR waits.now IS NOT TRUE"
    )


async def locked(connection: Connection, ended: Sequence[Record]) -> list[Record]:
    """Those of them that are as they were, locked; what somebody is accepting just now is not among them."""
    rows = await connection.fetch(
        "SELECT conversation_id, at FROM routing.offer WHERE conversation_id = ANY ($1::bigint[])"
        " ORDER BY conversation_id FOR UPDATE SKIP LOCKED",
        [row["conversation_id"] for row in ended],
    )
    ours = {(row["conversation_id"], row["at"]) for row in rows}
    return [row for row in ended if (row["conversation_id"], row["at"]) in ours]


async def shown(db: Database, conversations: Sequence[int] | None, *, operator: int | None = None) -> list[Record]:
    """Standing offers, of these talks or to this operator, with what they are about."""
    return await db.fetch(
        "SELECT o.operator_id, o.until, o.why, clock_timestamp() AS now, c.public_id, c.topic, c.last_text,"
        " c.waiting_since, c.team_id AS team, k.name, k.number FROM routing.offer o"
        " JOIN conversations.conversation c ON c.id = o.conversation_id JOIN contacts.contact k ON k.id = c.contact_id"
        " WHERE o.until > clock_timestamp() AND ($1::bigint[] IS NULL OR o.conversation_id = ANY ($1))"
        " AND ($2::bigint IS NULL OR o.operator_id = $2) ORDER BY o.at, o.conversation_id",
        None if conversations is None else list(conversations),
        operator,
    )
