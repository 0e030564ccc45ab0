"""F23: many take at once, on two processes: one wins, the others hear who; nobody gets above her limit, no talk has two
owners, and what is written down as load is what is really held.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.support.firm import Firm, firm
from tests.support.line import Line, closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

pytestmark = pytest.mark.asyncio(loop_scope="module")
LIMITS = {"anna": 3, "boris": 2, "sofia": 1}


class Floor:
    """Operators with small limits, each with a window on both of two nodes."""

    def __init__(self, people: Firm, lines: dict[str, list[Line]]) -> None:
        self.people, self.lines = people, lines

    async def talks(self, count: int) -> list[str]:
        """New talks in the queue."""
        convs: list[str] = []
        for _ in range(count):
            visitor = await self.people.node.door.visitor(new_key())
            convs.append((await visitor.ask("send", text="Кто-нибудь?"))["conv"])
            await visitor.close()
        return convs

    async def carried(self) -> dict[str, tuple[int, int, int]]:
        """Login → (load as written, load as really held, capacity)."""
        rows = await self.people.rows(
            "SELECT o.login, o.load, o.capacity, 100 * (SELECT count(*) FROM conversations.conversation c"
            " WHERE c.status <> 'resolved' AND c.holder_kind = 'operator' AND c.holder_id = o.id) AS held"
            " FROM operators.operator o"
        )
        return {row["login"]: (row["load"], row["held"], row["capacity"]) for row in rows}

    async def holds(self) -> None:
        """What must be true at any quiet moment."""
        for login, (load, held, capacity) in (await self.carried()).items():
            assert load == held <= capacity, (login, load, held, capacity)


@pytest_asyncio.fixture(loop_scope="module")
async def floor(postgres_18: Server) -> AsyncIterator[Floor]:
    async with data_folder() as data:
        dsn = await postgres_18.create_database()
        near, far = Pult(dsn, data), Pult(dsn, data)
        async with started(near, far), firm(near) as people:
            lines: dict[str, list[Line]] = {}
            for login, limit in LIMITS.items():
                await people.done("ada", "PATCH", f"/api/people/{people.ids[login]}", {"limit": limit})
                ticket = (await people.done(login, "POST", "/api/ticket", {}))["ticket"]
                lines[login] = [await people.desk(login), await far.door.desk(ticket)]
            async with closing(*(line for pair in lines.values() for line in pair)):
                yield Floor(people, lines)


async def test_twelve_takes_at_once_end_at_the_limit_and_the_rest_are_told(floor: Floor) -> None:
    convs = await floor.talks(12)
    near, far = floor.lines["anna"]
    answers = await asyncio.gather(
        *((near if number % 2 else far).ask("take", conv=conv) for number, conv in enumerate(convs))
    )
    assert sorted(answer["t"] for answer in answers) == ["ack"] * 3 + ["error"] * 9
    refused = [answer for answer in answers if answer["t"] == "error"]
    assert {(answer["code"], answer["limit"]) for answer in refused} == {("at_limit", 3)}
    await floor.holds()
    taken = next(conv for conv, answer in zip(convs, answers, strict=True) if answer["t"] == "ack")
    left = next(conv for conv, answer in zip(convs, answers, strict=True) if answer["t"] == "error")
    assert (await near.ask("resolve", conv=taken))["t"] == "ack"
    assert (await far.ask("take", conv=left))["t"] == "ack", "a solved talk makes room"
    assert (await near.ask("reopen", conv=taken))["code"] == "at_limit"
    boris = floor.people.ids["boris"]
    assert (await near.ask("transfer", conv=left, to=boris, reason=""))["t"] == "ack"
    assert (await near.ask("reopen", conv=taken))["t"] == "ack"
    await floor.holds()


async def test_all_press_take_on_one_talk_and_one_wins(floor: Floor) -> None:
    (conv,) = await floor.talks(1)
    everybody = [(login, line) for login, pair in floor.lines.items() for line in pair]
    answers = await asyncio.gather(*(line.ask("take", conv=conv) for _, line in everybody))
    winners = {login for (login, _), answer in zip(everybody, answers, strict=True) if answer["t"] == "ack"}
    assert len(winners) == 1
    refused = [answer for answer in answers if answer["t"] == "error"]
    assert len(refused) == 5 and all(answer["code"] == "taken" and answer["by"] for answer in refused)
    await floor.holds()


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_they_do_at_once_nobody_gets_above_and_no_talk_has_two_owners(floor: Floor, seed: int) -> None:
    rng = random.Random(seed)
    convs = await floor.talks(8)
    ids = [floor.people.ids[login] for login in LIMITS]
    plans = {login: [_act(rng, convs, ids) for _ in range(30)] for login in LIMITS}

    async def work(login: str, line: Line, acts: list[dict[str, Any]]) -> None:
        for act in acts:
            answer = await line.ask(**act)
            assert answer["t"] == "ack" or answer["code"] in _REFUSALS, answer

    await asyncio.gather(
        *(
            work(login, line, acts[number::2])
            for login, acts in plans.items()
            for number, line in enumerate(floor.lines[login])
        )
    )
    await floor.holds()
    for conv in convs:
        await _one_owner_at_a_time(floor.people, conv)


_REFUSALS = {"at_limit", "taken", "not_holder", "not_open", "already_resolved", "not_resolved", "invalid"}


def _act(rng: random.Random, convs: list[str], ids: list[int]) -> dict[str, Any]:
    conv, t = rng.choice(convs), rng.choices(("take", "resolve", "reopen", "transfer"), (6, 3, 3, 3))[0]
    if t == "transfer":
        return {"t": t, "conv": conv, "to": rng.choice((*ids, None)), "reason": ""}
    return {"t": t, "conv": conv}


async def _one_owner_at_a_time(people: Firm, conv: str) -> None:
    """The log tells one story: who takes finds nobody, who hands on holds."""
    rows = await people.rows(
        "SELECT e.kind, e.actor_id, e.body ->> 'how' AS how, (e.body -> 'to' ->> 'id')::bigint AS heir,"
        " e.body ->> 'to' AS status, c.holder_id FROM conversations.entry e JOIN conversations.conversation c"
        " ON c.id = e.conversation_id WHERE c.public_id = $1 AND e.audience = 'internal' ORDER BY e.seq",
        conv,
    )
    holder: int | None = None
    for row in rows:
        if row["kind"] == "assigned":
            assert holder in (None, row["actor_id"]) or row["how"] == "take", row
            holder = row["heir"]
        elif row["kind"] == "transferred":
            assert holder == row["actor_id"], row
            holder = row["heir"]
    assert not rows or holder == rows[-1]["holder_id"]
