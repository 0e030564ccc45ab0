"""Client sockets of the bench: the real protocol with frames made beforehand, so that the generator costs little."""

from __future__ import annotations

import asyncio
import base64
import os
import time
from collections.abc import Callable
from typing import Any

import msgspec
from picows import WSFrame, WSListener, WSMsgType, WSTransport
from picows import ws_connect as ws_connect  # pyright: ignore[reportUnknownVariableType]

TEXT = "Здравствуйте! Подскажите, пожалуйста, что с моим откликом?"
CONNECT_SECONDS = 30.0

BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
    "Accept-Language": "ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Cache-Control": "no-cache",
    "Pragma": "no-cache",
    "Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits",
}
"""Headers of the size a browser sends; the origin is added."""


class Ended(Exception):
    """The server closed the socket or refused something the bench needs."""


def new_key() -> str:
    """A visitor's key, as a browser makes one."""
    return base64.urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()


def cids() -> Callable[[], str]:
    """A maker of UUIDv7: time first, then a counter and this maker's own random part."""
    tail = os.urandom(4).hex()
    count = 0

    def make() -> str:
        nonlocal count
        count += 1
        stamp = f"{int(time.time() * 1000):012x}"
        return (
            f"{stamp[:8]}-{stamp[8:]}-7{count >> 28 & 0xFFF:03x}-8{count >> 16 & 0xFFF:03x}-{count & 0xFFFF:04x}{tail}"
        )

    return make


class Socket(WSListener):
    """One connection. Frames wanted by `expect` go there, all others to `received`."""

    def __init__(self) -> None:
        self.transport: WSTransport | None = None
        self.why: str | None = None
        self._wanted: tuple[bytes, asyncio.Future[bytes]] | None = None
        """What `ask` waits for: the beginning of a frame, and where it goes."""

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.transport = transport

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        if frame.msg_type is WSMsgType.TEXT:
            payload = frame.get_payload_as_bytes()
            wanted = self._wanted
            if wanted is not None and payload.startswith(wanted[0]):
                self._wanted = None
                wanted[1].set_result(payload)
            else:
                self.received(payload)
        elif frame.msg_type is WSMsgType.CLOSE:
            self.why = f"closed by the server: {frame.get_close_code()} {frame.get_close_reason()}"

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.why = self.why or "the line was cut"
        if self._wanted is not None:
            self._wanted[1].set_exception(Ended(self.why))
            self._wanted = None

    def received(self, payload: bytes) -> None:
        """A text frame nobody asked for."""
        if payload.startswith(b'{"t":"error"'):
            self.why = payload.decode()

    def say(self, frame: bytes) -> None:
        """Send one text frame."""
        assert self.transport is not None
        self.transport.send(WSMsgType.TEXT, frame)

    async def ask(self, kind: str, frame: bytes) -> Any:
        """Send a frame and wait for the next one of type `kind`. Raises `Ended`."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[bytes] = loop.create_future()
        self._wanted = (b'{"t":"%s"' % kind.encode(), future)
        self.say(frame)
        try:
            return msgspec.json.decode(await asyncio.wait_for(future, CONNECT_SECONDS))
        except TimeoutError:
            raise Ended(f"no {kind} in {CONNECT_SECONDS:g} s; last word: {self.why}") from None

    def close(self) -> None:
        """Leave."""
        if self.transport is not None:
            self.transport.disconnect()


async def connect(socket: Socket, *, url: str, origin: str) -> None:
    """Open the connection with a browser's headers."""
    await ws_connect(
        lambda: socket,
        url,
        extra_headers={**BROWSER, "Origin": origin},
        read_buffer_init_size=4096,
        websocket_handshake_timeout=CONNECT_SECONDS,
    )


async def hello(socket: Socket, *, auth: dict[str, str]) -> dict[str, Any]:
    """Authenticate; returns the `welcome` frame."""
    frame = {"t": "hello", "v": 1, "auth": auth}
    welcome: dict[str, Any] = await socket.ask("welcome", msgspec.json.encode(frame))
    return welcome


async def follow(socket: Socket, stream: str) -> None:
    """Subscribe and wait until the stream is live."""
    await socket.ask("live", msgspec.json.encode({"t": "sub", "id": stream}))
