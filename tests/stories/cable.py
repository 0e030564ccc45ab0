"""A cable between a browser and the server to pull out and put back: a TCP proxy on another loopback address."""

from __future__ import annotations

import asyncio
import contextlib
from types import TracebackType

HOST = "127.0.0.2"
"""Where the browser is led to instead of 127.0.0.1; the port stays the same, so no origin changes."""


class Cable:
    """Enter with `async with`."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._server: asyncio.Server | None = None
        self._ends: set[asyncio.StreamWriter] = set()
        self._busy: set[asyncio.Task[None]] = set()
        self.flows = asyncio.Event()
        """Cleared: bytes of the browser stand still, though nothing is cut."""
        self.flows.set()

    async def __aenter__(self) -> Cable:
        await self.mend()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.cut()

    async def mend(self) -> None:
        """Let connections through again."""
        self._server = await asyncio.start_server(self._carry, HOST, self._port, reuse_address=True)

    async def cut(self) -> None:
        """Cut every connection without a goodbye and refuse new ones."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self.flows.set()
        for end in self._ends:
            end.transport.abort()
        await asyncio.gather(*self._busy, return_exceptions=True)

    async def _carry(self, inward: asyncio.StreamReader, outward: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._busy.add(task)
        self._ends.add(outward)
        try:
            back, forth = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            outward.transport.abort()
        else:
            self._ends.add(forth)
            await asyncio.gather(_pour(inward, forth, self.flows), _pour(back, outward))
            self._ends.discard(forth)
        self._ends.discard(outward)
        self._busy.discard(task)


async def _pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter, flows: asyncio.Event | None = None) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65_536):
            if flows is not None:
                await flows.wait()
            sink.write(data)
            await sink.drain()
    sink.transport.abort()
