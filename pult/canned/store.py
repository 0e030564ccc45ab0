"""SQL of saved replies. Private to this folder; of conversations only what is published for joins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

_REPLY = "id, version, scope, owner_id, team_id, folder, title, shortcut, texts, files, used, unedited, used_at"
_SEEN = "(scope = 'all' OR owner_id = $1 OR (scope = 'team' AND ($2::bigint[] IS NULL OR team_id = ANY ($2))))"


async def every(db: Database, operator: int, teams: Sequence[int] | None, limit: int) -> list[Record]:
    """What an operator has at hand, by folder and title (ё sorts as е)."""
    return await db.fetch(
        f"SELECT {_REPLY} FROM canned.reply WHERE {_SEEN}"
        " ORDER BY replace(lower(folder), 'ё', 'е'), replace(lower(title), 'ё', 'е'), id LIMIT $3",
        operator,
        teams,
        limit,
    )


async def one(on: Database | Connection, id: int) -> Record | None:
    """A reply, whoever's it is."""
    return await on.fetchrow(f"SELECT {_REPLY} FROM canned.reply WHERE id = $1", id)


async def lock(connection: Connection, id: int) -> Record | None:
    """The same, unchanged until this transaction ends."""
    return await connection.fetchrow(f"SELECT {_REPLY} FROM canned.reply WHERE id = $1 FOR UPDATE", id)


async def count(connection: Connection) -> int:
    """How many there are."""
    return await connection.fetchval("SELECT count(*) FROM canned.reply")


async def taken(connection: Connection, row: dict[str, Any], *, but: int) -> bool:
    """Whether another reply of the same circle has this shortcut."""
    return await connection.fetchval(
        "SELECT EXISTS (SELECT FROM canned.reply WHERE shortcut <> '' AND scope = $1"
        " AND coalesce(owner_id, team_id, 0) = coalesce($2::bigint, $3, 0) AND lower(shortcut) = lower($4)"
        " AND id <> $5)",
        row["scope"],
        row["owner_id"],
        row["team_id"],
        row["shortcut"],
        but,
    )


async def add(connection: Connection, row: dict[str, Any]) -> int:
    """Write a new one; its id."""
    return await connection.fetchval(
        "INSERT INTO canned.reply (scope, owner_id, team_id, folder, title, shortcut, texts, files, changed_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9) RETURNING id",
        *_values(row),
    )


async def change(connection: Connection, id: int, row: dict[str, Any]) -> None:
    """Write another text of it."""
    await connection.execute(
        "UPDATE canned.reply SET scope = $1, owner_id = $2, team_id = $3, folder = $4, title = $5, shortcut = $6,"
        " texts = $7::jsonb, files = $8::jsonb, changed_by = $9, changed_at = now(), version = version + 1"
        " WHERE id = $10",
        *_values(row),
        id,
    )


def _values(row: dict[str, Any]) -> list[Any]:
    names = ("scope", "owner_id", "team_id", "folder", "title", "shortcut")
    encoded = [msgspec.json.encode(row[name]).decode() for name in ("texts", "files")]
    return [*(row[name] for name in names), *encoded, row["changed_by"]]


async def drop(connection: Connection, id: int) -> None:
    """Gone; what was sent stays counted."""
    await connection.execute("DELETE FROM canned.reply WHERE id = $1", id)


async def sent(
    connection: Connection,
    *,
    operator: int,
    teams: Sequence[int] | None,
    cid: UUID,
    reply: int,
    conversation: str,
    language: str,
    edited: bool,
) -> int | None:
    """Write down that it was sent, once per cid; the talk's number, None: known already, or no such talk."""
    return await connection.fetchval(
        "INSERT INTO canned.sent (operator_id, cid, reply_id, conversation_id, language, edited)"
        " SELECT $1, $2, $3, c.id, $5, $6 FROM conversations.conversation c WHERE c.public_id = $4"
        " AND ($7::bigint[] IS NULL OR c.team_id IS NULL OR c.team_id = ANY ($7))"
        " ON CONFLICT DO NOTHING RETURNING conversation_id",
        operator,
        cid,
        reply,
        conversation,
        language,
        edited,
        teams,
    )


async def count_sent(connection: Connection, reply: int, *, edited: bool) -> None:
    """Raise the kept counts."""
    await connection.execute(
        "UPDATE canned.reply SET used = used + 1, unedited = unedited + $2, used_at = now() WHERE id = $1",
        reply,
        0 if edited else 1,
    )


async def had(db: Database, conversation: str, teams: Sequence[int] | None) -> list[Record]:
    """Which replies whoever writes in this talk has had, in any of their talks: id, how often, when last."""
    return await db.fetch(
        "SELECT s.reply_id, count(*) AS times, max(s.at) AS last FROM conversations.conversation c"
        " JOIN conversations.conversation o ON o.contact_id = c.contact_id"
        " JOIN canned.sent s ON s.conversation_id = o.id WHERE c.public_id = $1"
        " AND ($2::bigint[] IS NULL OR c.team_id IS NULL OR c.team_id = ANY ($2)) GROUP BY s.reply_id",
        conversation,
        teams,
    )


async def report(db: Database, operator: int, teams: Sequence[int] | None, *, days: int) -> list[Record]:
    """Per reply at hand: how often it was sent in these days, how often unedited, by how many operators."""
    return await db.fetch(
        "SELECT r.id, r.title, r.folder, r.scope, count(s.cid) AS used,"
        " count(s.cid) FILTER (WHERE NOT s.edited) AS unedited,"
        f" count(DISTINCT s.operator_id) AS operators, max(s.at) AS last FROM (SELECT {_REPLY} FROM canned.reply"
        f" WHERE {_SEEN}) r LEFT JOIN canned.sent s ON s.reply_id = r.id AND s.at > now() - make_interval(days => $3)"
        " GROUP BY r.id, r.title, r.folder, r.scope ORDER BY count(s.cid) DESC, r.id",
        operator,
        teams,
        days,
    )


async def off(db: Database) -> frozenset[int]:
    """Teams that work without saved replies (0: all)."""
    return frozenset(row["team_id"] for row in await db.fetch("SELECT team_id FROM canned.switched_off"))


async def switch(connection: Connection, team: int, *, on: bool) -> None:
    """With or without."""
    if on:
        await connection.execute("DELETE FROM canned.switched_off WHERE team_id = $1", team)
    else:
        await connection.execute("INSERT INTO canned.switched_off (team_id) VALUES ($1) ON CONFLICT DO NOTHING", team)
