"""How many talks stand in each list: one small count for all operators of a node, not one for each."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from pult.desk import pages_store as store

if TYPE_CHECKING:
    from pult.kit.db import Database

COUNT_SECONDS = 1.0
"""However busy the floor: at most one count in this time."""
Standing = list[tuple[int | None, str, int | None, int]]


class Counts:
    """What stands where, counted anew when something has moved."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._standing: Standing = []
        self._at = float("-inf")
        self._one = asyncio.Lock()
        self.stale = True
        """Something has moved since the last count."""

    @property
    def due(self) -> bool:
        """It is time to count again."""
        return self.stale and time.monotonic() - self._at >= COUNT_SECONDS

    async def renew(self) -> None:
        """Count, unless it has just been done; a count that is under way is waited for."""
        async with self._one:
            if not self.due:
                return
            self._at, self.stale = time.monotonic(), False
            try:
                self._standing = await store.standing(self._db)
            except BaseException:
                self.stale = True
                raise

    def seen(self, teams: frozenset[int] | None) -> dict[str, Any]:
        """The counters of whoever sees these teams and what belongs to none (None: everything)."""
        held: Counter[int] = Counter()
        by_team: Counter[int] = Counter()
        every = queue = 0
        for team, kind, holder, n in self._standing:
            if teams is not None and team is not None and team not in teams:
                continue
            every += n
            if team is not None:
                by_team[team] += n
            if kind == "queue":
                queue += n
            elif kind == "operator" and holder is not None:
                held[holder] += n
        return {"all": every, "queue": queue, "held": dict(held), "teams": dict(by_team)}
