"""`python -m pult.bench`: measure, print the table, write the record and its page."""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pult.bench import deskweight, g1, g3, g6, g8, g22, g23, g24, start, views, weight
from pult.bench.ground import ground
from pult.bench.house import House, folder
from pult.bench.machine import kind
from pult.bench.page import detail, page
from pult.bench.rows import Row, load, merged, save, table
from pult.bench.rules import QUICK, Shape
from pult.bench.taking import Taken, row
from pult.bench.worker import WorkerFailed

ROOT = Path(__file__).parents[2]
RECORD, PAGE = ROOT / "bench" / "results" / "latest.json", ROOT / "docs" / "measurements.md"
GROUPS = ("G8", "start", "G6", "W1", "W3", "W4", "D1", "D2", "G22", "G23", "G24", "G1")
TOGETHER = {"W": ("W1", "W3", "W4"), "D": ("D1", "D2")}


def main(words: Sequence[str] | None = None) -> int:
    """Measure what was asked for; 0 when every row is met, 1 when one is missed or INCONCLUSIVE, 2 when it broke."""
    given = _parser().parse_args(words)
    if given.page:
        PAGE.write_text(page(load(RECORD)), encoding="utf-8")
        return 0
    _raise_file_limit()
    if os.getloadavg()[0] > 0.5:
        print(f"bench: others are at work here (load {os.getloadavg()[0]:.1f}), figures will suffer", file=sys.stderr)
    shape = QUICK if given.quick else Shape()
    rows: list[Row] = []
    try:
        for name in [one for word in given.only or GROUPS for one in TOGETHER.get(word, (word,))]:
            rows += _rows(_GROUPS[name], shape=shape)
            print(table(rows[-2:]), flush=True)
    except (WorkerFailed, RuntimeError, subprocess.SubprocessError) as error:
        print(f"bench: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    print(f"\n{table(rows)}")
    if given.quick:
        print(*(detail(found) for found in rows), sep="\n")
        print("not recorded: quick figures are for development")
    else:
        record = merged(load(RECORD) if RECORD.exists() else [], rows)
        save(record, path=RECORD)
        PAGE.write_text(page(record), encoding="utf-8")
    return 0 if all(found.verdict in ("met", "told") for found in rows) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pult.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter and fewer pairs, for development; never recorded")
    only = "only these (G1 brings G3); their rows replace the recorded ones"
    parser.add_argument("--only", action="append", choices=(*GROUPS, *TOGETHER), help=only)
    parser.add_argument("--page", action="store_true", help="only write the page anew from the record")
    return parser


def _rows(measure: Callable[[Shape], list[Taken]], *, shape: Shape) -> list[Row]:
    """One group, with the state of the machine at its beginning."""
    with folder() as place:
        machine = kind(place.parent)
    return [row(taken, shape=shape, machine=machine) for taken in measure(shape)]


def _durable(shape: Shape) -> list[Taken]:
    with ground() as all_of_it:
        rows, rate = g1.take(shape, ground=all_of_it)
    with ground() as calm:  # after minutes at saturation the search alone would have hours of words to read
        return rows + g3.take(shape, ground=calm, saturation=rate)


def _idle(shape: Shape) -> list[Taken]:
    return _alone(lambda house: g6.take(shape, house=house))


def _hosting(shape: Shape) -> list[Taken]:
    from pult.bench import hosting  # it needs a browser: the others do without

    return _alone(lambda house: hosting.take(shape, house=house))


def _desk(shape: Shape) -> list[Taken]:
    from pult.bench import desk  # as above

    return _alone(lambda house: desk.take(shape, house=house))


def _alone(measure: Callable[[House], list[Taken]]) -> list[Taken]:
    """With a node and its embedded database."""
    with folder() as data:
        house = House(data)
        house.start()
        try:
            return measure(house)
        finally:
            house.stop()


_GROUPS: dict[str, Callable[[Shape], list[Taken]]] = {
    "G8": g8.take,
    "start": start.take,
    "G6": _idle,
    "W1": lambda _: weight.take(),
    "W3": _hosting,
    "W4": lambda shape: _alone(lambda house: views.take(shape, house=house)),
    "D1": lambda _: deskweight.take(),
    "D2": _desk,
    "G22": g22.take,
    "G23": g23.take,
    "G24": g24.take,
    "G1": _durable,
}


def _raise_file_limit() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    sys.exit(main())
