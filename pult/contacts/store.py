"""SQL of contacts. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

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


async def create(connection: Connection, channel: int, key_hash: bytes) -> tuple[int, int]:
    """A new person with this identity: (identity, contact)."""
    contact: int = await connection.fetchval("INSERT INTO contacts.contact DEFAULT VALUES RETURNING id")
    identity: int = await connection.fetchval(
        "INSERT INTO contacts.identity (channel_id, key_hash, contact_id) VALUES ($1, $2, $3) RETURNING id",
        channel,
        key_hash,
        contact,
    )
    return identity, contact


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
