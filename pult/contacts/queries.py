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
