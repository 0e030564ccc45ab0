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
WHAT = "p50 send → ack at 5 % load ÷ p50 of a raw one-client commit at the same pace"
HOW = (
    "messages are sent evenly at 5 % of G1's rate over 1 000 talks; base: one asyncpg client on uvloop that commits"
    " single rows at the same rate, so that both sides wake from sleep; «back to back» is that client without a pause,"
    " where nobody ever sleeps (see docs/decisions/latency-against-a-paced-commit.md)"
)


class Latency:
    """Runs both sides."""

    def __init__(self, shape: Shape, *, ground: Ground, generator: Worker, committer: Worker, rate: float) -> None:
        self.shape, self.ground, self.rate = shape, ground, rate
        self.generator, self.committer = generator, committer
        self.seen: dict[str, list[dict[str, Any]]] = {"commit_paced": [], "commit_back_to_back": [], "ack": []}

    def base(self) -> float:
        """p50 in ms of a raw commit at the product's pace."""
        return self.commit("commit_paced", self.rate)

    def commit(self, name: str, rate: float | None) -> float:
        """p50 in ms of a raw commit, `rate` a second or (None) one after another."""
        found = self.committer.ask("commit", dsn=at(self.ground.dsn, RAW), seconds=self.shape.seconds, rate=rate)
        self.seen[name].append(found)
        return float(found["p50_ms"])

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
        latency.commit("commit_back_to_back", None)
    middle = {name: latencies(found) for name, found in latency.seen.items()}
    detail: dict[str, Any] = {"how": HOW, "messages_per_s": rate}
    for name, found in middle.items():
        detail |= {f"{name}_p50_ms": found["p50_ms"], f"{name}_p99_ms": found["p99_ms"]}
    detail["ratio_to_commit_back_to_back"] = middle["ack"]["p50_ms"] / middle["commit_back_to_back"]["p50_ms"]
    return [Taken(id="G3", what=WHAT, bound=BOUND, trials=trials, detail=detail)]
