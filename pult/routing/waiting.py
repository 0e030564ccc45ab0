"""What visitors in a queue are told: their place and an honest bracket. One look a second at all queues, whoever waits;
no query for a visitor.
"""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from pult.kit.again import Again
from pult.routing import forecast_store
from pult.routing.forecast import Bracket, Queue
from pult.routing.patience import AWAY, Patience

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

PLACES = 200
"""Of each queue that are looked at; whoever stands behind them is told nothing yet."""
FRESH = 5.0
"""Seconds after which a bracket is looked at anew and a place is told again, for pages that came since."""


class Rooms(Protocol):
    """Where visitors hear of their talks; wiring gives the hub."""

    def has(self, topic: str) -> bool:
        """Whether anybody here listens."""
        ...

    def watched(self, topic: str) -> bool:
        """Whether anybody on this machine does."""
        ...

    def state(self, topic: str, frame: bytes, *, key: str | None = None) -> None:
        """Tell them."""


class _Told(msgspec.Struct):
    """What a talk's visitor was told last, and when."""

    talk: str
    place: int
    bracket: Bracket | None
    late: bool
    at: float


class Waiting(Again):
    """Hold one per process. `scale` shortens seconds in tests."""

    def __init__(self, db: Database, *, rooms: Rooms, patience: Patience, period: float, scale: float = 1.0) -> None:
        super().__init__(self._look, period=period, name="waiting")
        self._db, self._rooms, self._patience, self._scale = db, rooms, patience, scale
        self._here: dict[int, float | None] = {}
        """Talks whose visitor was seen here while they waited: when last; None: they have gone."""
        self._warned: set[int] = set()
        self._queues: dict[int | None, Queue] = {}
        self._told: dict[int, _Told] = {}

    @property
    def seen(self) -> int:
        """Talks that wait and whose visitor was seen here."""
        return len(self._here)

    async def _look(self) -> None:
        await self._patience.load()
        lines: dict[int | None, list[Record]] = {team: [] for team in self._queues}
        for row in await forecast_store.heads(self._db, PLACES):
            lines.setdefault(row["team_id"], []).append(row)
        now = monotonic() / self._scale
        await self._learn(lines, now)
        waiting = {row["id"] for line in lines.values() for row in line}
        for number in [number for number in self._told if number not in waiting]:
            self._say(number, shown(self._told.pop(number).talk, 0, None))
        self._here = {number: at for number, at in self._here.items() if number in waiting}
        self._warned &= waiting
        for team, line in lines.items():
            self._tell(self._queues[team], line, now)
        for line in lines.values():
            await self._mind(line, now)

    async def _learn(self, lines: dict[int | None, list[Record]], now: float) -> None:
        gone = {team: queue.missing([row["id"] for row in lines[team]]) for team, queue in self._queues.items()}
        all_of_them = [talk for talks in gone.values() for talk in talks]
        became = {row["id"]: row for row in await forecast_store.became(self._db, all_of_them)} if all_of_them else {}
        for team, line in lines.items():
            queue = self._queues.setdefault(team, Queue())
            ends = [became[talk] for talk in gone.get(team, ()) if talk in became]
            queue.look(
                now,
                [row["id"] for row in line],
                taken=sum(1 for row in ends if row["holder_kind"] == "operator"),
                left=sum(1 for row in ends if row["holder_kind"] == "queue" and row["status"] == "resolved"),
            )

    def _tell(self, queue: Queue, line: Sequence[Record], now: float) -> None:
        for place, row in enumerate(line, start=1):
            if not self._rooms.has(f"v:{row['id']}"):
                continue
            before = self._told.get(row["id"])
            late = self._late(row)
            same = before is not None and before.place == place and before.late == late
            if before is not None and same and now - before.at < FRESH:
                continue
            bracket = queue.pace.bracket(place, before.bracket if before else None)
            self._told[row["id"]] = _Told(row["public_id"], place, bracket, late, now)
            self._say(row["id"], shown(row["public_id"], place, bracket, late=late, left=_left_word(row)))

    async def _mind(self, line: Sequence[Record], now: float) -> None:
        """Who waits too long, and who has gone."""
        for row in line:
            number: int = row["id"]
            if self._late(row):
                await self._once(number, row)
            if self._rooms.watched(f"v:{number}"):
                if self._here.get(number, 0.0) is None:
                    await self._patience.back(number)
                self._here[number] = now
                continue
            seen = self._here.get(number)
            if seen is not None and now - seen >= AWAY and not _left_word(row):
                self._here[number] = None
                await self._patience.gone(number)

    def _late(self, row: Record) -> bool:
        return self._patience.soon_late(row["team_id"], row["waited"] / self._scale)

    async def _once(self, number: int, row: Record) -> None:
        if number in self._warned:
            return
        self._warned.add(number)
        await self._patience.late(number, row["public_id"], team=row["team_id"], waited=row["waited"])

    def _say(self, number: int, frame: dict[str, Any]) -> None:
        self._rooms.state(f"v:{number}", msgspec.json.encode(frame), key=f"queue:{number}")


def _left_word(row: Record) -> bool:
    """Whether it is known where else an answer reaches whoever waits."""
    return row["mail"] is not None or row["promise"] is not None


def shown(talk: str, place: int, bracket: Bracket | None, *, late: bool = False, left: bool = False) -> dict[str, Any]:
    """The frame: `soon` (seconds, from and to) only where it is honest; `late`: it takes too long; `left`: a mail
    address or number was left and need not be asked for; place 0: it waits no more.
    """
    frame: dict[str, Any] = {"t": "queue", "id": f"c:{talk}", "place": place}
    frame |= {name: True for name, on in (("late", late), ("left", left)) if on}
    return frame if bracket is None else {**frame, "soon": list(bracket)}
