"""A load of plain GET requests (a process of its own): so many connections, the next request with each answer."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import uvloop

from pult.bench.worker import orders, reply


class Load:
    """What was counted."""

    def __init__(self, *, port: int, path: str, kept: bool) -> None:
        self._port, self._kept = port, kept
        lines = (
            f"GET {path} HTTP/1.1",
            f"host: localhost:{port}",
            "accept: */*",
            "accept-encoding: gzip, deflate, br, zstd",
            "user-agent: Mozilla/5.0",
            "sec-fetch-site: cross-site",
        )
        self._request = ("\r\n".join(lines) + "\r\n\r\n").encode()
        self.done = self.wrong = self.bytes = 0

    async def run(self, until: float) -> None:
        """One connection's part."""
        while time.monotonic() < until:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            try:
                await self._ask(reader, writer)
                while self._kept and time.monotonic() < until:
                    await self._ask(reader, writer)
            finally:
                writer.close()

    async def _ask(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(self._request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        body = await reader.readexactly(int(length))
        self.done += 1
        self.bytes += len(head) + len(body)
        self.wrong += not head.startswith(b"HTTP/1.1 200")


async def load(order: dict[str, Any]) -> dict[str, int]:
    """Ask for as long as the order says."""
    counted = Load(port=order["port"], path=order["path"], kept=order["kept"])
    until = time.monotonic() + order["seconds"]
    await asyncio.gather(*(counted.run(until) for _ in range(order["connections"])))
    return {"done": counted.done, "wrong": counted.wrong, "bytes": counted.bytes}


async def main() -> None:
    """Answer orders until standard input ends."""
    async for order in orders():
        if order["do"] == "load":
            reply(**await load(order))
        else:
            await asyncio.sleep(order["seconds"])
            reply()


if __name__ == "__main__":
    uvloop.run(main())
