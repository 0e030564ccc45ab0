"""Who sees what of writing: talks of another team are absent, viewers write nothing, the library has its keepers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio

from tests.desk.test_later import soon
from tests.support.firm import NORTH, SOUTH, Firm, firm_on
from tests.support.line import Line, closing, new_cid
from tests.support.postgres import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(postgres_18: Server) -> AsyncIterator[Firm]:
    async with firm_on(postgres_18) as people:
        yield people


async def test_a_talk_of_another_team_is_absent_behind_every_address(house: Firm) -> None:
    conv, visitor = await house.talk(team=NORTH)
    async with closing(visitor):
        later = {"conv": conv, "cid": new_cid(), "text": "x", "at": soon(600)}
        asked: list[tuple[str, str, Any]] = [
            ("GET", f"/api/talks/{conv}/earlier", None),
            ("GET", f"/api/talks/{conv}/page?before=2", None),
            ("GET", f"/api/talks/{conv}/search?q=a", None),
            ("GET", f"/api/talks/{conv}/ours", None),
            ("GET", f"/api/talks/{conv}/export", None),
            ("PUT", f"/api/drafts/{conv}", {"base": 0, "reply": "x"}),
            ("POST", "/api/later", later),
        ]
        for method, path, body in asked:
            assert (await house.ask("vera", method, path, body)).status_code == 404, path
            allowed = await house.ask("boris", method, path, body)
            assert allowed.status_code < 300, (path, allowed.text)
        assert (await house.done("vera", "GET", f"/api/canned/had/{conv}")) == {"had": []}


async def test_anybody_of_a_team_replies_only_where_the_team_is_switched_so(house: Firm) -> None:
    """M013: whoever holds a talk alone may reply in it, unless the team says otherwise."""
    north = house.teams[NORTH]
    conv, visitor = await house.talk(team=NORTH)
    boris, vera, sofia, vik = [await house.desk(login) for login in ("boris", "vera", "sofia", "vik")]
    anna = await house.desk("anna")
    async with closing(visitor), closing(anna), closing(boris), closing(vera), closing(sofia), closing(vik):
        assert (await anna.ask("take", conv=conv))["t"] == "ack"

        async def refused(line: Line) -> str | None:
            return (await line.ask("send", conv=conv, text="Я тоже тут")).get("code")

        assert await refused(boris) == "not_holder"
        assert (
            await house.ask("sofia", "PUT", f"/api/teams/{north}", {"name": NORTH, "replies": "anybody"})
        ).status_code == 403
        wrong = await house.ask("ada", "PUT", f"/api/teams/{north}", {"name": NORTH, "replies": "all"})
        assert (wrong.status_code, wrong.json()["pointer"]) == (422, "/replies")
        await house.done("ada", "PUT", f"/api/teams/{north}", {"name": NORTH, "replies": "anybody"})
        await until(lambda: refused(boris), None)
        assert [await refused(line) for line in (vera, vik, sofia)] == ["not_found", "forbidden", "not_holder"]
        assert (await house.done("boris", "GET", "/api/session"))["teams"][0]["replies"] == "anybody"
        # Neither does it give the talk away, nor does it reach a talk of no team.
        assert (await boris.ask("resolve", conv=conv))["code"] == "not_holder"
        other, stranger = await house.talk()
        async with closing(stranger):
            assert (await anna.ask("take", conv=other))["t"] == "ack"
            assert (await boris.ask("send", conv=other, text="Я"))["code"] == "not_holder"
        await house.done("ada", "PUT", f"/api/teams/{north}", {"name": "Север и люди"})
        assert (await house.done("ada", "GET", "/api/teams"))["teams"][0]["replies"] == "anybody", (
            "a name changes a name"
        )
        await house.done("ada", "PUT", f"/api/teams/{north}", {"name": NORTH, "replies": "holder"})
        await until(lambda: refused(boris), "not_holder")


async def test_what_sites_ask_on_closing_is_told_of_ones_own_talks_alone(house: Firm) -> None:
    north, one = await house.talk(team=NORTH)
    south, other = await house.talk(team=SOUTH)
    async with closing(one), closing(other):
        for login, seen in (("anna", [north]), ("vera", [south]), ("sofia", [north, south])):
            asks = (await house.done(login, "GET", f"/api/closing?talks={north},{south},nobody"))["asks"]
            assert [conv for part in asks for conv in part["talks"]] == seen, login
            assert all(
                part["closing"] == {"topic": False, "topics": part["closing"]["topics"], "fields": []} for part in asks
            )
        assert (await house.ask("vik", "GET", f"/api/closing?talks={north}")).status_code == 403
        many = await house.ask("anna", "GET", f"/api/closing?talks={','.join(['x'] * 51)}")
        assert (many.status_code, many.json()["pointer"]) == (422, "/talks")


async def until(look: Callable[[], Awaitable[Any]], expected: Any) -> None:
    async with asyncio.timeout(20):
        while await look() != expected:
            await asyncio.sleep(0.1)


async def test_an_earlier_talk_of_another_team_is_skipped(house: Firm) -> None:
    conv, visitor = await house.talk(team=SOUTH)
    async with closing(visitor):
        vera = await house.desk("vera")
        async with closing(vera):
            await vera.ask("take", conv=conv)
            await vera.ask("send", conv=conv, text="Только для Юга, это длинный ответ")
            await vera.ask("resolve", conv=conv)
        await house.rows(
            "UPDATE conversations.conversation SET resolved_at = now() - interval '2 days' WHERE public_id = $1", conv
        )
        second = (await visitor.ask("send", text="Снова здравствуйте"))["conv"]
        assert (await house.done("anna", "GET", f"/api/talks/{second}/earlier")) is None
        assert (await house.done("anna", "GET", f"/api/talks/{second}/ours")) == {"said": []}
        assert (await house.done("vera", "GET", f"/api/talks/{second}/earlier"))["state"]["conv"] == conv


async def test_a_viewer_reads_and_writes_nothing(house: Firm) -> None:
    conv, visitor = await house.talk(team=NORTH)
    async with closing(visitor):
        assert (await house.ask("vik", "GET", f"/api/talks/{conv}/search?q=a")).status_code == 200
        for method, path, body in (
            ("PUT", f"/api/drafts/{conv}", {"base": 0, "reply": "x"}),
            ("POST", "/api/later", {"conv": conv, "cid": new_cid(), "text": "x", "at": soon(600)}),
            ("POST", "/api/canned", {"title": "x", "texts": {"ru": "x"}}),
        ):
            assert (await house.ask("vik", method, path, body)).status_code == 403, path


async def test_replies_of_teams_and_of_everybody_have_keepers(house: Firm) -> None:
    body = {"scope": "team", "team": house.teams[NORTH], "title": "Север", "texts": {"ru": "Мы на севере"}}
    assert (await house.ask("anna", "POST", "/api/canned", body)).status_code == 403
    one = await house.done("sofia", "POST", "/api/canned", body)
    library: dict[str, list[str]] = {}
    for login in ("anna", "vera", "vik", "sofia"):
        found = await house.done(login, "GET", "/api/canned")
        library[login] = [reply["title"] for reply in found["replies"]]
    assert library == {"anna": ["Север"], "vera": [], "vik": ["Север"], "sofia": ["Север"]}
    change = {"version": 1, "reply": {**body, "title": "Иначе"}}
    assert (await house.ask("anna", "PUT", f"/api/canned/{one['id']}", change)).status_code == 403
    assert (await house.ask("vera", "PUT", f"/api/canned/{one['id']}", change)).status_code == 404
    assert (await house.ask("anna", "POST", "/api/canned", {**body, "scope": "all", "team": None})).status_code == 403
    assert (await house.ask("anna", "POST", "/api/canned", {**body, "scope": "own", "team": None})).status_code == 201
    nowhere = await house.ask("sofia", "POST", "/api/canned", {**body, "team": 10**6})
    assert (nowhere.status_code, nowhere.json()["pointer"]) == (422, "/team")


async def test_a_team_can_work_without_saved_replies(house: Firm) -> None:
    switch = {"team": house.teams[NORTH], "on": False}
    assert (await house.ask("anna", "PUT", "/api/canned/switch", switch)).status_code == 403
    await house.done("sofia", "PUT", "/api/canned/switch", switch)
    on = {login: (await house.done(login, "GET", "/api/canned"))["on"] for login in ("anna", "vera", "sofia")}
    assert on == {"anna": False, "vera": True, "sofia": True}
    await house.done("sofia", "PUT", "/api/canned/switch", {**switch, "on": True})
