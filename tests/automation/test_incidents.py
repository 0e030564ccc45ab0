"""Incidents: a line in the widgets, one update to every talk with the tag, the word that it is over."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.automation.conftest import House, writes
from tests.support.line import Line, closing
from tests.support.process import Pult, started

pytestmark = pytest.mark.asyncio(loop_scope="module")
BANNER = {"ru": "Оплата картой временно не проходит.", "en": "Card payments fail for now."}
UPDATE = "Чиним оплату, будет к 15:00."


async def notice(house: House, language: str = "ru", *, second: bool = False) -> str:
    """What a widget that is opened now says first."""
    door = (house.second if second else house.firm.node).door
    says: dict[str, Any] = (await door.look()).get("says", {})
    return str(says.get(language, {}).get("notice", ""))


async def becomes(house: House, expected: str, *, second: bool = False) -> None:
    async with asyncio.timeout(20):
        while await notice(house, second=second) != expected:
            await asyncio.sleep(0.05)


async def hears(visitor: Line, text: str) -> None:
    await visitor.until(lambda frame: text in str(frame))


async def test_an_incident_is_told_to_everybody_once_and_ends(house: House) -> None:
    own, told = await notice(house), BANNER["ru"]
    assert own == ""
    begun = await house.firm.done("sofia", "POST", "/api/incidents", {"name": "Сбой оплаты", "banner": BANNER})
    one = begun["incidents"][0]
    assert (one["tag"], one["talks"], one["told"], one["began_by"]) == ("сбой оплаты", 0, 0, "Sofia")
    assert await notice(house) == told and await notice(house, "en") == BANNER["en"]
    await becomes(house, told, second=True)
    again = await house.firm.ask("sofia", "POST", "/api/incidents", {"name": "сбой  Оплаты"})
    assert (again.status_code, again.json()["code"]) == (409, "same_incident")
    (mine, first), (other, second) = await writes(house, "Не могу заплатить"), await writes(house, "Где заказ?")
    async with closing(first, second):
        sofia = await house.firm.desk("sofia")
        async with closing(sofia):
            assert (await sofia.ask("tag", conv=mine, add=["Сбой оплаты"], remove=[]))["t"] == "ack"
        assert (await house.firm.done("sofia", "GET", "/api/incidents"))["incidents"][0]["talks"] == 1
        path = f"/api/incidents/{one['id']}"
        empty = await house.firm.ask("sofia", "POST", f"{path}/tell", {"text": " "})
        assert (empty.status_code, empty.json()["pointer"]) == (422, "/text")
        await house.firm.done("sofia", "POST", f"{path}/tell", {"text": UPDATE})
        await hears(first, UPDATE)
        # A node that died half-way leaves the job to another: those who have heard it do not hear it again.
        await house.firm.rows(
            "INSERT INTO kit.job (kind, body) VALUES ('automation.tell', jsonb_build_object('incident', $1::int, 'tag',"
            " 'сбой оплаты', 'number', 1, 'text', $2::text, 'after', 0)) RETURNING 1",
            one["id"],
            UPDATE,
        )
        await house.firm.done("sofia", "POST", f"{path}/end", {"text": "Всё снова работает, простите."})
        await hears(first, "Всё снова работает")
        async with asyncio.timeout(20):
            while await house.firm.rows("SELECT 1 FROM kit.job WHERE kind = 'automation.tell' AND failed_at IS NULL"):
                await asyncio.sleep(0.05)
        said = await words(house, mine)
        assert said == ["Не могу заплатить", UPDATE, "Всё снова работает, простите."]
        assert await words(house, other) == ["Где заказ?"]
        waits = "SELECT waiting_since IS NOT NULL AS waits FROM conversations.conversation WHERE public_id = $1"
        assert (await house.firm.rows(waits, mine))[0]["waits"], "a word for all is no answer"
    await becomes(house, own)
    over = await house.firm.ask("sofia", "POST", f"{path}/tell", {"text": "ещё"})
    assert (over.status_code, over.json()["code"]) == (409, "ended")
    assert (await house.firm.done("vik", "GET", "/api/incidents/now"))["incidents"] == []


async def test_a_node_that_has_just_started_knows_what_goes_on(house: House) -> None:
    begun = await house.firm.done("sofia", "POST", "/api/incidents", {"name": "Сбой склада", "banner": BANNER})
    node = house.firm.node
    third = Pult(node.dsn, node.data, env={"PULT_TIME_SCALE": "10"})
    async with started(third):
        async with asyncio.timeout(10):  # a period takes twenty
            while (await third.door.look()).get("says", {}).get("ru", {}).get("notice") != BANNER["ru"]:
                await asyncio.sleep(0.05)
        now = await house.firm.sessions["vik"].get(f"{third.door.base}/api/incidents/now")
        assert [one["name"] for one in now.json()["incidents"]] == ["Сбой склада"]
    await house.firm.done("sofia", "POST", f"/api/incidents/{begun['incidents'][0]['id']}/end", {"text": ""})
    await becomes(house, "")


async def words(house: House, conv: str) -> list[str]:
    rows = await house.firm.rows(
        "SELECT e.body ->> 'text' AS text FROM conversations.entry e JOIN conversations.conversation c"
        " ON c.id = e.conversation_id WHERE c.public_id = $1 AND e.kind = 'message' ORDER BY e.seq",
        conv,
    )
    return [row["text"] for row in rows]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"name": "x" * 41}, "/name"),
        ({"name": "x", "banner": {"de": "x"}}, "/banner"),
        ({"name": "x", "banner": {"ru": "x" * 301}}, "/banner/..."),
    ],
)
async def test_what_is_wrong_is_refused_with_its_place(house: House, body: dict[str, Any], pointer: str) -> None:
    answer = await house.firm.ask("sofia", "POST", "/api/incidents", body)
    assert (answer.status_code, answer.json()["pointer"]) == (422, pointer), answer.text


async def test_only_who_may_declares_and_everybody_sees(house: House) -> None:
    for login in ("anna", "vik", None):
        denied = 401 if login is None else 403
        for method, path in (("GET", ""), ("POST", ""), ("POST", "/1/tell"), ("POST", "/1/end")):
            body = {"name": "x"} if path == "" else {"text": "x"}
            answer = await house.firm.ask(login, method, f"/api/incidents{path}", body if method == "POST" else None)
            assert answer.status_code == denied, (login, method, path)
        assert (await house.firm.ask(login, "GET", "/api/incidents/now")).status_code == (401 if login is None else 200)
