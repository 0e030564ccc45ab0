"""Big screens: who has the link reads figures, nothing else, until it is taken back or its time is over."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import niquests
import pytest
import pytest_asyncio

from pult.floor.walls import MOST
from tests.support.access import application, doors_of
from tests.support.firm import NORTH
from tests.support.floor import Floor
from tests.support.line import closing

pytestmark = pytest.mark.asyncio(loop_scope="module")
FIGURES = {"now", "waiting", "since", "first_reply", "wait", "bar", "ready", "room", "here", "lines"}
"""All that a screen is told of the floor."""
WAITING = (
    "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def token(floor: Floor) -> str:
    """The secret of a screen in the office, made by a lead."""
    return await made(floor)


async def made(floor: Floor, *, days: int | None = None) -> str:
    answer = await floor.people.done("sofia", "POST", "/api/floor/walls", {"name": " Офис  3 ", "days": days})
    address, _, secret = str(answer["link"]).partition("#wall/")
    assert address == f"{floor.people.node.door.base}/desk/", "the secret stands behind the #, so in no log"
    return secret


@pytest_asyncio.fixture(loop_scope="module")
async def screen() -> AsyncIterator[niquests.AsyncSession]:
    """A browser in which nobody has signed in."""
    async with niquests.AsyncSession() as session:
        yield session


async def looks(screen: niquests.AsyncSession, floor: Floor, token: str, *, far: bool = False) -> niquests.Response:
    base = (floor.far if far else floor.people.node).door.base
    return await screen.get(f"{base}/api/wall", headers={"authorization": f"Bearer {token}"})


async def test_a_screen_shows_figures_and_nobodys_name(floor: Floor, screen: niquests.AsyncSession, token: str) -> None:
    people = floor.people
    before = (await looks(screen, floor, token)).json()
    assert (before["name"], set(before["shows"])) == ("Офис 3", FIGURES)
    conv, visitor = await people.talk(team=NORTH)
    async with closing(visitor):
        (other,) = await floor.talks(1)
        for far in (False, True):
            async with asyncio.timeout(20):
                while (shown := await looks(screen, floor, token, far=far)).json()["shows"]["waiting"] < 2:
                    await asyncio.sleep(0.1)
            now: dict[str, Any] = shown.json()["shows"]
            assert [(one["team"], one["count"]) for one in now["lines"]] == [(None, 1), (NORTH, 1)]
            assert now["since"] <= now["now"] and (now["ready"], now["here"]) == (3, 3)
            for word in (conv, other, "Anna", "Анна", "Здравствуйте", "Посетитель"):
                assert word not in shown.text, word
        anna = floor.lines["anna"][0]
        assert (await anna.ask("take", conv=other))["t"] == "ack"
        async with asyncio.timeout(20):
            while (await looks(screen, floor, token)).json()["shows"]["waiting"] != 1:
                await asyncio.sleep(0.1)
        assert (await anna.ask("resolve", conv=other))["t"] == "ack"
    (wall,) = (await people.done("sofia", "GET", "/api/floor/walls"))["walls"]
    assert (wall["name"], wall["made_by"], wall["over"]) == ("Офис 3", "Sofia", False) and wall["seen_at"]


async def test_its_link_opens_nothing_else(
    floor: Floor, screen: niquests.AsyncSession, token: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    door = floor.people.node.door
    assert (await looks(screen, floor, token)).status_code == 200
    doors = doors_of(await application(tmp_path_factory.mktemp("doors")))
    closed = [one.split(" ", 1) for one, needed in doors.items() if needed not in ("public", None) and "{" not in one]
    assert len(closed) > 40
    for method, path in closed:
        for how in ({"authorization": f"Bearer {token}"}, {"cookie": f"pult_session={token}"}):
            headers = {"origin": door.base, **how}
            answer = await screen.request(method, f"{door.base}{path}", json={}, headers=headers)
            assert answer.status_code == 401, (method, path, how)
    with pytest.raises(PermissionError, match="auth_failed"):
        await door.desk(token)
    with pytest.raises(PermissionError, match="auth_failed"):
        await door.visitor(token=token)


async def test_what_was_taken_back_or_is_over_or_was_guessed_shows_nothing(
    floor: Floor, screen: niquests.AsyncSession, token: str
) -> None:
    people, other = floor.people, await made(floor, days=1)
    assert (await looks(screen, floor, other)).status_code == 200
    rows = await people.rows("SELECT token_hash FROM floor.wall")
    assert all(token.encode() != row["token_hash"] and len(row["token_hash"]) == 32 for row in rows)
    await people.rows("UPDATE floor.wall SET expires_at = clock_timestamp() - interval '1 s' WHERE expires_at > now()")
    walls = (await people.done("sofia", "GET", "/api/floor/walls"))["walls"]
    assert [one["over"] for one in walls] == [True, False]
    for wrong in (other, token[:-1], "a" * 43, rows[0]["token_hash"].hex()):
        answer = await looks(screen, floor, wrong)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), wrong
    assert (await screen.get(f"{people.node.door.base}/api/wall")).status_code == 404
    path = f"/api/floor/walls/{walls[1]['id']}"
    assert (await people.ask("anna", "DELETE", path)).status_code == 403
    assert (await looks(screen, floor, token)).status_code == 200
    left = (await people.done("sofia", "DELETE", path))["walls"]
    assert [one["id"] for one in left] == [walls[0]["id"]]
    assert (await looks(screen, floor, token)).status_code == 404
    assert (await people.ask("sofia", "DELETE", path)).status_code == 404


async def test_a_link_can_do_no_more_than_whoever_made_it(floor: Floor, screen: niquests.AsyncSession) -> None:
    people = floor.people
    await people.join("rita", "supervisor")
    link = (await people.done("rita", "POST", "/api/floor/walls", {"name": "Чужой"}))["link"]
    token, rita = str(link).partition("#wall/")[2], f"/api/people/{people.ids['rita']}"
    ways = (
        ("POST", f"{rita}/deactivate", {"to": None}, "POST", f"{rita}/activate", None),
        ("PATCH", rita, {"role": "operator"}, "PATCH", rita, {"role": "supervisor"}),
    )
    for method, path, body, *back in ways:
        assert (await looks(screen, floor, token)).status_code == 200
        await people.done("ada", method, path, body)
        for far in (False, True):
            assert (await looks(screen, floor, token, far=far)).status_code == 404, path
        shown = (await people.done("ada", "GET", "/api/floor/walls"))["walls"][0]
        assert (shown["name"], shown["made_by"], shown["stopped"]) == ("Чужой", "Rita", True)
        await people.done("ada", *back)
    shown = (await people.done("ada", "GET", "/api/floor/walls"))["walls"][0]
    assert shown["stopped"] is False and (await looks(screen, floor, token)).status_code == 200
    await people.done("ada", "DELETE", f"/api/floor/walls/{shown['id']}")


@pytest.mark.parametrize(
    ("body", "pointer"), [({"name": " "}, "/name"), ({"name": "x" * 61}, "/name"), ({"name": "x", "days": 0}, "/days")]
)
async def test_only_leads_make_one_and_what_cannot_be_is_refused(
    floor: Floor, body: dict[str, Any], pointer: str
) -> None:
    refused = await floor.people.ask("sofia", "POST", "/api/floor/walls", body)
    assert (refused.status_code, refused.json()["pointer"]) == (422, pointer)
    for login in ("anna", "vik"):
        assert (await floor.people.ask(login, "POST", "/api/floor/walls", {"name": "Офис"})).status_code == 403
        assert (await floor.people.ask(login, "GET", "/api/floor/walls")).status_code == 403


async def test_there_are_never_more_screens_than_the_limit_however_many_are_made_at_once(floor: Floor) -> None:
    people = floor.people
    (row,) = await people.rows("SELECT count(*) AS n FROM floor.wall")
    await people.rows(
        "INSERT INTO floor.wall (name, token_hash, made_by) SELECT 'x', decode(md5(i::text), 'hex'), $1"
        " FROM generate_series(1, $2::integer) i",
        people.ids["sofia"],
        MOST - 1 - row["n"],
    )
    line = await asyncpg.connect(people.node.dsn)
    try:
        # Both have looked how many there are before either of them has written.
        async with asyncio.timeout(20), line.transaction():
            await line.execute("LOCK TABLE floor.wall IN SHARE MODE")
            body = {"name": "Ещё один"}
            asked = [asyncio.create_task(people.ask("sofia", "POST", "/api/floor/walls", body)) for _ in range(2)]
            while await line.fetchval(WAITING) < 2:
                await asyncio.sleep(0.02)
        answers = await asyncio.gather(*asked)
    finally:
        await line.close()
    assert sorted(one.status_code for one in answers) == [201, 409]
    assert [one.json()["code"] for one in answers if one.status_code == 409] == ["too_many"]
    await people.rows("DELETE FROM floor.wall WHERE name IN ('x', 'Ещё один')")
