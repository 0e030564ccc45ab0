"""Frames that are wrong, too large, in pieces, too many: the socket lives where it safely can."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from pult.live.limits import Limits
from tests.live.shop import Live, Plain, frame_of, serving, until

BUY = {"t": "buy", "cid": "1", "text": "x"}


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ("[1]", {"code": "malformed"}),
        ("{", {"code": "malformed"}),
        ("[" * 30_000, {"code": "malformed"}),
        (b"\x00\x01", {"code": "malformed"}),
        ('{"t":5,"cid":"9"}', {"code": "malformed", "cid": "9"}),
        ('{"t":"fly","cid":"9"}', {"code": "unknown_type", "cid": "9"}),
        ('{"t":"buy","cid":"9","text":5}', {"code": "invalid", "cid": "9", "pointer": "/text"}),
        ('{"t":"buy","cid":"9","text":"x","price":1}', {"code": "invalid", "cid": "9"}),
        ('{"t":"buy","cid":"9"}', {"code": "invalid", "cid": "9"}),
        ('{"t":"buy","cid":"9","text":"a\\ud83db"}', {"code": "invalid", "cid": "9", "pointer": "/text"}),
        ('{"t":"buy","cid":"9","text":"\\udc00"}', {"code": "invalid", "cid": "9", "pointer": "/text"}),
        ('{"t":"buy","cid":"9","text":NaN}', {"code": "malformed", "cid": "9"}),
        ('{"t":"sub","id":"c:1","last":"9"}', {"code": "invalid", "pointer": "/last"}),
        ('{"t":"sub","id":"c:1","last":' + "9" * 5000 + "}", {"code": "malformed"}),
        ('{"t":"refuse","cid":"9"}', {"code": "conflict", "cid": "9", "by": "Anna"}),
        ('{"t":"refuse","cid":"9","how":"break"}', {"code": "unavailable", "cid": "9"}),
    ],
)
async def test_a_wrong_frame_is_answered_and_the_socket_lives(live: Live, frame: Any, expected: dict[str, str]) -> None:
    async with live.client() as client:
        await client.send(frame)
        answer = await client.until("error")
        assert {name: answer.get(name) for name in expected} == expected
        assert "secret" not in json.dumps(answer)
        await client.send({"t": "ask", "cid": "after"})
        assert (await client.until("ack"))["cid"] == "after"


async def test_sixteen_unreadable_frames_in_a_row_close_the_socket(live: Live) -> None:
    async with live.client() as client:
        for _ in range(15):
            await client.send("{")
        await client.send({"t": "wave"})
        for _ in range(15):
            await client.send("{")
        await client.send({"t": "ask", "cid": "alive"})
        await client.until("ack")
        for _ in range(16):
            await client.send("{")
        assert (await client.errors())[-1] == "malformed"
        assert await client.closed() == 1008


async def test_a_frame_of_more_than_64_kilobytes_closes(live: Live) -> None:
    async with live.client() as client:
        await client.send({**BUY, "text": "x" * 65_000})
        await until(lambda: len(live.shop.bought) == 1)
        await client.send({**BUY, "text": "x" * 65_600})
        assert await client.closed() == 1009


async def test_fragments_are_one_message_of_64_kilobytes_at_most(live: Live) -> None:
    async with live.client() as client:
        text = json.dumps({**BUY, "text": "привет" * 100}, ensure_ascii=False)
        await client.send([text[:50], text[50:60], text[60:]])
        await until(lambda: live.shop.bought and live.shop.bought[0][1].text == "привет" * 100)
        await client.send([json.dumps({**BUY, "text": ""})[:-2], "y" * 40_000, "y" * 40_000])
        assert await client.closed() == 1009


async def test_a_character_may_be_cut_in_two_by_fragments(live: Live) -> None:
    client = await Plain.open(live)
    text = json.dumps({**BUY, "text": "ж"}, ensure_ascii=False).encode()
    cut = text.index("ж".encode()) + 1
    client.write(Plain.HELLO, frame_of(1, text[:cut], fin=False), frame_of(9, b"in between"), frame_of(0, text[cut:]))
    await until(lambda: live.shop.bought and live.shop.bought[0][1].text == "ж")
    client.abort()


@pytest.mark.parametrize("parts", [1, 2])
async def test_text_that_is_not_utf8_closes_with_1007(live: Live, parts: int) -> None:
    client = await Plain.open(live)
    client.write(Plain.HELLO)
    await client.read()
    if parts == 1:
        client.write(frame_of(1, b'{"t":"buy","cid":"1","text":"\xff"}'))
    else:
        client.write(frame_of(1, b'{"t":"\xc3', fin=False), frame_of(0, b'("}'))
    assert await client.closed() == 1007
    client.abort()


@pytest.mark.parametrize(
    "frames",
    [
        frame_of(0, b"x"),
        frame_of(1, b"x", fin=False) + frame_of(1, b"x"),
        frame_of(3, b"x"),
        frame_of(1, b"x", mask=False),
        frame_of(9, b"x", fin=False),
    ],
    ids=["continuation of nothing", "text inside text", "opcode 3", "no mask", "ping in pieces"],
)
async def test_what_is_no_websocket_closes_with_1002(live: Live, frames: bytes) -> None:
    client = await Plain.open(live)
    client.write(Plain.HELLO)
    await client.read()
    client.write(frames)
    assert await client.closed() == 1002
    client.abort()


async def test_frames_in_one_segment_with_the_upgrade_are_not_lost() -> None:
    async with serving("picows") as live:
        client = await Plain.open(live, head=Plain.HEAD + Plain.HELLO + frame_of(1, b'{"t":"ask","cid":"early"}'))
        assert b"welcome" in (await client.read())[1]
        assert json.loads((await client.read())[1]) == {"t": "ack", "cid": "early"}
        client.abort()


async def test_frames_arrive_whole_however_the_bytes_are_cut(live: Live) -> None:
    client = await Plain.open(live)
    client.write(Plain.HELLO)
    await client.read()
    sent = b"".join(frame_of(1, json.dumps({"t": "ask", "cid": str(n)}).encode()) for n in range(20))
    for at in range(0, len(sent), 7):
        client.write(sent[at : at + 7])
        await asyncio.sleep(0)
    assert [json.loads((await client.read())[1])["cid"] for _ in range(20)] == [str(n) for n in range(20)]
    client.abort()


async def test_pings_are_answered_yet_a_flood_ends_the_socket() -> None:
    limits = Limits(frames_per_second=20, burst=50, refused=100)
    async with serving("picows", limits=limits) as live:
        client = await Plain.open(live)
        client.write(Plain.HELLO, frame_of(9, b"are you there"))
        answers = [await client.read(), await client.read()]
        assert (10, b"are you there") in answers
        client.write(*[frame_of(9, b"") for _ in range(200)])
        assert await client.closed() == 1008
        client.abort()


async def test_a_flood_of_fragments_ends_the_socket() -> None:
    async with serving("picows") as live:
        client = await Plain.open(live)
        client.write(Plain.HELLO, frame_of(1, b"", fin=False), *[frame_of(0, b"", fin=False) for _ in range(300)])
        assert await client.closed() == 1008
        client.abort()


async def test_above_the_rate_a_frame_is_busy_and_names_its_cid(implementation: str) -> None:
    async with (
        serving(implementation, limits=Limits(frames_per_second=0.001, burst=3)) as live,
        live.client() as client,
    ):
        for n in range(4):
            await client.send({"t": "ask", "cid": str(n)})
        frames = [await client.frame() for _ in range(4)]
        assert [frame.get("code") for frame in frames] == [None, None, None, "busy"]
        assert frames[3]["cid"] == "3"
        assert frames[3]["retry_ms"] > 0


async def test_a_flood_far_above_the_rate_ends_the_socket(implementation: str) -> None:
    limits = Limits(frames_per_second=0.001, burst=3, refused=20)
    async with serving(implementation, limits=limits) as live, live.client() as client:
        for _ in range(40):
            await client.send({"t": "wave"})
        assert set(await client.errors()) == {"busy"}
        assert await client.closed() == 1008


async def test_unanswered_commands_are_bounded_by_credit(live: Live) -> None:
    async with live.client() as client:
        for n in range(5):
            await client.send({**BUY, "cid": str(n)})
        assert (await client.until("error")) | {"detail": ""} == {
            "t": "error", "code": "busy", "cid": "4", "retry_ms": 1000, "detail": "",
        }  # fmt: skip
        live.shop.bought[0][0].answered()
        await client.send({**BUY, "cid": "5"})
        await until(lambda: len(live.shop.bought) == 5)
        await client.send({"t": "wave"})


async def test_a_refused_command_gives_its_credit_back(live: Live) -> None:
    async with live.client() as client:
        for n in range(10):
            await client.send({"t": "refuse", "cid": str(n)})
            assert (await client.until("error"))["code"] == "conflict"


async def test_a_command_runs_to_its_end_although_its_client_vanished(live: Live) -> None:
    client = await Plain.open(live)
    client.write(Plain.HELLO, frame_of(1, b'{"t":"ask","cid":"long","wait":0.1}'))
    await client.read()
    await until(lambda: live.hub.connections == 1)
    client.abort()
    await until(lambda: live.shop.order == ["long"])


async def test_commands_behind_a_slow_one_wait_in_order(live: Live) -> None:
    async with live.client() as client:
        await client.send({"t": "ask", "cid": "slow", "wait": 0.05})
        await client.send({**BUY, "cid": "quick"})
        await client.send({"t": "ask", "cid": "last"})
        await until(lambda: len(live.shop.bought) == 1)
        # What takes a while begins only when everything said before it was answered.
        assert live.shop.order == ["slow", "quick"]
        live.shop.bought[0][0].answered()
        await until(lambda: len(live.shop.order) == 3)
        assert live.shop.order == ["slow", "quick", "last"]
