"""Who comes before every strategy: personal managers and their deputies, the last operator, skills by topic and
language; and a skill that nobody has makes nobody wait for ever.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.support.firm import SOUTH, Firm, firm_on
from tests.support.line import Line, closing, new_cid, new_key
from tests.support.postgres import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")
PEOPLE = ("anna", "boris", "sofia")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole(postgres_18: Server) -> AsyncIterator[tuple[Firm, dict[str, Line]]]:
    async with firm_on(postgres_18) as people:
        lines = {login: await people.desk(login) for login in PEOPLE}
        async with closing(*lines.values()):
            yield people, lines


class Desk:
    """Three who answer; each talk is assigned."""

    def __init__(self, people: Firm, lines: dict[str, Line]) -> None:
        self.people, self.lines = people, lines

    async def visit(self, key: str | None = None) -> tuple[str, str]:
        """(talk, the visitor's key) of a word of somebody's."""
        key = key or new_key()
        visitor = await self.people.node.door.visitor(key)
        async with closing(visitor):
            return (await visitor.ask("send", text="Здравствуйте"))["conv"], key

    async def about(self, conv: str, **columns: Any) -> None:
        """As if the talk had begun so."""
        names = ", ".join(f"{name} = ${number}" for number, name in enumerate(columns, 2))
        await self.people.rows(
            f"UPDATE conversations.conversation SET {names} WHERE public_id = $1", conv, *columns.values()
        )

    async def given(self, conv: str) -> tuple[str, dict[str, Any]]:
        """Who got it, and why."""
        async with asyncio.timeout(15):
            while True:
                rows = await self.people.rows(
                    "SELECT o.login, e.body -> 'why' AS why FROM conversations.conversation c"
                    " JOIN conversations.entry e ON e.conversation_id = c.id AND e.kind = 'assigned'"
                    " AND e.audience = 'internal' AND e.body ->> 'how' = 'assign'"
                    " JOIN operators.operator o ON o.id = c.holder_id WHERE c.public_id = $1 ORDER BY e.seq DESC",
                    conv,
                )
                if rows:
                    return rows[0]["login"], _json(rows[0]["why"])
                await asyncio.sleep(0.02)

    async def state(self, login: str, state: str) -> None:
        await self.people.done(login, "PUT", "/api/state", {"state": state})

    async def manner(self, name: str, **more: Any) -> None:
        await self.people.done("ada", "PUT", "/api/manners/0", {"manner": name, **more})

    async def resolve(self, login: str, conv: str) -> None:
        assert (await self.lines[login].ask("resolve", conv=conv))["t"] == "ack"


def _json(text: str) -> dict[str, Any]:
    return json.loads(text)


@pytest_asyncio.fixture(loop_scope="module")
async def desk(whole: tuple[Firm, dict[str, Line]]) -> AsyncIterator[Desk]:
    made = Desk(*whole)
    for login in PEOPLE:
        await made.state(login, "available")
    await made.manner("offer", strategy="load", last_first=True, relax_seconds=60)
    yield made
    await made.manner("offer")
    for row in await made.people.rows(
        "SELECT public_id, o.login FROM conversations.conversation c LEFT JOIN operators.operator o"
        " ON o.id = c.holder_id WHERE c.status <> 'resolved'"
    ):
        await made.resolve(row["login"] or "sofia", row["public_id"])
    for skill in (await made.people.done("ada", "GET", "/api/skills"))["skills"]:
        await made.people.done("ada", "DELETE", f"/api/skills/{skill['id']}")
    for operator in (await made.people.done("ada", "GET", "/api/deputies"))["deputies"]:
        await made.people.done("ada", "PUT", f"/api/deputies/{operator}", {"deputy": None})


async def skill(desk: Desk, name: str, people: dict[str, int], **more: Any) -> int:
    made = await desk.people.done("ada", "POST", "/api/skills", {"name": name, **more})
    (number,) = [one["id"] for one in made["skills"] if one["name"] == name]
    for login, level in people.items():
        at = f"/api/skills/{number}/people/{desk.people.ids[login]}"
        await desk.people.done("ada", "PUT", at, {"level": level})
    return number


async def test_a_person_comes_back_to_whom_they_spoke_with_last_unless_she_gave_them_away(desk: Desk) -> None:
    conv, key = await desk.visit()
    assert (await desk.lines["boris"].ask("take", conv=conv))["t"] == "ack"
    await desk.resolve("boris", conv)
    await desk.manner("assign")
    for other in (await desk.visit(), await desk.visit()):
        await desk.given(other[0])
    again, _ = await desk.visit(key)
    login, why = await desk.given(again)
    assert (again, login, why["rule"]) == (conv, "boris", "last")
    gave = await desk.lines["boris"].ask("transfer", conv=conv, to=None, reason="не моё")
    assert gave["t"] == "ack"
    async with asyncio.timeout(15):
        while (await desk.given(conv))[0] == "boris":
            await asyncio.sleep(0.02)


async def test_the_personal_manager_comes_first_then_her_deputy_then_the_team(desk: Desk) -> None:
    people = desk.people
    ids = people.ids
    conv, key = await desk.visit()
    at = f"/api/talks/{conv}/manager"
    assert await people.done("anna", "GET", at) == {"operator": None, "name": None, "deputies": []}
    await people.done("anna", "PUT", at, {"operator": ids["sofia"]})
    await people.done("ada", "PUT", f"/api/deputies/{ids['sofia']}", {"deputy": ids["boris"]})
    told = await people.done("boris", "GET", at)
    assert (told["operator"], told["deputies"]) == (ids["sofia"], [ids["boris"]])
    await desk.manner("assign")
    login, why = await desk.given(conv)
    assert (login, why["rule"]) == ("sofia", "manager")
    await desk.resolve("sofia", conv)
    await desk.state("sofia", "pause")
    conv, _ = await desk.visit(key)
    login, why = await desk.given(conv)
    assert (login, why["rule"]) == ("boris", "deputy")
    await desk.resolve("boris", conv)
    await desk.state("boris", "pause")
    conv, _ = await desk.visit(key)
    login, why = await desk.given(conv)
    assert (login, why["rule"]) == ("anna", "only")


async def test_what_a_talk_is_about_and_its_language_ask_for_skills(desk: Desk) -> None:
    await skill(desk, "English", {"boris": 80, "sofia": 30}, languages=["en"], least=50)
    await skill(desk, "Счета", {"anna": 90, "boris": 20}, topics=["Оплата"])
    english, _ = await desk.visit()
    bill, _ = await desk.visit()
    both, _ = await desk.visit()
    await desk.about(english, language="en-GB")
    await desk.about(bill, topic="оплата")
    await desk.about(both, language="en", topic="Оплата")
    await desk.manner("assign", strategy="skill")
    login, why = await desk.given(english)
    assert (login, why["rule"], why["skills"]) == ("boris", "only", ["English"])
    login, why = await desk.given(bill)
    assert (login, why["rule"], why["skills"]) == ("anna", "skill", ["Счета"])
    login, why = await desk.given(both)
    assert (login, why["skills"]) == ("boris", ["English", "Счета"])


async def test_a_visitor_whom_the_site_has_proven_asks_for_who_knows_such_visitors(desk: Desk) -> None:
    await skill(desk, "Ключевые клиенты", {"sofia": 60}, verified=True)
    proven, _ = await desk.visit()
    other, _ = await desk.visit()
    await desk.people.rows(
        "UPDATE contacts.identity SET subject = 'client-17' WHERE id ="
        " (SELECT identity_id FROM conversations.conversation WHERE public_id = $1)",
        proven,
    )
    nothing = await desk.people.ask("boris", "POST", "/api/offers/next")
    assert nothing.json() == {"conv": other}, "what needs her is left to her while it has not waited too long"
    await desk.manner("assign")
    login, why = await desk.given(proven)
    assert (login, why["skills"]) == ("sofia", ["Ключевые клиенты"])


async def test_a_skill_that_nobody_has_is_waited_for_and_then_relaxed_and_the_log_says_so(desk: Desk) -> None:
    await skill(desk, "Suomi", {}, languages=["fi"])
    conv, _ = await desk.visit()
    other, _ = await desk.visit()
    await desk.about(conv, language="fi")
    await desk.manner("assign")
    await desk.given(other)
    rows = await desk.people.rows("SELECT holder_id FROM conversations.conversation WHERE public_id = $1", conv)
    assert rows[0]["holder_id"] is None, "it stands before the other one and waits for somebody who knows"
    await desk.manner("assign", relax_seconds=0)
    _, why = await desk.given(conv)
    assert (why["relaxed"], "skills" in why) == (["Suomi"], False)


async def test_bad_skills_levels_and_deputies_are_refused_with_their_reason(desk: Desk) -> None:
    ids = desk.people.ids
    number = await skill(desk, "English", {"anna": 1}, languages=["en"])
    at = f"/api/skills/{number}/people/{ids['anna']}"
    for login, method, path, body, status, code in (
        ("ada", "POST", "/api/skills", {"name": "english"}, 409, "name_in_use"),
        ("ada", "POST", "/api/skills", {"name": ""}, 422, "invalid"),
        ("ada", "POST", "/api/skills", {"name": "X", "least": 0}, 422, "out_of_range"),
        ("ada", "POST", "/api/skills", {"name": "X", "topics": [""]}, 422, "invalid"),
        ("ada", "PUT", "/api/skills/4711", {"name": "X"}, 404, "unknown_skill"),
        ("ada", "PUT", "/api/skills/0", {"name": "X"}, 404, "unknown_skill"),
        ("ada", "DELETE", "/api/skills/4711", None, 404, "unknown_skill"),
        ("ada", "PUT", at, {"level": 101}, 422, "out_of_range"),
        ("ada", "PUT", at, {"level": 0}, 422, "out_of_range"),
        ("ada", "PUT", f"/api/skills/4711/people/{ids['anna']}", {"level": 3}, 404, "unknown_skill"),
        ("ada", "PUT", f"/api/skills/{number}/people/4711", {"level": 3}, 404, "not_found"),
        ("anna", "PUT", at, {"level": 3}, 403, "forbidden"),
        ("ada", "PUT", f"/api/deputies/{ids['anna']}", {"deputy": ids["anna"]}, 409, "deputy_circle"),
        ("ada", "PUT", f"/api/deputies/{ids['anna']}", {"deputy": 4711}, 404, "not_found"),
        ("anna", "PUT", f"/api/deputies/{ids['anna']}", {"deputy": ids["boris"]}, 403, "forbidden"),
        ("anna", "PUT", "/api/talks/none/manager", {"operator": ids["anna"]}, 404, "not_found"),
    ):
        refused = await desk.people.ask(login, method, path, body)
        assert (refused.status_code, refused.json()["code"]) == (status, code), (path, body, refused.text)
    for operator, deputy in (("anna", "boris"), ("boris", "sofia")):
        await desk.people.done("ada", "PUT", f"/api/deputies/{ids[operator]}", {"deputy": ids[deputy]})
    circle = await desk.people.ask("ada", "PUT", f"/api/deputies/{ids['sofia']}", {"deputy": ids["anna"]})
    assert (circle.status_code, circle.json()["code"]) == (409, "deputy_circle")
    conv, _ = await desk.visit()
    viewer = await desk.people.ask("anna", "PUT", f"/api/talks/{conv}/manager", {"operator": ids["vik"]})
    assert (viewer.status_code, viewer.json()["code"]) == (422, "not_in_team")


async def test_whose_person_it_is_is_told_to_those_who_see_the_talk_alone(desk: Desk) -> None:
    people = desk.people
    conv, _ = await desk.visit()
    given = await desk.lines["sofia"].ask("transfer", conv=conv, to=None, team=people.teams[SOUTH], reason="")
    assert given["t"] == "ack"
    at = f"/api/talks/{conv}/manager"
    await people.done("vera", "PUT", at, {"operator": people.ids["vera"]})
    assert (await people.done("vera", "GET", at))["operator"] == people.ids["vera"]
    for method, body in (("GET", None), ("PUT", {"operator": people.ids["anna"]})):
        refused = await people.ask("anna", method, at, body)
        assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


async def test_a_state_takes_talks_of_its_channels_alone(desk: Desk) -> None:
    """The weights and the loads say Anna; her state says letters only."""
    people = desk.people
    wrong = ({"base": "pause", "channels": ["mail"]}, {"base": "available", "channels": []}, {"channels": ["mail"]})
    for more in wrong:
        refused = await people.ask("ada", "POST", "/api/states", {"name": "Не так", **more})
        assert refused.json()["pointer"] == "/channels", more
    made = await people.done(
        "ada", "POST", "/api/states", {"name": "Письма", "base": "available", "channels": ["mail"]}
    )
    for login in ("boris", "sofia"):
        await desk.state(login, "pause")
    await people.done("anna", "PUT", "/api/state", {"state": "available", "named": made["id"]})
    await desk.manner("assign")
    first, _ = await desk.visit()
    none = await people.ask("anna", "POST", "/api/offers/next", {"cid": new_cid()})
    assert none.json()["code"] == "queue_empty", "nor by asking for the next one"
    await desk.state("boris", "available")
    assert (await desk.given(first))[0] == "boris"
    second, _ = await desk.visit()
    assert (await desk.given(second))[0] == "boris", "Anna has more room and is passed over"
    both = {"name": "Письма", "base": "available", "channels": ["mail", "webchat"]}
    await people.done("ada", "PUT", f"/api/states/{made['id']}", both)
    third, _ = await desk.visit()
    assert (await desk.given(third))[0] == "anna"
    await people.done("ada", "DELETE", f"/api/states/{made['id']}")
