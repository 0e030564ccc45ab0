"""The last events of each topic, encoded once, for replay without the database.

Per topic at least the last 200, as long as the newest of them is younger than five minutes; 64 MB a node, the topic to
which nothing was added for the longest time goes first.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from time import monotonic

EVENTS = 200
SECONDS = 300.0
BYTES = 64 * 1024 * 1024
_MOST = EVENTS * 3 // 2
"""A run grows to so many events and is then cut to `EVENTS`: not cut at each."""
_EACH, _RUN = 4, 400
"""Bytes that an event and a run cost beside the fragments, nearly."""


class _Run:
    """What is held of one topic: the fragments one behind another and where each ends. Objects of their own would be
    let go one by one, long after the processor has forgotten them; at ten thousand events a second that costs more
    than all else here.
    """

    __slots__ = ("at", "ends", "held", "last")

    def __init__(self) -> None:
        self.at = 0.0
        self.held = bytearray()
        self.ends = array("I")
        self.last = 0

    @property
    def size(self) -> int:
        return len(self.held) + _EACH * len(self.ends) + _RUN

    @property
    def first(self) -> int:
        return self.last - len(self.ends) + 1

    def cut(self) -> None:
        """Keep the last `EVENTS`."""
        start = self.ends[-EVENTS - 1]
        self.held = self.held[start:]
        self.ends = array("I", [end - start for end in self.ends[-EVENTS:]])

    def clear(self) -> None:
        self.held.clear()
        del self.ends[:]

    def between(self, number: int, top: int) -> list[tuple[int, bytes]]:
        """The events in (number, top], all of which it holds."""
        first = self.first
        start = self.ends[number - first] if number >= first else 0
        found: list[tuple[int, bytes]] = []
        for place in range(number + 1 - first, top + 1 - first):
            end = self.ends[place]
            found.append((first + place, bytes(self.held[start:end])))
            start = end
        return found


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
            self._bytes += _RUN
        else:
            self._runs.move_to_end(topic)
        run.at = self._clock()
        held, ends = run.held, run.ends
        for number, fragment in events:
            if number != run.last + 1 and ends:
                if number <= run.last:
                    continue
                self._bytes += _RUN - run.size
                run.clear()
            held += fragment
            ends.append(len(held))
            run.last = number
            self._bytes += len(fragment) + _EACH
        if len(ends) > _MOST:
            self._bytes -= run.size
            run.cut()
            self._bytes += run.size
        while self._bytes > self._budget and self._runs:
            self._bytes -= self._runs.popitem(last=False)[1].size

    def after(self, topic: str, number: int, top: int) -> list[tuple[int, bytes]] | None:
        """Everything in (number, top], or None when the ring does not hold all of it."""
        if number == top:
            return []
        run = self._runs.get(topic)
        if run is None or not run.ends:
            return None
        if run.at < self._clock() - SECONDS:
            self.forget(topic)
            return None
        if run.last < top or run.first > number + 1:
            return None
        return run.between(number, top)

    def forget(self, topic: str) -> None:
        """Drop what is held of a topic (an erasure changed its past)."""
        run = self._runs.pop(topic, None)
        if run is not None:
            self._bytes -= run.size
