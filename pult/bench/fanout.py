"""The numerator of G8 (a process of its own): the product's hub, sessions and sockets behind uvicorn, no database.

With durable sends the database would bound the figure; here `Hub.publish` is called as after a commit, one entry at
a time.
"""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import msgspec
import uvicorn
import uvloop

from pult.bench.client import TEXT
from pult.bench.publisher import Publisher
from pult.bench.worker import orders, reply
from pult.live.contract import Connection, Event, Handshake, Hello, Refusal, Replay, Snapshot, Source
from pult.live.hub import Hub
from pult.live.picows_protocol import protocol_class

STREAM = "c:Zk3vYw0bQ8mTfXe1aLr7Hs"
TOPIC = "bench"
PATH = "/live/bench"
FIRST = 1_000_000_000
"""Numbers begin here, so that every frame has the same length."""


class Talks:
    """One stream that has just begun."""

    def __init__(self) -> None:
        self.top = FIRST

    async def open(self, viewer: Any, stream: str) -> str | None:
        return TOPIC if stream == STREAM else None

    async def replay(self, topic: str, after: int, *, limit: int) -> Replay | None:
        return None

    async def snapshot(self, topic: str, viewer: Any) -> Snapshot:
        frame: dict[str, object] = {"t": "snap", "id": STREAM, "top": self.top, "state": {}, "entries": [], "first": 1}
        return Snapshot(top=self.top, frame=msgspec.json.encode(frame))

    async def before(self, topic: str, n: int) -> bytes | None:
        return None


class Desk:
    """A door that lets everybody in."""

    path = PATH
    credits = 32
    commands: tuple[type[msgspec.Struct], ...] = ()

    def __init__(self) -> None:
        self.talks = Talks()
        self.source: Source = self.talks

    def accept(self, handshake: Handshake) -> Refusal | None:
        return None

    async def hello(self, connection: Connection, frame: Hello) -> tuple[Any, dict[str, object]]:
        return frame.auth["number"], {}

    def handle(self, connection: Connection, frame: Any) -> None:
        return None

    def closed(self, connection: Connection) -> None:
        return None


def fragment(n: int) -> bytes:
    """An entry of a visitor's message as the desk sees it."""
    by = {"kind": "contact", "id": 3, "name": None}
    entry = {"n": n, "p": n, "kind": "message", "aud": "public", "by": by, "at": 1_764_000_000_000, "text": TEXT}
    return msgspec.json.encode(entry)


async def _no_pages(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 404, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def serve(hub: Hub) -> int:
    """Serve on a free port, as wiring does; returns the port."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    config = uvicorn.Config(
        _no_pages, http="httptools", ws=protocol_class(hub), lifespan="off", log_level="critical", access_log=False
    )
    server = uvicorn.Server(config)
    _running.add(asyncio.create_task(server.serve(sockets=[listener])))
    while not server.started:
        await asyncio.sleep(0.01)
    return int(listener.getsockname()[1])


_running: set[asyncio.Task[None]] = set()


async def main() -> None:
    """Answer orders until standard input ends."""
    hub, desk = Hub(), Desk()
    hub.add_door(desk)

    def broadcast(_: int) -> None:
        desk.talks.top += 1
        hub.publish(TOPIC, STREAM, [Event(desk.talks.top, fragment(desk.talks.top))])

    publisher = Publisher(broadcast)
    port = await serve(hub)
    async for order in orders():
        if order["do"] == "listen":
            reply(port=port, control=await publisher.listen())
        elif order["do"] == "probe":
            broadcast(0)
            reply()
        else:
            start = desk.talks.top
            hub.statistics.encodings = 0
            found = await publisher.run(warm=order["warm"], seconds=order["seconds"], window=order["window"])
            reply(**found, encodings=hub.statistics.encodings / (desk.talks.top - start), sockets=hub.connections)
    for task in _running:
        task.cancel()


if __name__ == "__main__":
    uvloop.run(main())
