"""Rules through the doors: made, tried on last week, at work, in order, refused; on two nodes each thing once."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio

from pult.kit.calendar import DAYS
from tests.automation.conftest import House, writes
from tests.support.line import closing
from tests.support.process import SCALE

pytestmark = pytest.mark.asyncio(loop_scope="module")
LOUD = {"is": "shouts"}
MINUTE = 60 * SCALE


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def begin(house: House) -> None:
    await house.only()


async def test_who_shouts_rises_is_tagged_and_goes_to_the_right_team_once(house: House) -> None:
    south = house.firm.teams["Юг"]
    then = [
        {"do": "priority", "to": 2},
        {"do": "tag", "add": ["Сердится"]},
        {"do": "team", "team": south},
        {"do": "note", "text": "Начните с извинения"},
    ]
    await house.rule("Сердитые", "message", LOUD, then)
    quiet, first = await writes(house, "Здравствуйте, где мой заказ?")
    loud, second = await writes(house, "ГДЕ МОЙ ЗАКАЗ?!", node=house.second)
    async with closing(first, second):
        await house.becomes(loud, priority=2, tags=["сердится"], team_id=south)
        assert await house.talk(quiet) == {"team_id": None, "priority": 0, "tags": [], "holder_kind": "queue"}
        # Again: nothing is done that stands so already, and both nodes together wrote one note for each word, also
        # when what was read was not written down (as if a node had died just then).
        await house.firm.rows("UPDATE automation.cursor SET xid = '0' RETURNING 1")
        await second.ask("send", text="ВЫ МЕНЯ СЛЫШИТЕ ИЛИ НЕТ", conv=loud)
        async with asyncio.timeout(20):
            while len(await house.entries(loud, "note")) < 2:
                await asyncio.sleep(0.05)
    notes = await house.entries(loud, "note")
    assert len(notes) == 2 and all(one["actor_kind"] == "system" for one in notes)
    assert "Сердитые" in notes[0]["body"] and len(await house.entries(loud, "tagged")) == 1
    (moved,) = [one for one in await house.entries(loud, "status") if "priority" in one["body"]]
    assert "Сердитые" in moved["body"], "it is said which rule did it"
    (listed,) = (await house.firm.done("sofia", "GET", "/api/rules"))["rules"]
    assert listed["acted"] >= 1 and listed["changed_by"] == "Sofia"


async def test_rules_never_set_each_other_off(house: House) -> None:
    await house.rule("a", "reopened", {"is": "all", "of": []}, [{"do": "note", "text": "снова"}])
    await house.rule("b", "resolved", {"is": "all", "of": []}, [{"do": "tag", "add": ["закрыт"]}])
    await house.rule("c", "message", {"is": "all", "of": []}, [{"do": "note", "text": "слово"}])
    conv, visitor = await writes(house, "Привет")
    async with closing(visitor):
        async with asyncio.timeout(20):
            while not await house.entries(conv, "note"):
                await asyncio.sleep(0.05)
        anna = await house.firm.desk("anna")
        async with closing(anna):
            for act in ("take", "resolve", "reopen"):
                assert (await anna.ask(act, conv=conv))["t"] == "ack"
        async with asyncio.timeout(20):
            while len(await house.entries(conv, "note")) < 2:
                await asyncio.sleep(0.05)
        await visitor.ask("send", text="ещё", conv=conv)
        async with asyncio.timeout(20):
            while len(await house.entries(conv, "note")) < 3:
                await asyncio.sleep(0.05)
    said = [one["body"].split('"text": "')[1].split('"')[0] for one in await house.entries(conv, "note")]
    assert said == ["слово", "снова", "слово"] and (await house.talk(conv))["tags"] == ["закрыт"]


async def test_who_waits_too_long_rises_unless_answered(house: House) -> None:
    await house.rule("Ждёт", "waits", {"is": "queued"}, [{"do": "priority", "to": 1}], minutes=1)
    waits, first = await writes(house, "Кто-нибудь?")
    answered, second = await writes(house, "И мне")
    async with closing(first, second):
        for conv in (waits, answered):
            assert MINUTE <= await _is_looked_at_after(house, conv) < 2 * MINUTE
        anna = await house.firm.desk("anna")
        async with closing(anna):
            await anna.ask("take", conv=answered)
            await anna.ask("send", conv=answered, text="Слушаю")
        assert (await house.talk(waits))["priority"] == 0
        await house.firm.rows("UPDATE kit.job SET due_at = now() WHERE kind = 'automation.waits' RETURNING 1")
        await house.becomes(waits, priority=1)
        async with asyncio.timeout(20):
            while await house.firm.rows("SELECT 1 FROM kit.job WHERE kind = 'automation.waits' AND failed_at IS NULL"):
                await asyncio.sleep(0.05)
        assert (await house.talk(answered))["priority"] == 0


async def _is_looked_at_after(house: House, conv: str) -> float:
    """Seconds that its rule is planned to wait for an answer."""
    planned = (
        "SELECT extract(epoch FROM j.due_at - c.waiting_since)::float8 AS seconds FROM kit.job j"
        " JOIN conversations.conversation c ON j.body -> 'conversation' = to_jsonb(c.id)"
        " WHERE j.kind = 'automation.waits' AND c.public_id = $1"
    )
    async with asyncio.timeout(20):
        while not (found := await house.firm.rows(planned, conv)):
            await asyncio.sleep(0.05)
    return float(found[0]["seconds"])


async def test_a_rule_is_tried_on_last_week_and_touches_nothing(house: House) -> None:
    talks = [await writes(house, text) for text in ("верните деньги", "Где заказ?", "ВЕРНИТЕ МНЕ ДЕНЬГИ")]
    async with closing(*(visitor for _, visitor in talks)):
        body = {
            "name": "x",
            "on": "message",
            "when": {"is": "says", "in": ["верните"]},
            "then": [{"do": "priority", "to": 3}],
        }
        before = await house.firm.done("sofia", "POST", "/api/rules/try", body)
        assert before["matched"] == 2 and before["whole"] and before["days"] == 7
        assert {one["conv"] for one in before["examples"]} == {talks[0][0], talks[2][0]}
        assert (await house.firm.done("sofia", "GET", "/api/rules"))["rules"] == []
        assert (await house.talk(talks[0][0]))["priority"] == 0
        # What stands in the log already is not looked at by a rule that is made now.
        await house.rule("Возврат", "message", body["when"], body["then"])
        await talks[2][1].ask("send", text="верните наконец", conv=talks[2][0])
        await house.becomes(talks[2][0], priority=3)
        assert (await house.talk(talks[0][0]))["priority"] == 0


async def test_a_rule_knows_whether_anybody_works_and_what_the_clock_says(house: House) -> None:
    south = house.firm.teams["Юг"]
    now = datetime.now(ZoneInfo("Asia/Tokyo"))
    closed = {"hours": {"hours": {DAYS[(now.weekday() + 3) % 7]: ["10:00-11:00"]}, "zone": "Asia/Tokyo"}}
    await house.firm.done("ada", "PUT", f"/api/timing/{south}", closed)
    today = {"is": "clock", "days": [DAYS[(now.weekday() + day) % 7] for day in (-1, 0, 1)], "zone": "Asia/Tokyo"}
    await house.rule("всегда", "began", {"is": "open"}, [{"do": "team", "team": south}])
    after = {"is": "not", "of": {"is": "open"}}
    await house.rule("ночь", "began", after, [{"do": "tag", "add": ["закрыто"]}])
    await house.rule(
        "день", "began", {"is": "all", "of": [today, {"is": "open", "of": "site"}]}, [{"do": "priority", "to": 1}]
    )
    await house.rule("не день", "began", {"is": "not", "of": today}, [{"do": "priority", "to": 3}])
    conv, visitor = await writes(house, "Есть кто?")
    async with closing(visitor):
        await house.becomes(conv, team_id=south, tags=["закрыто"], priority=1)
    # On trial the hour is that of the words, not of the trial.
    await house.firm.rows(
        "UPDATE conversations.entry SET at = at - interval '3 days' FROM conversations.conversation c"
        " WHERE c.id = conversation_id AND c.public_id = $1 RETURNING 1",
        conv,
    )
    body = {"name": "x", "on": "began", "when": today, "then": [{"do": "priority", "to": 3}]}
    tried = await house.firm.done("sofia", "POST", "/api/rules/try", body)
    assert conv not in {one["conv"] for one in tried["examples"]}
    tried = await house.firm.done("sofia", "POST", "/api/rules/try", {**body, "when": {"is": "not", "of": today}})
    assert conv in {one["conv"] for one in tried["examples"]}
    await house.firm.done("ada", "PUT", f"/api/timing/{south}", {})


async def test_order_counts_and_changes_meet(house: House) -> None:
    first = await house.rule(
        "первое", "message", {"is": "says", "in": ["порядок"]}, [{"do": "priority", "to": 1}], stop=True
    )
    second = await house.rule("второе", "message", {"is": "says", "in": ["порядок"]}, [{"do": "priority", "to": 2}])
    swapped = await house.firm.done("sofia", "PUT", "/api/rules/order", {"rules": [second, first]})
    assert [one["id"] for one in swapped["rules"]] == [second, first]
    other = await house.firm.ask("sofia", "PUT", "/api/rules/order", {"rules": [second]})
    assert (other.status_code, other.json()["code"]) == (409, "other_rules")
    conv, visitor = await writes(house, "наведите порядок")
    async with closing(visitor):
        await house.becomes(conv, priority=1)
        moves = [one for one in await house.entries(conv, "status") if "priority" in one["body"]]
        assert ["второе" in moves[0]["body"], "первое" in moves[1]["body"]] == [True, True]
    body = {"name": "иное", "on": "message", "when": LOUD, "then": [{"do": "priority", "to": 1}], "enabled": False}
    changed = await house.firm.done("sofia", "PUT", f"/api/rules/{first}?version=1", body)
    assert [one["enabled"] for one in changed["rules"]] == [True, False]
    none = await house.firm.ask("sofia", "PUT", f"/api/rules/{first}?version=0", body)
    assert (none.status_code, none.json()["pointer"]) == (422, "/version")
    late = await house.firm.ask("sofia", "PUT", f"/api/rules/{first}?version=1", body)
    assert (late.status_code, late.json()["code"]) == (412, "outdated")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"then": [{"do": "team", "team": 4711}]}, "/then/0/team"),
        ({"when": {"is": "weather"}}, "/when/is"),
        ({"on": "full moon"}, "/on"),
        ({"minutes": 5}, "/minutes"),
        ({"then": []}, "/then"),
    ],
)
async def test_what_is_wrong_is_refused_with_its_place(house: House, body: dict[str, Any], pointer: str) -> None:
    good = {"name": "x", "on": "message", "when": LOUD, "then": [{"do": "note", "text": "x"}]}
    answer = await house.firm.ask("sofia", "POST", "/api/rules", {**good, **body})
    assert (answer.status_code, answer.json()["pointer"]) == (422, pointer), answer.text
    assert (await house.firm.done("sofia", "GET", "/api/rules"))["rules"] == []


async def test_only_who_may_keeps_rules(house: House) -> None:
    good = {"name": "x", "on": "message", "when": LOUD, "then": [{"do": "note", "text": "x"}]}
    for login in ("anna", "vik", None):
        for method, path in (("GET", ""), ("POST", ""), ("POST", "/try"), ("DELETE", "/1"), ("PUT", "/1?version=1")):
            answer = await house.firm.ask(
                login, method, f"/api/rules{path}", good if method in ("POST", "PUT") else None
            )
            assert answer.status_code == (401 if login is None else 403), (login, method, path)
    assert (await house.firm.ask("ada", "GET", "/api/rules")).status_code == 200
