"""Files in a talk: sizes, repeats, cut uploads, several at once, what a message with files looks like on both sides."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from uuid import uuid4

import niquests
import pytest

from tests.replay.actors import Office, talk
from tests.support import pictures
from tests.support.line import closing, new_key
from tests.support.uploads import visitor_sends

pytestmark = pytest.mark.asyncio(loop_scope="module")
MOST = 20 * 1024 * 1024


async def test_nothing_and_a_byte_too_many_are_refused_and_leave_nothing(office: Office) -> None:
    door, key, passing = office.node.door, new_key(), office.node.data / "files" / "passing"
    empty = await visitor_sends(door, key, b"")
    assert (empty.status_code, empty.json()["code"]) == (422, "invalid")
    whole = await visitor_sends(door, key, b"x" * MOST, name="big.bin")
    assert (whole.status_code, whole.json()["size"]) == (201, MOST)

    async def unsaid() -> AsyncIterator[bytes]:
        for _ in range(21):
            yield b"x" * (1024 * 1024)

    with contextlib.suppress(niquests.RequestException):  # refused while it is still being sent
        assert (await visitor_sends(door, key, unsaid())).status_code == 413
    with contextlib.suppress(niquests.RequestException):
        assert (await visitor_sends(door, key, b"x" * (MOST + 1))).status_code == 413
    async with asyncio.timeout(15):
        while list(passing.iterdir()):
            await asyncio.sleep(0.05)


async def test_a_cut_upload_leaves_nothing_and_goes_again_under_its_id(office: Office) -> None:
    door, key, upload = office.node.door, new_key(), str(uuid4())
    passing = office.node.data / "files" / "passing"
    _, writer = await asyncio.open_connection("localhost", office.node.port)
    head = (
        f"POST /api/widget/demo/files/{upload} HTTP/1.1\r\nhost: localhost:{office.node.port}\r\n"
        f"origin: {door.base}\r\n"
        f"x-pult-key: {key}\r\nx-pult-site: {await door.boot()}\r\nx-file-name: a.bin\r\ncontent-length: 900000\r\n\r\n"
    )
    writer.write(head.encode() + b"x" * 300_000)
    await writer.drain()
    async with asyncio.timeout(15):
        while not (passing.exists() and list(passing.iterdir())):
            await asyncio.sleep(0.02)
        writer.transport.abort()
        while list(passing.iterdir()):
            await asyncio.sleep(0.02)
    first = await visitor_sends(door, key, b"x" * 900_000, upload=upload, name="a.bin")
    again = await visitor_sends(door, key, b"x" * 900_000, upload=upload, name="a.bin")
    assert first.status_code == again.status_code == 201 and first.json() == again.json()
    other = await visitor_sends(door, key, b"another", upload=upload)
    assert (other.status_code, other.json()["code"]) == (409, "conflict")


async def test_files_go_with_or_without_words_and_both_sides_see_the_same(office: Office) -> None:
    door, key = office.node.door, new_key()
    files = await asyncio.gather(*(visitor_sends(door, key, pictures.png(4 + n, 3)) for n in range(10)))
    ids = [answer.json()["id"] for answer in files]
    async with talk(office, seed=1) as cast:
        line = await door.visitor(key)
        async with closing(line):
            first = await line.ask("send", text="", files=ids)
            await line.ask("send", conv=first["conv"], text="и ещё", files=ids[:1])
            mine = await line.until(lambda f: f["t"] == "snap" and f["id"] == f"c:{first['conv']}")
            await cast.anna.line.say(t="sub", id=f"c:{first['conv']}")
            theirs = await cast.anna.line.until(lambda f: f["t"] == "snap" and f["id"] == f"c:{first['conv']}")
            assert mine["entries"][0]["files"] == theirs["entries"][0]["files"] == [answer.json() for answer in files]
            assert [file["w"] for file in mine["entries"][0]["files"]] == list(range(4, 14))
            for wrong in ([*ids, ids[0]], [ids[0], ids[0]]):
                assert (await line.ask("send", text="x", files=wrong))["code"] == "invalid"
            assert (await line.ask("send", text="", files=[]))["code"] == "invalid"


async def test_the_same_message_with_files_again_is_the_same(office: Office) -> None:
    door, key = office.node.door, new_key()
    one, two = [(await visitor_sends(door, key, pictures.png())).json()["id"] for _ in range(2)]
    line = await door.visitor(key)
    async with closing(line):
        first = await line.ask("send", text="", files=[one])
        assert await line.ask("send", cid=first["cid"], text="", files=[one]) == first
        assert (await line.ask("send", cid=first["cid"], text="", files=[two]))["code"] == "conflict"
