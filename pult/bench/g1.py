"""G1: durable messages from a visitor's socket to an operator's, against `raw` on the same PostgreSQL."""

from __future__ import annotations

from typing import Any

from pult.bench.ground import TALKS, Ground, latencies
from pult.bench.house import fetchval
from pult.bench.pgbench import CLIENTS
from pult.bench.rows import Bound
from pult.bench.rules import Shape, median, run_trial, settle
from pult.bench.taking import Taken
from pult.bench.worker import Worker

P99_MS = 100.0
WARM = 2.0
WINDOWS = (1000, 850, 700, 500, 250, 60)
"""Messages on their way at once (at most one per talk): of those with which p99 holds the fastest is measured."""
BOUND = Bound(0.5, at_least=True)
WHAT = "durable messages/s, visitor socket → committed → operator socket and ack ÷ raw"
HOT = "the same into one hot talk, 64 sockets of one visitor ÷ raw"
HOT_TABS = 64
HOW = (
    "1 000 talks, at most one message in flight each; authenticated sockets, real frames; done = acked and seen by the"
    " operator's socket, whose numbers are checked to be dense; 8 operator sockets, each also follows the open list;"
    " the limit of frames per second and socket is lifted, all else is as it ships"
)
_COUNT = "SELECT count(*) FROM conversations.entry WHERE kind = 'message'"


class Durable:
    """Runs both sides and keeps what was seen beside the rate."""

    def __init__(self, shape: Shape, *, ground: Ground, generator: Worker, sweep: dict[str, float]) -> None:
        self.shape, self.ground, self.generator, self.sweep = shape, ground, generator, sweep
        self.clients = int(max(sweep, key=lambda clients: sweep[clients]))
        self.inflight = 1
        self.seen: list[dict[str, Any]] = []
        self.raw: list[float] = []

    def choose(self, windows: tuple[int, ...]) -> dict[str, Any]:
        """Choose the number in flight; returns what each gave. Where p99 holds with none, the one with the lowest."""
        tried: dict[int, dict[str, float]] = {}
        for inflight in windows:
            found = self.generator.ask("closed", inflight=inflight, warm=WARM, seconds=self.shape.seconds)
            tried[inflight] = {"per_s": found["rate"], "p99_ms": found["p99_ms"]}
        self.inflight = fastest(tried)
        return {str(inflight): found for inflight, found in tried.items()}

    def base(self) -> float:
        """Raw commits per second."""
        self.raw.append(self.ground.pgbench.raw(self.clients, seconds=self.shape.seconds))
        return self.raw[-1]

    def value(self) -> float:
        """Durable messages per second."""
        before = self.ground.costs()
        found = self.generator.ask("closed", inflight=self.inflight, warm=WARM, seconds=self.shape.seconds)
        seconds = self.shape.seconds + WARM
        costs = before.since(self.ground.costs(), messages=found["rate"] * seconds, seconds=seconds)
        self.seen.append(found | costs)
        return float(found["rate"])

    def detail(self) -> dict[str, Any]:
        """Medians of everything, and the raw side."""
        return {
            "in_flight": self.inflight,
            "p99_within_100_ms": median([float(run["p99_ms"]) for run in self.seen]) <= P99_MS,
            **{f"median_{name}": value for name, value in latencies(self.seen).items()},
            "raw_per_s": median(self.raw),
            "raw_clients": self.clients,
            "raw_sweep_per_s": self.sweep,
            **self.ground.durability,
        }


def fastest(tried: dict[int, dict[str, float]]) -> int:
    """The number in flight with the highest rate of those with a twentieth of p99 to spare; else the lowest p99."""
    good = [inflight for inflight, found in tried.items() if found["p99_ms"] <= P99_MS * 0.95]
    if good:
        return max(good, key=lambda inflight: tried[inflight]["per_s"])
    return min(tried, key=lambda inflight: tried[inflight]["p99_ms"])


def take(shape: Shape, *, ground: Ground) -> tuple[list[Taken], float]:
    """The row, the row of the hot talk, and the messages per second that G3's load is a share of."""
    sweep = ground.pgbench.sweep_raw(seconds=shape.seconds)
    with Worker("pult.bench.visitors") as generator:
        ground.visitors(generator, talks=TALKS)
        durable = Durable(shape, ground=ground, generator=generator, sweep=sweep)
        windows = durable.choose(WINDOWS)
        trials = settle(shape.tries, lambda: run_trial(shape.pairs, base=durable.base, value=durable.value))
        sums = generator.ask("sums")
    detail = {"how": HOW, **durable.detail(), "by_number_in_flight": windows}
    detail |= {"stored_less_acked": fetchval(ground.dsn, _COUNT) - sums["seen"]}
    append = {str(n): ground.pgbench.append(n, seconds=shape.seconds / 4) for n in CLIENTS}
    rate = median(trials[-1].values)
    detail |= {"append_one_by_one_per_s": append, "ratio_to_append_one_by_one": rate / max(append.values())}
    row = Taken(id="G1", what=WHAT, bound=BOUND, trials=trials, detail=detail)
    return [row, take_hot(shape, ground=ground, sweep=sweep)], rate


def take_hot(shape: Shape, *, ground: Ground, sweep: dict[str, float]) -> Taken:
    """One talk takes everything."""
    with Worker("pult.bench.visitors") as generator:
        ground.visitors(generator, talks=1, tabs=HOT_TABS)
        durable = Durable(shape, ground=ground, generator=generator, sweep=sweep)
        durable.inflight = HOT_TABS
        trials = settle(shape.tries, lambda: run_trial(shape.pairs, base=durable.base, value=durable.value))
    return Taken(id="G1 hot", what=HOT, bound=None, trials=trials, detail=durable.detail())
