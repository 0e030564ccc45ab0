"""Somebody who works beside the talks: Mila reads every team's, notes, keeps replies and views; she answers none,
is given none, and her desk makes nobody «there».
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import niquests
import pytest
import pytest_asyncio

from tests.support.firm import NORTH, Firm
from tests.support.firm import firm as a_firm
from tests.support.line import Line, closing, new_cid
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

pytestmark = pytest.mark.asyncio(loop_scope="module")
WORK = {"mon": ["09:00-18:00"]}
ALWAYS = {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(postgres_18: Server) -> AsyncIterator[Firm]:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node), a_firm(node) as people:
            await people.join("mila", "specialist")
            yield people


async def comes(look: Callable[[], Awaitable[Any]], expected: Any) -> None:
    async with asyncio.timeout(20):
        while (seen := await look()) != expected:
            await asyncio.sleep(0.1)
    assert seen == expected


async def code(house: Firm, login: str, method: str, path: str, body: Any = None) -> str | None:
    answer = await house.ask(login, method, path, body)
    return None if answer.status_code < 300 else answer.json()["code"]


async def test_she_notes_in_every_teams_talks_and_answers_in_none(house: Firm) -> None:
    conv, visitor = await house.talk(team=NORTH)
    mila, anna, vik, sofia = [await house.desk(login) for login in ("mila", "anna", "vik", "sofia")]
    async with closing(visitor, mila, anna, vik, sofia):
        noted = await mila.ask("note", conv=conv, text="По регламенту 4.2")
        assert noted["t"] == "ack", noted
        assert (await mila.ask("note", conv=conv, text="Анне", to=house.ids["anna"]))["t"] == "ack"
        assert (await vik.ask("note", conv=conv, text="Нет"))["code"] == "forbidden"
        edited = await mila.ask("edit", conv=conv, n=noted["n"], text="По регламенту 4.3")
        assert edited["t"] == "ack", edited
        refusals = {
            act: (await mila.ask(act, conv=conv, **more)).get("code")
            for act, more in (
                ("send", {"text": "Здравствуйте"}),
                ("take", {}),
                ("resolve", {}),
                ("tag", {"add": ["vip"], "remove": []}),
                ("transfer", {"to": house.ids["anna"], "reason": ""}),
                ("over", {"reason": ""}),
            )
        }
        assert set(refusals.values()) == {"forbidden"}, refusals
        assert (await anna.ask("take", conv=conv))["t"] == "ack"
        # What is hers by author, but was said to the visitor, is not hers to change any more.
        said = await anna.ask("send", conv=conv, text="Добрый день")
        assert (await mila.ask("erase", conv=conv, n=said["n"]))["code"] == "forbidden"
        to_her = await anna.ask("transfer", conv=conv, to=house.ids["mila"], reason="")
        assert (to_her["code"], to_her["pointer"]) == ("not_in_team", "/to")
        asked = await anna.ask("invite", conv=conv, operator=house.ids["mila"], may="answer")
        assert (asked["code"], asked["pointer"]) == ("invalid", "/may")
        assert (await anna.ask("transfer", conv=conv, to=house.ids["boris"], reason=""))["t"] == "ack"
        # In nobody's hands who is at no desk: what Boris takes later is not taken back for that.
        assert (await sofia.ask("over", conv=conv, reason=""))["t"] == "ack"
        assert (await sofia.ask("resolve", conv=conv))["t"] == "ack"
        assert not [frame for frame in visitor.frames if "регламенту" in json.dumps(frame, ensure_ascii=False)]


async def test_nobody_makes_her_a_manager_a_deputy_or_gives_her_a_shift(house: Firm) -> None:
    conv, visitor = await house.talk()
    async with closing(visitor):
        for login, expected in (("mila", "not_in_team"), ("boris", None)):
            one, sofia = house.ids[login], house.ids["sofia"]
            assert await code(house, "anna", "PUT", f"/api/talks/{conv}/manager", {"operator": one}) == expected
            assert await code(house, "ada", "PUT", f"/api/deputies/{sofia}", {"deputy": one}) == expected
            assert await code(house, "ada", "PUT", f"/api/shifts/{one}", {"zone": "UTC", "hours": WORK}) == expected
        await house.done("anna", "PUT", f"/api/talks/{conv}/manager", {"operator": None})
        await house.done("ada", "PUT", f"/api/deputies/{house.ids['sofia']}", {"deputy": None})
        await house.done("ada", "DELETE", f"/api/shifts/{house.ids['boris']}")


async def test_she_keeps_replies_and_views_and_leads_nobody(house: Firm) -> None:
    texts = {"title": "Возврат", "texts": {"ru": "Вернём за три дня"}}
    for scope, team in (("own", None), ("team", house.teams[NORTH]), ("all", None)):
        body = {**texts, "scope": scope, "team": team}
        assert await code(house, "mila", "POST", "/api/canned", body) is None, scope
        assert await code(house, "vik", "POST", "/api/canned", body) == "forbidden"
    view = {"name": "На разбор", "filter": {"is": "all", "of": []}, "scope": "all"}
    assert await code(house, "mila", "POST", "/api/views", view) is None
    assert await code(house, "anna", "POST", "/api/views", view) == "forbidden"
    for method, path, body in (
        ("GET", "/api/rules", None),
        ("GET", "/api/incidents", None),
        ("GET", "/api/floor/queue", None),
        ("GET", "/api/offers", None),
        ("POST", "/api/offers/next", {}),
        ("GET", "/api/people", None),
    ):
        assert await code(house, "mila", method, path, body) == "forbidden", path
    assert await code(house, "sofia", "GET", "/api/rules") is None


async def away(house: Firm) -> bool:
    async with niquests.AsyncSession() as session:
        door = house.node.door
        answer = await session.get(f"{door.base}/api/widget/demo/boot", headers={"origin": door.site_origin})
        return bool(answer.json()["site"].get("away", False))


async def free_of(house: Firm, line: Line) -> dict[str, Any]:
    """Her own row of the board."""
    await line.say(t="sub", id="floor")
    board = await line.until(lambda frame: frame["t"] == "floor" and frame.get("whole"))
    return {one["id"]: one for one in board["people"]}[house.ids["mila"]]


async def test_her_desk_makes_nobody_there_and_no_talk_comes_to_her(house: Firm) -> None:
    await comes(lambda: away(house), expected=True)
    await house.done("ada", "PUT", "/api/manners/0", {"manner": "assign"})
    mila = await house.desk("mila")
    async with closing(mila):
        await house.done("mila", "PUT", "/api/state", {"state": "available"})
        conv, visitor = await house.talk()
        async with closing(visitor):
            assert await away(house), "she is at her desk, and nobody who answers is"
            sofia = await house.desk("sofia")
            async with closing(sofia):
                row = await free_of(house, sofia)
                assert (row["here"], row["line"], row["load"]) == (True, False, 0)
                await comes(lambda: away(house), expected=False)
                await comes(lambda: _why(house, conv), (house.ids["sofia"], 1))
                assert (await sofia.ask("resolve", conv=conv))["t"] == "ack"
        await comes(lambda: away(house), expected=True)


async def _why(house: Firm, conv: str) -> tuple[int, int] | None:
    """(who got it, of how many), once it was dealt."""
    rows = await house.rows(
        "SELECT c.holder_id, (e.body -> 'why' ->> 'of')::int AS of FROM conversations.conversation c"
        " JOIN conversations.entry e ON e.conversation_id = c.id AND e.kind = 'assigned' AND e.audience = 'internal'"
        " AND e.body ->> 'how' = 'assign' WHERE c.public_id = $1",
        conv,
    )
    return (rows[0]["holder_id"], rows[0]["of"]) if rows else None


async def here(house: Firm, login: str) -> bool:
    """Whether the house knows that somebody is at a desk."""
    query = "SELECT EXISTS (SELECT FROM operators.present WHERE operator_id = $1) AS here"
    return bool((await house.rows(query, house.ids[login]))[0]["here"])


async def _plan(house: Firm) -> tuple[str, str]:
    """(where Boris is in his plan, what he does)."""
    (row,) = await house.rows(
        "SELECT p.phase, o.state FROM timing.plan p JOIN operators.operator o ON o.id = p.operator_id WHERE o.id = $1",
        house.ids["boris"],
    )
    return row["phase"], row["state"]


async def test_who_becomes_one_loses_her_talks_and_may_answer_again_when_she_comes_back(house: Firm) -> None:
    await house.done("ada", "PUT", "/api/manners/0", {"manner": "offer"})
    conv, visitor = await house.talk()
    boris = await house.desk("boris")
    async with closing(visitor, boris):
        await comes(lambda: here(house, "boris"), expected=True)
        # His plan stood for a moment above: if it was looked at then, he is off, and talks with newer words go back.
        await house.done("boris", "PUT", "/api/state", {"state": "available"})
        assert (await boris.ask("take", conv=conv))["t"] == "ack"
        cid = new_cid()
        said = await boris.ask("send", conv=conv, text="Сейчас посмотрю", cid=cid)
        assert said["t"] == "ack", said
    at, boris_is = f"/api/people/{house.ids['boris']}", house.ids["boris"]
    await house.done("ada", "PUT", f"/api/shifts/{boris_is}", {"zone": "UTC", "hours": ALWAYS})
    await comes(lambda: _plan(house), ("on", "available"))
    await house.done("ada", "PATCH", at, {"role": "specialist"})
    # Her plan is kept, and drives her no more.
    await house.rows("UPDATE operators.operator SET state = 'offline' WHERE id = $1", boris_is)
    await house.rows("UPDATE timing.plan SET phase = 'off', next_at = now() WHERE operator_id = $1", boris_is)
    await comes(lambda: _plan(house), ("on", "offline"))

    async def held() -> Any:
        return (await house.rows("SELECT holder_kind FROM conversations.conversation WHERE public_id = $1", conv))[0][
            "holder_kind"
        ]

    await comes(held, "queue")
    boris = await house.desk("boris")
    async with closing(boris):
        changed = await boris.ask("edit", conv=conv, n=said["n"], text="Другое")
        assert changed["code"] == "forbidden"
    await house.done("ada", "PATCH", at, {"role": "operator"})
    boris = await house.desk("boris")
    async with closing(boris):
        assert (await boris.ask("take", conv=conv))["t"] == "ack"
