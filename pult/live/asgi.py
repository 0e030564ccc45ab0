"""The fallback: the same sessions over uvicorn's own websockets, as an ASGI application. Slower, all public API."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any

from pult.live import upgrade
from pult.live.contract import Refusal
from pult.live.frames import ROOM, TEXT

if TYPE_CHECKING:
    from pult.live.hub import Endpoint, Hub
    from pult.live.session import Session

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Any, Any, Any], Awaitable[None]]

_AHEAD = 8
"""Frames handed to uvicorn before the session is told to wait."""


def with_sockets(application: Application, hub: Hub) -> Application:
    """An application that serves the hub's websockets itself and leaves everything else to `application`."""

    async def serve(scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await serve_socket(hub, scope, receive, send)
        else:
            await application(scope, receive, send)

    return serve


async def serve_socket(hub: Hub, scope: Any, receive: Receive, send: Send) -> None:
    """One socket from its upgrade to its end."""
    await receive()
    headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
    decision = hub.accept(scope["path"], headers, scope["client"][0] if scope["client"] else "")
    if isinstance(decision, Refusal):
        await _refuse(decision, send)
        return
    endpoint, handshake = decision
    await send({"type": "websocket.accept"})
    socket = AsgiSocket(endpoint, handshake.address, send)
    writer = asyncio.create_task(socket.write_all())
    try:
        await socket.read_all(receive)
    finally:
        socket.session.lost()
        socket.abort()
        await writer


async def _refuse(refusal: Refusal, send: Send) -> None:
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "websocket.http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": upgrade.body(refusal)})


class AsgiSocket:
    """Implements `Wire`. uvicorn pings by itself (`ws_ping_interval`)."""

    pings = False

    def __init__(self, endpoint: Endpoint, address: str, send: Send) -> None:
        self._send = send
        self._waiting: deque[Message] = deque()
        self._changed = asyncio.Event()
        self._readable = asyncio.Event()
        self._readable.set()
        self._gone = asyncio.Event()
        self.session: Session = endpoint.hub.open(endpoint, self, address)

    async def read_all(self, receive: Receive) -> None:
        """Hand every message to the session until the peer is gone."""
        gone = asyncio.ensure_future(self._gone.wait())
        try:
            while not gone.done():
                await self._readable.wait()
                message = asyncio.ensure_future(receive())
                await asyncio.wait((message, gone), return_when=asyncio.FIRST_COMPLETED)
                if not message.done():
                    message.cancel()
                    return
                if message.result()["type"] != "websocket.receive":
                    return
                text = message.result().get("text")
                if text is None:
                    self.session.binary()
                else:
                    self.session.received(text)
        finally:
            gone.cancel()

    async def write_all(self) -> None:
        """Send what the session casts. The only place that waits for the peer."""
        gone = asyncio.ensure_future(self._gone.wait())
        try:
            while not gone.done():
                if not self._waiting:
                    self._changed.clear()
                    self.session.resume()
                if not self._waiting:
                    changed = asyncio.ensure_future(self._changed.wait())
                    await asyncio.wait((changed, gone), return_when=asyncio.FIRST_COMPLETED)
                    changed.cancel()
                    continue
                sending = asyncio.ensure_future(self._send(self._waiting.popleft()))
                await asyncio.wait((sending, gone), return_when=asyncio.FIRST_COMPLETED)
                if not sending.done():
                    sending.cancel()
                elif sending.exception() is not None:
                    return
        finally:
            gone.cancel()

    def cast(self, opcode: int, packed: bytearray, offset: int) -> None:
        """Hand one text message to the writer."""
        self._waiting.append({"type": "websocket.send", "text": packed[ROOM:].decode()})
        self._changed.set()
        if len(self._waiting) >= _AHEAD:
            self.session.pause()

    def cast_all(self, packed: list[bytearray]) -> None:
        """One after another: uvicorn takes no more."""
        for one in packed:
            self.cast(TEXT, one, ROOM)

    def ping(self) -> None:
        """uvicorn does it."""

    def hold(self) -> None:
        """Stop taking messages; uvicorn then stops reading."""
        self._readable.clear()

    def release(self) -> None:
        """Take messages again."""
        self._readable.set()

    def close(self, code: int, reason: str) -> None:
        """Send a close frame behind what waits."""
        self._waiting.append({"type": "websocket.close", "code": code, "reason": reason})
        self._changed.set()
        self._readable.set()

    def abort(self) -> None:
        """Stop reading and writing; the ASGI application ends and uvicorn closes the socket."""
        self._gone.set()
        self._changed.set()
        self._readable.set()
