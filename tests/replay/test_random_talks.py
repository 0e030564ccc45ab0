"""«snapshot + entries == fresh snapshot» while three people act at random and at once, on old and new PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
import pytest_asyncio

from tests.replay.actors import Cast, Office, talk
from tests.replay.recorder import AUDIENCES
from tests.support.fold import Audience, Json, fold, view_of
from tests.support.postgres import FLAVOURS, Server
from tests.support.process import Pult, data_folder, started

SEEDS = range(int(os.environ.get("PULT_TEST_SEEDS", "3")))
STEPS = 40


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture(scope="module", params=FLAVOURS)
def server(request: pytest.FixtureRequest) -> Server:
    made: Server = request.getfixturevalue(f"postgres_{request.param}")
    return made


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(server: Server) -> AsyncIterator[Office]:
    async with data_folder() as data:
        node = Pult(await server.create_database(), data)
        async with started(node):
            yield Office(node)


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_snapshot_taken_at_any_moment_plus_what_came_after_is_any_later_one(office: Office, seed: int) -> None:
    async with talk(office, seed=seed) as cast:
        busy = [asyncio.create_task(_act(actor.act, STEPS)) for actor in cast.actors]
        shots = {audience: await cast.snapshot(audience) for audience in AUDIENCES}
        taken = {audience: [shot] for audience, shot in shots.items()}
        rng = random.Random(seed)
        while not all(task.done() for task in busy):
            await asyncio.sleep(rng.random() / 50)
            for audience in AUDIENCES:
                taken[audience].append(await cast.snapshot(audience))
        await asyncio.gather(*busy)
        for audience in AUDIENCES:
            taken[audience].append(await cast.snapshot(audience))
            await _holds(cast, audience, taken[audience])


async def _act(act: Callable[[], Awaitable[None]], times: int) -> None:
    for _ in range(times):
        await act()


async def _holds(cast: Cast, audience: Audience, shots: list[Json]) -> None:
    first, last = shots[0], shots[-1]
    assert last["top"] > first["top"] + 10
    await cast.follower(audience).reaches(cast.conv, last["top"])
    live, replayed = cast.heard(audience), await cast.replay(audience, first["top"])
    for i, start in enumerate(shots):
        for end in [*shots[i + 1 :: 3], last]:
            _folds(audience, start, end, live)
        # A replay is what is left of the past: it leads to the newest snapshot, not to those between.
        _folds(audience, start, last, replayed)


def _folds(audience: Audience, start: Json, end: Json, entries: list[Json]) -> None:
    between = [entry for entry in entries if start["top"] < entry["n"] <= end["top"]]
    folded, fresh = fold(view_of(audience, start), between), view_of(audience, end)
    folded, fresh = folded.since(fresh.first), fresh.since(fresh.first)
    # Erasing blanks words in place: a snapshot may lack them a moment before the number that says so, never later.
    early = {entry["target"] for entry in entries if entry["kind"] == "erased" and entry["n"] > end["top"]}
    gone = {n for n in early if n in fresh.lines and fresh.lines[n]["erased"]}
    one, two = folded.without(gone), fresh.without(gone)
    both = [(one.lines.get(n), two.lines.get(n)) for n in one.lines | two.lines]
    assert one == two, (start["top"], end["top"], [pair for pair in both if pair[0] != pair[1]])


async def test_read_marks_come_by_frames_of_their_own_and_agree_with_a_fresh_snapshot(office: Office) -> None:
    async with talk(office, seed=0) as cast:
        await cast.anna.do("take")
        n = await cast.anna.do("send", text="Добрый день")
        await cast.anna.line.say(t="read", conv=cast.conv, n=n)
        await cast.visitor.line.say(t="read", conv=cast.conv, n=3)
        for audience, marks in (("desk", {"visitor": 3, "team": n}), ("visitor", {"visitor": 3, "team": 3})):
            frame = await cast.follower(audience).until(
                lambda f, marks=marks: f["t"] == "marks" and all(f.get(name) == value for name, value in marks.items())
            )
            assert (await cast.snapshot(audience))["state"]["marks"] == {name: frame[name] for name in (*marks, "got")}
