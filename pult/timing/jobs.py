"""Slow work of the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pult.timing import store

if TYPE_CHECKING:
    from pult.kit.db import Database


async def forget_replies(db: Database) -> None:
    """Forget to whom was replied so long ago that it does not matter any more. Runs hourly."""
    await store.forget_replies(db)
