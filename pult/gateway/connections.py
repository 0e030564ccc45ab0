"""Connected channels, held in memory: a page view must cost no SQL. Changes are picked up within `period` seconds,
without a restart.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pult.gateway import store
from pult.gateway.contract import Site
from pult.kit import days_off
from pult.kit.again import Again

if TYPE_CHECKING:
    from pult.kit.db import Database


class Connections:
    """Hold one per process; `load` before the first use."""

    def __init__(self, db: Database, *, period: float = 5.0) -> None:
        self._db = db
        self._by_key: dict[str, Site] = {}
        self._by_id: dict[int, Site] = {}
        self._one = asyncio.Lock()
        self._again = Again(self.load, period=period, name="channels")

    async def load(self) -> None:
        """Read all of them now."""
        async with self._one:  # one that began before a change must not end after it
            sites = await store.enabled(self._db)
            wanted = (str(site.settings.get("country") or "") for site in sites)
            await days_off.warm(wanted, year=datetime.now(UTC).year)
            self._by_key = {site.key: site for site in sites}
            self._by_id = {site.id: site for site in sites}

    def start(self) -> None:
        """Keep them fresh."""
        self._again.start()

    async def stop(self) -> None:
        """End."""
        await self._again.stop()

    def by_key(self, key: str) -> Site | None:
        """By the name outsiders use."""
        return self._by_key.get(key)

    def by_id(self, channel: int) -> Site | None:
        """By our own number."""
        return self._by_id.get(channel)

    def all(self) -> list[Site]:
        """Those that are switched on."""
        return list(self._by_id.values())

    async def connect(self, *, kind: str, key: str, name: str, settings: dict[str, Any]) -> Site:
        """Connect a channel, or change the one with this key."""
        await store.connect(self._db, kind=kind, key=key, name=name, settings=settings)
        await self.load()
        return self._by_key[key]
