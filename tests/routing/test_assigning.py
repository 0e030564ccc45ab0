"""Talks that find their hands by themselves, on two nodes at once: fair, explained, never above a limit."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.support.firm import NORTH
from tests.support.floor import LIMITS, Floor
from tests.support.floor import floor as a_floor
from tests.support.line import Line, closing, new_key
from tests.support.postgres import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")
EVERYBODY = 0
ROOM = sum(LIMITS.values())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def two_nodes(postgres_18: Server) -> AsyncIterator[Floor]:
    async with a_floor(postgres_18) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def floor(two_nodes: Floor) -> AsyncIterator[Floor]:
    """A quiet floor where talks are assigned: everybody is available and holds nothing."""
    for login in LIMITS:
        await two_nodes.people.done(login, "PUT", "/api/state", {"state": "available"})
    await manner(two_nodes, "assign")
    yield two_nodes
    await manner(two_nodes, "offer")
    for login, (line, _) in two_nodes.lines.items():
        for conv in await held(two_nodes, login):
            assert (await line.ask("resolve", conv=conv))["t"] == "ack"
    for conv in await queue(two_nodes):
        assert (await two_nodes.lines["anna"][0].ask("resolve", conv=conv))["t"] == "ack"


async def manner(floor: Floor, name: str, *, team: int = EVERYBODY) -> None:
    await floor.people.done("ada", "PUT", f"/api/manners/{team}", {"manner": name})


async def queue(floor: Floor) -> list[str]:
    rows = await floor.people.rows(
        "SELECT public_id FROM conversations.conversation WHERE status = 'open' AND holder_kind = 'queue' ORDER BY id"
    )
    return [row["public_id"] for row in rows]


async def held(floor: Floor, login: str) -> list[str]:
    rows = await floor.people.rows(
        "SELECT public_id FROM conversations.conversation WHERE status <> 'resolved' AND holder_id = $1 ORDER BY id",
        floor.people.ids[login],
    )
    return [row["public_id"] for row in rows]


async def comes(floor: Floor, look: Any, expected: Any) -> None:
    async with asyncio.timeout(15):
        while (seen := await look()) != expected:
            await asyncio.sleep(0.02)
    assert seen == expected


async def holder(floor: Floor, conv: str) -> str | None:
    rows = await floor.people.rows(
        "SELECT o.login FROM conversations.conversation c LEFT JOIN operators.operator o ON o.id = c.holder_id"
        " WHERE c.public_id = $1",
        conv,
    )
    return rows[0]["login"]


async def given(floor: Floor) -> dict[str, int]:
    return {login: len(await held(floor, login)) for login in LIMITS}


async def why(floor: Floor, conv: str) -> dict[str, Any]:
    line = await floor.people.desk("vik")
    async with closing(line):
        await line.say(t="sub", id=f"c:{conv}")
        snap = await line.until(lambda frame: frame["t"] == "snap")
        (entry,) = [one for one in snap["entries"] if one["kind"] == "assigned" and one["aud"] == "internal"]
        assert (entry["how"], entry["by"]) == ("assign", {"kind": "system"})
        return entry["why"]


async def test_talks_go_to_the_least_loaded_for_her_limit_and_the_log_says_why(floor: Floor) -> None:
    for count in range(1, ROOM + 1):
        await floor.talks(1)
        await comes(floor, lambda: queue(floor), [])
        now = await given(floor)
        assert sum(now.values()) == count
        assert all(now[login] <= limit for login, limit in LIMITS.items())
    assert await given(floor) == LIMITS
    (late,) = await floor.talks(1)
    (first, *_) = await held(floor, "boris")
    assert (await why(floor, first))["rule"] in ("load", "idle", "turn")
    assert await queue(floor) == [late], "nobody has room: it waits"
    assert (await floor.lines["boris"][1].ask("resolve", conv=first))["t"] == "ack"
    await comes(floor, lambda: queue(floor), [])
    assert await holder(floor, late) == "boris"
    assert await why(floor, late) == {"rule": "only", "load": 100, "limit": 200, "of": 1}
    await floor.holds()


async def test_the_visitor_is_told_who_joined_and_nothing_of_why(floor: Floor) -> None:
    visitor = await floor.people.node.door.visitor(new_key())
    async with closing(visitor):
        conv = (await visitor.ask("send", text="Здравствуйте"))["conv"]
        joined = await visitor.until(
            lambda frame: (
                frame["t"] in ("ev", "snap")
                and any(entry["kind"] == "assigned" for entry in frame.get("e", frame.get("entries", [])))
            )
        )
        assert "why" not in str(joined) and "load" not in str(joined)
        assert [entry["n"] for entry in visitor.entries(conv)] == [1, 2]


async def test_who_does_something_else_is_not_at_a_desk_or_in_another_team_gets_none(floor: Floor) -> None:
    people = floor.people
    for login, state in (("anna", "transfers"), ("boris", "pause"), ("sofia", "away")):
        await people.done(login, "PUT", "/api/state", {"state": state})
    (conv,) = await floor.talks(1)
    await asyncio.gather(*(people.done("vera", "PUT", "/api/state", {"state": "available"}) for _ in range(3)))
    north = people.teams[NORTH]
    (other,) = await floor.talks(1)
    given = await floor.lines["anna"][0].ask("transfer", conv=other, to=None, team=north, reason="")
    assert given["t"] == "ack"
    await manner(floor, "assign", team=north)
    assert await queue(floor) == [conv, other], "vera has no window, the others do something else"
    await people.done("sofia", "PUT", "/api/state", {"state": "available"})
    await comes(floor, lambda: holder(floor, conv), "sofia")
    assert await queue(floor) == [other], "sofia sees all teams and is in none"
    await people.done("boris", "PUT", "/api/state", {"state": "available"})
    await comes(floor, lambda: holder(floor, other), "boris")
    await manner(floor, "offer", team=north)


async def test_what_was_given_back_goes_to_somebody_else_or_waits(floor: Floor) -> None:
    await floor.people.done("boris", "PUT", "/api/state", {"state": "pause"})
    await floor.people.done("sofia", "PUT", "/api/state", {"state": "pause"})
    (conv,) = await floor.talks(1)
    await comes(floor, lambda: holder(floor, conv), "anna")
    assert (await floor.lines["anna"][0].ask("transfer", conv=conv, to=None, reason="не моё"))["t"] == "ack"
    (next_one,) = await floor.talks(1)
    await comes(floor, lambda: holder(floor, next_one), "anna")
    assert await queue(floor) == [conv], "it is not thrown back at her"
    await floor.people.done("sofia", "PUT", "/api/state", {"state": "available"})
    await comes(floor, lambda: holder(floor, conv), "sofia")


async def test_offered_to_all_nothing_moves_by_itself(floor: Floor) -> None:
    await manner(floor, "offer")
    (conv,) = await floor.talks(1)
    assert (await floor.lines["boris"][0].ask("take", conv=conv))["t"] == "ack"
    assert await holder(floor, conv) == "boris"


@pytest.mark.parametrize("seed", range(3))
async def test_takes_and_assignments_at_once_on_two_nodes_leave_one_owner_and_nobody_above(
    floor: Floor, seed: int
) -> None:
    """F23: manual takes race with assignments while people go away and come back."""
    rng = random.Random(seed)
    doors = (floor.people.node.door, floor.far.door)
    convs: list[str] = []

    async def arrive(number: int) -> None:
        visitor = await doors[number % 2].visitor(new_key())
        convs.append((await visitor.ask("send", text="Есть кто?"))["conv"])
        await visitor.close()

    async def work(login: str, line: Line, acts: list[float]) -> None:
        for act in acts:
            if not convs:
                await asyncio.sleep(0)
                continue
            conv = convs[int(act * len(convs))]
            t = "take" if act * 7 % 1 < 0.6 else "resolve"
            answer = await line.ask(t, conv=conv)
            assert answer["t"] == "ack" or answer["code"] in _REFUSALS, answer
            if act * 13 % 1 < 0.2:
                for state in ("pause", "available"):
                    await floor.people.done(login, "PUT", "/api/state", {"state": state})

    plans = {login: [[rng.random() for _ in range(12)] for _ in lines] for login, lines in floor.lines.items()}
    await asyncio.gather(
        *(arrive(number) for number in range(14)),
        *(
            work(login, line, acts)
            for login, lines in floor.lines.items()
            for line, acts in zip(lines, plans[login], strict=True)
        ),
    )
    await floor.holds()
    for conv in convs:
        await floor.one_owner_at_a_time(conv)

    async def settled() -> bool:
        """Whoever has room has been given what waits."""
        left, now = len(await queue(floor)), await given(floor)
        return left == 0 or now == LIMITS

    await comes(floor, settled, True)
    await floor.holds()


_REFUSALS = {"at_limit", "taken", "not_holder", "not_open", "already_resolved"}
