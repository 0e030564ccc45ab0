"""The generator of G6 (a process of its own): thousands of sockets, authenticated, subscribed, then silent."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec
import uvloop

from pult.bench.client import TEXT, Ended, Socket, cids, connect, follow, hello, new_key
from pult.bench.visitors import AT_ONCE
from pult.bench.worker import orders, reply


class Quiet(Socket):
    """A socket that only listens. It answers pings by itself."""

    __slots__ = ()


async def open_one(order: dict[str, Any], key: str | None) -> Quiet:
    """One connection; with a key authenticated and following its own talk, which must exist."""
    socket = Quiet()
    await connect(socket, url=order["url"], origin=order["origin"])
    if key is not None:
        welcome = await hello(socket, auth={"key": key, "site": order["site"]})
        await follow(socket, f"c:{welcome['me']['conv']}")
    return socket


async def begin(order: dict[str, Any]) -> str:
    """Make a talk with one message and leave; returns the visitor's key."""
    key, socket = new_key(), Quiet()
    await connect(socket, url=order["url"], origin=order["origin"])
    await hello(socket, auth={"key": key, "site": order["site"]})
    await socket.ask("ack", msgspec.json.encode({"t": "send", "cid": cids()(), "text": TEXT}))
    socket.close()
    return key


async def answer(order: dict[str, Any], keys: list[str], sockets: list[Quiet]) -> dict[str, Any]:
    """`begin` makes `count` talks, `open` opens `count` sockets (with `keys`: visitors), `alive` counts them."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def guarded(work: Any) -> Any:
        async with gate:
            return await work

    if order["do"] == "begin":
        keys += await asyncio.gather(*(guarded(begin(order)) for _ in range(order["count"])))
    elif order["do"] == "open":
        begun = len(sockets)
        wanted = keys[begun : begun + order["count"]] if order["visitors"] else [None] * order["count"]
        sockets += await asyncio.gather(*(guarded(open_one(order, key)) for key in wanted))
    elif order["do"] == "close":
        for socket in sockets:
            socket.close()
        await asyncio.gather(*(socket.transport.wait_disconnected() for socket in sockets if socket.transport))
        sockets.clear()
    return {"open": sum(socket.why is None for socket in sockets), "keys": len(keys)}


async def main() -> None:
    """Answer orders until standard input ends."""
    keys: list[str] = []
    sockets: list[Quiet] = []
    async for order in orders():
        try:
            reply(**await answer(order, keys, sockets))
        except (Ended, OSError) as error:
            reply(failed=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    uvloop.run(main())
