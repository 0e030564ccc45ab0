"""G23: the simulator, which asks `routing/rules.py` itself, against Erlang C, which knows nothing of it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from math import exp
from time import perf_counter

from pult.bench.rows import Bound
from pult.bench.rules import Shape
from pult.bench.taking import Taken
from pult.routing import arrivals, erlang
from pult.routing.rules import CHAT
from pult.routing.simulation import Arrival, simulate

POINTS = ((14, 10.0), (3, 2.0), (5, 4.0), (10, 8.5), (30, 26.0), (60, 54.0))
"""People with one chat at once each, and the load; up to nine tenths of what they can."""
BATCHES = 200
HANDLING = 180.0
COUNT = 1_000_000
BOUND = Bound(3, at_least=False)
HOW = (
    "talks by chance (exponential gaps and handling of 180 s on average), one queue, nobody leaves; each is given by"
    " rules.choose; the seed is the number of the point. A million talks by chance are themselves some percent off what"
    " chance is on average: beside each figure runs one of the same talks that is known exactly (how many would be in"
    " hand at once if nobody ever waited: Poisson), and its error is taken out of the figure (a control variate with"
    " the slope of 200 batches). Value: the worst distance from Erlang C after that; `as counted` is before it"
)


class Beside:
    """Talks that pass by on their way to the simulator, and how many of them would be in hand if nobody ever waited."""

    def __init__(self, talks: Iterator[Arrival]) -> None:
        self._talks = talks
        self.seen = array("l")

    def __iter__(self) -> Iterator[Arrival]:
        ends: list[float] = []
        for one in self._talks:
            while ends and ends[0] <= one.at:
                heappop(ends)
            self.seen.append(len(ends))
            heappush(ends, one.at + one.handling)
            yield one


def settled(figures: Sequence[float], beside: Sequence[float], *, known: float) -> float:
    """The mean of `figures` without what the chance of `beside`, whose mean is `known`, has done to it."""
    size = len(figures) // BATCHES
    ours, theirs = ([sum(side[n * size : (n + 1) * size]) / size for n in range(BATCHES)] for side in (figures, beside))
    mean, middle = sum(ours) / BATCHES, sum(theirs) / BATCHES
    pairs = [(x - middle, y - mean) for x, y in zip(theirs, ours, strict=True)]
    slope = sum(x * y for x, y in pairs) / sum(x * x for x, _ in pairs)
    return mean - slope * (middle - known)


def poisson(places: int, load: float) -> tuple[float, float]:
    """(probability of at least `places`, mean number above `places`)."""
    share, below, above = exp(-load), 0.0, 0.0
    for k in range(int(load) * 4 + 100):
        below += share if k < places else 0.0
        above += (k - places) * share if k > places else 0.0
        share *= load / (k + 1)
    return 1 - below, above


def _point(people: int, load: float, *, seed: int, count: int) -> dict[str, float]:
    """One point: figures as counted, settled and by the formula, and the worst distance (percent) of either."""
    steady = arrivals.steady(per_hour=load * 3600 / HANDLING, handling=HANDLING, count=count, seed=seed)
    began = perf_counter()
    beside = Beside(steady)
    outcome = simulate(beside, [CHAT] * people)
    took = perf_counter() - began
    full, above = poisson(people, load)
    waited = settled([float(one > 0) for one in outcome.waits], [float(n >= people) for n in beside.seen], known=full)
    mean = settled(outcome.waits, [float(max(n - people, 0)) for n in beside.seen], known=above)
    right = erlang.waiting(people, load), erlang.mean_wait(people, load, HANDLING)
    return {
        "had to wait %": waited * 100,
        "by Erlang C %": right[0] * 100,
        "mean wait s": mean,
        "by Erlang C s": right[1],
        "apart %": max(abs(waited / right[0] - 1), abs(mean / right[1] - 1)) * 100,
        "as counted %": max(abs(outcome.waiting / right[0] - 1), abs(outcome.mean / right[1] - 1)) * 100,
        "seconds": took,
    }


def take(shape: Shape) -> list[Taken]:
    """The row: the worst of both figures of all points, in percent of what the formula says."""
    count = COUNT // 20 if shape.quick else COUNT
    points = {
        f"{people} people, load {load:g}": _point(people, load, seed=seed, count=count)
        for seed, (people, load) in enumerate(POINTS, start=1)
    }
    return [
        Taken(
            id="G23",
            what="the routing simulator against Erlang C: waiting probability and mean wait, six points",
            unit="%",
            bound=BOUND,
            samples=[max(one["apart %"] for one in points.values())],
            detail={
                "how": HOW,
                "arrivals a point": count,
                **points,
                "worst as counted %": max(one["as counted %"] for one in points.values()),
            },
        )
    ]
