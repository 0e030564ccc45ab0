"""Nobody is kept for hours without an answer: who waits too long is offered another way and a lead is told, and who
goes away from the queue is counted as abandoned.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from pult.kit import facts
from pult.kit.errors import Absent, Invalid
from pult.operators import queries as operators
from pult.operators.events import TEAM_CHANGED
from pult.operators.events import Actor as Author
from pult.operators.rules import Permission, may
from pult.routing import patience_store
from pult.routing.events import EVERYBODY

if TYPE_CHECKING:
    from pult.kit.db import Database

LONGEST = 600
"""Seconds that talks may wait where nothing else was set."""
EARLY = 0.8
"""Of that time; then other ways are offered and leads are told, so that something can still be done."""
AWAY = 60.0
"""Seconds without any page after which somebody who waits has gone."""
CALM = 60.0
"""Seconds in which a team's leads are told once at most."""
LATE, ABANDONED, RETURNED = "queue.late", "queue.abandoned", "queue.returned"
FORGET = "routing.waited.forget"
Tell = Callable[[int, dict[str, object]], None]


class Patience:
    """Hold one per process. `tell` reaches all desks of an operator."""

    def __init__(self, db: Database, *, tell: Tell) -> None:
        self._db, self._tell = db, tell
        self._longest: dict[int, int | None] = {}
        self._told: dict[int | None, float] = {}

    async def load(self) -> dict[int, int | None]:
        """What was set, team by team (0: everybody's); seconds, None: no limit."""
        self._longest = await patience_store.longest(self._db)
        return self._longest

    async def put(self, team: int, seconds: int | None, *, by: Author) -> None:
        """Another limit from now on. Raises `Absent` when there is no such team, `Invalid` out of range."""
        if seconds is not None and not 10 <= seconds <= 86_400:
            raise Invalid("10 seconds to a day", pointer="/longest", code="out_of_range")
        if team != EVERYBODY and await operators.team(self._db, team) is None:
            raise Absent("there is no such team")
        async with self._db.transaction() as connection:
            await patience_store.put(connection, team, seconds)
            body = by.fact(longest=seconds)
            await facts.record(connection, kind=TEAM_CHANGED, subject=f"team:{team}", body=body)
        await self.load()

    def soon_late(self, team: int | None, waited: float) -> bool:
        """Whether a talk that waits for so many seconds is near its limit, or past it."""
        longest = self._longest.get(team or EVERYBODY, LONGEST)
        return longest is not None and waited >= EARLY * longest

    async def late(self, number: int, talk: str, *, team: int | None, waited: float) -> None:
        """Keep it, once for a talk; and tell every lead who is there and may see this team's talks, once in `CALM`:
        after an outage there is one word about it and not a thousand.
        """
        async with self._db.transaction() as connection:
            if not await patience_store.is_late(connection, number):
                return
            body = {"team": team, "waited": round(waited)}
            await facts.record(connection, kind=LATE, subject=f"conversation:{number}", body=body)
        if monotonic() - self._told.get(team, -CALM) < CALM:
            return
        self._told[team] = monotonic()
        frame: dict[str, object] = {"t": "told", "what": "late", "conv": talk, "n": 0, "by": None, "text": ""}
        for one in await operators.every(self._db):
            lead = may(one.role, Permission.TALKS_LEAD) and one.here
            if lead and await operators.sees(self._db, one.operator.id, team=team):
                self._tell(one.operator.id, frame)

    async def gone(self, number: int) -> None:
        """Its visitor has left the queue without a word."""
        async with self._db.transaction() as connection:
            if await patience_store.went(connection, number):
                await facts.record(connection, kind=ABANDONED, subject=f"conversation:{number}")

    async def back(self, number: int) -> None:
        """Its visitor is here again."""
        async with self._db.transaction() as connection:
            if await patience_store.came_back(connection, number):
                await facts.record(connection, kind=RETURNED, subject=f"conversation:{number}")

    async def forget(self) -> None:
        """The job."""
        await patience_store.forget(self._db)
