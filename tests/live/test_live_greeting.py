"""From the upgrade to the welcome, and every way in which that goes wrong."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from typing import Any

import pytest
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_connect
from websockets.exceptions import InvalidStatus

from pult.live.limits import Limits
from tests.live.shop import ORIGIN, Live, Plain, serving, until


async def test_a_client_that_says_hello_is_welcomed(live: Live) -> None:
    async with live.socket() as client:
        welcome = await client.hello("anna")
        assert welcome.pop("now") > 1_600_000_000_000
        assert welcome == {"t": "welcome", "v": 1, "epoch": "one", "me": {"name": "anna"}}
        assert live.hub.connections == 1
        assert live.hub.has("person:anna")
    await until(lambda: not live.hub.connections)
    assert live.shop.open == []
    assert not live.hub.has("person:anna")


class Echo(WSListener):
    """A client of another make."""

    def __init__(self) -> None:
        self.got: list[bytes] = []

    def on_ws_connected(self, transport: WSTransport) -> None:
        transport.send(WSMsgType.TEXT, b'{"t":"hello","v":1,"auth":{"name":"other"}}')

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame) -> None:
        self.got.append(frame.get_payload_as_bytes())


async def test_a_client_of_another_make_is_welcomed_too(live: Live) -> None:
    url = f"ws://127.0.0.1:{live.port}/live/shop"
    transport, client = await ws_connect(Echo, url, extra_headers={"Origin": ORIGIN}, use_aiofastnet=False)
    await until(lambda: client.got)
    assert json.loads(client.got[0])["me"] == {"name": "other"}
    transport.disconnect()


async def test_http_goes_on_beside_the_sockets_on_the_same_port(live: Live) -> None:
    url = f"http://127.0.0.1:{live.port}/"
    assert await asyncio.to_thread(lambda: urllib.request.urlopen(url).read()) == b"plain"


@pytest.mark.parametrize(
    ("path", "headers", "status", "code"),
    [
        ("/live/shop", {"origin": "http://evil.localhost"}, 403, "forbidden"),
        ("/live/shop", {"origin": None}, 403, "forbidden"),
        ("/live/none", {}, 404, "not_found"),
        ("/live/shop", {"origin": "http://broken.localhost"}, 503, "unavailable"),
        ("/live/shop", {"additional_headers": [("Origin", "http://two.localhost")]}, 400, "malformed"),
    ],
)
async def test_a_refused_upgrade_names_a_code_and_nothing_else(
    live: Live, path: str, headers: dict[str, Any], status: int, code: str
) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with live.socket(path, **headers):
            pass
    assert refused.value.response.status_code == status
    if code != "malformed" or live.implementation == "picows":  # The fallback's library answers that one by itself.
        assert json.loads(refused.value.response.body or b"") == {"code": code}
    assert live.hub.connections == 0


async def test_firefox_asks_to_keep_alive_too(live: Live) -> None:
    head = Plain.HEAD.replace(b"Connection: ", b"Connection: keep-alive, ").replace(b"/live/shop", b"/live/shop?x=1")
    client = await Plain.open(live, head=head)
    client.write(Plain.HELLO)
    assert b"welcome" in (await client.read())[1]
    client.abort()


async def test_the_first_frame_has_a_deadline(quick: Live) -> None:
    async with quick.socket() as client:
        assert await client.errors() == ["hello_late"]
        assert await client.closed() == 4001


@pytest.mark.parametrize(
    ("first", "errors", "code"),
    [
        ({"t": "sub", "id": "c:1"}, ["hello_wrong"], 4004),
        ({"t": "buy", "cid": "1", "text": "x"}, ["hello_wrong"], 4004),
        ("not json", ["hello_wrong"], 4004),
        ({"t": "hello", "v": 1}, ["hello_wrong"], 4004),
        ({"t": "hello", "v": 0, "auth": {}}, ["reload"], 4000),
        ({"t": "hello", "v": 9, "auth": {}, "fields": "of the future"}, ["reload"], 4000),
        ({"t": "hello", "v": 1, "auth": {}}, ["auth_failed"], 4003),
    ],
)
async def test_a_wrong_first_frame_closes_with_its_code(
    live: Live, first: object, errors: list[str], code: int
) -> None:
    async with live.socket() as client:
        await client.send(first)
        assert await client.errors() == errors
        assert await client.closed() == code
    await until(lambda: not live.hub.connections)
    assert live.shop.open == []


async def test_a_second_hello_closes(live: Live) -> None:
    async with live.client() as client:
        await client.send({"t": "hello", "v": 1, "auth": {"name": "anna"}})
        assert await client.errors() == ["hello_twice"]
        assert await client.closed() == 4002


async def test_frames_behind_a_slow_hello_wait_for_it(live: Live) -> None:
    live.shop.gate = asyncio.Event()
    async with live.socket() as client:
        await client.send({"t": "hello", "v": 1, "auth": {"name": "anna"}})
        await client.send({"t": "ask", "cid": "1"})
        await asyncio.sleep(0)
        live.shop.gate.set()
        assert [(await client.frame())["t"] for _ in range(2)] == ["welcome", "ack"]


async def test_a_sign_in_that_hangs_is_given_up(quick: Live) -> None:
    quick.shop.gate = asyncio.Event()
    async with quick.socket() as client:
        await client.send({"t": "hello", "v": 1, "auth": {"name": "anna"}})
        assert await client.errors() == ["unavailable"]
        assert await client.closed() == 1013
    await until(lambda: not quick.hub.connections)
    assert quick.shop.open == []


async def test_an_address_has_a_bound_and_only_trusted_proxies_may_name_another(implementation: str) -> None:
    async with serving(implementation, limits=Limits(per_address=1), trusted_proxies=("127.0.0.0/8",)) as live:
        forwarded = [("X-Forwarded-For", "6.6.6.6, 203.0.113.7, 127.0.0.9")]
        async with live.client(additional_headers=forwarded):
            assert live.shop.handshakes[-1].address == "203.0.113.7"
            with pytest.raises(InvalidStatus) as refused:
                async with live.socket(additional_headers=forwarded):
                    pass
            assert refused.value.response.status_code == 429
            async with live.client(additional_headers=[("X-Forwarded-For", "203.0.113.8")]):
                pass
        await until(lambda: not live.hub.connections)
        async with live.client(additional_headers=forwarded):
            pass


async def test_without_trusted_proxies_the_peer_is_the_address(live: Live) -> None:
    async with live.client(additional_headers=[("X-Forwarded-For", "203.0.113.7")]):
        assert live.shop.handshakes[-1].address == "127.0.0.1"
