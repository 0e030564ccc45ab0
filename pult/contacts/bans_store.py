"""SQL of bans. Private to this folder; reads names that other folders publish for joins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

_STANDS = "b.released_at IS NULL AND (b.expires_at IS NULL OR b.expires_at > clock_timestamp())"
"""Decided by the database's clock, whenever somebody asks."""
_BAN = f"""
    SELECT b.id, b.kind, b.value, b.reason, b.at, b.expires_at, b.released_at, b.refused, b.by_id, o.name AS by_name,
           r.name AS released_name, k.name AS contact_name, k.number AS contact_number, c.public_id, c.case_no,
           b.conversation_id, b.contact_id, {_STANDS} AS standing
    FROM contacts.ban b
    LEFT JOIN contacts.contact k ON k.id = b.contact_id
    LEFT JOIN conversations.conversation c ON c.id = b.conversation_id
    LEFT JOIN operators.operator o ON o.id = b.by_id
    LEFT JOIN operators.operator r ON r.id = b.released_by
"""


_KEYS = """
    WITH them AS (
        SELECT i.id, coalesce(k.merged_into, k.id) AS person, i.channel_id, i.key_hash
        FROM contacts.contact k JOIN contacts.identity i ON i.contact_id = k.id
        WHERE k.id = ANY ($1::bigint[]) OR k.merged_into = ANY ($1::bigint[]))
    SELECT person, channel_id, key_hash FROM them
    UNION SELECT t.person, d.channel_id, d.key_hash FROM them t JOIN contacts.binding d ON d.identity_id = t.id
"""


async def lock_value(connection: Connection, kind: str, value: str) -> None:
    """One at a time per thing that is banned."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 4))", kind, value)


async def keys(connection: Connection, contact: int) -> list[Record]:
    """(channel, key hash) by which a person and their browsers are known, in the order of locking."""
    return await connection.fetch(f"{_KEYS} ORDER BY channel_id, key_hash", [contact])


async def replace(connection: Connection, kind: str, value: str, by: int) -> None:
    """Those that stand over the same thing give way to a newer one."""
    await connection.execute(
        "UPDATE contacts.ban b SET released_at = clock_timestamp(), released_by = $3, changed_at = clock_timestamp()"
        f" WHERE kind = $1 AND value = $2 AND {_STANDS}",
        kind,
        value,
        by,
    )


async def add(
    connection: Connection,
    *,
    kind: str,
    value: str,
    contact: int | None,
    conversation: int | None,
    reason: str,
    by: int,
    seconds: int | None,
) -> int:
    """One ban more; its number."""
    return await connection.fetchval(
        "INSERT INTO contacts.ban (kind, value, contact_id, conversation_id, reason, by_id, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(secs => $7)) RETURNING id",
        kind,
        value,
        contact,
        conversation,
        reason,
        by,
        seconds,
    )


async def release(connection: Connection, ban: int, by: int) -> bool:
    """End one before its time; False: it has ended."""
    return bool(
        await connection.fetchval(
            "UPDATE contacts.ban b SET released_at = clock_timestamp(), released_by = $2,"
            f" changed_at = clock_timestamp() WHERE id = $1 AND {_STANDS} RETURNING true",
            ban,
            by,
        )
    )


async def restore(connection: Connection, ban: int, by: int) -> bool:
    """Take back a release that this very operator made within the hour; False: there is none."""
    return bool(
        await connection.fetchval(
            "UPDATE contacts.ban SET released_at = NULL, released_by = NULL, changed_at = clock_timestamp()"
            " WHERE id = $1 AND released_by = $2 AND released_at > clock_timestamp() - interval '1 hour'"
            " AND NOT EXISTS (SELECT FROM contacts.ban n JOIN contacts.ban b ON b.id = $1"
            " WHERE n.kind = b.kind AND n.value = b.value AND n.id > b.id AND n.released_at IS NULL) RETURNING true",
            ban,
            by,
        )
    )


async def one(on: Connection | Database, ban: int) -> Record | None:
    """By its number."""
    return await on.fetchrow(f"{_BAN} WHERE b.id = $1", ban)


async def page(db: Database, *, query: str, ended: bool, after: int | None, limit: int) -> list[Record]:
    """The newest first; `ended`: those that do not stand any more; `query` is looked for in what people see of them."""
    return await db.fetch(
        f"{_BAN} WHERE ({_STANDS}) <> $1 AND ($2::bigint IS NULL OR b.id < $2)"
        " AND ($3 = '' OR strpos(translate(lower(concat_ws(' ', CASE WHEN b.kind <> 'person' THEN b.value END,"
        " b.reason, k.name, k.number, o.name)), 'ё', 'е'), $3) > 0) ORDER BY b.id DESC LIMIT $4",
        ended,
        after,
        query,
        limit,
    )


async def of_contact(db: Database, contact: int) -> list[Record]:
    """Those that stand against a person, the newest first."""
    return await db.fetch(
        f"{_BAN} WHERE b.contact_id IN (SELECT id FROM contacts.contact WHERE id = $1 OR merged_into = $1)"
        f" AND {_STANDS} ORDER BY b.id DESC LIMIT 20",
        contact,
    )


async def against(connection: Connection, channel: int, keys: Sequence[bytes]) -> int | None:
    """The ban that stands against the person behind any of these keys, or behind a browser that was bound to them."""
    return await connection.fetchval(
        f"""
        WITH who AS (
            SELECT contact_id FROM contacts.identity WHERE channel_id = $1 AND key_hash = ANY ($2::bytea[])
            UNION SELECT i.contact_id FROM contacts.binding d JOIN contacts.identity i ON i.id = d.identity_id
            WHERE d.channel_id = $1 AND d.key_hash = ANY ($2::bytea[]))
        SELECT b.id FROM who JOIN contacts.contact k ON k.id = who.contact_id
        JOIN contacts.ban b ON b.kind = 'person' AND b.value IN (k.id::text, coalesce(k.merged_into, k.id)::text)
        WHERE {_STANDS} LIMIT 1
        """,
        channel,
        list(keys),
    )


async def mark(db: Database) -> tuple[object, int]:
    """What differs whenever something was changed within the last minute, also when a change was written before
    another one and committed after it.
    """
    row = await db.fetchrow(
        "SELECT max(changed_at) AS newest, count(*) FILTER (WHERE changed_at > clock_timestamp() - interval '1 minute')"
        " AS fresh FROM contacts.ban WHERE changed_at >= (SELECT max(changed_at) FROM contacts.ban) - interval '2 min'"
    )
    return (row["newest"], row["fresh"]) if row else (None, 0)


async def standing(db: Database) -> list[Record]:
    """(id, kind, value, seconds left or null) of all that stand."""
    return await db.fetch(
        "SELECT b.id, b.kind, b.value, extract(epoch FROM b.expires_at - clock_timestamp())::float8 AS seconds"
        f" FROM contacts.ban b WHERE {_STANDS} ORDER BY b.id"
    )


async def keys_of(db: Database, contacts: Sequence[int]) -> list[Record]:
    """(person, channel, key hash) of what these persons are known by, and of browsers bound to them."""
    return await db.fetch(_KEYS, list(contacts))


async def count(db: Database, turned_away: Sequence[tuple[int, int]]) -> None:
    """(ban, how many more) were turned away."""
    await db.execute(
        "UPDATE contacts.ban b SET refused = refused + t.n FROM unnest($1::bigint[], $2::bigint[]) AS t (id, n)"
        " WHERE b.id = t.id",
        [one for one, _ in turned_away],
        [n for _, n in turned_away],
    )
