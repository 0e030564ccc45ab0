"""The live board. Nobody looks: nothing is read. Somebody does: people are read once a second for all, talks when they
have changed, and what differs from before goes out. A change costs the same bytes whatever stands on the floor.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import msgspec

from pult.conversations import waits
from pult.floor import rules, store
from pult.floor.events import Bar, Figures, Glance, Person, Standing
from pult.kit.again import Again
from pult.kit.clock import milliseconds
from pult.live.contract import Hub
from pult.operators import queries as operators
from pult.operators.access import Access
from pult.operators.rules import Permission
from pult.operators.rules import may as role_may

if TYPE_CHECKING:
    from pult.kit.db import Database

STREAM = TOPIC = "floor"
FIRST = 300
"""Talks of the queue, from its head, that a board begins with; it asks for more."""
MOST_HELD = 4_000
"""Talks in hands that a board begins with, who waits longest first."""
HOUR = 3_600
PEOPLE, FIGURES, WHOLE = 1.0, 5.0, 30.0
"""Seconds between two looks at people, at the hour's figures, and at everything (whatever bell was lost)."""
REST = 0.2
"""Seconds between two frames at least."""
DEAR = 20
"""Figures are not looked at more often than so many times as long as a look takes."""
GLANCED = 15.0
"""Seconds that the board is kept for a wall that has just looked."""


