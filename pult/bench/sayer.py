"""Visitors that write when they are told to (a process of its own): `open` makes talks, `say` writes into them."""

from __future__ import annotations

from typing import Any

import msgspec
import uvloop

from pult.bench.client import TEXT, Ended, Socket, cids, connect, hello, new_key
from pult.bench.worker import orders, reply


class Talk(Socket):
    """One visitor and their talk."""

    conv = ""


async def begin(order: dict[str, Any], make: Any) -> Talk:
    """A visitor with a talk of one message."""
    talk = Talk()
    await connect(talk, url=order["url"], origin=order["origin"])
    await hello(talk, auth={"key": new_key(), "site": order["site"]})
    ack = await talk.ask("ack", msgspec.json.encode({"t": "send", "cid": make(), "text": TEXT}))
    talk.conv = ack["conv"]
    return talk


async def main() -> None:
    """Answer orders until standard input ends."""
    talks: list[Talk] = []
    make = cids()
    async for order in orders():
        try:
            if order["do"] == "open":
                talks += [await begin(order, make) for _ in range(order["count"])]
            else:
                for at, text in enumerate(order["texts"], order.get("from", 0)):
                    talk = talks[at % len(talks)]
                    frame = {"t": "send", "conv": talk.conv, "cid": make(), "text": text}
                    await talk.ask("ack", msgspec.json.encode(frame))
            reply(convs=[talk.conv for talk in talks])
        except (Ended, OSError) as error:
            reply(failed=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    uvloop.run(main())
