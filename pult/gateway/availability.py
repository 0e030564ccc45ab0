"""Whether somebody can answer now, and how soon: measured from what happened lately, told only when known."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
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


class Staff:
    """Whether anybody can take a talk. `here` looks on this node, `heard` is told of others; who reloads a page is not
    gone: `grace` seconds must pass. Ask it once a second at least.
    """

    def __init__(self, here: Callable[[], bool], *, grace: float) -> None:
        self._here, self._grace = here, grace
        self._seen: float | None = None

    def here(self) -> bool:
        """On this node, now."""
        return self._here()

    def heard(self) -> None:
        """There is somebody on another node."""
        self._seen = monotonic()

    def free(self, _channel: int) -> bool:
        """For talks of this channel."""
        if self._here():
            self._seen = monotonic()
        return self._seen is not None and monotonic() - self._seen < self._grace
