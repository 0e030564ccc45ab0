"""The lists of talks: who waits longest first, a page at a time, counters, and nothing of another team."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.support.firm import NORTH, SOUTH, Firm, firm_on
from tests.support.line import Line, closing
from tests.support.postgres import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(postgres_18: Server) -> AsyncIterator[Firm]:
    async with firm_on(postgres_18) as made:
        yield made


async def listed(office: Firm, login: str, name: str, **query: Any) -> Any:
    rest = "".join(f"&{key}={value}" for key, value in query.items())
    return await office.done(login, "GET", f"/api/talks?list={name}{rest}")


def convs(page: Any) -> list[str]:
    return [row["conv"] for row in page["rows"]]


@contextlib.asynccontextmanager
async def talks(office: Firm, *teams: str | None) -> AsyncIterator[tuple[list[str], list[Line]]]:
    """New talks of these teams, one after another."""
    async with contextlib.AsyncExitStack() as closing_all:
        made: list[str] = []
        lines: list[Line] = []
        for team in teams:
            conv, visitor = await office.talk(team=team)
            await closing_all.enter_async_context(closing(visitor))
            made.append(conv)
            lines.append(visitor)
        yield made, lines


async def test_pages_follow_one_another_without_a_gap_or_a_repeat(office: Firm) -> None:
    async with talks(office, *[None] * 7) as (made, _):
        seen: list[str] = []
        after = ""
        while True:
            page = await listed(office, "anna", "queue", limit=3, **({"after": after} if after else {}))
            assert len(page["rows"]) <= 3
            seen += convs(page)
            if page["next"] is None:
                break
            after = page["next"]
        assert [conv for conv in seen if conv in made] == made, "who waits longest stands first"
        assert len(set(seen)) == len(seen)


async def test_each_talk_stands_in_the_lists_that_it_belongs_to(office: Firm) -> None:
    async with talks(office, NORTH, SOUTH, None) as ((north, south, nobody), _):
        anna = await office.desk("anna")
        async with closing(anna):
            assert (await anna.ask("take", conv=north))["t"] == "ack"
        for login, name, expected in [
            ("anna", "mine", {north}),
            ("boris", "mine", set[str]()),
            ("anna", "queue", {nobody}),
            ("vera", "queue", {south, nobody}),
            ("anna", "team", {north}),
            ("vera", "team", {south}),
            ("anna", "all", {north, nobody}),
            ("sofia", "all", {north, south, nobody}),
        ]:
            found = set(convs(await listed(office, login, name, limit=100))) & {north, south, nobody}
            assert found == expected, (login, name)


async def test_solved_talks_stand_in_their_own_list_the_last_solved_first(office: Firm) -> None:
    async with talks(office, NORTH, NORTH, NORTH) as (made, _):
        anna = await office.desk("anna")
        async with closing(anna):
            for conv in (made[1], made[0]):
                assert (await anna.ask("take", conv=conv))["t"] == "ack"
                assert (await anna.ask("resolve", conv=conv))["t"] == "ack"
        first = await listed(office, "boris", "resolved", limit=1)
        assert convs(first) == [made[0]] and first["rows"][0]["resolved"] > 0
        second = await listed(office, "boris", "resolved", limit=1, after=first["next"])
        assert convs(second) == [made[1]]
        assert not set(made) & set(convs(await listed(office, "vera", "resolved")))
        assert made[2] in convs(await listed(office, "boris", "queue", limit=100))


async def test_a_row_says_what_the_visitor_said_that_nobody_has_answered(office: Firm) -> None:
    async with talks(office, None) as ((conv,), (visitor,)):
        anna = await office.desk("anna")
        async with closing(anna):
            for text in ("раз", "два"):
                await visitor.ask("send", text=text)
            await anna.ask("note", conv=conv, text="проверить")

            async def said() -> Any:
                page = await listed(office, "anna", "all", limit=100)
                return next(row for row in page["rows"] if row["conv"] == conv)["said"]

            assert await said() == [1, 2, 3]
            await anna.ask("take", conv=conv)
            await anna.ask("send", conv=conv, text="Здравствуйте")
            assert await said() == []
            await visitor.ask("send", text="три")
            assert len(await said()) == 1


async def test_counters_follow_the_talks_and_are_those_of_ones_own_teams(office: Firm) -> None:
    anna, vera = await office.desk("anna"), await office.desk("vera")
    async with closing(anna), closing(vera):

        async def follows(line: Line) -> dict[str, Any]:
            await line.say(t="sub", id="list:open")
            whole = await line.until(lambda frame: frame["t"] == "rows" and frame.get("whole"))
            return dict(whole["counts"])

        before, other = await follows(anna), await follows(vera)
        async with talks(office, NORTH, NORTH) as ((one, _), _lines):
            await anna.ask("take", conv=one)
            me = str(office.ids["anna"])
            north = str(office.teams[NORTH])
            wanted = (
                before["all"] + 2,
                before["queue"] + 1,
                before["held"].get(me, 0) + 1,
                before["teams"].get(north, 0) + 2,
            )
            await anna.until(
                lambda frame: (
                    frame["t"] == "counts"
                    and (
                        frame["counts"]["all"],
                        frame["counts"]["queue"],
                        frame["counts"]["held"].get(me),
                        frame["counts"]["teams"].get(north),
                    )
                    == wanted
                )
            )
            told = [frame["counts"] for frame in vera.frames if frame["t"] == "counts"]
            assert all(north not in counts["teams"] for counts in told)
            assert (told[-1] if told else other)["all"] <= other["all"] + 2


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("list=everything", "/list"),
        ("list=all&after=%D1%8F", "/after"),
        ("list=all&after=WzEsMl0", "/after"),
        ("list=all&after=WzEsMiwiMyJd", "/after"),
        ("list=all&after=WzkyMjMzNzIwMzY4NTQ3NzU4MDcsMSwxXQ", "/after"),
    ],
)
async def test_what_is_no_list_and_no_place_is_refused(office: Firm, query: str, pointer: str) -> None:
    answer = await office.ask("anna", "GET", f"/api/talks?{query}")
    assert answer.status_code == 422 and answer.json()["pointer"] == pointer, answer.text


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=1.5", "limit=&list=all", "limit=9999999999999999999"])
async def test_a_page_has_its_bounds(office: Firm, query: str) -> None:
    assert (await office.ask("anna", "GET", f"/api/talks?{query}")).status_code in (400, 422)
