"""From what was measured to a row of the record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec

from pult.bench.machine import cores_shared
from pult.bench.rows import COMMAND, Bound, Row, judge
from pult.bench.rules import Shape, Trial, median, spread


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A ratio in trials of which the last one is reported, or plain samples of an absolute figure."""

    id: str
    what: str
    bound: Bound | None
    trials: list[Trial] = []
    samples: list[float] = []
    unit: str = ""
    detail: dict[str, Any] = {}


def row(taken: Taken, *, shape: Shape, machine: dict[str, Any]) -> Row:
    """Judge it and add when and where."""
    trial = taken.trials[-1] if taken.trials else None
    figures = trial.ratios if trial else taken.samples
    counts = trial is None or trial.counts
    value = median(figures)
    detail = taken.detail | {"pairs": len(figures), "seconds_per_side": shape.seconds} if trial else taken.detail
    if trial and len(taken.trials) > 1:
        detail |= {"tries": len(taken.trials), "controls": [tried.control for tried in taken.trials]}
    return Row(
        id=taken.id,
        what=taken.what,
        unit=taken.unit,
        value=value if counts else None,
        spread=spread(figures),
        control=trial.control if trial else None,
        bound=taken.bound,
        verdict=judge(value, bound=taken.bound, counts=counts),
        cores=cores_shared(),
        command=COMMAND,
        machine=machine,
        date=datetime.now(UTC).date().isoformat(),
        quick=shape.quick,
        detail=detail,
    )
