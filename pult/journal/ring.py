"""The last events of each topic, encoded once, for replay without the database.

Per topic the last 200 or five minutes, whichever is smaller; 64 MB a node, the least recently used topic goes first.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from time import monotonic

EVENTS = 200
SECONDS = 300.0
BYTES = 64 * 1024 * 1024
_OVERHEAD = 120


class Ring:
    """Topic → dense run of (number, fragment). Never holds a hole: an event that does not follow the last starts the
    run anew.
    """

    def __init__(self, *, clock: Callable[[], float] = monotonic, budget: int = BYTES) -> None:
        self._runs: OrderedDict[str, deque[tuple[int, bytes, float]]] = OrderedDict()
        self._bytes = 0
        self._budget = budget
        self._clock = clock

    def add(self, topic: str, events: Sequence[tuple[int, bytes]]) -> None:
        """Append events in order; repeats are ignored."""
        run = self._runs.get(topic)
        if run is None:
            run = self._runs[topic] = deque()
        self._runs.move_to_end(topic)
        now = self._clock()
        for number, fragment in events:
            if run:
                last = run[-1][0]
                if number <= last:
                    continue
                if number != last + 1:
                    self._clear(run)
            run.append((number, fragment, now))
            self._bytes += len(fragment) + _OVERHEAD
        if len(run) > EVENTS or run[0][2] < now - SECONDS:
            self._trim(run, now)
        while self._bytes > self._budget and self._runs:
            _, oldest = self._runs.popitem(last=False)
            self._clear(oldest)

    def after(self, topic: str, number: int, top: int) -> list[tuple[int, bytes]] | None:
        """Everything in (number, top], or None when the ring does not hold all of it."""
        if number == top:
            return []
        run = self._runs.get(topic)
        if not run:
            return None
        self._trim(run, self._clock())
        if not run or run[-1][0] < top or run[0][0] > number + 1:
            return None
        return [(n, fragment) for n, fragment, _ in run if number < n <= top]

    def forget(self, topic: str) -> None:
        """Drop what is held of a topic (an erasure changed its past)."""
        run = self._runs.pop(topic, None)
        if run is not None:
            self._clear(run)

    def _trim(self, run: deque[tuple[int, bytes, float]], now: float) -> None:
        while run and (len(run) > EVENTS or run[0][2] < now - SECONDS):
            self._bytes -= len(run.popleft()[1]) + _OVERHEAD

    def _clear(self, run: deque[tuple[int, bytes, float]]) -> None:
        self._bytes -= sum(len(fragment) + _OVERHEAD for _, fragment, _ in run)
        run.clear()
