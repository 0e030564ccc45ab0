"""Visitors and operators who do not give up: they keep what is unanswered, come back after a cut, follow their talks.

Each is a client of the protocol as the browser's is: applies `last + 1` only, resumes from its last numbers, sends
again what was not answered under the same id.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from websockets.exceptions import WebSocketException

from tests.support.line import Frame, Line, new_cid

SECONDS = 50.0
Connect = Callable[..., Awaitable[Line]]


class Person:
    """`connect(streams=…, epoch=…)` opens a line to some node. What came over all lines so far is in `views`."""

    def __init__(self, name: str, connect: Connect) -> None:
        self.name, self._connect = name, connect
        self.views: dict[str, list[Frame]] = {}
        """Talk → what was gathered live, in order."""
        self.tops: dict[str, int] = {}
        """Talk → the last number; more than the view holds only if a snapshot began later."""
        self.pending: dict[str, Frame] = {}
        self.answers: dict[str, Frame] = {}
        self.streams: set[str] = set()
        """Talks of which anything came."""
        self.heard: list[Frame] = []
        """Every frame of every line, in order."""
        self.cuts = 0
        self.snapshots = 0
        self.line: Line | None = None
        self.epoch: str | None = None
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._follow: set[str] = set()

    def begin(self) -> None:
        """Come, and come back, until `end`."""
        self._task = asyncio.create_task(self._live(), name=self.name)

    async def end(self) -> None:
        """Go for good. Raises what went wrong on the way."""
        assert self._task is not None
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        if self.line is not None:
            await self.line.close()

    def cut(self) -> None:
        """The cable is pulled."""
        if self.line is not None:
            self.cuts += 1
            self.line.cut()

    async def follow(self, conv: str) -> None:
        """Follow a talk (a visitor's own is followed by itself)."""
        self._follow.add(conv)
        if self.line is not None:
            await self._say(self.line, {"t": "sub", "id": f"c:{conv}", "last": self.tops.get(conv, 0)})

    async def send(self, t: str, **rest: Any) -> str:
        """Say a command; its id. It is said again after a cut until it is answered."""
        cid = new_cid()
        frame = self.pending[cid] = {"t": t, "cid": cid, **rest}
        if self.line is not None:
            await self._say(self.line, frame)
        return cid

    async def ask(self, t: str, **rest: Any) -> Frame:
        """Say a command and wait for its answer, through any number of cuts."""
        return await self.answer(await self.send(t, **rest))

    async def answer(self, cid: str) -> Frame:
        """Wait for an answer."""
        await self.until(lambda: cid in self.answers)
        return self.answers[cid]

    async def until(self, found: Callable[[], object], *, seconds: float = SECONDS) -> None:
        """Wait for something that a frame brings."""
        async with asyncio.timeout(seconds):
            while not found():
                if self._task is not None and self._task.done():
                    await self._task
                self._news.clear()
                await self._news.wait()

    async def reaches(self, conv: str, n: int) -> None:
        """Wait until the talk stands at number n here."""
        await self.until(lambda: self.tops.get(conv, 0) >= n)
        assert self.tops[conv] == n, f"{self.name} saw {self.tops[conv]} of {n}"

    async def _live(self) -> None:
        while True:
            streams = [(f"c:{conv}", self.tops.get(conv, 0)) for conv in sorted(self._follow)]
            try:
                line = await self._connect(streams=streams, epoch=self.epoch)
            except (OSError, WebSocketException):
                await asyncio.sleep(0.05)
                continue
            self.line, self.epoch = line, line.epoch
            try:
                self._welcomed(line, {stream.removeprefix("c:") for stream, _ in streams})
                for frame in list(self.pending.values()):
                    await self._say(line, frame)
                await self._hear(line)
            finally:
                self.line = None
                await line.close()

    def _welcomed(self, line: Line, asked: set[str]) -> None:
        if line.me.get("conv") is not None:
            self._follow.add(line.me["conv"])
        for conv in self._follow - asked:
            line.later(t="sub", id=f"c:{conv}", last=self.tops.get(conv, 0))

    async def _say(self, line: Line, frame: Frame) -> None:
        with contextlib.suppress(Exception):  # cut: `_live` says it again
            await line.say(**frame)

    async def _hear(self, line: Line) -> None:
        position = 0
        while True:
            while position < len(line.frames):
                self._take(line, line.frames[position])
                position += 1
                self._news.set()
            if line.closed.is_set():
                return
            await line.news()

    def _take(self, line: Line, frame: Frame) -> None:
        self.heard.append(frame)
        kind, conv = frame["t"], str(frame.get("id", "")).removeprefix("c:")
        if str(frame.get("id", "")).startswith("c:"):
            self.streams.add(conv)
        if kind == "snap":
            self._snapshot(conv, frame)
        elif kind == "ev":
            self._events(conv, frame["e"])
        elif kind == "live":
            assert self.tops.get(conv, 0) >= frame["top"], (
                f"{self.name}: live at {frame['top']}, seen {self.tops.get(conv)}"
            )
        elif kind == "conv" and conv not in self._follow:
            self._follow.add(conv)
            line.later(t="sub", id=f"c:{conv}", last=self.tops.get(conv, 0))
        elif frame.get("cid") in self.pending or frame.get("cid") in self.answers:
            self._answered(line, frame)

    def _answered(self, line: Line, frame: Frame) -> None:
        cid = frame["cid"]
        if frame.get("code") in ("busy", "unavailable"):
            if cid in self.pending:
                line.later(frame.get("retry_ms", 100) / 1000, **self.pending[cid])
            return
        before = self.answers.setdefault(cid, frame)
        assert before == frame, f"{self.name}: first {before}, then {frame}"
        self.pending.pop(cid, None)
        if frame["t"] == "ack" and "conv" in frame:
            self._follow.add(frame["conv"])

    def _snapshot(self, conv: str, frame: Frame) -> None:
        self.snapshots += 1
        view = frame["entries"]
        assert [entry["n"] for entry in view] == list(range(frame["first"], frame["top"] + 1)), frame
        assert frame["top"] >= self.tops.get(conv, 0), f"{self.name}: a snapshot took something back"
        if frame["first"] == 1:
            self.views[conv] = list(view)
        self.tops[conv] = frame["top"]

    def _events(self, conv: str, entries: list[Frame]) -> None:
        for entry in entries:
            assert entry["n"] == self.tops.get(conv, 0) + 1, f"{self.name}: after {self.tops.get(conv)} came {entry}"
            self.views.setdefault(conv, []).append(entry)
            self.tops[conv] = entry["n"]
