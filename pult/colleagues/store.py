"""SQL of what colleagues say to each other. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.colleagues.rules import Room
    from pult.kit.db import Connection, Database

_WORD = "w.no, w.by_id, n.name, w.at, w.text, w.talk"


async def lock(connection: Connection, room: Room) -> Record:
    """The room, made if nobody has spoken there, locked until the transaction ends."""
    await connection.execute(
        "INSERT INTO colleagues.room (key, one, other, team_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        room.key,
        room.one,
        room.other,
        room.team,
    )
    row = await connection.fetchrow("SELECT id, last_no FROM colleagues.room WHERE key = $1 FOR UPDATE", room.key)
    assert row is not None
    return row


async def said(connection: Connection, operator: int, cid: UUID) -> Record | None:
    """What was said under this id before."""
    return await connection.fetchrow(
        "SELECT r.key, w.no, w.at, w.text FROM colleagues.word w JOIN colleagues.room r ON r.id = w.room_id"
        " WHERE w.by_id = $1 AND w.cid = $2",
        operator,
        cid,
    )


async def say(connection: Connection, room: int, no: int, *, by: int, cid: UUID, text: str, talk: str | None) -> Record:
    """Write it; who says something has read what stands before."""
    row = await connection.fetchrow(
        "WITH r AS (UPDATE colleagues.room SET last_no = $2, last_at = clock_timestamp() WHERE id = $1)"
        " INSERT INTO colleagues.word (room_id, no, by_id, cid, text, talk) VALUES ($1, $2, $3, $4, $5, $6)"
        " RETURNING no, at",
        room,
        no,
        by,
        cid,
        text,
        talk,
    )
    assert row is not None
    return row


async def read(on: Connection | Database, key: str, operator: int, no: int) -> bool:
    """Somebody has read up to here (the highest wins); whether that is news."""
    row = await on.fetchrow(
        "INSERT INTO colleagues.reader AS r (room_id, operator_id, no)"
        " SELECT id, $2, least($3, last_no) FROM colleagues.room WHERE key = $1"
        " ON CONFLICT (room_id, operator_id) DO UPDATE SET no = excluded.no WHERE r.no < excluded.no RETURNING no",
        key,
        operator,
        no,
    )
    return row is not None


async def words(db: Database, key: str, *, before: int | None, limit: int) -> list[Record]:
    """The newest words of a room, or those before a number, in order."""
    rows = await db.fetch(
        f"SELECT {_WORD} FROM colleagues.word w JOIN colleagues.room r ON r.id = w.room_id"
        " LEFT JOIN operators.operator n ON n.id = w.by_id"
        " WHERE r.key = $1 AND ($2::bigint IS NULL OR w.no < $2) ORDER BY w.no DESC LIMIT $3",
        key,
        before,
        limit,
    )
    return list(reversed(rows))


async def rooms(db: Database, operator: int, teams: Sequence[int]) -> list[Record]:
    """Where something was said, of the rooms that an operator is in, with the last word and how far she has read."""
    return await db.fetch(
        f"SELECT r.one, r.other, r.team_id, r.last_no, coalesce(m.no, 0) AS read, {_WORD} FROM colleagues.room r"
        " JOIN colleagues.word w ON w.room_id = r.id AND w.no = r.last_no"
        " LEFT JOIN operators.operator n ON n.id = w.by_id"
        " LEFT JOIN colleagues.reader m ON m.room_id = r.id AND m.operator_id = $1"
        " WHERE r.one = $1 OR r.other = $1 OR r.key = 'all' OR r.team_id = ANY ($2::bigint[])"
        " ORDER BY r.last_at DESC LIMIT 200",
        operator,
        list(teams),
    )
