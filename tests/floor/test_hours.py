"""Who did what when, over HTTP: named states, timelines, hours as a table; nodes that die; for leads alone."""

from __future__ import annotations

import asyncio
import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.floor import Floor
from tests.support.line import closing, new_key

pytestmark = pytest.mark.asyncio(loop_scope="module")
TASK = {"name": " Задача   развития ", "emoji": "📚", "base": "pause", "works": True, "held": "back", "plan": 240}


async def named(floor: Floor, **more: Any) -> dict[str, Any]:
    return await floor.people.done("ada", "POST", "/api/states", {**TASK, **more})


async def timeline(floor: Floor, login: str) -> list[dict[str, Any]]:
    day = datetime.now(UTC).date().isoformat()
    at = f"/api/floor/people/{floor.people.ids[login]}/timeline?day={day}&zone=UTC"
    return (await floor.people.done("sofia", "GET", at))["stretches"]


async def test_a_named_state_is_chosen_like_any_other_and_says_what_it_means(floor: Floor) -> None:
    people = floor.people
    made = await named(floor)
    assert (made["name"], made["closed"]) == ("Задача развития", False)
    assert [one["name"] for one in (await people.done("vik", "GET", "/api/states"))["states"]] == ["Задача развития"]
    wish = {"state": "pause", "named": made["id"]}
    assert (await people.done("anna", "PUT", "/api/state", wish))["named"] == made["id"]
    seen = next(
        one
        for one in (await people.done("vik", "GET", "/api/operators"))["operators"]
        if one["id"] == people.ids["anna"]
    )
    assert (seen["state"], seen["named"]) == ("pause", made["id"])
    for wrong, pointer in (({"state": "away", "named": made["id"]}, "/state"), ({**wish, "named": 999}, "/named")):
        refused = await people.ask("anna", "PUT", "/api/state", wrong)
        assert (refused.status_code, refused.json()["pointer"]) == (422, pointer)
    # The timeline keeps the name and the meaning of then.
    await people.done("ada", "PUT", f"/api/states/{made['id']}", {**TASK, "name": "Другое", "works": False})
    last = (await timeline(floor, "anna"))[-1]
    assert (last["name"], last["emoji"], last["works"], last["state"]) == ("Задача развития", "📚", True, "pause")
    # Closed it is no choice, but whoever is in it stays.
    await people.done("ada", "DELETE", f"/api/states/{made['id']}")
    assert (await people.ask("boris", "PUT", "/api/state", wish)).json()["pointer"] == "/named"
    assert (await people.done("anna", "GET", "/api/session"))["doing"]["named"] == made["id"]
    await people.done("anna", "PUT", "/api/state", {"state": "available"})


async def test_nonsense_of_named_states_is_refused_and_only_administrators_make_them(floor: Floor) -> None:
    people = floor.people
    made = await named(floor, name="Почта", base="transfers")
    for login in ("sofia", "anna", "vik"):
        assert (await people.ask(login, "POST", "/api/states", TASK)).status_code == 403, login
        assert (await people.ask(login, "DELETE", f"/api/states/{made['id']}")).status_code == 403, login
    for change, pointer in (
        ({"name": " "}, "/name"),
        ({"name": "x" * 61}, "/name"),
        ({"emoji": "abc"}, "/emoji"),
        ({"base": "busy"}, "/base"),
        ({"held": "drop"}, "/held"),
        ({"plan": 0}, "/plan"),
    ):
        refused = await people.ask("ada", "POST", "/api/states", {**TASK, **change})
        assert (refused.status_code, refused.json()["pointer"]) == (422, pointer), change
    taken = await people.ask("ada", "POST", "/api/states", {**TASK, "name": "почта"})
    assert (taken.status_code, taken.json()["code"]) == (409, "name_in_use")
    await people.done("boris", "PUT", "/api/state", {"state": "transfers", "named": made["id"]})
    used = await people.ask("ada", "PUT", f"/api/states/{made['id']}", {**TASK, "name": "Почта"})
    assert (used.status_code, used.json()["pointer"]) == (409, "/base"), "somebody is in it"
    await people.done("boris", "PUT", "/api/state", {"state": "available"})
    assert (await people.ask("ada", "PUT", "/api/states/999999", TASK)).status_code == 404


async def test_a_named_state_says_what_becomes_of_talks_in_hands(floor: Floor) -> None:
    people = floor.people
    task, mail = await named(floor, name="Учёба"), await named(floor, name="Разбор", held="keep")
    visitor, anna = await people.node.door.visitor(new_key()), floor.lines["anna"][0]
    query = "SELECT holder_kind FROM conversations.conversation WHERE public_id = $1"
    async with closing(visitor):
        conv = (await visitor.ask("send", text="Здравствуйте"))["conv"]
        assert (await anna.ask("take", conv=conv))["t"] == "ack"
        await people.done("anna", "PUT", "/api/state", {"state": "pause", "named": mail["id"]})
        assert (await people.rows(query, conv))[0]["holder_kind"] == "operator"
        await people.done("anna", "PUT", "/api/state", {"state": "pause", "named": task["id"]})
        async with asyncio.timeout(15):
            while (await people.rows(query, conv))[0]["holder_kind"] != "queue":
                await asyncio.sleep(0.05)
        await people.done("anna", "PUT", "/api/state", {"state": "available"})
        assert (await anna.ask("resolve", conv=conv))["t"] == "ack"


