"""G3: how long an ack takes at 5 % load, against one client's raw commit."""

from __future__ import annotations

from typing import Any

from pult.bench.g1 import WARM
from pult.bench.ground import TALKS, Ground, latencies
from pult.bench.pgbench import RAW, at
from pult.bench.rows import Bound
from pult.bench.rules import Shape, run_trial, settle
from pult.bench.taking import Taken
from pult.bench.worker import Worker

SHARE = 0.05
BOUND = Bound(3.0, at_least=False)
WHAT = "p50 send → ack at 5 % load ÷ p50 of a raw one-client commit"
HOW = (
    "messages are sent evenly at 5 % of G1's rate over 1 000 talks; base: one asyncpg client on uvloop that commits"
    " single rows one after another; «paced» is the same client at the product's rate, where both wake from sleep"
)


class Latency:
    """Runs both sides."""

    def __init__(self, shape: Shape, *, ground: Ground, generator: Worker, committer: Worker, rate: float) -> None:
        self.shape, self.ground, self.rate = shape, ground, rate
        self.generator, self.committer = generator, committer
        self.seen: dict[str, list[dict[str, Any]]] = {"commit": [], "commit_paced": [], "ack": []}

    def base(self) -> float:
        """p50 in ms of a raw commit; the paced one is measured beside it."""
        for name, rate in (("commit_paced", self.rate), ("commit", None)):
            found = self.committer.ask("commit", dsn=at(self.ground.dsn, RAW), seconds=self.shape.seconds, rate=rate)
            self.seen[name].append(found)
        return float(self.seen["commit"][-1]["p50_ms"])

    def value(self) -> float:
        """p50 in ms of an ack."""
        found = self.generator.ask("paced", rate=self.rate, warm=WARM, seconds=self.shape.seconds)
        self.seen["ack"].append(found)
        return float(found["p50_ms"])


def take(shape: Shape, *, ground: Ground, saturation: float) -> list[Taken]:
    """The row; `saturation` is G1's rate."""
    rate = saturation * SHARE
    with Worker("pult.bench.visitors") as generator, Worker("pult.bench.committer") as committer:
        ground.visitors(generator, talks=TALKS)
        latency = Latency(shape, ground=ground, generator=generator, committer=committer, rate=rate)
        trials = settle(shape.tries, lambda: run_trial(shape.pairs, base=latency.base, value=latency.value))
    middle = {name: latencies(found) for name, found in latency.seen.items()}
    detail: dict[str, Any] = {"how": HOW, "messages_per_s": rate}
    for name, found in middle.items():
        detail |= {f"{name}_p50_ms": found["p50_ms"], f"{name}_p99_ms": found["p99_ms"]}
    detail["ratio_to_paced_commit"] = middle["ack"]["p50_ms"] / middle["commit_paced"]["p50_ms"]
    return [Taken(id="G3", what=WHAT, bound=BOUND, trials=trials, detail=detail)]