class Board(Again):
    """Hold one per process; `scale` stretches its periods."""

    def __init__(self, db: Database, *, hub: Hub, scale: float = 1.0) -> None:
        super().__init__(self._turn, period=PEOPLE * scale, name="floor")
        self._db, self._hub, self._scale = db, hub, scale
        self._people: dict[int, Person] = {}
        self._talks: dict[int, Standing] = {}
        self._counts: dict[int, int] = {}
        self._figures: list[Figures] = []
        self._bars: list[Bar] = []
        self._changed: set[int] = set()
        self._looks = {"people": 0.0, "figures": 0.0, "whole": 0.0}
        self._loaded = False
        self._teams: dict[int, str] = {}
        self._glanced = -GLANCED
        self._one = asyncio.Lock()

    def topic(self, access: Access) -> str | None:
        """The board, for whoever may see it."""
        return TOPIC if access.may(Permission.FLOOR) else None

    def touch(self, conversation: int) -> None:
        """This talk may have changed."""
        if self._loaded:  # also for a moment after the last one has left: whoever comes now finds nothing stale
            self._changed.add(conversation)
            self.soon()

    async def snapshot(self, access: Access) -> bytes:
        """The whole board: everybody, the talks in hands, the head of the queue."""
        access.require(Permission.FLOOR)
        async with self._one:
            if not self._loaded:
                await self._load()
            held = sorted((one for one in self._talks.values() if not one.queued), key=rules.place)
            queue = rules.in_order(self._talks.values())
            frame: dict[str, Any] = {
                "t": "floor",
                "whole": True,
                "people": list(self._people.values()),
                "talks": held[:MOST_HELD] + queue[:FIRST],
                "next": _next(queue, FIRST),
                "counts": list(self._counts.items()),
                "figures": self._figures,
                "bars": self._bars,
            }
            return msgspec.json.encode(frame)

    async def glance(self) -> Glance:
        """The floor from afar, as a wall shows it; the board is kept for a while, as if somebody looked."""
        async with self._one:
            self._glanced = time.monotonic()
            if not self._loaded:
                await self._load()
            return rules.glance(
                self._people.values(),
                self._talks.values(),
                self._figures,
                self._bars,
                teams=self._teams,
                now=time.time_ns() // 1_000_000,
            )

    async def queue(self, after: rules.Place, limit: int) -> tuple[list[Standing], rules.Place | None]:
        """What stands in the queue behind a place, and the place of the last when there is more."""
        async with self._one:
            live = self._loaded and self._wanted()
            talks = self._talks if live else await store.every(self._db)
            behind = [one for one in rules.in_order(talks.values()) if rules.place(one) > after]
            return behind[:limit], _next(behind, limit)

    async def _load(self) -> None:
        self._changed.clear()
        self._talks, self._people = await store.every(self._db), await self._everybody()
        self._counts = rules.counts(self._talks.values())
        self._bars = await store.bars(self._db)
        self._teams = {one.id: one.name for one in await operators.teams(self._db)}
        self._figures = rules.figures(await waits.ended(self._db, seconds=HOUR), self._bars)
        now = time.monotonic()
        self._looks = {"people": now, "figures": now + FIGURES * self._scale, "whole": now + WHOLE * self._scale}
        self._loaded = True

    async def _turn(self) -> None:
        async with self._one:
            if not self._wanted():
                self._forget()
                return
            if not self._loaded:
                return  # whoever has just come loads it
            news = {**await self._look_at_people(), **await self._look_at_talks(), **await self._look_at_figures()}
            if news:
                self._hub.state(TOPIC, msgspec.json.encode({"t": "floor", **news}))
        await asyncio.sleep(REST * self._scale)

    def _wanted(self) -> bool:
        """Somebody looks, or a wall has just looked."""
        return self._hub.has(TOPIC) or time.monotonic() - self._glanced < GLANCED

    def _forget(self) -> None:
        self._loaded = False
        self._people, self._talks, self._counts, self._figures = {}, {}, {}, []
        self._changed.clear()

    def _is_time(self, what: str, seconds: float) -> bool:
        now = time.monotonic()
        if now < self._looks[what]:
            return False
        self._looks[what] = now + seconds * self._scale
        return True

    async def _look_at_people(self) -> dict[str, Any]:
        if not self._is_time("people", PEOPLE / 2):
            return {}
        now = await self._everybody()
        people, left = rules.changed(self._people, now)
        self._people = now
        return {**({"people": people} if people else {}), **({"left": left} if left else {})}

    async def _look_at_talks(self) -> dict[str, Any]:
        before = self._talks
        if self._is_time("whole", WHOLE):
            self._changed.clear()
            now = await store.every(self._db)
            self._teams = {one.id: one.name for one in await operators.teams(self._db)}
        elif self._changed:
            asked, self._changed = self._changed, set()
            fresh = await store.some(self._db, list(asked))
            now = {key: one for key, one in before.items() if key not in asked} | fresh
        else:
            return {}
        talks, gone = rules.changed(before, now)
        self._talks = now
        ended = [before[key].conv for key in gone]
        told = {**({"talks": talks} if talks else {}), **({"gone": ended} if ended else {})}
        return {**told, **self._recount()} if told else {}

    def _recount(self) -> dict[str, Any]:
        now = rules.counts(self._talks.values())
        changed = [[team, now.get(team, 0)] for team in now.keys() | self._counts.keys()]
        changed = [[team, n] for team, n in changed if self._counts.get(team, 0) != n]
        self._counts = now
        return {"counts": changed} if changed else {}

    async def _look_at_figures(self) -> dict[str, Any]:
        if not self._is_time("figures", FIGURES):
            return {}
        began = time.monotonic()
        bars = await store.bars(self._db)
        figures = rules.figures(await waits.ended(self._db, seconds=HOUR), bars)
        self._looks["figures"] += (time.monotonic() - began) * DEAR
        told = {
            **({"bars": bars} if bars != self._bars else {}),
            **({"figures": figures} if figures != self._figures else {}),
        }
        self._bars, self._figures = bars, figures
        return told

    def look_at_bars(self) -> None:
        """Other bars were set here."""
        self._looks["figures"] = 0.0
        self.soon()

    async def _everybody(self) -> dict[int, Person]:
        return {
            one.operator.id: Person(
                id=one.operator.id,
                name=one.operator.name,
                picture=one.operator.face().picture,
                teams=one.teams,
                line=role_may(one.role, Permission.TALKS_WRITE),
                state=one.state,
                named=one.named,
                comment=one.comment,
                since=milliseconds(one.since),
                here=one.here,
                load=one.load,
                limit=one.limit,
            )
            for one in await operators.every(self._db)
        }


def _next(queue: list[Standing], limit: int) -> rules.Place | None:
    return rules.place(queue[limit - 1]) if len(queue) > limit else None
