"""Publishing as fast as the receivers take it, the same way for the product's hub and for bare picows."""

from __future__ import annotations

import asyncio
import struct
import time
from collections.abc import Callable
from typing import Any

COUNT = struct.Struct("<Q")
"""What the receiver reports on the control line: how many messages all sockets together have had, by their number."""


class Publisher:
    """Calls `broadcast(number)` once per turn of the loop, at most `window` messages ahead of the receiver."""

    def __init__(self, broadcast: Callable[[int], None]) -> None:
        self._broadcast = broadcast
        self._received = 0
        self._news = asyncio.Event()
        self._sent = 0

    async def listen(self) -> int:
        """Open the control line on a free port; returns it."""
        server = await asyncio.start_server(self._control, "127.0.0.1", 0)
        return int(server.sockets[0].getsockname()[1])

    async def _control(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                self._received = COUNT.unpack(await reader.readexactly(COUNT.size))[0]
                self._news.set()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def run(self, *, warm: float, seconds: float, window: int) -> dict[str, Any]:
        """Publish for `warm` + `seconds`; the figures are of the last `seconds`, by what was received."""
        await self._until(time.perf_counter() + warm, window=window)
        received, start, cpu = self._received, time.perf_counter(), time.process_time()
        await self._until(start + seconds, window=window)
        passed = time.perf_counter() - start
        return {
            "messages": self._received - received,
            "per_s": (self._received - received) / passed,
            "cpu": (time.process_time() - cpu) / passed,
        }

    async def _until(self, end: float, *, window: int) -> None:
        while time.perf_counter() < end:
            if self._sent - self._received < window:
                self._sent += 1
                self._broadcast(self._sent)
                await asyncio.sleep(0)
            else:
                self._news.clear()
                if self._sent - self._received >= window:
                    await asyncio.wait_for(self._news.wait(), 10)
