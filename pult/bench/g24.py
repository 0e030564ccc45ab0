"""G24: brackets that `routing/forecast.py` would have shown, against what was then really waited."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from heapq import heappop, heappush
from typing import Any

from pult.bench.rows import Bound
from pult.bench.rules import Shape
from pult.bench.taking import Taken
from pult.routing.forecast import Bracket, Queue
from pult.routing.rules import CHAT
from pult.routing.simulation import Crew

HOURS = 8
FLOORS = ((3, 4, 240.0), (14, 2, 300.0), (30, 3, 420.0), (60, 3, 600.0))
"""People, chats at once each, mean seconds of handling."""
PATIENCE = 1200.0
"""Mean seconds after which somebody leaves the queue."""
HOW = (
    "days of eight hours with a rush that the people cannot keep up with and quiet hours after it; rules.choose gives"
    " talks away, handling is log-normal (deviation 0.8), who waits leaves by chance (after 20 min on average), a third"
    " of the people go for half an hour in the middle of the day; the queue is looked at once a second as a node does;"
    " a bracket counts when it is first shown to somebody and each time it changes; right when who waited was taken"
    " within it; who left is not counted"
)


def _rate(at: float) -> float:
    """Of what the people can do, how much comes, by the time of the day."""
    hour = at / 3600
    return 0.5 if hour < 1 else 1.25 if hour < 2.5 else 0.8 if hour < 4 else 1.1 if hour < 5 else 0.75


class Day:
    """One simulated day of one floor."""

    def __init__(self, people: int, chats: int, handling: float, *, seed: int) -> None:
        self.crew, self.people = Crew([chats * CHAT] * people), people
        self.chance, self.handling = random.Random(seed), handling
        self.full = people * chats / handling
        self.queue, self.seen = deque[int](), Queue()
        self.leaves: dict[int, float] = {}
        self.ends: list[tuple[float, int]] = []
        self.shown: dict[int, list[tuple[float, Bracket]]] = {}
        self.now: dict[int, Bracket | None] = {}
        self.right = self.told = self.waited = self.saw = 0

    def run(self) -> None:
        """Second by second."""
        come = self._arrivals()
        number, at = next(come)
        for second in range(HOURS * 3600):
            while at < second:
                self.queue.append(number)
                self.leaves[number] = at + self.chance.expovariate(1 / PATIENCE)
                number, at = next(come)
            taken, left = self._give(second), self._leave(second)
            self.seen.look(second, list(self.queue), taken=taken, left=left)
            if second % 5 == 0:
                self._show(second)

    def _arrivals(self) -> Iterator[tuple[int, float]]:
        at, number = 0.0, 0
        while True:
            at += self.chance.expovariate(self.full * _rate(at))
            number += 1
            yield number, at

    def _give(self, now: float) -> int:
        while self.ends and self.ends[0][0] <= now:
            self.crew.done(heappop(self.ends)[1])
        away = 4 <= now / 3600 < 4.5
        before = len(self.queue)
        while self.queue:
            if away and len(self.ends) >= self.people * 2 // 3 * round(self.full * self.handling / self.people):
                break
            handling = self.chance.lognormvariate(0, 0.8) * self.handling / 1.377
            operator = self.crew.give(now, handling)
            if operator is None:
                break
            heappush(self.ends, (now + handling, operator))
            self._judge(self.queue.popleft(), now)
        return before - len(self.queue)

    def _leave(self, now: float) -> int:
        gone = [one for one in self.queue if self.leaves[one] <= now]
        for one in gone:
            self.queue.remove(one)
        return len(gone)

    def _show(self, now: float) -> None:
        for place, one in enumerate(self.queue, start=1):
            before = self.now.get(one)
            found = self.seen.pace.bracket(place, before)
            self.now[one] = found
            if found is not None and found != before:
                self.shown.setdefault(one, []).append((now, found))

    def _judge(self, one: int, now: float) -> None:
        self.waited += one in self.now
        self.saw += one in self.shown
        for at, (low, high) in self.shown.get(one, ()):
            self.told += 1
            self.right += low <= now - at <= high


def take(shape: Shape) -> list[Taken]:
    """The row: percent of brackets that were right."""
    days = 1 if shape.quick else 3
    detail: dict[str, Any] = {"how": HOW, "days of each floor": days}
    right = told = 0
    for number, (people, chats, handling) in enumerate(FLOORS):
        here = [Day(people, chats, handling, seed=100 * number + day) for day in range(days)]
        for one in here:
            one.run()
        good, all_of_them = sum(one.right for one in here), sum(one.told for one in here)
        saw, waited = sum(one.saw for one in here), sum(one.waited for one in here)
        right, told = right + good, told + all_of_them
        detail[f"{people} people, {chats} chats, {handling:g} s"] = {
            "right %": 100 * good / max(all_of_them, 1),
            "brackets": all_of_them,
            "waited": waited,
            "saw a bracket %": 100 * saw / max(waited, 1),
        }
    return [
        Taken(
            id="G24",
            what="waits inside the bracket that was shown",
            unit="%",
            bound=Bound(75, at_least=True),
            samples=[100 * right / max(told, 1)],
            detail=detail,
        )
    ]
