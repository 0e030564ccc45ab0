"""Periods of thousands of things on one timer: a wheel visits each of its things once per turn, at a random place."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Wheel(Generic[Thing]):
    """Visits every thing once per `slots` ticks. The place of a thing is random: that is the jitter."""

    def __init__(self, slots: int, visit: Callable[[Thing], None]) -> None:
        self._slots: list[dict[Thing, None]] = [{} for _ in range(max(1, slots))]
        self._visit = visit
        self._at = 0

    def add(self, thing: Thing) -> int:
        """Put a thing on the wheel. Returns its slot, which `remove` needs."""
        slot = random.randrange(len(self._slots))
        self._slots[slot][thing] = None
        return slot

    def remove(self, thing: Thing, slot: int) -> None:
        """Take a thing off."""
        self._slots[slot].pop(thing, None)

    def tick(self) -> None:
        """Visit the next slot."""
        self._at = (self._at + 1) % len(self._slots)
        for thing in list(self._slots[self._at]):
            self._visit(thing)


class Deadlines(Generic[Thing]):
    """Calls `act` with each thing once, a fixed time after it was added. Whether it still matters, `act` sees."""

    def __init__(self, after: float, act: Callable[[Thing], None]) -> None:
        self._after = after
        self._act = act
        self._due: deque[tuple[float, Thing]] = deque()

    def add(self, thing: Thing, now: float) -> None:
        """Start the time of a thing."""
        self._due.append((now + self._after, thing))

    def tick(self, now: float) -> None:
        """Act on what is due."""
        while self._due and self._due[0][0] <= now:
            self._act(self._due.popleft()[1])

    def __bool__(self) -> bool:
        return bool(self._due)


class Ticker:
    """Calls `tick(now)` every `period` seconds while it returns True; `wake` starts it again. Idle processes sleep."""

    def __init__(self, period: float, tick: Callable[[float], bool]) -> None:
        self._period = period
        self._tick = tick
        self._timer: asyncio.TimerHandle | None = None

    def wake(self) -> None:
        """Tick from now on. Does nothing if it ticks already."""
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._period, self._run)

    def stop(self) -> None:
        """Tick no more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _run(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._period, self._run)
        if not self._tick(loop.time()):
            self.stop()
