"""Last value wins, at a bounded rate per key: at once when it was quiet, else the newest at the end of the window."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Coalescer(Generic[Key, Value]):
    """Delivers at most one value per key and window (seconds). One timer for all keys; a quiet key costs nothing."""

    def __init__(self, deliver: Callable[[Key, Value], None], *, window: float) -> None:
        self._deliver = deliver
        self._window = window
        self._open: dict[Key, list[Value]] = {}
        """Keys within their window, with the value that waits for its end (or none)."""
        self._ends: deque[tuple[float, Key]] = deque()
        self._timer: asyncio.TimerHandle | None = None

    def offer(self, key: Key, value: Value) -> None:
        """Deliver now, or remember as the newest."""
        waiting = self._open.get(key)
        if waiting is not None:
            waiting[:] = (value,)
            return
        self._start(key)
        self._deliver(key, value)

    def forget(self, key: Key) -> None:
        """Drop the value that waits: it must not arrive any more."""
        waiting = self._open.get(key)
        if waiting:
            waiting.clear()

    def stop(self) -> None:
        """Deliver nothing more."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
        self._open.clear()
        self._ends.clear()

    def _start(self, key: Key) -> None:
        loop = asyncio.get_running_loop()
        self._open[key] = []
        self._ends.append((loop.time() + self._window, key))
        if self._timer is None:
            self._timer = loop.call_at(self._ends[0][0], self._end)

    def _end(self) -> None:
        loop = asyncio.get_running_loop()
        self._timer = None
        now = loop.time()
        while self._ends and self._ends[0][0] <= now:
            key = self._ends.popleft()[1]
            waiting = self._open.pop(key, None)
            if waiting:
                self._start(key)
                self._deliver(key, waiting[0])
        if self._ends and self._timer is None:
            self._timer = loop.call_at(self._ends[0][0], self._end)
