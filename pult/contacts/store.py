"""SQL of contacts. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database


async def known(db: Database, keys: Sequence[tuple[int, bytes]]) -> dict[tuple[int, bytes], tuple[int, int]]:
    """(channel, key hash) → (identity, contact) for those that exist."""
    rows = await db.fetch(
        "SELECT i.channel_id, i.key_hash, i.id, i.contact_id FROM contacts.identity i"
        " JOIN unnest($1::integer[], $2::bytea[]) AS k (channel, hash)"
        " ON i.channel_id = k.channel AND i.key_hash = k.hash",
        [channel for channel, _ in keys],
        [key for _, key in keys],
    )
    return {(row["channel_id"], row["key_hash"]): (row["id"], row["contact_id"]) for row in rows}


async def bound(db: Database, keys: Sequence[tuple[int, bytes]]) -> dict[tuple[int, bytes], bytes]:
    """(channel, browser's key hash) → the key hash of the person it is bound to."""
    rows = await db.fetch(
        "SELECT b.channel_id, b.key_hash, i.key_hash AS person FROM contacts.binding b"
        " JOIN unnest($1::integer[], $2::bytea[]) AS k (channel, hash)"
        " ON b.channel_id = k.channel AND b.key_hash = k.hash JOIN contacts.identity i ON i.id = b.identity_id",
        [channel for channel, _ in keys],
        [key for _, key in keys],
    )
    return {(row["channel_id"], row["key_hash"]): row["person"] for row in rows}


async def lock_key(connection: Connection, channel: int, key_hash: bytes) -> None:
    """One at a time per key, also while there is no row to lock yet."""
    await connection.execute("SELECT pg_advisory_xact_lock($1, hashtext(encode($2, 'hex')))", channel, key_hash)


async def find(connection: Connection, channel: int, key_hash: bytes) -> tuple[int, int] | None:
    """(identity, contact), the identity's row locked."""
    row = await connection.fetchrow(
        "SELECT id, contact_id FROM contacts.identity WHERE channel_id = $1 AND key_hash = $2 FOR UPDATE",
        channel,
        key_hash,
    )
    return (row["id"], row["contact_id"]) if row else None


async def key_of(connection: Connection, identity: int) -> tuple[int, bytes] | None:
    """(channel, key hash) of an identity."""
    row = await connection.fetchrow("SELECT channel_id, key_hash FROM contacts.identity WHERE id = $1", identity)
    return (row["channel_id"], row["key_hash"]) if row else None


async def create(connection: Connection, channel: int, key_hash: bytes, subject: str | None) -> tuple[int, int]:
    """A new person with this identity: (identity, contact)."""
    contact: int = await connection.fetchval("INSERT INTO contacts.contact DEFAULT VALUES RETURNING id")
    identity: int = await connection.fetchval(
        "INSERT INTO contacts.identity (channel_id, key_hash, contact_id, subject)"
        " VALUES ($1, $2, $3, $4) RETURNING id",
        channel,
        key_hash,
        contact,
        subject,
    )
    return identity, contact


async def came_from(connection: Connection, identity: int, address: str) -> None:
    """Where somebody writes from now."""
    await connection.execute(
        "UPDATE contacts.identity SET address = $2 WHERE id = $1 AND address IS DISTINCT FROM $2", identity, address
    )


async def keep_consent(
    connection: Connection, *, contact: int, channel: int, conversation: int, field: str, version: str, statement: str
) -> None:
    """One proof more; none is ever changed."""
    await connection.execute(
        "INSERT INTO contacts.consent (contact_id, channel_id, conversation_id, field, version, statement)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        contact,
        channel,
        conversation,
        field,
        version,
        statement,
    )


async def prove(connection: Connection, identity: int, subject: str) -> None:
    """This identity is a proven person's (it may have been made before the first proof came)."""
    await connection.execute(
        "UPDATE contacts.identity SET subject = $2 WHERE id = $1 AND subject IS NULL", identity, subject
    )


async def bind(connection: Connection, channel: int, browser: bytes, identity: int) -> int:
    """Bind a browser's key to a person's identity, once; the identity it is bound to."""
    await connection.execute(
        "INSERT INTO contacts.binding (channel_id, key_hash, identity_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        channel,
        browser,
        identity,
    )
    return await connection.fetchval(
        "SELECT identity_id FROM contacts.binding WHERE channel_id = $1 AND key_hash = $2", channel, browser
    )


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What is told about a person."""

    signed: dict[str, Any] = {}
    said: dict[str, Any] = {}
    context: dict[str, Any] = {}


async def profile(connection: Connection, contact: int) -> Profile:
    """What is known, the contact's row locked."""
    await connection.execute("SELECT FROM contacts.contact WHERE id = $1 FOR NO KEY UPDATE", contact)
    row = await connection.fetchrow("SELECT signed, said, context FROM contacts.profile WHERE contact_id = $1", contact)
    return Profile(**{name: msgspec.json.decode(row[name]) for name in row.keys()}) if row else Profile()  # noqa: SIM118


async def keep_profile(connection: Connection, contact: int, profile: Profile, *, name: str | None) -> None:
    """Write what is known, and what to call the person."""
    await connection.execute(
        "INSERT INTO contacts.profile (contact_id, signed, said, context)"
        " VALUES ($1, $2::jsonb, $3::jsonb, $4::jsonb) ON CONFLICT (contact_id) DO UPDATE SET signed = excluded.signed,"
        " said = excluded.said, context = excluded.context, updated_at = clock_timestamp()",
        contact,
        *(msgspec.json.encode(part).decode() for part in (profile.signed, profile.said, profile.context)),
    )
    await connection.execute(
        "UPDATE contacts.contact SET name = $2 WHERE id = $1 AND name IS DISTINCT FROM $2", contact, name
    )
