"""W4: a large site's page views as a load: the one request that each costs, and what eleven million visitors mean."""

from __future__ import annotations

from typing import Any

from pult.bench.house import House, fetchval
from pult.bench.machine import cpu_seconds
from pult.bench.rows import Bound
from pult.bench.rules import Shape, median
from pult.bench.taking import Taken
from pult.bench.worker import Worker

VISITORS = 11_000_000
PAGES = 12
"""Page views of a visitor in a month; every one is counted as a request, as if no browser kept the script."""
PEAK = 4
"""The busiest minute against the month's mean."""
MONTH = 30 * 86_400
CONNECTIONS = 16
BOUND = Bound(10.0, at_least=False)
_TRANSACTIONS = "SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()"
_WHAT = "page views of 11 million visitors a month, at the peak: share of one core of one node"
_HOW = (
    "GET of the loader with a site's look, gzip accepted; connections stay open, as behind a proxy; server and"
    " generator on the same cores; a visitor makes {pages} page views a month, none from a cache; the peak is"
    " {peak} times the mean. Transactions: of the database while the requests ran, less those of as long a rest"
)


def needed() -> float:
    """Requests per second at the peak."""
    return VISITORS * PAGES / MONTH * PEAK


def take(shape: Shape, *, house: House) -> list[Taken]:
    """The row: one sample for each pair's time."""
    seen = [_once(house, seconds=shape.seconds / 4, kept=True) for _ in range(shape.pairs)]
    fresh = _once(house, seconds=shape.seconds / 4, kept=False)

    def middle(name: str) -> float:
        return median([one[name] for one in seen])

    detail: dict[str, Any] = {
        "how": _HOW.format(pages=PAGES, peak=PEAK),
        "requests_per_s_at_the_peak": needed(),
        "requests_per_s_of_one_node": middle("per_s"),
        "times_the_peak": middle("per_s") / needed(),
        "server_us_per_request": middle("us"),
        "server_cores_at_full_load": middle("cores"),
        "bytes_per_answer": middle("bytes"),
        "transactions_per_1000_requests": middle("transactions") * 1000,
        "with_a_connection_each_requests_per_s": fresh["per_s"],
        "with_a_connection_each_server_us": fresh["us"],
    }
    shares = [one["us"] / 1e6 * needed() * 100 for one in seen]
    return [Taken(id="W4", what=_WHAT, unit="%", bound=BOUND, samples=shares, detail=detail)]


def _once(house: House, *, seconds: float, kept: bool) -> dict[str, float]:
    """One load of so many seconds, and a rest as long before it."""
    with Worker("pult.bench.getter") as generator:
        order = {"port": house.port, "path": "/widget.js?site=demo", "connections": CONNECTIONS, "kept": kept}
        generator.ask("load", seconds=0.5, **order)
        database = house.database()
        begin = fetchval(database, _TRANSACTIONS)
        generator.ask("rest", seconds=seconds)
        rested = fetchval(database, _TRANSACTIONS)
        before = cpu_seconds(house.pid)
        found = generator.ask("load", seconds=seconds, **order)
        cpu = cpu_seconds(house.pid) - before
        after = fetchval(database, _TRANSACTIONS)
    assert found["wrong"] == 0, f"{found['wrong']} answers were not 200"
    return {
        "per_s": found["done"] / seconds,
        "us": cpu / found["done"] * 1e6,
        "cores": cpu / seconds,
        "bytes": found["bytes"] / found["done"],
        "transactions": max(0, (after - rested) - (rested - begin)) / found["done"],
    }
