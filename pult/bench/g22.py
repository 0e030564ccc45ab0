"""G22: how fast ten thousand waiting talks find hands among a thousand operators, and how soon a new one does."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import asyncpg

from pult.bench import dealing, manytalks, pgbench
from pult.bench.client import TEXT, Socket, cids, connect, hello, new_key
from pult.bench.ground import SCHEMA
from pult.bench.house import House, fetchval, folder, postgres
from pult.bench.rows import Bound
from pult.bench.rules import Shape, median, quantile, run_trial, settle
from pult.bench.taking import Taken
from pult.kit import migrations

OPERATORS, TALKS = 1000, 10_000
SLOTS = 12
"""Talks that an operator may hold at once: room for all of the queue and a fifth more."""
FEW = 1000
PACE = 50.0
"""New talks per second while their wait is measured."""
CLIENTS = (1, 4, 8, 16)
RATE, FLOOR = Bound(500, at_least=True), Bound(0.2, at_least=True)
SOON, NONE, EVEN = Bound(100, at_least=False), Bound(0, at_least=False), Bound(10, at_least=False)
LENGTH = Bound(0.7, at_least=True)
HOW = (
    "one node and its PostgreSQL on the same cores; 10 000 talks wait in one queue, 1 000 operators are available, each"
    " with room for 12; the team's manner becomes `assign`; from the first page's time to the last one's, without the"
    " talks of the first, by the log's own times; each is a transaction's part with two entries, the talk's row and"
    " the operator's load under its CHECK. raw: pgbench's best of 1, 4, 8 and 16 clients, one statement per claim: the"
    " head by SKIP LOCKED, an operator's load under a CHECK, the row, one entry"
)
HOW_SOON = (
    "while 10 000 talks of another team wait without anybody free for them, visitors begin 50 new talks a second by"
    " their sockets; 1 000 operators have room; from the entry of the first words to the entry of the assignment, by"
    " the log's own times; p99 of each fifth"
)
_WHAT = "assignments/s with 10 000 waiting ÷ {}"
_DEALT = (
    "SELECT count(*) AS talks, count(*) FILTER (WHERE at > first) AS later,"
    " extract(epoch FROM max(at) - min(first))::float8 AS seconds"
    " FROM (SELECT at, min(at) OVER () AS first FROM conversations.entry"
    " WHERE kind = 'assigned' AND audience = 'internal') t"
)
"""A page is dealt in one transaction and has one time: the work on the first lies before the first time, so its talks
are not counted (with them a short queue would look faster than it is).
"""
_LOADS = (
    "SELECT count(*) FILTER (WHERE load > capacity) AS above, count(*) FILTER (WHERE load <> 100 * held) AS wrong,"
    " (max(load) - min(load))::float8 / avg(load)::float8 * 100 AS spread FROM (SELECT o.load, o.capacity,"
    " (SELECT count(*) FROM conversations.conversation c WHERE c.status = 'open' AND c.holder_kind = 'operator'"
    " AND c.holder_id = o.id) AS held FROM operators.operator o WHERE login LIKE 'dealt%') t"
)
_WAITS = (
    "SELECT extract(epoch FROM a.at - m.at)::float8 * 1000 AS ms FROM conversations.entry m JOIN conversations.entry a"
    " ON a.conversation_id = m.conversation_id AND a.kind = 'assigned' AND a.audience = 'internal'"
    " JOIN conversations.conversation c ON c.id = m.conversation_id"
    " WHERE m.seq = 1 AND c.public_id NOT LIKE 'many%' ORDER BY m.at"
)


def take(shape: Shape) -> list[Taken]:
    """The rows, on a server of their own."""
    with folder() as data, postgres(data) as server:
        asyncio.run(migrations.migrate(server.dsn, SCHEMA))
        house = House(data, dsn=server.dsn)
        house.start()
        try:
            house.make_operator(role="admin")
            manytalks.fill(server.dsn, talks=TALKS, long=1)
            asyncio.run(dealing.people(server.dsn, OPERATORS, slots=SLOTS))
            bench = pgbench.Pgbench(program=pgbench.program(), dsn=server.dsn)
            asyncio.run(dealing.make_raw(server.dsn))
            return _measured(shape, house=house, bench=bench)
        finally:
            house.stop()


def _measured(shape: Shape, *, house: House, bench: pgbench.Pgbench) -> list[Taken]:
    dsn = house.database()
    sweep = {clients: _raw(bench, dsn, clients, seconds=2.0) for clients in CLIENTS}
    best = max(sweep, key=lambda clients: sweep[clients])
    dealt: list[dict[str, float]] = []

    def value() -> float:
        dealt.append(_deal(house, TALKS))
        return dealt[-1]["per_s"]

    seconds = 2.0 if shape.quick else 5.0
    trials = settle(
        shape.tries,
        lambda: run_trial(shape.pairs, base=lambda: _raw(bench, dsn, best, seconds=seconds), value=value),
    )
    few = [_deal(house, FEW)["per_s"] for _ in range(shape.pairs)]
    rates, above = [one["per_s"] for one in dealt], [one["above"] for one in dealt]
    detail: dict[str, Any] = {
        "how": HOW,
        "operators": OPERATORS,
        "talks": TALKS,
        "raw_per_s_by_clients": {str(clients): rate for clients, rate in sweep.items()},
        "per_s_with_1_000_waiting": median(few),
    }
    return [
        Taken(id="G22", what=_WHAT.format("raw claims/s"), bound=FLOOR, trials=trials, detail=detail),
        Taken(id="G22 rate", what=_WHAT.rpartition(" ÷")[0], unit="a second", bound=RATE, samples=rates),
        Taken(
            id="G22 length",
            what=_WHAT.format("with 1 000"),
            bound=LENGTH,
            samples=[rate / median(few) for rate in rates],
        ),
        Taken(id="G22 above", what="operators above their capacity", bound=NONE, samples=above),
        Taken(
            id="G22 even",
            what="most less least loaded of equal operators ÷ the mean",
            unit="%",
            bound=EVEN,
            samples=[one["spread"] for one in dealt],
        ),
        _soon(shape, house=house),
    ]


def _raw(bench: pgbench.Pgbench, dsn: str, clients: int, *, seconds: float) -> float:
    asyncio.run(dealing.fill_raw(dsn))
    return bench.run(dealing.RAW_SCRIPT, database=dealing.RAW, clients=clients, seconds=seconds)


def _manner(house: House, team: int, manner: str) -> None:
    status, body = house.request("PUT", f"/api/manners/{team}", {"manner": manner})
    if status != 200:
        raise RuntimeError(f"the manner was refused with {status}: {body}")


def _deal(house: House, talks: int) -> dict[str, float]:
    """So many talks are dealt out; everything is as it was before, but for the log."""
    dsn = house.database()
    _manner(house, 0, "offer")
    asyncio.run(dealing.all_wait(dsn, talks))
    _manner(house, 0, "assign")
    end = time.monotonic() + 300
    while fetchval(dsn, dealing.WAITING) > 0:
        if time.monotonic() > end:
            raise RuntimeError("the queue was not dealt out within five minutes")
        time.sleep(0.2)
    _manner(house, 0, "offer")
    times, loads = asyncio.run(_rows(dsn, _DEALT, _LOADS))
    if loads["wrong"] or times["talks"] != talks:
        raise RuntimeError(f"{loads['wrong']} loads are not what is held, {times['talks']} of {talks} were dealt")
    return {"per_s": times["later"] / times["seconds"], "above": loads["above"], "spread": loads["spread"]}


async def _rows(dsn: str, *queries: str) -> list[asyncpg.Record]:
    line = await asyncpg.connect(dsn)
    try:
        return [(await line.fetch(query))[0] for query in queries]
    finally:
        await line.close()


def _soon(shape: Shape, *, house: House) -> Taken:
    """From a new talk's first words to its assignment, while ten thousand others wait."""
    dsn = house.database()
    _, team = house.request("POST", "/api/teams", {"name": "Busy"})
    _manner(house, 0, "offer")
    asyncio.run(dealing.all_wait(dsn, TALKS, team=int(team["id"])))
    for one in (0, int(team["id"])):
        _manner(house, one, "assign")
    count = int(PACE * (6 if shape.quick else shape.seconds * 2))
    asyncio.run(_begin(house.visitor_door(), count))
    end = time.monotonic() + 60
    while fetchval(dsn, dealing.NEW_WAITING) > 0 and time.monotonic() < end:
        time.sleep(0.2)
    waits = asyncio.run(dealing.column(dsn, _WAITS))
    if len(waits) != count:
        raise RuntimeError(f"{len(waits)} of {count} new talks were assigned")
    fifth = len(waits) // 5
    parts = [quantile(waits[at * fifth : (at + 1) * fifth], 0.99) for at in range(5)]
    detail: dict[str, Any] = {"how": HOW_SOON, "talks": count, "per_s": PACE, "median_ms": median(waits)}
    detail["longest_ms"] = max(waits)
    what = "queued → assigned, p99, with 1 000 operators while 10 000 wait"
    return Taken(id="G22 soon", what=what, unit="ms", bound=SOON, samples=parts, detail=detail)


async def _begin(door: dict[str, str], count: int) -> None:
    """That many visitors, whose first words leave at the pace."""
    make = cids()
    sockets = [Socket() for _ in range(count)]
    gate = asyncio.Semaphore(50)

    async def comes(socket: Socket) -> None:
        async with gate:
            await connect(socket, url=door["url"], origin=door["origin"])
            await hello(socket, auth={"key": new_key(), "site": door["site"]})

    await asyncio.gather(*(comes(socket) for socket in sockets))
    start = time.perf_counter()
    for number, socket in enumerate(sockets):
        await asyncio.sleep(max(0.0, number / PACE - (time.perf_counter() - start)))
        socket.say(b'{"t":"send","cid":"%s","text":"%s"}' % (make().encode(), TEXT.encode()))
    await asyncio.sleep(2.0)
    for socket in sockets:
        socket.close()
