"""The load generator (a process of its own): visitors that write, desks that together see everything.

A message is done when its writer has the ack **and** the desk has seen it; only then may the same visitor write again.
"""

from __future__ import annotations

import asyncio
import gc
import time
from collections import deque
from typing import Any

import msgspec
import uvloop

from pult.bench.client import TEXT, Ended, Socket, cids, connect, follow, hello, new_key
from pult.bench.pace import Pace
from pult.bench.rules import quantile
from pult.bench.worker import orders, reply

AT_ONCE = 50
"""Connections being opened at the same time."""
DRAIN_SECONDS = 20.0
PAUSE = 0.004
"""Seconds between two frames of one desk while it subscribes: below the rate that a socket may have."""


class Seen(msgspec.Struct):
    """What the desk reads of an entry."""

    p: int | None = None


class Events(msgspec.Struct):
    """What the desk reads of an `ev` frame."""

    id: str
    e: list[Seen]


class Talk:
    """What is known of one talk: how far the desk has seen it, how many messages are acked, how many are both."""

    def __init__(self) -> None:
        self.conv = ""
        self.seen = 0
        self.acked = 0
        self.done = 0
        self.ready: deque[Tab] = deque()


class Tab(Socket):
    """One socket of a visitor."""

    def __init__(self, load: Load, talk: Talk) -> None:
        super().__init__()
        self.load = load
        self.talk = talk
        self.head = b""
        self.sent: dict[bytes, float] = {}

    def write(self) -> None:
        """Send the next message."""
        cid = self.load.cid()
        self.load.sent += 1
        self.sent[cid] = time.perf_counter()
        self.say(b'%s%s","text":"%s"}' % (self.head, cid, self.load.text))

    def received(self, payload: bytes) -> None:
        if payload.startswith(b'{"t":"ack"'):
            self._acked(payload)
        else:
            super().received(payload)
            if self.why is not None:
                self.load.fail(self.why)

    def _acked(self, payload: bytes) -> None:
        start = payload.index(b'"cid":"') + 7
        self.load.latencies.append(time.perf_counter() - self.sent.pop(payload[start : start + 36]))
        self.talk.acked += 1
        self.talk.ready.append(self)
        self.load.check(self.talk)


class Desk(Socket):
    """An operator's socket: every talk must arrive dense and in order."""

    def __init__(self, load: Load) -> None:
        super().__init__()
        self.load = load
        self.decode = msgspec.json.Decoder(Events).decode
        self.rows = 0

    def received(self, payload: bytes) -> None:
        if payload.startswith(b'{"t":"ev"'):
            self._seen(self.decode(payload))
        elif payload.startswith(b'{"t":"rows"'):
            self.rows += 1
        else:
            super().received(payload)
            if self.why is not None:
                self.load.fail(self.why)

    def _seen(self, frame: Events) -> None:
        talk = self.load.by_stream.get(frame.id)
        if talk is None:
            return
        for entry in frame.e:
            if entry.p is not None:
                if entry.p != talk.seen + 1:
                    self.load.fail(f"lost, doubled or out of order: public number {entry.p} after {talk.seen}")
                talk.seen = entry.p
        self.load.check(talk)


class Load:
    """All sockets of one generator and the count of what they did."""

    def __init__(self) -> None:
        self.tabs: list[Tab] = []
        self.by_stream: dict[str, Talk] = {}
        self.desks: list[Desk] = []
        make = cids()
        self.cid = lambda: make().encode()
        self.text = TEXT.encode()
        self.idle: deque[Tab] = deque()
        self.again = False
        self.sent = 0
        self.done = 0
        self.latencies: list[float] = []
        self.why: str | None = None

    def fail(self, why: str) -> None:
        """The run is worthless: something was refused, cut or lost."""
        self.why = self.why or why
        self.again = False

    def check(self, talk: Talk) -> None:
        """Count what is both acked and seen, and let as many visitors write again."""
        while talk.done < talk.acked and talk.done < talk.seen:
            talk.done += 1
            self.done += 1
            self.idle.append(talk.ready.popleft())
            if self.again:
                self.idle.popleft().write()

    async def rest(self) -> None:
        """Wait until nothing is in flight. Raises `Ended` when a message is not acked or not seen."""
        end = time.perf_counter() + DRAIN_SECONDS
        while self.done < self.sent and self.why is None:
            if time.perf_counter() > end:
                raise Ended(f"{self.sent - self.done} messages are not done after {DRAIN_SECONDS:g} s")
            await asyncio.sleep(0.01)
        if self.why is not None:
            raise Ended(self.why)


