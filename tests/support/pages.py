"""A little web server of somebody's shop: pages that carry the chat, or not quite."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field


@dataclass
class Page:
    """What one address answers."""

    body: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Shop:
    """Its origin, its pages by path, and what was asked for."""

    origin: str
    pages: dict[str, Page]
    asked: list[str] = field(default_factory=list)


@contextlib.asynccontextmanager
async def shop(pages: dict[str, Page]) -> AsyncIterator[Shop]:
    """Serve these pages on this machine."""
    made = Shop("", pages)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            head = await reader.readuntil(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            made.asked.append(path)
            page = made.pages.get(path, Page("nothing here", 404))
            body = page.body.encode()
            lines = [f"HTTP/1.1 {page.status} x", f"content-length: {len(body)}", "connection: close"]
            lines += ["content-type: text/html", *(f"{name}: {value}" for name, value in page.headers.items())]
            writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    made.origin = f"http://localhost:{server.sockets[0].getsockname()[1]}"
    async with server:
        yield made
