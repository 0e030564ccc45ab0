"""SQL of parts of talks. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pult.kit.ids import public_id

if TYPE_CHECKING:
    from pult.conversations.guest_rules import May
    from pult.conversations.part_rules import Wish
    from pult.kit.db import Connection, Database


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A part for which something is to be done: its talk has ended (`over`), nobody took it in time (`late`), or
    somebody else has it now than is there as its guest (`hands`).
    """

    part: int
    whole: int
    over: bool
    late: bool
    hands: bool


async def stands(connection: Connection, whole: int) -> tuple[int | None, int]:
    """(team of a talk whose row is locked, how many open parts it has)."""
    row = await connection.fetchrow(
        "SELECT c.team_id, (SELECT count(*) FROM conversations.conversation p WHERE p.part_of = c.id"
        " AND p.status <> 'resolved') AS parts FROM conversations.conversation c WHERE c.id = $1",
        whole,
    )
    assert row is not None
    return row["team_id"], row["parts"]


async def make(connection: Connection, whole: int, wish: Wish, *, seconds: int | None) -> tuple[int, str]:
    """A part, open and waiting in the queue of its team; (number, public id). `seconds`: until it goes back."""
    row = await connection.fetchrow(
        "INSERT INTO conversations.conversation (public_id, case_no, parent_id, part_of, channel_id, identity_id,"
        " contact_id, language, topic, team_id, weight, created_at, waiting_since, last_text, last_by, back_at)"
        " SELECT $2, case_no, coalesce(parent_id, id), id, channel_id, identity_id, contact_id, language, $3, $4,"
        " conversations.weight_of(channel_id), t.at, t.at, left($5, 160), 'operator',"
        " t.at + make_interval(secs => $6::integer)"
        " FROM conversations.conversation, (SELECT clock_timestamp() AS at) t WHERE id = $1 RETURNING id, public_id",
        whole,
        public_id(),
        wish.topic,
        wish.team,
        wish.note or wish.topic,
        seconds,
    )
    assert row is not None
    return row["id"], row["public_id"]


async def ids(on: Connection | Database, part: str) -> tuple[int, int | None] | None:
    """(number, that of the talk it is a part of) by public id."""
    row = await on.fetchrow("SELECT id, part_of FROM conversations.conversation WHERE public_id = $1", part)
    return (row["id"], row["part_of"]) if row else None


async def due(db: Database) -> tuple[bool, list[Turn]]:
    """(whether there are open parts, or guests of ended ones; those of them for which something is to be done)."""
    rows = await db.fetch(
        """
        SELECT t.id, t.part_of, t.over, t.late,
               (t.wanted IS NOT NULL AND NOT EXISTS (SELECT FROM conversations.guest g
                    WHERE g.conversation_id = t.part_of AND g.operator_id = t.wanted AND g.part_id IS NOT NULL))
               OR EXISTS (SELECT FROM conversations.guest g WHERE g.part_id = t.id
                    AND g.operator_id IS DISTINCT FROM t.wanted) AS hands
        FROM (
            SELECT p.id, p.part_of, p.status <> 'resolved' AND h.status = 'resolved' AS over,
                   coalesce(p.status = 'open' AND p.holder_kind = 'queue' AND p.back_at <= clock_timestamp(), false)
                   AS late,
                   CASE WHEN p.status <> 'resolved' AND h.status <> 'resolved' AND p.holder_kind = 'operator'
                        AND (h.holder_kind <> 'operator' OR h.holder_id <> p.holder_id) THEN p.holder_id END AS wanted
            FROM conversations.conversation p JOIN conversations.conversation h ON h.id = p.part_of
            WHERE p.id IN (
                SELECT c.id FROM conversations.conversation c WHERE c.part_of IS NOT NULL AND c.status <> 'resolved'
                UNION SELECT g.part_id FROM conversations.guest g WHERE g.part_id IS NOT NULL)) t
        ORDER BY t.id LIMIT 1000
        """
    )
    return bool(rows), [
        Turn(part=row["id"], whole=row["part_of"], over=row["over"], late=row["late"], hands=row["hands"])
        for row in rows
        if row["over"] or row["late"] or row["hands"]
    ]


async def is_inside(connection: Connection, whole: int, operator: int) -> bool:
    """Whether somebody is in a talk for some part of it."""
    return await connection.fetchval(
        "SELECT EXISTS (SELECT FROM conversations.guest WHERE conversation_id = $1 AND operator_id = $2"
        " AND part_id IS NOT NULL)",
        whole,
        operator,
    )


class Helper(msgspec.Struct, frozen=True):
    """Who is in a talk for a part of it; `invited`: what she was asked in for besides."""

    id: int
    name: str
    invited: May | None


async def helper(connection: Connection, part: int) -> Helper | None:
    """Whoever is in a talk for this part."""
    row = await connection.fetchrow(
        "SELECT g.operator_id, o.name, g.invited FROM conversations.guest g"
        " JOIN operators.operator o ON o.id = g.operator_id WHERE g.part_id = $1",
        part,
    )
    return Helper(row["operator_id"], row["name"], row["invited"]) if row else None


async def let_in(connection: Connection, whole: int, operator: int, *, part: int) -> May | None:
    """She answers in the talk; what she was asked in for is kept: → that. The caller holds its row."""
    invited: May | None = await connection.fetchval(
        "INSERT INTO conversations.guest (conversation_id, operator_id, may, by_id, part_id)"
        " VALUES ($1, $2, 'answer', $2, $3) ON CONFLICT (conversation_id, operator_id)"
        " DO UPDATE SET may = 'answer', part_id = excluded.part_id,"
        " invited = CASE WHEN guest.part_id IS NULL THEN guest.may ELSE guest.invited END"
        " RETURNING invited",
        whole,
        operator,
        part,
    )
    await _others_see(connection, whole)
    return invited


async def let_out(connection: Connection, whole: int, *, part: int) -> None:
    """Nobody is there for this part any more; whoever was asked in is a guest as before."""
    await connection.execute("DELETE FROM conversations.guest WHERE part_id = $1 AND invited IS NULL", part)
    await connection.execute(
        "UPDATE conversations.guest SET may = invited, part_id = NULL, invited = NULL WHERE part_id = $1", part
    )
    await _others_see(connection, whole)


async def _others_see(connection: Connection, whole: int) -> None:
    await connection.execute("UPDATE conversations.conversation SET team_at = clock_timestamp() WHERE id = $1", whole)
