"""Who sees what of writing: talks of another team are absent, viewers write nothing, the library has its keepers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.desk.test_later import soon
from tests.support.firm import NORTH, SOUTH, Firm, firm
from tests.support.line import closing, new_cid
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(postgres_18: Server) -> AsyncIterator[Firm]:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node), firm(node) as people:
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
