"""What one does with messages: quoting, how far they have come, ending the talk, what the next word begins."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import Any

import asyncpg
import msgspec
import niquests
import pytest

from tests.replay.actors import Office, talk
from tests.support.line import Door, closing, new_key

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_quote_is_a_number_in_the_view_of_whoever_looks(office: Office) -> None:
    async with talk(office, seed=1) as cast:
        await cast.anna.do("note", text="Постоянный покупатель")
        await cast.anna.do("take")
        seq = await cast.anna.do("send", text="Сейчас посмотрю", quote=1)
        n = await cast.visitor.do("send", text="Жду", quote=3)
        visitor = {entry["n"]: entry for entry in (await cast.snapshot("visitor"))["entries"]}
        desk = {entry["n"]: entry for entry in (await cast.snapshot("desk"))["entries"]}
        assert seq == 5 and desk[5]["quote"] == 1 and visitor[3]["quote"] == 1
        assert n == 4 and visitor[4]["quote"] == 3 and desk[6]["quote"] == 5
        assert "quote_public" not in desk[5]


async def test_a_note_or_nothing_cannot_be_quoted_to_the_visitor(office: Office) -> None:
    async with talk(office, seed=2) as cast:
        note = await cast.anna.do("note", text="тайна")
        await cast.anna.do("take")
        for n, code in ((note, "invalid"), (99, "not_found")):
            answer = await cast.anna.line.ask("send", conv=cast.conv, text="вот", quote=n)
            assert (answer["code"], answer["pointer"]) == (code, "/quote")
        assert (await cast.visitor.line.ask("send", conv=cast.conv, text="вот", quote=99))["code"] == "not_found"


async def test_delivered_means_that_a_page_of_the_other_side_said_so(office: Office) -> None:
    async with talk(office, seed=3) as cast:
        await cast.anna.do("take")
        n = await cast.anna.do("send", text="Добрый день")
        assert (await cast.snapshot("desk"))["state"]["marks"]["got"] == 0
        await cast.visitor.line.say(t="got", conv=cast.conv, n=3)
        await cast.anna.line.until(lambda f: f["t"] == "marks" and f["got"] == 3)
        await cast.anna.line.say(t="got", conv=cast.conv, n=n)
        await cast.visitor.line.until(lambda f: f["t"] == "marks" and f["got"] == 3)
        assert (await cast.snapshot("desk"))["state"]["marks"] == {"visitor": 0, "team": 0, "got": 3}
        await cast.visitor.line.say(t="got", conv=cast.conv, n=1)
        await cast.visitor.line.say(t="read", conv=cast.conv, n=3)
        frame = await cast.anna.line.until(lambda f: f["t"] == "marks" and f["visitor"] == 3)
        assert frame["got"] == 3


async def test_the_visitor_ends_the_talk_and_both_see_it(office: Office) -> None:
    async with talk(office, seed=4) as cast:
        await cast.anna.do("take")
        await cast.visitor.do("end")
        for audience, by in (("desk", "contact"), ("visitor", "you")):
            shot = await cast.snapshot(audience)
            last = [entry for entry in shot["entries"] if entry["kind"] == "status"][-1]
            assert shot["state"]["status"] == last["to"] == "resolved" and last["by"]["kind"] == by
        again = await cast.visitor.line.ask("end", conv=cast.conv)
        assert again["code"] == "already_resolved"
        await cast.visitor.do("send", text="ещё вопрос")
        assert (await cast.snapshot("visitor"))["state"]["status"] == "open"


async def test_strangers_cannot_end_a_talk(office: Office) -> None:
    async with talk(office, seed=5) as cast:
        stranger = await office.node.door.visitor(new_key())
        async with closing(stranger):
            assert (await stranger.ask("end", conv=cast.conv))["code"] == "not_found"


async def site(office: Office, key: str, **settings: Any) -> Door:
    """Another connected site, as soon as the node knows it."""
    door = replace(office.node.door, site=key)
    line = await asyncpg.connect(office.node.dsn)
    try:
        await line.execute(
            "INSERT INTO gateway.channel (kind, key, name, settings) VALUES ('webchat', $1, 'Fresh', $2)",
            key,
            msgspec.json.encode({"domains": [door.site_origin], **settings}).decode(),
        )
    finally:
        await line.close()
    async with asyncio.timeout(20):
        while True:
            with contextlib.suppress(niquests.HTTPError):
                await door.boot()
                break
            await asyncio.sleep(0.1)
    return door


async def test_after_the_end_a_site_may_want_a_new_talk(office: Office) -> None:
    door = await site(office, "fresh", after_resolve="new")
    visitor = await door.visitor(new_key())
    async with closing(visitor):
        first = await visitor.ask("send", text="раз")
        await visitor.ask("end", conv=first["conv"])
        second = await visitor.ask("send", text="два", quote=1)
        assert second["conv"] != first["conv"] and second["n"] == 1
        shown = await visitor.until(lambda f: f["t"] == "snap" and f["id"] == f"c:{second['conv']}")
        assert "quote" not in shown["entries"][0]


async def test_a_new_talk_may_go_on_under_the_number_of_the_one_before(office: Office) -> None:
    plain, linked = await site(office, "plain", after_resolve="new"), await site(office, "line", after_resolve="linked")
    for door, same in ((plain, False), (linked, True)):
        visitor = await door.visitor(new_key())
        async with closing(visitor):
            convs = []
            for text in ("раз", "два", "три"):
                convs.append((await visitor.ask("send", text=text))["conv"])
                await visitor.ask("end", conv=convs[-1])
            assert len(set(convs)) == 3
            numbers, parents = await cases(office, convs)
            assert (len(set(numbers)) == 1) is same
            assert parents == ([None, convs[0], convs[0]] if same else [None] * 3)


async def cases(office: Office, convs: list[str]) -> tuple[list[int], list[str | None]]:
    """Numbers of talks, and which talks they are children of."""
    line = await asyncpg.connect(office.node.dsn)
    try:
        rows = await line.fetch(
            "SELECT c.case_no, p.public_id AS parent FROM conversations.conversation c"
            " LEFT JOIN conversations.conversation p ON p.id = c.parent_id WHERE c.public_id = ANY ($1) ORDER BY c.id",
            convs,
        )
    finally:
        await line.close()
    return [row["case_no"] for row in rows], [row["parent"] for row in rows]


async def test_a_site_says_how_long_words_go_on_in_the_same_talk(office: Office) -> None:
    door = await site(office, "long", reopen_hours=72)
    visitor = await door.visitor(new_key())
    async with closing(visitor):
        conv = (await visitor.ask("send", text="раз"))["conv"]
        for age, same in (("71 hours", True), ("73 hours", False)):
            await visitor.ask("end", conv=conv)
            line = await asyncpg.connect(office.node.dsn)
            try:
                await line.execute(
                    "UPDATE conversations.conversation SET resolved_at = now() - $2::text::interval"
                    " WHERE public_id = $1",
                    conv,
                    age,
                )
            finally:
                await line.close()
            assert ((await visitor.ask("send", text="два"))["conv"] == conv) is same
