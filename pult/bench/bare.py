"""The denominators of G6 and G8 (a process of its own): picows and nothing else, on the loop the product uses."""

from __future__ import annotations

from typing import Any

import uvloop
from picows import WSListener, WSMsgType, WSTransport, WSUpgradeRequest
from picows import ws_create_server as ws_create_server  # pyright: ignore[reportUnknownVariableType]

from pult.bench.publisher import Publisher
from pult.bench.worker import orders, reply

READ_BUFFER = 2048
"""Bytes; what the product gives a visitor's socket."""
ROOM = 14
"""Bytes of room for the longest websocket header."""


class Listener(WSListener):
    """The least a server has to keep of a socket: that it is there."""

    def __init__(self, all_of_them: set[WSTransport]) -> None:
        super().__init__()
        self.all = all_of_them

    def on_ws_connected(self, transport: WSTransport) -> None:
        self.all.add(transport)

    def on_ws_disconnected(self, transport: WSTransport) -> None:
        self.all.discard(transport)


async def listen(sockets: set[WSTransport]) -> int:
    """Serve on a free port; returns it."""

    def factory(request: WSUpgradeRequest) -> WSListener:
        return Listener(sockets)

    server = await ws_create_server(
        factory, "127.0.0.1", 0, use_aiofastnet=False, read_buffer_init_size=READ_BUFFER, backlog=4096
    )
    return int(server.sockets[0].getsockname()[1])


async def main() -> None:
    """Answer orders until standard input ends."""
    sockets: set[WSTransport] = set()
    frame = b""

    def broadcast(number: int) -> None:
        # The fastest that picows offers: one buffer with room for the header, written in place, for all sockets.
        packed = bytearray(ROOM) + frame
        for transport in sockets:
            transport.send_reuse_external_bytearray(WSMsgType.TEXT, packed, ROOM)

    publisher = Publisher(broadcast)
    port = await listen(sockets)
    async for order in orders():
        if order["do"] == "listen":
            reply(port=port, control=await publisher.listen())
        elif order["do"] == "frame":
            frame = str(order["frame"]).encode()
            reply(bytes=len(frame))
        elif order["do"] == "probe":
            broadcast(0)
            reply()
        else:
            reply(**await _publish(publisher, order))


async def _publish(publisher: Publisher, order: dict[str, Any]) -> dict[str, Any]:
    return await publisher.run(warm=order["warm"], seconds=order["seconds"], window=order["window"])


if __name__ == "__main__":
    uvloop.run(main())
