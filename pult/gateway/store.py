"""SQL of connected channels and of uploaded files. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from pult.gateway.contract import Site

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.conversations.events import Start, Words
    from pult.kit.db import Connection, Database


_SITE = "SELECT id, kind, key, name, settings, team_id FROM gateway.channel"


def _site(row: Record) -> Site:
    return Site(
        id=row["id"],
        kind=row["kind"],
        key=row["key"],
        name=row["name"],
        settings=msgspec.json.decode(row["settings"]),
        team=row["team_id"],
    )


_FILE = "id, name, type, size, sent_size, width, height, sha256, place"


async def enabled(db: Database) -> list[Site]:
    """All channels that may speak."""
    rows = await db.fetch(f"{_SITE} WHERE enabled AND id > 0 ORDER BY id")
    return [_site(row) for row in rows]


async def by_key(db: Database, key: str) -> Site | None:
    """One channel that may speak, as it stands now."""
    row = await db.fetchrow(f"{_SITE} WHERE enabled AND id > 0 AND key = $1", key)
    return _site(row) if row else None


async def teams(db: Database) -> dict[str, int | None]:
    """Channel key → team."""
    rows = await db.fetch("SELECT key, team_id FROM gateway.channel WHERE enabled AND id > 0")
    return {row["key"]: row["team_id"] for row in rows}


async def give(db: Database, key: str, *, team: int | None) -> bool:
    """Talks that begin here belong to this team from now on; False: there is no such channel."""
    row = await db.fetchrow(
        "UPDATE gateway.channel SET team_id = $2 WHERE enabled AND id > 0 AND key = $1 RETURNING id", key, team
    )
    return row is not None


async def lock(connection: Connection, key: str) -> Site | None:
    """The same, its row locked until the transaction ends."""
    row = await connection.fetchrow(f"{_SITE} WHERE enabled AND id > 0 AND key = $1 FOR UPDATE", key)
    return _site(row) if row else None


async def change(connection: Connection, channel: int, *, name: str, settings: dict[str, Any]) -> None:
    """Another name and other settings (the row is locked)."""
    await connection.execute(
        "UPDATE gateway.channel SET name = $2, settings = $3::jsonb WHERE id = $1",
        channel,
        name,
        msgspec.json.encode(settings).decode(),
    )


async def add(connection: Connection, *, kind: str, key: str, name: str, settings: dict[str, Any]) -> bool:
    """A new channel; False: the key is in use (perhaps by one that is switched off)."""
    return bool(
        await connection.fetchval(
            "INSERT INTO gateway.channel (kind, key, name, settings) VALUES ($1, $2, $3, $4::jsonb)"
            " ON CONFLICT (key) DO NOTHING RETURNING true",
            kind,
            key,
            name,
            msgspec.json.encode(settings).decode(),
        )
    )


async def connect(db: Database, *, kind: str, key: str, name: str, settings: dict[str, Any]) -> int:
    """Connect a channel, or change the one with this key; its id."""
    return await db.fetchval(
        "INSERT INTO gateway.channel (kind, key, name, settings) VALUES ($1, $2, $3, $4::jsonb)"
        " ON CONFLICT (key) DO UPDATE SET name = excluded.name, settings = excluded.settings,"
        " enabled = true RETURNING id",
        kind,
        key,
        name,
        msgspec.json.encode(settings).decode(),
    )


async def file(db: Database, id: str) -> Record | None:
    """An uploaded file."""
    return await db.fetchrow(f"SELECT {_FILE} FROM gateway.file WHERE id = $1", id)


async def uploaded(db: Database, *, channel: int, owner: bytes, upload: UUID) -> Record | None:
    """What this upload of theirs became, if it was finished."""
    return await db.fetchrow(
        f"SELECT {_FILE} FROM gateway.file WHERE channel_id = $1 AND owner = $2 AND upload = $3",
        channel,
        owner,
        upload,
    )


async def add_file(db: Database, *, channel: int, owner: bytes, upload: UUID, row: dict[str, Any]) -> bool:
    """Write down an upload; False when the same one was written down meanwhile."""
    done = await db.fetchval(
        f"INSERT INTO gateway.file (channel_id, owner, upload, {_FILE})"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING true",
        channel,
        owner,
        upload,
        *(row[name] for name in _FILE.split(", ")),
    )
    return done is True


async def use_files(db: Database, *, channel: int, owners: Sequence[bytes], ids: Sequence[str]) -> list[Record]:
    """These files of theirs, from now on part of a message."""
    return await db.fetch(
        f"UPDATE gateway.file SET used_at = coalesce(used_at, now())"
        f" WHERE id = ANY ($3) AND channel_id = $1 AND owner = ANY ($2) RETURNING {_FILE}",
        channel,
        list(owners),
        list(ids),
    )


async def own_files(db: Database, *, channel: int, owners: Sequence[bytes], ids: Sequence[str]) -> list[Record]:
    """These files of theirs."""
    return await db.fetch(
        f"SELECT {_FILE} FROM gateway.file WHERE id = ANY ($3) AND channel_id = $1 AND owner = ANY ($2)",
        channel,
        list(owners),
        list(ids),
    )


async def touch_files(db: Database, ids: Sequence[str]) -> None:
    """Wait for these as if they had come just now."""
    await db.execute("UPDATE gateway.file SET created_at = now() WHERE id = ANY ($1) AND used_at IS NULL", list(ids))


async def drop_files(db: Database, ids: Sequence[str]) -> list[str]:
    """Forget files; where their bytes lie."""
    rows = await db.fetch("DELETE FROM gateway.file WHERE id = ANY ($1) RETURNING place", list(ids))
    return [row["place"] for row in rows]


async def drop_unused(db: Database, *, hours: int) -> list[str]:
    """Forget what was uploaded that long ago and never sent; where the bytes lie."""
    rows = await db.fetch(
        "DELETE FROM gateway.file WHERE used_at IS NULL AND created_at < now() - make_interval(hours => $1)"
        " RETURNING place",
        hours,
    )
    return [row["place"] for row in rows]


async def held_state(db: Database, *, channel: int, key_hash: bytes, cid: UUID) -> bool | None:
    """Whether these first words were held back and released since; None: never held back."""
    return await db.fetchval(
        "SELECT released_at IS NOT NULL FROM gateway.held WHERE channel_id = $1 AND key_hash = $2 AND cid = $3",
        channel,
        key_hash,
        cid,
    )


async def hold(
    db: Database,
    *,
    channel: int,
    key_hash: bytes,
    cid: UUID,
    words: Words,
    start: Start | None,
    page: str | None,
    reason: str,
) -> None:
    """Keep first words that wait."""
    await db.execute(
        "INSERT INTO gateway.held (channel_id, key_hash, cid, words, start, reason, page)"
        " VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, $6, $7) ON CONFLICT DO NOTHING",
        channel,
        key_hash,
        cid,
        msgspec.json.encode(words).decode(),
        msgspec.json.encode(start).decode() if start else None,
        reason,
        page,
    )


_WAITS = "h.released_at IS NULL AND h.ignored_at IS NULL"


async def held_waiting(db: Database, limit: int) -> list[Record]:
    """The newest that wait."""
    return await db.fetch(
        "SELECT h.id, c.name AS site, h.words ->> 'text' AS text, h.reason, h.at, h.page, h.start ->> 'topic' AS topic,"
        " jsonb_array_length(coalesce(nullif(h.words -> 'files', 'null'), '[]')) AS files"
        " FROM gateway.held h JOIN gateway.channel c ON c.id = h.channel_id"
        f" WHERE {_WAITS} ORDER BY h.id DESC LIMIT $1",
        limit,
    )


async def held_number(db: Database, most: int) -> int:
    """How many wait, counted up to `most`."""
    return await db.fetchval(f"SELECT count(*) FROM (SELECT FROM gateway.held h WHERE {_WAITS} LIMIT $1) h", most)


async def ignore_held(db: Database, held: int, operator: int | None) -> bool | None:
    """Let it lie (`operator` None: take that back). False: it became a talk meanwhile; None: there is none."""
    return await db.fetchval(
        "WITH done AS (UPDATE gateway.held SET ignored_by = $2,"
        " ignored_at = CASE WHEN $2::bigint IS NOT NULL THEN coalesce(ignored_at, clock_timestamp()) END"
        " WHERE id = $1 AND released_at IS NULL RETURNING id)"
        " SELECT EXISTS (SELECT FROM done) FROM gateway.held WHERE id = $1",
        held,
        operator,
    )


async def drop_held(db: Database, *, ignored_hours: int, days: int) -> None:
    """Forget what was ignored that long ago, and everything that is older than so many days."""
    await db.execute(
        "DELETE FROM gateway.held WHERE at < now() - make_interval(days => $2)"
        " OR (released_at IS NULL AND ignored_at < now() - make_interval(hours => $1))",
        ignored_hours,
        days,
    )


async def held_counts(db: Database) -> dict[str, int]:
    """How many were held back within a day, by reason."""
    rows = await db.fetch(
        "SELECT reason, count(*) AS count FROM gateway.held WHERE at > now() - interval '1 day' GROUP BY reason"
    )
    return {row["reason"]: row["count"] for row in rows}


async def release(db: Database, held: int, operator: int) -> Record | None:
    """Mark as released (the first one stays named); what was held."""
    return await db.fetchrow(
        "UPDATE gateway.held SET released_at = coalesce(released_at, clock_timestamp()),"
        " released_by = coalesce(released_by, $2) WHERE id = $1 RETURNING channel_id, key_hash, cid, words, start",
        held,
        operator,
    )


async def count_copy(db: Database, *, conversation: int, recipient: bytes, per_talk: int, per_day: int) -> bool:
    """Count one copy of a talk to this recipient; False: there were enough."""
    return bool(
        await db.fetchval(
            "INSERT INTO gateway.sent_copy (conversation_id, recipient) SELECT $1, $2"
            " WHERE (SELECT count(*) FROM gateway.sent_copy WHERE conversation_id = $1) < $3 AND (SELECT count(*)"
            " FROM gateway.sent_copy WHERE recipient = $2 AND at > now() - interval '1 day') < $4 RETURNING true",
            conversation,
            recipient,
            per_talk,
            per_day,
        )
    )
