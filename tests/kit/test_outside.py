"""The HTTP client and machines that mean no good: they are left in time, and nothing inside is reached by them."""

from __future__ import annotations

import asyncio
import gzip
import ipaddress
import socket
import time
from typing import Any

import pytest

from pult.kit import http
from pult.kit.errors import Invalid, Unavailable
from tests.support.hook_receiver import receiver

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


async def call(url: str, *, seconds: float = 20, inner: Any = LOOPBACK) -> http.Response:
    return await http.post(url, b"{}", headers={}, seconds=seconds, inner=inner)


@pytest.mark.parametrize("how", ["hang", "drip"])
async def test_who_hangs_or_drips_is_left_when_the_time_is_over(how: str) -> None:
    async with receiver() as outside:
        outside.answers["/x"] = [how]
        began = time.monotonic()
        with pytest.raises(Unavailable) as raised:
            await call(f"{outside.origin}/x", seconds=0.5)
        assert raised.value.code == "timeout" and time.monotonic() - began < 10
        if how == "drip":
            async with asyncio.timeout(10):
                while not outside.left["/x"]:  # the connection is closed, not only forgotten
                    await asyncio.sleep(0.02)


async def test_an_answer_without_end_is_cut() -> None:
    async with receiver() as outside:
        outside.answers["/x"] = ["giant"]
        assert len((await call(f"{outside.origin}/x")).body) == http.MOST_BYTES


async def test_a_small_answer_that_swells_is_unpacked_only_so_far() -> None:
    packed = gzip.compress(b"x" * 50_000_000)
    bomb = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: %d\r\n\r\n%s" % (len(packed), packed)

    async def give(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(bomb)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(give, "127.0.0.1", 0)
    async with server:
        answer = await call(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/x")
    assert answer.body == b"x" * http.MOST_BYTES


async def test_nobody_is_followed_anywhere() -> None:
    async with receiver() as outside:
        outside.answers["/x"] = [f"to:{outside.origin}/inside"]
        assert (await call(f"{outside.origin}/x")).status == 307
        assert outside.of("/inside") == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "[::1]",
        "[fd00::1]", "[fe80::1]", "[::ffff:10.0.0.1]", "[64:ff9b::a9fe:a9fe]", "[2002:a00:1::]", "2130706433",
        "0x7f.1", "localhost", "a.localhost",
    ],
)  # fmt: skip
async def test_addresses_inside_are_refused_however_they_are_written(host: str) -> None:
    with pytest.raises(Invalid) as raised:
        await call(f"https://{host}/x", inner=())
    assert raised.value.code == "address_refused"


async def test_a_network_that_was_allowed_is_called_and_its_neighbours_are_not() -> None:
    async with receiver() as outside:
        port = outside.origin.rpartition(":")[2]
        only = (ipaddress.ip_network("127.0.0.1/32"),)
        assert (await call(f"http://127.0.0.1:{port}/x", inner=only)).status == 200
        for url, code in (
            (f"https://127.0.0.2:{port}/x", "address_refused"),
            (f"http://127.0.0.2:{port}/x", "invalid"),
        ):
            with pytest.raises(Invalid) as raised:
                await call(url, inner=only)
            assert raised.value.code == code
        assert len(outside.came) == 1


async def test_a_name_that_changes_its_address_is_reached_at_the_one_that_was_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = ["127.0.0.1", "127.0.0.2", "127.0.0.2"]
    asked: list[str] = []

    def resolve(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        asked.append(str(host))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers[len(asked) - 1], port))]

    async with receiver() as looked_at:
        port = looked_at.origin.rpartition(":")[2]
        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        answer = await call(f"http://turns.example:{port}/x", inner=(ipaddress.ip_network("127.0.0.1/32"),))
        assert answer.status == 200 and len(looked_at.came) == 1
        assert looked_at.came[0].headers["host"].startswith("turns.example")