async def test_hours_are_for_leads_and_come_as_a_table(floor: Floor) -> None:
    people, today = floor.people, datetime.now(UTC).date()
    days = f"first={today - timedelta(days=1)}&last={today}&zone=UTC"
    for login in ("anna", "vik"):
        for at in (f"/api/floor/hours?{days}", f"/api/floor/hours.csv?{days}"):
            assert (await people.ask(login, "GET", at)).status_code == 403, (login, at)
    shown = (await people.done("sofia", "GET", f"/api/floor/hours?{days}"))["people"]
    anna = next(one for one in shown if one["id"] == people.ids["anna"])
    assert len(anna["days"]) == 2 and anna["days"][0]["desk"] == 0
    assert anna["days"][1]["desk"] >= anna["days"][1]["worked"] >= 0 and anna["days"][1]["first"] is not None
    await people.done("boris", "PATCH", "/api/profile", {"name": "=1+1"})
    answer = await people.ask("sofia", "GET", f"/api/floor/hours.csv?{days}")
    assert answer.headers["content-type"].startswith("text/csv") and "attachment" in str(
        answer.headers["content-disposition"]
    )
    head, *lines = list(csv.reader(io.StringIO((answer.text or "").lstrip("\ufeff"))))
    assert head[:6] == ["person", "day", "first", "last", "worked", "desk"]
    assert {line[1] for line in lines} == {today.isoformat()}, "days without an open desk are left out"
    assert "'=1+1" in {line[0] for line in lines}, "no spreadsheet runs a name"
    for wrong, pointer in (
        (f"first={today}&last={today - timedelta(days=1)}", "/last"),
        (f"first={today - timedelta(days=62)}&last={today}", "/last"),
        (f"first={today}&last={today}&zone=Mars/Base", "/zone"),
    ):
        refused = await people.ask("sofia", "GET", f"/api/floor/hours?{wrong}")
        assert (refused.status_code, refused.json()["pointer"]) == (422, pointer), wrong
    assert (
        await people.ask("sofia", "GET", f"/api/floor/people/999999/timeline?day={today}&zone=UTC")
    ).status_code == 404


async def test_somebody_is_offline_once_she_has_left_every_node_and_at_the_last_sign_of_one_that_died(
    floor: Floor,
) -> None:
    people = floor.people
    query = (
        "SELECT kind, body FROM kit.fact WHERE subject = $1 AND kind IN ('operator.online', 'operator.offline')"
        " ORDER BY id"
    )
    subject = f"operator:{people.ids['vera']}"

    async def last() -> str | None:
        rows = await people.rows(query, subject)
        return rows[-1]["kind"] if rows else None

    async def becomes(kind: str) -> None:
        async with asyncio.timeout(15):
            while await last() != kind:
                await asyncio.sleep(0.05)

    near = await people.desk("vera")
    await becomes("operator.online")
    ticket = (await people.done("vera", "POST", "/api/ticket", {}))["ticket"]
    far = await floor.far.door.desk(ticket)
    here = "SELECT count(*) AS n FROM operators.present WHERE operator_id = $1"
    async with asyncio.timeout(15):
        while (await people.rows(here, people.ids["vera"]))[0]["n"] < 2:
            await asyncio.sleep(0.05)
    await near.close()
    async with asyncio.timeout(15):
        while (await people.rows(here, people.ids["vera"]))[0]["n"] > 1:
            await asyncio.sleep(0.05)
    assert await last() == "operator.online", "a desk on the other node is still open"
    await far.close()
    await becomes("operator.offline")
    assert [row["kind"] for row in await people.rows(query, subject)] == ["operator.online", "operator.offline"]
    # A node that has said nothing for long: its people went with its last sign of life.
    # All at once: a sweep between two statements would find her lost before she seems to have come.
    await people.rows(
        "WITH node AS (INSERT INTO operators.node (id, seen_at) VALUES ('dead', now() - interval '40 seconds')),"
        " present AS (INSERT INTO operators.present (node_id, operator_id) VALUES ('dead', $1))"
        " INSERT INTO kit.fact (generation, kind, subject) SELECT generation, 'operator.online', $2"
        " FROM kit.installation",
        people.ids["vera"],
        subject,
    )
    await becomes("operator.offline")
    assert '"seen"' in (await people.rows(query, subject))[-1]["body"]
    await people.rows("DELETE FROM operators.node WHERE id = 'dead'")
