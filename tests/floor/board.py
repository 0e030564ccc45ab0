"""A board as a page keeps it: the whole first, then what changes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.support.floor import Floor
from tests.support.line import Frame, Line, closing


@dataclass
class Board:
    """`people` by number, `talks` by public id, as of all frames so far."""

    line: Line
    people: dict[int, Frame] = field(default_factory=dict)
    talks: dict[str, Frame] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    figures: dict[str, Frame] = field(default_factory=dict)
    bars: list[Frame] = field(default_factory=list)
    deltas: list[Frame] = field(default_factory=list)
    _read: int = 0

    def fold(self) -> None:
        """Take what has come."""
        for frame in self.line.frames[self._read :]:
            if frame["t"] == "floor":
                self._take(frame)
        self._read = len(self.line.frames)

    def _take(self, frame: Frame) -> None:
        if frame.get("whole"):
            self.people, self.talks, self.counts = {}, {}, {}
        else:
            self.deltas.append(frame)
        self.people |= {one["id"]: one for one in frame.get("people", ())}
        self.talks |= {one["conv"]: one for one in frame.get("talks", ())}
        self.counts |= dict(frame.get("counts", ()))
        self.figures |= {one["channel"]: one for one in frame.get("figures", ())}
        self.bars = frame.get("bars", self.bars)
        for gone in frame.get("gone", ()):
            self.talks.pop(gone, None)

    async def shows(self, found: Callable[[Board], Any], *, seconds: float = 15) -> Any:
        """Wait until the board shows it."""
        async with asyncio.timeout(seconds):
            while True:
                self.fold()
                seen = found(self)
                if seen:
                    return seen
                await self.line.news()


@contextlib.asynccontextmanager
async def looking(floor: Floor, login: str = "sofia") -> AsyncIterator[Board]:
    """Somebody opens the board."""
    line = await floor.people.desk(login)
    async with closing(line):
        await line.say(t="sub", id="floor")
        await line.until(lambda frame: frame["t"] == "live" and frame["id"] == "floor")
        board = Board(line)
        board.fold()
        yield board
