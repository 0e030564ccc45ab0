"""The denominator of opening the chat (a process of its own): a page whose button brings a frame of the same bytes.

The frame's script and style are as long as the widget's, and are read by the browser, but do nothing: text in quotes.
Beside them stands a box to write in. It also serves the pages that carry the widget or do not.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn

from pult.bench.worker import orders, reply

Message = MutableMapping[str, Any]
_PAGE = """<!doctype html><meta charset="utf-8"><title>bare</title><link rel="icon" href="data:,">
<button data-testid="opener">open</button><script>
document.querySelector("button").onclick = () => {
  const frame = document.createElement("iframe");
  frame.style.cssText = "position:fixed;inset:auto 16px 84px auto;width:376px;height:620px;border:0";
  frame.dataset.testid = "bare-frame";
  frame.src = "http://localhost:PORT/frame";
  document.body.append(frame);
};
</script>"""
_FRAME = """<!doctype html><html lang="en"><meta charset="utf-8"><title>bare</title>
<link rel="stylesheet" href="/style.css"><script type="module" src="/script.js"></script>
<body></body></html>"""
_SCRIPT = """const words = "WORDS";
const box = document.createElement("textarea");
box.dataset.testid = "composer";
document.body.append(box);
box.focus();
"""


def pages(*, port: int, script: int, style: int) -> dict[str, tuple[str, bytes]]:
    """What is served by path: type and body. `script` and `style` are bytes."""
    filled = _SCRIPT.replace("WORDS", "x" * max(0, script - len(_SCRIPT)))
    return {
        "/": ("text/html", _PAGE.replace("PORT", str(port)).encode()),
        "/frame": ("text/html", _FRAME.encode()),
        "/script.js": ("text/javascript", filled.encode()),
        "/style.css": ("text/css", f"textarea{{width:90%}}/*{'x' * style}*/".encode()),
    }


class Bare:
    """The least that an ASGI server can do."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, bytes]] = {}

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        kind, body = self.pages.get(scope["path"], ("text/plain", b""))
        headers = [(b"content-type", kind.encode()), (b"content-length", str(len(body)).encode())]
        headers.append((b"cache-control", b"no-store"))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


async def main() -> None:
    """Answer orders until standard input ends."""
    bare = Bare()
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = int(listening.getsockname()[1])
    server = uvicorn.Server(uvicorn.Config(bare, log_level="error", lifespan="off", http="httptools", loop="none"))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    async for order in orders():
        bare.pages = pages(port=port, script=order["script"], style=order["style"])
        bare.pages |= {path: ("text/html", html.encode()) for path, html in order["hosts"].items()}
        reply(port=port)
    server.should_exit = True
    await serving


if __name__ == "__main__":
    asyncio.run(main())
