"""A13: what is another's looks as if it were not there. A19: sockets and boot answers only for pages on the list."""

from __future__ import annotations

import asyncio
import json

import niquests
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.replay.actors import Office
from tests.support.line import closing, new_cid, new_key

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a13_another_visitors_talk_looks_like_none(office: Office) -> None:
    door = office.node.door
    owner, stranger = await door.visitor(), await door.visitor()
    async with closing(owner, stranger):
        conv = (await owner.ask("send", text="mine"))["conv"]
        await stranger.ask("send", text="another talk")
        for frame in (
            {"t": "sub", "id": f"c:{conv}"},
            {"t": "sub", "id": "list:open"},
            {"t": "sub", "id": "c:1"},
            {"t": "sub", "id": f"v:{conv}"},
        ):
            start = len(stranger.frames)
            await stranger.say(**frame)
            answer = await stranger.until(lambda f, frame=frame: f.get("id") == frame["id"], after=start)
            assert answer["t"] == "gone"
        for act in (
            {"t": "send", "text": "into yours"},
            {"t": "edit", "n": 1, "text": "changed"},
            {"t": "erase", "n": 1},
            {"t": "rate", "score": 1, "of": 2},
        ):
            assert (await stranger.ask(**act, conv=conv))["code"] == "not_found"
        start = len(stranger.frames)
        await stranger.say(t="fetch", id=f"c:{conv}", **{"from": 1})
        await stranger.say(t="read", conv=conv, n=1)
        await stranger.ask("send", text="still here")
        assert not [f for f in stranger.frames[start:] if "mine" in str(f)]
        await owner.reaches(conv, 1)
        assert [entry["text"] for entry in owner.entries(conv)] == ["mine"]


async def test_a13_a_site_token_is_no_key_and_no_proof(office: Office) -> None:
    door = office.node.door
    token = await door.boot()
    owner = await door.visitor(token=token)
    async with closing(owner):
        await owner.ask("send", text="mine")
        thief = await door.visitor(token=token)
        async with closing(thief):
            assert thief.me["conv"] is None
    for key, site in ((new_key(), "nonsense"), (new_key(), token + "x"), ("short", token), (token, token)):
        with pytest.raises(PermissionError, match="auth_failed"):
            await door.visitor(key, token=site)


FOREIGN = (None, "null", "https://evil.example", "http://localhost.evil.example", "{site}", "{own}.evil.example")


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("path", ["/live/chat", "/live/desk"])
async def test_a19_only_pults_own_pages_open_a_socket(office: Office, path: str, origin: str | None) -> None:
    """The frame is Pult's own document, whatever page it sits in."""
    base = office.node.door.base
    named = origin.format(site=office.node.door.site_origin, own=base) if origin else None
    with pytest.raises(InvalidStatus) as refused:
        async with connect(base.replace("http", "ws", 1) + path, origin=named):  # type: ignore[arg-type]
            pass
    assert refused.value.response.status_code == 403


async def test_a19_a_page_that_is_not_on_the_list_gets_no_token_and_no_frame(office: Office) -> None:
    door = office.node.door
    url = f"{door.base}/api/widget/demo/boot"
    async with niquests.AsyncSession() as session:
        site = door.site_origin
        for origin in (None, "null", "https://evil.example", f"{site}.evil.example", f"{site}1", door.base):
            answer = await session.get(url, headers={"origin": origin} if origin else {})
            assert (answer.status_code, answer.json()["code"]) == (403, "origin_refused"), origin
            assert "access-control-allow-origin" not in answer.headers
        good = await session.get(url, headers={"origin": door.site_origin})
        assert good.headers["access-control-allow-origin"] == door.site_origin
        assert "access-control-allow-credentials" not in good.headers
        frame = await session.get(f"{door.base}/widget/frame?site=demo")
        ancestors = frame.headers["content-security-policy"].rpartition("frame-ancestors ")[2]
        assert ancestors == door.site_origin


async def test_a19_what_is_said_before_hello_is_not_done(office: Office) -> None:
    base = office.node.door.base
    async with connect(base.replace("http", "ws", 1) + "/live/chat", origin=base) as socket:  # type: ignore[arg-type]
        await socket.send(json.dumps({"t": "send", "cid": new_cid(), "text": "nobody"}))
        async with asyncio.timeout(10):
            await socket.wait_closed()
        assert socket.close_code == 4004
