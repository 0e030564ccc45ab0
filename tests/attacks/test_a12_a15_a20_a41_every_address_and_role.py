"""A12, A15, A20, A41: every address of the desk × every role, with wrong types, foreign fields, from foreign pages."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from pult.kit.web import PUBLIC
from pult.operators.rules import TABLE, Permission, Role
from tests.support.access import application, doors_of
from tests.support.firm import NORTH, ROLES, Firm, firm_on
from tests.support.line import closing
from tests.support.postgres import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")
BY_ROLE = {"viewer": "vik", "specialist": "mila", "operator": "anna", "supervisor": "sofia", "admin": "ada"}
NOBODYS = {"int": "999999", "str": "nobody-has-this", "uuid": "01900000-0000-7000-8000-000000000000", "path": "x"}
"""Values of path parameters that belong to nobody: a permitted request does nothing, too."""
WRITES = ("POST", "PUT", "PATCH", "DELETE")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def people(postgres_18: Server) -> AsyncIterator[Firm]:
    async with firm_on(postgres_18) as made:
        await made.join("mila", "specialist")
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def doors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str | None]:
    return doors_of(await application(tmp_path_factory.mktemp("doors")))


def filled(path: str) -> str:
    return re.sub(r"\{\w+:(\w+)\}", lambda match: NOBODYS[match[1]], path)


def private(doors: dict[str, str | None]) -> list[tuple[str, str, str]]:
    """(method, path, permission) of what needs somebody to be signed in."""
    split = [(*door.split(" ", 1), needed) for door, needed in doors.items() if needed not in (PUBLIC, None)]
    return [(method, filled(path), str(needed)) for method, path, needed in split]


async def test_each_address_lets_in_the_roles_that_have_its_permission_and_no_other(
    people: Firm, doors: dict[str, str | None]
) -> None:
    tried = 0
    for method, path, needed in private(doors):
        body = {} if method in ("POST", "PUT", "PATCH") else None
        ours = {"headers": {"origin": people.node.door.base, "x-file-name": "x"}}
        assert (await people.ask(None, method, path, body, **ours)).status_code == 401, (method, path)
        for role in Role:
            status = (await people.ask(BY_ROLE[role], method, path, body, **ours)).status_code
            allowed = Permission(needed) in TABLE[role]
            assert (status not in (401, 403)) == allowed, (method, path, role, status)
            assert status < 500, (method, path, role, status)
            tried += 1
    assert tried > 100


async def test_no_change_comes_from_a_page_of_another_site_or_as_anything_but_json(
    people: Firm, doors: dict[str, str | None]
) -> None:
    tried = 0
    for door, _ in doors.items():
        method, path = door.split(" ", 1)
        if method not in WRITES or path.startswith("/api/widget"):
            continue
        url, session = people.url(filled(path)), people.sessions["ada"]
        foreign: list[dict[str, Any]] = [
            {"headers": {"origin": "https://evil.example"}, "json": {}},
            {"headers": {"sec-fetch-site": "cross-site"}, "json": {}},
            {"headers": {"origin": "null"}, "json": {}},
        ]
        if method != "DELETE" and not path.startswith(("/api/files", "/side")):  # a page without scripts sends a form
            foreign.append({"headers": {"content-type": "text/plain"}, "data": "{}"})
            foreign.append({"headers": {"content-type": "application/x-www-form-urlencoded"}, "data": "a=b"})
        for how in foreign:
            answer = await session.request(method, url, **how)
            assert answer.status_code == 403, (door, how, answer.text)
            assert answer.json()["code"] in ("origin_refused", "json_only"), (door, how)
            tried += 1
    assert tried > 60
    # A GET that says it is something else is a GET.
    before = (await people.done("ada", "GET", "/api/teams"))["teams"]
    for header in ("x-http-method-override", "x-method-override"):
        await people.ask("ada", "GET", "/api/teams", headers={header: "POST"}, json={"name": "x"})
    assert (await people.done("ada", "GET", "/api/teams"))["teams"] == before


async def test_nobody_gives_themselves_anything_by_naming_more_fields(people: Firm) -> None:
    north, anna = people.teams[NORTH], people.ids["anna"]
    for field, value in (
        ("role", "admin"),
        ("teams", [north]),
        ("active", True),
        ("id", 1),
        ("access_no", 9),
        ("login", "x"),
    ):
        refused = await people.ask("anna", "PATCH", "/api/profile", {"name": "Анна", field: value})
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid"), field
    token = await people.invite("mallory", "viewer")
    for field, value in (("role", "admin"), ("teams", [north]), ("login", "ada")):
        body = {"token": token, "name": "M", "password": "не-скажу-никому", field: value}
        assert (await people.ask(None, "POST", "/api/join", body)).status_code == 422, field
    assert (await people.ask("anna", "PATCH", f"/api/people/{anna}", {"role": "admin"})).status_code == 403
    assert (await people.ask("sofia", "PATCH", f"/api/people/{anna}", {"role": "admin"})).status_code == 403
    me = await people.done("anna", "GET", "/api/session")
    assert (me["role"], [team["id"] for team in me["teams"]]) == ("operator", [north])


async def test_wrong_types_are_refused_with_the_place_and_change_nothing(people: Firm) -> None:
    before = [one["person"] for one in (await people.done("ada", "GET", "/api/people"))["people"]]
    anna = people.ids["anna"]
    wrong: list[tuple[str, str, Any]] = [
        ("PATCH", f"/api/people/{anna}", {"role": 1}),
        ("PATCH", f"/api/people/{anna}", {"role": "root"}),
        ("PATCH", f"/api/people/{anna}", {"role": ["admin"]}),
        ("PATCH", f"/api/people/{anna}", {"teams": 1}),
        ("PATCH", f"/api/people/{anna}", {"teams": ["1"]}),
        ("PATCH", f"/api/people/{anna}", {"teams": [0]}),
        ("PATCH", f"/api/people/{anna}", {"teams": [2**63]}),
        ("PATCH", f"/api/people/{anna}", {"teams": [424242]}),
        ("PATCH", f"/api/people/{anna}", []),
        ("POST", f"/api/people/{anna}/deactivate", {}),
        ("POST", f"/api/people/{anna}/deactivate", {"to": "queue"}),
        ("POST", f"/api/people/{anna}/deactivate", {"to": [1]}),
        ("POST", f"/api/people/{anna}/deactivate", {"to": anna}),
        ("POST", f"/api/people/{anna}/deactivate", {"to": 424242}),
        ("POST", "/api/people/invitations", {"login": {"$ne": ""}}),
        ("POST", "/api/people/invitations", {"login": "a b"}),
        ("POST", "/api/people/invitations", {"login": "x", "mail": "x@y\nBcc: z@z"}),
        ("POST", "/api/people/invitations", {"login": "x", "role": None}),
        ("POST", "/api/teams", {"name": ""}),
        ("POST", "/api/teams", {"name": "a\u202eb" * 60}),
        ("POST", "/api/session", {"login": ["ada"], "password": "x"}),
        ("POST", "/api/session", {"login": "ada", "password": None}),
        ("POST", "/api/join/look", {"token": 0}),
        ("POST", "/api/join/look", {"token": ""}),
        ("POST", "/api/views", {"name": "x", "filter": {"is": "holder", "in": [[1]]}}),
        ("POST", "/api/views", {"name": "x", "filter": {"is": "team", "in": {"$gt": 0}}}),
        ("POST", "/api/views", {"name": ["x"], "filter": {"is": "unread"}}),
        ("POST", "/api/views", {"name": "x", "filter": {"is": "unread"}, "owner_id": 1}),
        ("POST", "/api/views", {"name": "x", "scope": "team", "team": [1], "filter": {"is": "unread"}}),
        ("POST", "/api/views/preview", {"filter": {"is": "unread"}, "of": "every"}),
        ("PUT", "/api/teams/1", {"name": "x", "replies": True}),
        ("PUT", "/api/sites/demo/team", {"team": "1"}),
        ("PUT", "/api/sites/demo/team", {}),
    ]
    for method, path, body in wrong:
        answer = await people.ask("ada", method, path, body)
        assert answer.status_code == 422, (method, path, body, answer.text)
    for path in (
        "/api/people/1abc",
        "/api/people/1;drop",
        "/api/people/0x1",
        "/api/people/[1]",
        "/api/people/99999999999999999999",
    ):
        answer = await people.ask("ada", "PATCH", path, {"role": "viewer"})
        assert answer.status_code in (404, 422), (path, answer.status_code)
    after = [one["person"] for one in (await people.done("ada", "GET", "/api/people"))["people"]]
    assert [(one["id"], one["role"], one["teams"], one["active"]) for one in after] == [
        (one["id"], one["role"], one["teams"], one["active"]) for one in before
    ]
    assert set(ROLES) <= {one["login"] for one in after}


async def test_the_desks_pages_can_be_framed_by_nobody(people: Firm) -> None:
    for path in ("/desk/", "/desk/settings", "/desk/anything/at/all"):
        answer = await people.ask(None, "GET", path)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], path
        assert answer.headers["x-frame-options"] == "DENY"


async def test_a42_nobody_changes_or_erases_what_a_colleague_said(people: Firm) -> None:
    conv, visitor = await people.talk(team=NORTH)
    anna, boris, sofia = [await people.desk(login) for login in ("anna", "boris", "sofia")]
    async with closing(visitor, anna, boris, sofia):
        await anna.ask("take", conv=conv)
        said = [await anna.ask(kind, conv=conv, text="моё слово") for kind in ("send", "note")]
        await anna.say(t="sub", id=f"c:{conv}")
        await anna.until(lambda f: f["t"] == "snap" and f["id"] == f"c:{conv}")
        assert [one["t"] for one in said] == ["ack", "ack"]
        numbers = [e["n"] for e in anna.entries(conv) if e.get("text") == "моё слово"]
        assert len(numbers) == 2
        for line in (boris, sofia):
            for n in numbers:
                assert (await line.ask("edit", conv=conv, n=n, text="не моё"))["code"] == "forbidden"
                assert (await line.ask("erase", conv=conv, n=n))["code"] == "forbidden"
        for n in numbers:
            assert (await anna.ask("edit", conv=conv, n=n, text="моё другое"))["t"] == "ack"
    kept = await people.rows("SELECT 1 FROM conversations.entry WHERE body ->> 'text' = 'не моё'")
    assert kept == []


async def test_facts_are_only_ever_added() -> None:
    """A42: nothing in the product changes or removes a line of the audit."""
    code = "\n".join(
        path.read_text() for path in (Path(__file__).parents[2] / "pult").rglob("*") if path.suffix in (".py", ".sql")
    )
    assert "INSERT INTO kit.fact" in code
    assert re.findall(r"(?i)(?:UPDATE|DELETE FROM|TRUNCATE)\s+kit\.fact\b", code) == []
