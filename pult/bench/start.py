"""G26 in part: what everything weighs when idle, and how soon after `pult serve` the first message is durable."""

from __future__ import annotations

import time
from typing import Any

from pult.bench.house import House, fetchval, folder
from pult.bench.machine import family, pss_bytes
from pult.bench.rows import Bound
from pult.bench.rules import Shape
from pult.bench.taking import Taken
from pult.bench.worker import Worker

SETTLE_SECONDS = 10.0
MEMORY, START = Bound(400.0, at_least=False), Bound(20.0, at_least=False)


def take(shape: Shape) -> list[Taken]:
    """Both rows: the installation starts on a fresh folder, once for each sample."""
    seen = [_once(settle=SETTLE_SECONDS if not shape.quick else 3.0) for _ in range(shape.pairs)]

    def samples(name: str) -> list[float]:
        return [float(found[name]) for found in seen]

    last = seen[-1]
    memory = {"server_mb": last["server"], "postgresql_mb": last["postgres"], "processes": last["processes"]}
    again = {"second_start_until_it_answers_s": samples("again"), "until_it_answers_s": samples("answers")}
    how = (
        "from starting the process on a fresh data folder to the ack of a visitor's first message, the database made on"
        " the way; Pult runs from the environment of the bench"
    )
    return [
        Taken(
            id="Idle memory",
            what="PSS of everything, PostgreSQL included, after the first message",
            unit="MB",
            bound=MEMORY,
            samples=samples("memory"),
            detail=memory,
        ),
        Taken(
            id="First message",
            what="first durable message after `pult serve`, installed, fresh data folder",
            unit="s",
            bound=START,
            samples=samples("first"),
            detail={"how": how, **again},
        ),
    ]


def _once(*, settle: float) -> dict[str, Any]:
    with folder() as data, Worker("pult.bench.idle") as visitor:
        house = House(data)
        started = time.monotonic()
        house.start()
        try:
            answers = time.monotonic() - started
            visitor.ask("begin", count=1, **house.visitor_door())
            first = time.monotonic() - started
            time.sleep(settle)
            pids = family(house.pid)
            postmaster = int(fetchval(house.database(), _POSTMASTER))
            found = {
                "first": first,
                "answers": answers,
                "memory": pss_bytes({*pids, *family(postmaster)}) / 1e6,
                "server": pss_bytes([house.pid]) / 1e6,
                "postgres": pss_bytes(family(postmaster)) / 1e6,
                "processes": len({*pids, *family(postmaster)}),
            }
            house.stop()
            started = time.monotonic()
            house.start()
            return found | {"again": time.monotonic() - started}
        finally:
            house.stop()


_POSTMASTER = "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"
