"""A small door of the tests: a shop whose streams are logs in memory, served by a real uvicorn on a free port."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from pult.kit.errors import Conflict, SignInNeeded
from pult.live.contract import Connection, Event, Handshake, Hello, Refusal, Replay, Snapshot
from pult.live.hub import Hub
from pult.live.serving import Server, server

SCALE = 1 / 50
ORIGIN = "http://shop.localhost"


class Buy(msgspec.Struct, tag_field="t", tag="buy", forbid_unknown_fields=True):
    cid: str
    text: str


class Ask(msgspec.Struct, tag_field="t", tag="ask", forbid_unknown_fields=True):
    cid: str
    wait: float = 0.0


class Refuse(msgspec.Struct, tag_field="t", tag="refuse", forbid_unknown_fields=True):
    cid: str
    how: str = "conflict"


class Wave(msgspec.Struct, tag_field="t", tag="wave", forbid_unknown_fields=True):
    on: bool = True


class Shelf:
    """The streams: dense logs per topic, read with random delays to make interleavings happen."""

    def __init__(self) -> None:
        self.logs: dict[str, list[str]] = {}
        self.slow = 0.0
        self.reads = 0
        self.snapshots = 0
        self.stale = 0
        """That many entries at the end are not seen by the next reads: a read that is older than the bell."""

    def events(self, topic: str, after: int = 0) -> list[Event]:
        entries = enumerate(self.logs[topic], 1)
        return [Event(n, json.dumps({"n": n, "text": text}).encode()) for n, text in entries if n > after]

    async def open(self, viewer: Any, stream: str) -> str | None:
        await self._pause()
        return f"topic:{stream}" if f"topic:{stream}" in self.logs else None

    async def replay(self, topic: str, after: int, *, limit: int) -> Replay | None:
        self.reads += 1
        events = self.events(topic, after)
        top = len(self.logs[topic])
        if self.stale and random.random() < 0.5:
            events, top = events[: -self.stale], max(after, top - self.stale)
        await self._pause()
        if after > len(self.logs[topic]) or len(events) > limit:
            return None
        return Replay(events=events, top=top if events else after)

    async def snapshot(self, topic: str, viewer: Any) -> Snapshot:
        self.snapshots += 1
        top = len(self.logs[topic])
        frame = {"t": "snap", "id": topic.removeprefix("topic:"), "top": top, "entries": self.logs[topic][:top]}
        await self._pause()
        return Snapshot(top=top, frame=json.dumps(frame).encode())

    async def before(self, topic: str, n: int) -> bytes | None:
        return b'{"t":"page","id":"%b","entries":[],"first":1}' % topic.removeprefix("topic:").encode()

    async def _pause(self) -> None:
        if self.slow:
            await asyncio.sleep(random.random() * self.slow)


class Shop:
    """The door."""

    path = "/live/shop"
    credits = 4
    commands: tuple[type[msgspec.Struct], ...] = (Buy, Ask, Refuse, Wave)

    def __init__(self) -> None:
        self.source = Shelf()
        self.hub: Hub
        self.bought: list[tuple[Connection, Buy]] = []
        self.order: list[str] = []
        self.open: list[Connection] = []
        self.handshakes: list[Handshake] = []
        self.gate: asyncio.Event | None = None

    def accept(self, handshake: Handshake) -> Refusal | None:
        self.handshakes.append(handshake)
        if handshake.origin == "http://broken.localhost":
            raise RuntimeError("secret words of an exception")
        return None if handshake.origin == ORIGIN else Refusal(status=403, code="forbidden")

    async def hello(self, connection: Connection, frame: Hello) -> tuple[Any, dict[str, object]]:
        if self.gate is not None:
            await self.gate.wait()
        name = frame.auth.get("name", "")
        if not name:
            raise SignInNeeded("who are you?", code="auth_failed")
        self.open.append(connection)
        connection.follow(f"person:{name}")
        return name, {"name": name}

    def handle(self, connection: Connection, frame: Any) -> Awaitable[None] | None:
        if isinstance(frame, Buy):
            self.order.append(frame.cid)
            self.bought.append((connection, frame))
            return None
        if isinstance(frame, Ask):
            return self._ask(connection, frame)
        if isinstance(frame, Refuse):
            if frame.how == "conflict":
                raise Conflict("no", by="Anna")
            raise RuntimeError("secret words of an exception")
        self.hub.signal("topic:c:1", b'{"t":"wave"}', key="wave")
        return None

    async def _ask(self, connection: Connection, frame: Ask) -> None:
        await asyncio.sleep(frame.wait)
        self.order.append(frame.cid)
        connection.send_struct({"t": "ack", "cid": frame.cid})
        connection.answered()

    def closed(self, connection: Connection) -> None:
        self.open.remove(connection)

    def write(self, stream: str, *texts: str) -> None:
        """Append, then publish: what the log does after a commit."""
        topic = f"topic:{stream}"
        log = self.source.logs.setdefault(topic, [])
        at = len(log)
        log.extend(texts)
        self.hub.publish(topic, stream, self.source.events(topic, at))


class Live:
    """A running server with its hub and door."""

    def __init__(self, hub: Hub, shop: Shop, running: Server, port: int, implementation: str) -> None:
        self.hub = hub
        self.shop = shop
        self.server = running
        self.port = port
        self.implementation = implementation

    @contextlib.asynccontextmanager
    async def socket(self, path: str = "/live/shop", **options: Any) -> AsyncIterator[Client]:
        """A foreign client, not greeted yet."""
        options.setdefault("origin", ORIGIN)
        options.setdefault("ping_interval", None)
        options.setdefault("compression", None)
        options.setdefault("proxy", None)
        async with connect(f"ws://127.0.0.1:{self.port}{path}", **options) as raw:
            yield Client(raw)

    @contextlib.asynccontextmanager
    async def client(self, name: str = "anna", *, streams: Any = (), **options: Any) -> AsyncIterator[Client]:
        """A foreign client, welcomed."""
        async with self.socket(**options) as client:
            await client.hello(name, streams=list(streams))
            yield client


class Client:
    """The foreign client with the words of the protocol."""

    def __init__(self, raw: ClientConnection) -> None:
        self.raw = raw

    async def send(self, frame: Any) -> None:
        await self.raw.send(frame if isinstance(frame, (str, bytes, list)) else json.dumps(frame))

    async def frame(self) -> Any:
        return json.loads(await asyncio.wait_for(self.raw.recv(), 5))

    async def until(self, wanted: str) -> Any:
        while True:
            frame = await self.frame()
            if frame["t"] == wanted:
                return frame

    async def hello(self, name: str, **more: Any) -> Any:
        await self.send({"t": "hello", "v": 1, "auth": {"name": name}, **more})
        return await self.until("welcome")

    async def closed(self) -> int:
        """The close code, when everything before it was read."""
        await asyncio.wait_for(self.raw.wait_closed(), 10)
        assert self.raw.close_code is not None
        return self.raw.close_code

    async def errors(self) -> list[str]:
        """Codes of the error frames until the socket closes."""
        return [frame["code"] async for frame in self.frames() if frame["t"] == "error"]

    async def frames(self) -> AsyncIterator[Any]:
        async with asyncio.timeout(10):
            with contextlib.suppress(ConnectionClosed):
                async for text in self.raw:
                    yield json.loads(text)


def frame_of(opcode: int, payload: bytes, *, fin: bool = True, mask: bool = True) -> bytes:
    """A websocket frame as a client writes it (masked with zeros)."""
    size = len(payload)
    length = bytes([size]) if size < 126 else b"\x7e" + size.to_bytes(2)
    first = bytes([opcode | (0x80 if fin else 0)])
    return first + bytes([length[0] | (0x80 if mask else 0)]) + length[1:] + (bytes(4) if mask else b"") + payload


class Plain:
    """A client that writes bytes: for everything a websocket library would not do."""

    HEAD = (
        b"GET /live/shop HTTP/1.1\r\nHost: x\r\nOrigin: http://shop.localhost\r\n"
        b"Connection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    HELLO = frame_of(1, b'{"t":"hello","v":1,"auth":{"name":"plain"}}')

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    @classmethod
    async def open(cls, live: Live, *, head: bytes = HEAD, receive_buffer: int = 0) -> Plain:
        raw = socket.socket()
        if receive_buffer:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        raw.connect(("127.0.0.1", live.port))
        reader, writer = await asyncio.open_connection(sock=raw)
        writer.write(head)
        plain = cls(reader, writer)
        assert b" 101 " in await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 5)
        return plain

    def write(self, *frames: bytes) -> None:
        self.writer.write(b"".join(frames))

    async def read(self) -> tuple[int, bytes]:
        """Opcode and payload of the next frame."""
        first, size = await asyncio.wait_for(self.reader.readexactly(2), 5)
        if size >= 126:
            size = int.from_bytes(await asyncio.wait_for(self.reader.readexactly(2 if size == 126 else 8), 5))
        return first & 15, await asyncio.wait_for(self.reader.readexactly(size), 5)

    async def closed(self) -> int:
        """The code of the close frame; everything before it is read."""
        while True:
            opcode, payload = await self.read()
            if opcode == 8:
                return int.from_bytes(payload[:2])

    def abort(self) -> None:
        self.writer.transport.abort()


async def until(condition: Callable[[], Any], *, seconds: float = 5.0) -> None:
    """Wait for a condition of the process under test."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.002)


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Everything that is no socket."""
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"plain"})


@contextlib.asynccontextmanager
async def serving(implementation: Any, **options: Any) -> AsyncIterator[Live]:
    """A real uvicorn in this loop."""
    hub = Hub(epoch="one", **options)
    shop = Shop()
    shop.hub = hub
    hub.add_door(shop)
    listening = socket.create_server(("127.0.0.1", 0))
    running = server(application, hub, implementation=implementation, lifespan="off", log_config=None)
    running.capture_signals = contextlib.nullcontext  # type: ignore[method-assign]
    task = asyncio.create_task(running.serve([listening]))
    try:
        await until(lambda: running.started)
        yield Live(hub, shop, running, listening.getsockname()[1], implementation)
    finally:
        running.should_exit = True
        await asyncio.wait_for(task, 10)
        listening.close()
