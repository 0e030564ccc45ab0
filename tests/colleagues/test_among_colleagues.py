"""Colleagues among themselves: once, in order, unread until read; nobody outside a room hears of it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support.firm import NORTH, SOUTH, Firm, firm_on
from tests.support.line import closing, new_cid
from tests.support.postgres import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def people(postgres_18: Server) -> AsyncIterator[Firm]:
    async with firm_on(postgres_18) as made:
        yield made


async def said(people: Firm, login: str, room: str, text: str, **more: object) -> dict[str, object]:
    return await people.done(login, "POST", f"/api/colleagues/{room}", {"cid": new_cid(), "text": text, **more})


async def test_two_talk_to_each_other_live_and_nobody_else_hears(people: Firm) -> None:
    anna, boris, vera = people.ids["anna"], people.ids["boris"], people.ids["vera"]
    hers, his, other = [await people.desk(login) for login in ("anna", "boris", "vera")]
    conv, visitor = await people.talk(team=NORTH)
    async with closing(hers, his, other, visitor):
        first = await said(people, "anna", f"with-{boris}", "Ты обедать?")
        heard = await his.until(lambda frame: frame["t"] == "said")
        assert (heard["room"], heard["word"]["text"], heard["word"]["no"]) == (f"with-{anna}", "Ты обедать?", 1)
        assert (await hers.until(lambda frame: frame["t"] == "said"))["room"] == f"with-{boris}"
        await said(people, "boris", f"with-{anna}", "Через час", talk=conv)
        rooms = (await people.done("anna", "GET", "/api/colleagues"))["rooms"]
        assert [(one["room"], one["last"]["text"], one["read"]) for one in rooms] == [(f"with-{boris}", "Через час", 1)]
        await people.done("anna", "PUT", f"/api/colleagues/with-{boris}/read", {"no": 99})
        assert (await hers.until(lambda frame: frame["t"] == "heard"))["no"] == 99
        assert (await people.done("anna", "GET", "/api/colleagues"))["rooms"][0]["read"] == 2
        words = (await people.done("boris", "GET", f"/api/colleagues/with-{anna}"))["words"]
        assert [(one["no"], one["text"], one["talk"]) for one in words] == [
            (1, "Ты обедать?", None),
            (2, "Через час", conv),
        ]
        assert first["no"] == 1
        # Vera, supervisors and administrators are not in it: for them it is a room of their own with the same person.
        assert (await people.done("vera", "GET", "/api/colleagues"))["rooms"] == []
        for login in ("sofia", "ada", "vera"):
            assert (await people.done(login, "GET", f"/api/colleagues/with-{boris}"))["words"] == []
        await said(people, "ada", f"with-{vera}", "Вера, привет")
        await other.until(lambda frame: frame["t"] == "said")
        assert "обедать" not in str(other.frames) and "said" not in [frame["t"] for frame in visitor.frames]


async def test_a_team_has_a_room_and_all_have_one(people: Firm) -> None:
    north, south = people.teams[NORTH], people.teams[SOUTH]
    boris, vera, vik = [await people.desk(login) for login in ("boris", "vera", "vik")]
    async with closing(boris, vera, vik):
        await said(people, "anna", f"team-{north}", "Север, внимание")
        for line in (boris, vik):
            heard = await line.until(lambda frame: frame["t"] == "said")
            assert (heard["room"], heard["word"]["text"]) == (f"team-{north}", "Север, внимание")
        await said(people, "vik", "all", "Всем доброе утро")
        assert (await vera.until(lambda frame: frame["t"] == "said"))["room"] == "all"
        assert "Север" not in str(vera.frames)
        for login, room in (("vera", f"team-{north}"), ("anna", f"team-{south}"), ("ada", f"team-{north}")):
            for method, body in (("GET", None), ("POST", {"cid": new_cid(), "text": "x"})):
                assert (await people.ask(login, method, f"/api/colleagues/{room}", body)).status_code == 404
        read = await people.ask("vera", "PUT", f"/api/colleagues/team-{north}/read", {"no": 1})
        assert read.status_code == 404


async def test_the_same_press_says_it_once_and_pages_go_back_without_holes(people: Firm) -> None:
    boris = people.ids["boris"]
    body = {"cid": new_cid(), "text": "раз"}
    first = await people.done("sofia", "POST", f"/api/colleagues/with-{boris}", body)
    assert await people.done("sofia", "POST", f"/api/colleagues/with-{boris}", body) == first
    other = await people.ask("sofia", "POST", f"/api/colleagues/with-{boris}", {**body, "text": "два"})
    assert other.status_code == 409
    for n in range(60):
        await said(people, "sofia", f"with-{boris}", f"слово {n}")
    newest = (await people.done("boris", "GET", f"/api/colleagues/with-{people.ids['sofia']}"))["words"]
    assert [one["no"] for one in newest] == list(range(12, 62))
    page = f"/api/colleagues/with-{people.ids['sofia']}?before=12"
    assert [one["no"] for one in (await people.done("boris", "GET", page))["words"]] == list(range(1, 12))


async def test_a_talk_is_pointed_at_only_by_those_who_see_it_and_opens_for_those_alone(people: Firm) -> None:
    conv, visitor = await people.talk(team=NORTH)
    vera = people.ids["vera"]
    async with closing(visitor):
        mine = {"cid": new_cid(), "text": "глянь", "talk": conv}
        assert (await people.ask("vera", "POST", f"/api/colleagues/with-{people.ids['anna']}", mine)).status_code == 404
        await said(people, "anna", f"with-{vera}", "глянь", talk=conv)
        line = await people.desk("vera")
        async with closing(line):
            await line.say(t="sub", id=f"c:{conv}")
            assert (await line.until(lambda frame: frame["t"] in ("snap", "gone")))["t"] == "gone"


async def test_nonsense_is_refused(people: Firm) -> None:
    boris, anna = people.ids["boris"], people.ids["anna"]
    for room in ("with-0", "with-999999", f"with-{anna}", "team-", "team-x", "with-1e3", "everybody", "with-١"):
        body = {"cid": new_cid(), "text": "x"}
        assert (await people.ask("anna", "POST", f"/api/colleagues/{room}", body)).status_code == 404, room
    for wrong in (
        {"cid": new_cid(), "text": " \n "},
        {"cid": "x", "text": "x"},
        {"cid": new_cid()},
        {"cid": new_cid(), "text": "x", "by": boris},
        {"cid": new_cid(), "text": ["x"]},
    ):
        assert (await people.ask("anna", "POST", f"/api/colleagues/with-{boris}", wrong)).status_code == 422, wrong
    long = {"cid": new_cid(), "text": "x" * 4001}
    assert (await people.ask("anna", "POST", f"/api/colleagues/with-{boris}", long)).status_code == 413
