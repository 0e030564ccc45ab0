"""Slow and repeated work of the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pult.conversations import store

if TYPE_CHECKING:
    from pult.kit.db import Database


async def partitions_ahead(db: Database) -> int:
    """Make the partitions that the next million talks need; how many were made. Runs hourly, so no talk ever waits for
    one.
    """
    return await store.partition_ahead(db)
