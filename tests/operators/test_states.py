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


async def test_nonsense_is_refused(people: Firm) -> None:
    for body in (
        {"state": "busy"},
        {"state": None},
        {},
        {"state": "pause", "comment": "x" * 201},
        {"state": "pause", "load": 0},
    ):
        assert (await people.ask("anna", "PUT", "/api/state", body)).status_code == 422, body
