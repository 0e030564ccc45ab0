"""The last events of each topic, encoded once, for replay without the database.

Per topic the last 200, as long as the newest of them is younger than five minutes; 64 MB a node, the topic to which
nothing was added for the longest time goes first.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from time import monotonic

EVENTS = 200
SECONDS = 300.0
BYTES = 64 * 1024 * 1024
_OVERHEAD = 120


class _Run(deque[tuple[int, bytes]]):
    """What is held of one topic: when something was added, and how many bytes it is."""

    __slots__ = ("at", "size")

    def __init__(self) -> None:
        super().__init__()
        self.at = 0.0
        self.size = 0


class Ring:
    """Topic → dense run of (number, fragment). Never holds a hole: an event that does not follow the last starts the
    run anew.
    """

    def __init__(self, *, clock: Callable[[], float] = monotonic, budget: int = BYTES) -> None:
        self._runs: OrderedDict[str, _Run] = OrderedDict()
        self._bytes = 0
        self._budget = budget
        self._clock = clock

    def add(self, topic: str, events: Sequence[tuple[int, bytes]]) -> None:
        """Append events in order; repeats are ignored."""
        run = self._runs.get(topic)
        if run is None:
            run = self._runs[topic] = _Run()
        else:
            self._runs.move_to_end(topic)
        run.at = self._clock()
        last = run[-1][0] if run else None
        for event in events:
            number = event[0]
            if last is not None and number != last + 1:
                if number <= last:
                    continue
                self._clear(run)
            run.append(event)
            last = number
            size = len(event[1]) + _OVERHEAD
            if len(run) > EVENTS:
                size -= len(run.popleft()[1]) + _OVERHEAD
            run.size += size
            self._bytes += size
        while self._bytes > self._budget and self._runs:
            self._bytes -= self._runs.popitem(last=False)[1].size

    def after(self, topic: str, number: int, top: int) -> list[tuple[int, bytes]] | None:
        """Everything in (number, top], or None when the ring does not hold all of it."""
        if number == top:
            return []
        run = self._runs.get(topic)
        if not run:
            return None
        if run.at < self._clock() - SECONDS:
            self.forget(topic)
            return None
        if run[-1][0] < top or run[0][0] > number + 1:
            return None
        return [event for event in run if number < event[0] <= top]

    def forget(self, topic: str) -> None:
        """Drop what is held of a topic (an erasure changed its past)."""
        run = self._runs.pop(topic, None)
        if run is not None:
            self._bytes -= run.size

    def _clear(self, run: _Run) -> None:
        self._bytes -= run.size
        run.size = 0
        run.clear()
