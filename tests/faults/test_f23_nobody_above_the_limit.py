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

from tests.support.floor import LIMITS, Floor
from tests.support.floor import floor as a_floor
from tests.support.line import Line
from tests.support.postgres import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def floor(postgres_18: Server) -> AsyncIterator[Floor]:
    async with a_floor(postgres_18) as made:
        yield made


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
    assert (await near.ask("reopen", conv=taken))["t"] == "ack", "what is opened again goes above, and is shown"
    assert (await floor.above())["anna"] == 100
    await floor.holds()
    late = next(one for one, answer in zip(convs, answers, strict=True) if answer["t"] == "error" and one != left)
    assert (await near.ask("take", conv=late))["code"] == "at_limit", "and makes no room for more"
    boris = floor.people.ids["boris"]
    assert (await near.ask("transfer", conv=left, to=boris, reason=""))["t"] == "ack"
    assert (await floor.above())["anna"] == 0
    assert (await near.ask("take", conv=late))["code"] == "at_limit"
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
        await floor.one_owner_at_a_time(conv)


_REFUSALS = {"at_limit", "taken", "not_holder", "not_open", "already_resolved", "not_resolved", "invalid"}


def _act(rng: random.Random, convs: list[str], ids: list[int]) -> dict[str, Any]:
    conv, t = rng.choice(convs), rng.choices(("take", "resolve", "reopen", "transfer"), (6, 3, 3, 3))[0]
    if t == "transfer":
        return {"t": t, "conv": conv, "to": rng.choice((*ids, None)), "reason": ""}
    return {"t": t, "conv": conv}
