"""A client that does not read harms nobody but itself, and loses nothing that lasts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from pult.live.frames import pack
from pult.live.outbox import Outbox
from pult.live.session import CLOSING, Session
from tests.live.shop import Client, Live, Plain, frame_of, until

SUB = frame_of(1, b'{"t":"sub","id":"c:1","last":1}')


async def _stalled(live: Live) -> Plain:
    """A client that is live on c:1 and then reads nothing more."""
    client = await Plain.open(live, receive_buffer=4_096)
    client.write(Plain.HELLO, SUB)
    while b'"live"' not in (await client.read())[1]:
        pass
    client.writer.transport.pause_reading()  # type: ignore[attr-defined]
    return client


def _session(live: Live) -> Session:
    return next(session for session in live.hub._sessions if session.viewer == "plain")


async def _fill(live: Live, done: Callable[[], object], other: Client | None = None) -> None:
    """Publish large entries until `done`, at the pace of the client that reads."""
    async with asyncio.timeout(20):
        while not done():
            live.shop.write("c:1", "x" * 40_000)
            await asyncio.sleep(0.001)
            if other is not None:
                await other.until("ev")


def _waiting(live: Live) -> Callable[[], object]:
    """Whether the kernel has taken all it can and frames wait in our own memory."""
    session = _session(live)
    return lambda: len(session._outbox or ()) >= 3


async def test_a_stalled_client_is_closed_as_slow_and_the_others_get_everything(live: Live) -> None:
    live.shop.write("c:1", "a")
    stalled = await _stalled(live)
    session = _session(live)
    async with live.client("anna", streams=[["c:1", 1]]) as other:
        await other.until("live")
        await _fill(live, lambda: session.state >= CLOSING, other)
        live.shop.write("c:1", "after")
        assert (await other.until("ev"))["e"] == [{"n": len(live.shop.source.logs["topic:c:1"]), "text": "after"}]
        await until(lambda: live.hub.connections == 1, seconds=20)
        assert live.shop.open[0].viewer == "anna"
    stalled.abort()


async def test_a_slow_client_that_reads_on_hears_4008_and_resumes(live: Live) -> None:
    live.shop.write("c:1", "a")
    stalled = await _stalled(live)
    session = _session(live)
    await _fill(live, lambda: session.state >= CLOSING)
    stalled.writer.transport.resume_reading()  # type: ignore[attr-defined]
    last, code, error = 1, 0, ""
    while not code:
        opcode, payload = await stalled.read()
        if opcode == 8:
            code = int.from_bytes(payload[:2])
        elif payload.startswith(b'{"t":"ev"'):
            numbers = [entry["n"] for entry in json.loads(payload)["e"]]
            assert numbers[0] == last + 1
            last = numbers[-1]
        else:
            error = json.loads(payload).get("code", error)
    assert (code, error) == (4008, "slow")
    async with live.client(streams=[["c:1", last]], max_size=None) as client:
        frames = []
        while not frames or frames[-1]["t"] != "live":
            frames.append(await client.frame())
        assert frames[0]["e"][0]["n"] == last + 1
        assert frames[-1]["top"] == len(live.shop.source.logs["topic:c:1"])
    stalled.abort()


async def test_signals_for_a_slow_client_are_replaced_not_gathered(live: Live) -> None:
    live.shop.write("c:1", "a")
    stalled = await _stalled(live)
    await _fill(live, _waiting(live))
    for n in range(5_000):
        live.hub.signal("topic:c:1", b'{"t":"wave","n":%d}' % n, key="peek")
        live.hub.state("topic:c:1", b'{"t":"marks","n":%d}' % n, key="marks")
    stalled.writer.transport.resume_reading()  # type: ignore[attr-defined]
    kinds: list[tuple[str, int]] = []
    while len(kinds) < 2:
        frame = json.loads((await stalled.read())[1])
        if frame["t"] != "ev":
            kinds.append((frame["t"], frame["n"]))
    assert sorted(kinds) == [("marks", 4999), ("wave", 4999)]
    assert live.hub.connections == 1
    stalled.abort()


async def test_a_replay_waits_for_its_reader_instead_of_filling_memory(live: Live) -> None:
    live.shop.write("c:1", *("z" * 30_000 for _ in range(400)))
    client = await Plain.open(live, receive_buffer=4_096)
    client.write(Plain.HELLO, SUB)
    await until(lambda: any(session.paused for session in live.hub._sessions))
    for _ in range(400):
        live.shop.write("c:1", "more")
    numbers: list[int] = []
    while True:
        frame = json.loads((await client.read())[1])
        numbers += [entry["n"] for entry in frame.get("e", ())]
        if frame["t"] == "live":
            break
    assert numbers == list(range(2, 801))
    client.abort()


def test_waiting_state_is_merged_by_key_in_its_place() -> None:
    outbox = Outbox()
    outbox.put(pack(b"one"), key="a")
    outbox.put(pack(b"two"))
    outbox.put(pack(b"three!"), key="a")
    assert (len(outbox), outbox.size, outbox.knows("a")) == (2, 9, True)
    assert [bytes(outbox.take()[14:]), bytes(outbox.take()[14:])] == [b"three!", b"two"]
    assert (len(outbox), outbox.size, outbox.knows("a")) == (0, 0, False)
