"""The arithmetic of a ratio: what is run in which order, what counts, what is INCONCLUSIVE. No clock, no process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

import msgspec

CONTROL_LIMIT = 0.10
"""Two runs of the same thing may differ by this much; above, the machine was too restless for the ratio to count."""
TRIES = 3
PAIRS = 5
SECONDS = 20.0

Side = Literal["A", "B"]


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """How long and how often: the full shape counts, the quick one is for development and never recorded."""

    pairs: int = PAIRS
    seconds: float = SECONDS
    """Length of one side of one pair."""
    tries: int = TRIES
    quick: bool = False


QUICK = Shape(pairs=2, seconds=4.0, tries=1, quick=True)


class Trial(msgspec.Struct, frozen=True):
    """One try at a ratio. `bases` (A) has one element more than `values` (B): the runs were A B A B … A."""

    bases: list[float]
    values: list[float]

    @property
    def ratios(self) -> list[float]:
        """Each B by the mean of the two A around it, so that a slow drift of the machine falls out."""
        pairs = zip(self.bases, self.bases[1:], strict=False)
        return [value / ((a + b) / 2) for value, (a, b) in zip(self.values, pairs, strict=True)]

    @property
    def control(self) -> float:
        """How far two neighbouring runs of the same thing (A and A) differ: the median of their relative distances."""
        return median([abs(a - b) / ((a + b) / 2) for a, b in zip(self.bases, self.bases[1:], strict=False)])

    @property
    def counts(self) -> bool:
        """Whether the control allows a conclusion."""
        return self.control <= CONTROL_LIMIT


def order(pairs: int) -> list[Side]:
    """The runs of one try: A B A B … and a last A, so that every B has an A on both sides. At least one pair."""
    if pairs < 1:
        raise ValueError("a ratio needs at least one pair")
    sides: list[Side] = []
    for _ in range(pairs):
        sides.extend(("A", "B"))
    return [*sides, "A"]


def run_trial(pairs: int, *, base: Callable[[], float], value: Callable[[], float]) -> Trial:
    """Run both sides by turns."""
    trial = Trial([], [])
    for side in order(pairs):
        if side == "A":
            trial.bases.append(base())
        else:
            trial.values.append(value())
    return trial


def settle(tries: int, attempt: Callable[[], Trial]) -> list[Trial]:
    """Try until the control allows a conclusion, at most `tries` times; the last element is the one to report."""
    done: list[Trial] = []
    while len(done) < tries and not (done and done[-1].counts):
        done.append(attempt())
    return done


def median(values: Sequence[float]) -> float:
    """The middle value; the mean of the two middle ones for an even number."""
    return quantile(values, 0.5)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0…1) of all lie, linear between neighbours. At least one value."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def spread(values: Sequence[float]) -> tuple[float, float]:
    """Smallest and largest: with five pairs anything finer would pretend."""
    return min(values), max(values)
