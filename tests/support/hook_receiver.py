"""A machine outside that is called: it takes what comes, answers as each address is told to, and counts."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from standardwebhooks import Webhook


@dataclass
class Came:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def opened(self, secret: str) -> Any:
        """What was said, checked by the standard's own library. Raises when it was not signed with this secret."""
        Webhook(secret).verify(self.body, self.headers)
        return json.loads(self.body)


@dataclass
class Receiver:
    """`answers`: path → what it does next, as long as there is any: a status, bytes for a 200, `hang`, `drip`, `giant`,
    `bomb`, or `to:<address>`.
    """

    origin: str = ""
    came: list[Came] = field(default_factory=list)
    answers: dict[str, list[Any]] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    left: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    release: asyncio.Event = field(default_factory=asyncio.Event)

    def of(self, path: str) -> list[Came]:
        """What came to this address."""
        return [one for one in self.came if one.path == path]

    async def gets(self, path: str, count: int) -> list[Came]:
        """Wait until so many came there."""
        async with asyncio.timeout(30):
            while len(self.of(path)) < count:
                await asyncio.sleep(0.02)
        return self.of(path)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            path = head[0].split(" ")[1]
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:] if line)}
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            self.came.append(Came(path, headers, body))
            how = self.answers.get(path, [])
            now = how.pop(0) if how else 200
            if now == "hang":
                now = await self._hang(path, reader)
            await self._answer(path, now, writer)
        with contextlib.suppress(ConnectionError):
            writer.close()
            await writer.wait_closed()

    async def _hang(self, path: str, reader: asyncio.StreamReader) -> int:
        """Say nothing until everybody is released, or whoever called has left."""
        self.waiting[path] += 1
        ends = {asyncio.ensure_future(reader.read(1)), asyncio.ensure_future(self.release.wait())}
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for one in ends:
            one.cancel()
        self.waiting[path] -= 1
        self.left[path] += not self.release.is_set()
        return 200

    async def _answer(self, path: str, how: Any, writer: asyncio.StreamWriter) -> None:
        if how in ("drip", "giant"):
            await self._stream(path, writer, drip=how == "drip")
        elif isinstance(how, str) and how.startswith("to:"):
            writer.write(f"HTTP/1.1 307 Go\r\nlocation: {how[3:]}\r\ncontent-length: 0\r\n\r\n".encode())
        elif isinstance(how, bytes):
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(how), how))
        else:
            writer.write(f"HTTP/1.1 {how} So\r\ncontent-length: 0\r\n\r\n".encode())
        await writer.drain()

    async def _stream(self, path: str, writer: asyncio.StreamWriter, *, drip: bool) -> None:
        """Without an end, a byte at a time or as much as goes."""
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            while True:
                writer.write(b"x" if drip else b"x" * 65_536)
                await writer.drain()
                await asyncio.sleep(0.01 if drip else 0)
        except ConnectionError:
            self.left[path] += 1


@contextlib.asynccontextmanager
async def receiver(host: str = "127.0.0.1") -> AsyncIterator[Receiver]:
    """One that listens."""
    made = Receiver()
    server = await asyncio.start_server(made.answer, host, 0)
    made.origin = f"http://{host}:{server.sockets[0].getsockname()[1]}"
    try:
        yield made
    finally:
        made.release.set()
        server.close()
