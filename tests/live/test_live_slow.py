"""A client that does not read harms nobody but itself, and loses nothing that lasts."""

from __future__ import annotations

import asyncio
import json

from pult.live.frames import pack
from pult.live.outbox import Outbox
from tests.live.shop import Live, Plain, frame_of, until

SUB = frame_of(1, b'{"t":"sub","id":"c:1","last":1}')


async def _stalled(live: Live) -> Plain:
    """A client that is live on c:1 and then reads nothing more."""
    client = await Plain.open(live, receive_buffer=4_096)
    client.write(Plain.HELLO, SUB)
    while b'"live"' not in (await client.read())[1]:
        pass
    client.writer.transport.pause_reading()  # type: ignore[attr-defined]
    return client


async def _fill(live: Live, stalled: Plain, text: str) -> None:
    """Publish until the stalled socket takes no more."""
    session = next(session for session in live.hub._sessions if session.viewer == "plain")
    async with asyncio.timeout(20):
        while not session.paused:
            live.shop.write("c:1", text)
            await asyncio.sleep(0)


async def test_a_stalled_client_is_closed_as_slow_and_the_others_get_everything(live: Live) -> None:
    live.shop.write("c:1", "a")
    stalled = await _stalled(live)
    async with live.client("anna", streams=[["c:1", 1]], max_size=None, max_queue=None) as other:
        await other.until("live")
        await _fill(live, stalled, "x" * 40_000)
        for _ in range(300):
            live.shop.write("c:1", "y" * 100)
            await asyncio.sleep(0)
        total = len(live.shop.source.logs["topic:c:1"])
        seen = 1
        while seen < total:
            frame = await other.until("ev")
            assert frame["e"][0]["n"] == seen + 1
            seen += len(frame["e"])
        await until(lambda: live.hub.connections == 1, seconds=20)
    stalled.abort()


async def test_a_slow_client_that_reads_on_hears_4008_and_resumes(live: Live) -> None:
    live.shop.write("c:1", "a")
    stalled = await _stalled(live)
    await _fill(live, stalled, "x" * 40_000)
    for _ in range(300):
        live.shop.write("c:1", "y")
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
    await _fill(live, stalled, "x" * 40_000)
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
