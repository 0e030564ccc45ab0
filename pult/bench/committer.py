"""The denominator of G3 (a process of its own): one client commits single rows, on the product's loop and driver."""

from __future__ import annotations

import time
from typing import Any

import asyncpg
import uvloop

from pult.bench.client import TEXT
from pult.bench.pace import Pace
from pult.bench.rules import quantile
from pult.bench.worker import orders, reply

BODY = '{"text": "' + TEXT + '"}'
INSERT = "INSERT INTO message (talk, at, body) VALUES ($1, now(), $2)"


async def commits(connection: asyncpg.Connection, *, seconds: float, rate: float | None) -> dict[str, Any]:
    """Commit for `seconds`, one after another, or `rate` per second."""
    insert = await connection.prepare(INSERT)
    times: list[float] = []
    pace, start = Pace(), time.monotonic()
    while time.monotonic() - start < seconds:
        if rate is not None:
            await pace.until(start + len(times) / rate)
        now = time.perf_counter()
        await insert.fetch(len(times), BODY)
        times.append(time.perf_counter() - now)
    pace.close()
    return {"p50_ms": quantile(times, 0.5) * 1e3, "p99_ms": quantile(times, 0.99) * 1e3, "commits": len(times)}


async def main() -> None:
    """Answer orders until standard input ends."""
    async for order in orders():
        connection: asyncpg.Connection = await asyncpg.connect(order["dsn"])
        reply(**await commits(connection, seconds=order["seconds"], rate=order.get("rate")))
        await connection.close()


if __name__ == "__main__":
    uvloop.run(main())
