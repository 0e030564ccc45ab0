"""Writing contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pult.contacts import store

if TYPE_CHECKING:
    from pult.kit.db import Connection


async def identify(connection: Connection, *, channel: int, key_hash: bytes) -> tuple[int, int]:
    """The (identity, contact) behind a key, made now if it is new; locked until the transaction ends, so that two
    first messages of one person meet in one contact and one talk."""
    await store.lock_key(connection, channel, key_hash)
    return await store.find(connection, channel, key_hash) or await store.create(connection, channel, key_hash)


async def consented(
    connection: Connection, *, contact: int, channel: int, conversation: int, field: str, version: str, statement: str
) -> None:
    """Keep proof of a consent: the very words that were agreed to, their version, the time."""
    await store.keep_consent(
        connection,
        contact=contact,
        channel=channel,
        conversation=conversation,
        field=field,
        version=version,
        statement=statement,
    )
