"""A10: an address of a file that is guessed, another's, too old, of something erased, or used by somebody signed out,
looks like nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import niquests
import pytest

from pult.kit.secret import InstallationKey, Signer
from tests.replay.actors import Office, talk
from tests.support import pictures
from tests.support.line import Line, closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started
from tests.support.uploads import fetch, operator_sends, visitor_sends

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def links(line: Line, conv: str, n: int) -> dict[str, Any]:
    start = len(line.frames)
    await line.say(t="files", conv=conv, n=n)
    return await line.until(lambda f: f["t"] in ("files", "error"), after=start)


@asynccontextmanager
async def shown(office: Office) -> AsyncIterator[tuple[Line, str, dict[str, Any]]]:
    """A visitor who has sent a picture: the line, the talk, the file."""
    door, key = office.node.door, new_key()
    file = (await visitor_sends(door, key, pictures.png())).json()
    line = await door.visitor(key)
    async with closing(line):
        said = await line.ask("send", text="", files=[file["id"]])
        yield line, said["conv"], file


async def test_both_sides_of_the_talk_get_it_and_a_changed_or_foreign_address_is_nothing(office: Office) -> None:
    async with shown(office) as (line, conv, file), talk(office, seed=1) as cast:
        door = office.node.door
        url = (await links(line, conv, 1))["urls"][file["id"]]
        assert (await fetch(door, url)).status_code == 200
        head, token, name = url.rsplit("/", 2)
        for wrong in (f"{head}/{token[:-2]}AA/{name}", f"{head}/{file['id']}/{name}", f"/files/{'A' * 60}/x.png"):
            assert (await fetch(door, wrong)).status_code == 404
        assert (await links(cast.visitor.line, conv, 1))["code"] == "not_found", "a stranger's talk"
        answer = await links(cast.visitor.line, cast.conv, 1)
        assert answer["urls"] == {}, "no file in that message"


async def test_an_address_is_good_for_a_while_only(office: Office) -> None:
    async with shown(office) as (line, conv, file):
        url = (await links(line, conv, 1))["urls"][file["id"]]
        _, token, name = url.rsplit("/", 2)
        key = InstallationKey((office.node.data / "installation.key").read_text().strip()).derive("file")
        claims = Signer(key).open(token)
        assert claims is not None
        for seconds, status in ((5.0, 200), (-1.0, 404)):
            again = Signer(key).sign(claims, seconds=seconds)
            assert (await fetch(office.node.door, f"/files/{again}/{name}")).status_code == status


async def test_what_the_message_does_not_name_is_nothing(office: Office) -> None:
    """A true signature over another file of the same store."""
    async with shown(office) as (line, conv, file), shown(office) as (_, _, other):
        _, token, name = (await links(line, conv, 1))["urls"][file["id"]].rsplit("/", 2)
        key = InstallationKey((office.node.data / "installation.key").read_text().strip()).derive("file")
        claims = Signer(key).open(token)
        assert claims is not None
        swapped = Signer(key).sign({**claims, "f": other["id"]}, seconds=60)
        assert (await fetch(office.node.door, f"/files/{swapped}/{name}")).status_code == 404


async def test_anothers_upload_cannot_be_sent(office: Office) -> None:
    door = office.node.door
    file = (await visitor_sends(door, new_key(), pictures.png())).json()
    async with talk(office, seed=2) as cast:
        await cast.anna.do("take")
        for line in (cast.visitor.line, cast.anna.line):
            answer = await line.ask("send", conv=cast.conv, text="", files=[file["id"]])
            assert (answer["code"], answer["pointer"]) == ("not_found", "/files")


async def test_an_operators_address_needs_her_session(office: Office) -> None:
    door = office.node.door
    async with talk(office, seed=3) as cast, await door.sign_in("anna", office.node.password) as anna:
        file = (await operator_sends(door, anna, b"%PDF-1.4 bill")).json()
        await cast.anna.do("take")
        n = await cast.anna.do("send", text="счёт", files=[file["id"]])
        url = (await links(cast.anna.line, cast.conv, n or 0))["urls"][file["id"]]
        assert (await fetch(door, url, session=anna)).content == b"%PDF-1.4 bill"
        assert (await fetch(door, url)).status_code == 404, "nobody is signed in"
        async with await door.sign_in("boris", office.node.password) as boris:
            assert (await fetch(door, url, session=boris)).status_code == 404, "somebody else is"
        visitors = (await links(cast.visitor.line, cast.conv, 3))["urls"][file["id"]]
        assert (await fetch(door, visitors)).status_code == 200, "the visitor has an address of their own"


async def test_after_erasing_the_address_is_nothing_and_the_bytes_are_gone(office: Office) -> None:
    async with shown(office) as (line, conv, file):
        door = office.node.door
        url = (await links(line, conv, 1))["urls"][file["id"]]
        folder = office.node.data / "files"
        held = {path for path in folder.rglob("*") if path.is_file()}
        assert (await line.ask("erase", conv=conv, n=1))["t"] == "ack"
        assert (await fetch(door, url)).status_code == 404
        assert (await links(line, conv, 1))["urls"] == {}
        async with asyncio.timeout(15):
            while {path for path in folder.rglob("*") if path.is_file()} == held:
                await asyncio.sleep(0.05)


async def test_uploads_need_a_proof_and_a_page_of_ours(office: Office) -> None:
    door, key = office.node.door, new_key()
    for code, headers in (
        ("auth_failed", {"x-pult-key": "short"}),
        ("auth_failed", {"x-pult-site": "nonsense"}),
        ("origin_refused", {"origin": "https://evil.example"}),
    ):
        answer = await visitor_sends(door, key, b"x", **headers)
        assert answer.json()["code"] == code
    async with niquests.AsyncSession() as nobody:
        assert (await operator_sends(door, nobody, b"x")).status_code == 401


async def test_a_damaged_file_is_reported_and_never_handed_out(office: Office) -> None:
    async with shown(office) as (line, conv, file):
        url = (await links(line, conv, 1))["urls"][file["id"]]
        newest = max(
            (p for p in (office.node.data / "files").rglob("*") if p.is_file()), key=lambda p: p.stat().st_mtime_ns
        )
        data = bytearray(newest.read_bytes())
        data[-20] ^= 1
        newest.write_bytes(data)
        answer = await fetch(office.node.door, url)
        assert (answer.status_code, answer.json()["code"]) == (500, "file_damaged")
        assert "file_damaged" in office.node.log


async def test_with_an_origin_of_their_own_files_are_read_by_the_desks_pages_and_no_others(
    postgres_18: Server,
) -> None:
    async with data_folder() as data:
        env = {"PULT_FILES_ORIGIN": "http://files.localhost:9"}
        node = Pult(await postgres_18.create_database(), data, env=env)
        async with started(node):
            door, key = node.door, new_key()
            file = (await visitor_sends(door, key, b"%PDF-1.4 x", name="act.pdf")).json()
            line = await door.visitor(key)
            async with closing(line):
                said = await line.ask("send", text="", files=[file["id"]])
                url = (await links(line, said["conv"], 1))["urls"][file["id"]]
            assert url.startswith("http://files.localhost:9/files/")
            answer = await fetch(door, url.removeprefix("http://files.localhost:9"))
            assert answer.headers["access-control-allow-origin"] == door.base
            assert answer.headers["content-disposition"].startswith("attachment;")
            policy = (await fetch(door, "/desk/")).headers["content-security-policy"]
            assert "http://files.localhost:9" in policy.split("connect-src")[1].split(";")[0]
