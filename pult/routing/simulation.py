"""A day in a moment: talks come, `rules.choose` itself gives them to people, and what was waited is kept. Pure: time is
a number of seconds, chance comes in with the talks.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from math import inf

import msgspec

from pult.routing.rules import CHAT, Candidate, Talk, choose

_MIDNIGHT = datetime(2000, 1, 1, tzinfo=UTC)


class Arrival(msgspec.Struct, frozen=True):
    """Somebody writes: when (seconds), and for how many seconds an operator has the talk once it is given to her."""

    at: float
    handling: float


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """One operator's run: talks she was given, and the share of her places that was taken while it lasted."""

    id: int
    talks: int
    used: float


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it. `waits` are seconds in the order of arriving; `seconds` from the first
    arrival to the last end."""

    waits: array[float]
    crew: list[Carried]
    seconds: float
    handled: float
    """Seconds of handling in all."""
    longest: int
    """Talks in the queue when it was longest."""

    @property
    def waiting(self) -> float:
        """The share that had to wait."""
        return sum(1 for one in self.waits if one > 0) / len(self.waits)

    @property
    def mean(self) -> float:
        """Mean wait in seconds, those who need not wait included."""
        return sum(self.waits) / len(self.waits)

    def within(self, seconds: float) -> float:
        """The share that was answered within so many seconds."""
        return sum(1 for one in self.waits if one <= seconds) / len(self.waits)

    def percentiles(self, shares: Sequence[float]) -> list[float]:
        """For each share, the seconds within which so many were answered."""
        ordered = sorted(self.waits)
        return [ordered[min(int(share * len(ordered)), len(ordered) - 1)] for share in shares]

    @property
    def spread(self) -> float:
        """How far apart the busiest and the idlest are, as a share of the mean; 0 when nobody did anything."""
        used = [one.used for one in self.crew]
        middle = sum(used) / len(used)
        return (max(used) - min(used)) / middle if middle else 0.0


class Crew:
    """People with limits (hundredths of a chat), and what each carries now. Numbers are places in `limits`."""

    def __init__(self, limits: Sequence[int]) -> None:
        self._limits = limits
        self._load = [0] * len(limits)
        self._since: list[datetime | None] = [None] * len(limits)
        self.talks = [0] * len(limits)
        self.seconds = [0.0] * len(limits)
        self._room: dict[int, Candidate] = {}
        for number in range(len(limits)):
            self._stand(number)

    def give(self, now: float, handling: float) -> int | None:
        """Let the rules choose; None: nobody has room. Only who has room is shown to them: nobody else could be chosen,
        so the choice is the same, and costs what the few free ones cost.
        """
        choice = choose(list(self._room.values()), _TALK) if self._room else None
        if choice is None:
            return None
        number = choice.id
        self._load[number] += CHAT
        self._since[number] = _MIDNIGHT + timedelta(seconds=now)
        self.talks[number] += 1
        self.seconds[number] += handling
        self._stand(number)
        return number

    def done(self, number: int) -> None:
        """She has finished one."""
        self._load[number] -= CHAT
        self._stand(number)

    def _stand(self, number: int) -> None:
        load, limit = self._load[number], self._limits[number]
        if load + CHAT > limit:
            self._room.pop(number, None)
            return
        self._room[number] = Candidate(id=number, load=load, limit=limit, since=self._since[number])


class _Run:
    """Who waits, who is being answered until when, and what was waited."""

    def __init__(self, limits: Sequence[int]) -> None:
        self.crew = Crew(limits)
        self.waits = array("d")
        self.longest = 0
        self.handled = 0.0
        self.end = 0.0
        self._queue: deque[tuple[int, Arrival]] = deque()
        self._ends: list[tuple[float, int]] = []

    def come(self, one: Arrival) -> None:
        """Somebody writes: to whoever has room, else behind the others."""
        self.until(one.at)
        place = len(self.waits)
        self.waits.append(0.0)
        self.handled += one.handling
        if self._queue or not self._begin(one.at, one):
            self._queue.append((place, one))
            self.longest = max(self.longest, len(self._queue))

    def until(self, now: float) -> None:
        """Everything that ends up to now, and what begins instead."""
        while self._ends and self._ends[0][0] <= now:
            self.end, number = heappop(self._ends)
            self.crew.done(number)
            while self._queue and self._begin(self.end, self._queue[0][1]):
                place, one = self._queue.popleft()
                self.waits[place] = self.end - one.at

    def _begin(self, now: float, one: Arrival) -> bool:
        number = self.crew.give(now, one.handling)
        if number is None:
            return False
        heappush(self._ends, (now + one.handling, number))
        return True


def simulate(arrivals: Iterable[Arrival], limits: Sequence[int]) -> Outcome:
    """Run it to its end. `arrivals` in the order of their times; `limits`: of each operator, hundredths of a chat, at
    least one of them a whole chat. Talks wait in one queue, in order; nobody leaves it. Without arrivals: `ValueError`.
    """
    run = _Run(limits)
    began: float | None = None
    for one in arrivals:
        began = one.at if began is None else began
        run.come(one)
    if began is None:
        raise ValueError("nobody comes")
    run.until(inf)
    seconds = max(run.end - began, 1e-9)
    crew = run.crew
    carried = [
        Carried(id=number, talks=crew.talks[number], used=crew.seconds[number] * CHAT / limit / seconds)
        for number, limit in enumerate(limits)
    ]
    return Outcome(waits=run.waits, crew=carried, seconds=seconds, handled=run.handled, longest=run.longest)


_TALK = Talk()
