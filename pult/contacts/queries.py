"""Reading contacts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pult.contacts import store

if TYPE_CHECKING:
    from pult.kit.db import Database


async def known(db: Database, keys: Sequence[tuple[int, bytes]]) -> dict[tuple[int, bytes], tuple[int, int]]:
    """(channel, key hash) → (identity, contact) of those who wrote before; one query for all."""
    return await store.known(db, keys)


async def bound(db: Database, keys: Sequence[tuple[int, bytes]]) -> dict[tuple[int, bytes], bytes]:
    """(channel, browser's key hash) → the key hash of the person that the browser is bound to; one query for all."""
    return await store.bound(db, keys)
