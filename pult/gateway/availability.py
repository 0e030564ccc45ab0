"""How soon somebody answers on a channel: measured from what happened lately, read seldom, told only when known."""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

from pult.conversations import replies

if TYPE_CHECKING:
    from pult.kit.db import Database

FRESH_SECONDS = 30.0
FEWEST = 5
"""Talks that must have been answered lately before anything is promised."""


class Waits:
    """First-reply times by channel, at most `FRESH_SECONDS` old. Hold one per process."""

    def __init__(self, db: Database, *, fresh: float = FRESH_SECONDS) -> None:
        self._db, self._fresh = db, fresh
        self._known: dict[int, tuple[float, int | None]] = {}
        self._asking: dict[int, asyncio.Task[int | None]] = {}

    async def seconds(self, channel: int) -> int | None:
        """Within how many seconds most people are answered; None: too little is known, or the database is away."""
        known = self._known.get(channel)
        if known is not None and monotonic() - known[0] < self._fresh:
            return known[1]
        asking = self._asking.get(channel)
        if asking is None:
            asking = self._asking[channel] = asyncio.create_task(self._ask(channel), name="expected wait")
        return await asyncio.shield(asking)

    async def _ask(self, channel: int) -> int | None:
        found: int | None = None
        try:
            count, seconds = await replies.first_replies(self._db, channel)
            found = round(seconds) if seconds is not None and count >= FEWEST else None
        except Exception:
            found = None
        finally:
            self._known[channel] = (monotonic(), found)
            self._asking.pop(channel, None)
        return found