async def set_up(load: Load, order: dict[str, Any]) -> None:
    """Open `talks` talks of `tabs` sockets each, and one desk per ticket; the desks share the talks among them."""
    gate = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(*(_visitor(load, order, gate) for _ in range(order["talks"])))
    for ticket in order["tickets"]:
        desk = Desk(load)
        load.desks.append(desk)
        await connect(desk, url=order["desk"], origin=order["origin"])
        await hello(desk, auth={"ticket": ticket})
        await desk.ask("rows", b'{"t":"sub","id":"list:open"}')
    for number, name in enumerate(load.by_stream):
        await asyncio.sleep(PAUSE)
        await follow(load.desks[number % len(load.desks)], name)
    load.idle = deque(load.tabs * order.get("depth", 1))
    gc.collect()
    gc.freeze()


async def _visitor(load: Load, order: dict[str, Any], gate: asyncio.Semaphore) -> None:
    """One visitor: the first message makes the talk, the other sockets join it."""
    talk, key = Talk(), new_key()
    async with gate:
        for number in range(order.get("tabs", 1)):
            tab = Tab(load, talk)
            await connect(tab, url=order["url"], origin=order["origin"])
            welcome = await hello(tab, auth={"key": key, "site": order["site"]})
            if number == 0:
                first = {"t": "send", "cid": load.cid().decode(), "text": TEXT}
                ack = await tab.ask("ack", msgspec.json.encode(first))
                talk.conv, talk.seen = ack["conv"], ack["n"]
                talk.acked = talk.done = talk.seen
                load.by_stream[f"c:{talk.conv}"] = talk
            else:
                await follow(tab, f"c:{welcome['me']['conv']}")
            tab.head = b'{"t":"send","conv":"%s","cid":"' % talk.conv.encode()
            load.tabs.append(tab)


async def closed(load: Load, *, inflight: int, warm: float, seconds: float) -> dict[str, Any]:
    """Keep `inflight` messages on their way, at most `depth` per socket; count those done within `seconds`."""
    load.again = True
    for _ in range(min(inflight, len(load.idle))):
        load.idle.popleft().write()
    result = await _measure(load, warm=warm, seconds=seconds)
    load.again = False
    await load.rest()
    return result


async def paced(load: Load, *, rate: float, warm: float, seconds: float) -> dict[str, Any]:
    """Send `rate` messages per second, evenly, whatever comes back; count those done within `seconds`."""
    measuring = asyncio.create_task(_measure(load, warm=warm, seconds=seconds))
    pace, start, sent = Pace(), time.monotonic(), 0
    while not measuring.done():
        due = int((time.monotonic() - start) * rate)
        while sent < due and load.idle:
            load.idle.popleft().write()
            sent += 1
        await pace.until(start + (due + 1) / rate)
    pace.close()
    await load.rest()
    return await measuring


async def _measure(load: Load, *, warm: float, seconds: float) -> dict[str, Any]:
    await asyncio.sleep(warm)
    load.latencies.clear()
    rows = sum(desk.rows for desk in load.desks)
    done, start, cpu = load.done, time.perf_counter(), time.process_time()
    await asyncio.sleep(seconds)
    passed = time.perf_counter() - start
    times = load.latencies[:]
    return {
        "rate": (load.done - done) / passed,
        "p50_ms": quantile(times or [0.0], 0.5) * 1e3,
        "p99_ms": quantile(times or [0.0], 0.99) * 1e3,
        "cpu": (time.process_time() - cpu) / passed,
        "rows": (sum(desk.rows for desk in load.desks) - rows) / passed,
    }


async def answer(load: Load, order: dict[str, Any]) -> dict[str, Any]:
    """One order, one answer."""
    warm, seconds = order.get("warm", 1.0), order.get("seconds", 1.0)
    if order["do"] == "set_up":
        await set_up(load, order)
        return {"talks": len(load.by_stream)}
    if order["do"] == "closed":
        return await closed(load, inflight=order["inflight"], warm=warm, seconds=seconds)
    if order["do"] == "paced":
        return await paced(load, rate=order["rate"], warm=warm, seconds=seconds)
    return {"sent": load.sent, "seen": sum(talk.seen for talk in load.by_stream.values())}


async def main() -> None:
    """Answer orders until standard input ends."""
    load = Load()
    async for order in orders():
        try:
            reply(**await answer(load, order))
        except (Ended, OSError) as error:
            reply(failed=f"{type(error).__name__}: {error}")
    for line in [*load.tabs, *load.desks]:
        line.close()


if __name__ == "__main__":
    uvloop.run(main())
