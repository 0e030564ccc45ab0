"""What operators are doing: chosen, noticed, told to colleagues, written down; open talks are kept or given back."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.firm import Firm
from tests.support.line import closing

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def colleague(people: Firm, login: str) -> dict[str, object]:
    found = (await people.done("vik", "GET", "/api/operators"))["operators"]
    return next(one for one in found if one["id"] == people.ids[login])


async def test_a_state_with_its_comment_is_seen_by_colleagues_and_at_ones_other_desk(people: Firm) -> None:
    other = await people.desk("anna")
    async with closing(other):
        await people.done("anna", "PUT", "/api/state", {"state": "pause", "comment": " обед  до двух "})
        heard = await other.until(lambda f: f["t"] == "state")
        assert (heard["doing"]["state"], heard["doing"]["comment"]) == ("pause", "обед до двух")
    seen = await colleague(people, "anna")
    assert (seen["state"], seen["comment"], seen["load"]) == ("pause", "обед до двух", 0)
    assert (await people.done("anna", "GET", "/api/session"))["doing"]["state"] == "pause"


async def test_what_the_desk_notices_never_ends_a_pause(people: Firm) -> None:
    for state in ("pause", "offline", "transfers"):
        await people.done("boris", "PUT", "/api/state", {"state": state})
        for noticed in ("away", "available"):
            now = await people.done("boris", "PUT", "/api/state", {"state": noticed, "auto": True})
            assert now["state"] == state
    await people.done("boris", "PUT", "/api/state", {"state": "available"})
    assert (await people.done("boris", "PUT", "/api/state", {"state": "away", "auto": True}))["state"] == "away"
    assert (await people.done("boris", "PUT", "/api/state", {"state": "available", "auto": True}))[
        "state"
    ] == "available"


async def test_each_change_is_one_fact_and_the_same_again_is_none(people: Firm) -> None:
    subject = f"operator:{people.ids['sofia']}"
    query = (
        "SELECT body ->> 'was' AS was, body ->> 'to' AS now FROM kit.fact"
        " WHERE kind = 'operator.state' AND subject = $1 ORDER BY id"
    )
    for state in ("pause", "pause", "away", "available"):
        await people.done("sofia", "PUT", "/api/state", {"state": state})
    facts = [(row["was"], row["now"]) for row in await people.rows(query, subject)]
    assert facts == [("available", "pause"), ("pause", "away"), ("away", "available")]


async def test_who_goes_gives_open_talks_back_or_keeps_them(people: Firm) -> None:
    conv, visitor = await people.talk()
    anna = await people.desk("anna")
    query = "SELECT holder_kind FROM conversations.conversation WHERE public_id = $1"
    async with closing(visitor, anna):
        assert (await anna.ask("take", conv=conv))["t"] == "ack"
        assert (await colleague(people, "anna"))["load"] == 100
        await people.done("anna", "PUT", "/api/state", {"state": "offline", "talks": "keep"})
        assert (await people.rows(query, conv))[0]["holder_kind"] == "operator"
        await people.done("anna", "PUT", "/api/state", {"state": "offline", "talks": "queue"})
        async with asyncio.timeout(15):
            while (await people.rows(query, conv))[0]["holder_kind"] != "queue":
                await asyncio.sleep(0.05)
        assert (await colleague(people, "anna"))["load"] == 0


async def test_a_lead_sets_a_colleagues_state_and_she_hears_by_whom(people: Firm) -> None:
    conv, visitor = await people.talk()
    anna = await people.desk("anna")
    at = f"/api/operators/{people.ids['anna']}/state"
    async with closing(visitor, anna):
        await people.done("anna", "PUT", "/api/state", {"state": "available"})
        assert (await anna.ask("take", conv=conv))["t"] == "ack"
        for login in ("vik", "boris", "vera"):
            assert (await people.ask(login, "PUT", at, {"state": "pause"})).status_code == 403, login
        before = len(anna.frames)
        now = await people.done("sofia", "PUT", at, {"state": "pause", "comment": "планёрка", "talks": "queue"})
        heard = await anna.until(lambda f: f["t"] == "state", after=before)
        assert heard["by"] == {"id": people.ids["sofia"], "name": "Sofia"}
        assert (heard["doing"], now["state"]) == (now, "pause")
        fact = (await people.rows("SELECT body FROM kit.fact WHERE kind = 'operator.state' ORDER BY id DESC LIMIT 1"))[
            0
        ]
        assert f'"by": {people.ids["sofia"]}' in fact["body"]
        # Her open talks go back by the hand of whoever did it.
        query = (
            "SELECT e.actor_id FROM conversations.entry e JOIN conversations.conversation c ON c.id = e.conversation_id"
            " WHERE c.public_id = $1 AND c.holder_kind = 'queue' AND e.kind = 'assigned' ORDER BY e.seq DESC LIMIT 1"
        )
        async with asyncio.timeout(15):
            while not (back := await people.rows(query, conv)):
                await asyncio.sleep(0.05)
        assert back[0]["actor_id"] == people.ids["sofia"]
        told = await anna.until(lambda f: f["t"] == "told")
        assert (told["what"], told["conv"], told["by"]["id"]) == ("back", conv, people.ids["sofia"])
    seen = await colleague(people, "anna")
    assert (seen["state"], seen["comment"], seen["since"]) == ("pause", "планёрка", now["since"])


async def test_a_lead_cannot_pretend_that_a_desk_noticed_nor_set_somebody_who_is_not_there(people: Firm) -> None:
    at = f"/api/operators/{people.ids['boris']}/state"
    refused = await people.ask("sofia", "PUT", at, {"state": "away", "auto": True})
    assert (refused.status_code, refused.json()["pointer"]) == (422, "/auto")
    assert (await people.ask("sofia", "PUT", "/api/operators/999999/state", {"state": "pause"})).status_code == 404
    await people.join("tanya", "operator")
    tanya = people.ids["tanya"]
    await people.done("ada", "POST", f"/api/people/{tanya}/deactivate", {"to": None})
    assert (await people.ask("sofia", "PUT", f"/api/operators/{tanya}/state", {"state": "pause"})).status_code == 404


async def test_nonsense_is_refused(people: Firm) -> None:
    for body in (
        {"state": "busy"},
        {"state": None},
        {},
        {"state": "pause", "comment": "x" * 201},
        {"state": "pause", "load": 0},
    ):
        assert (await people.ask("anna", "PUT", "/api/state", body)).status_code == 422, body
