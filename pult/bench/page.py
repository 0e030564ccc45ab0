"""`docs/measurements.md`, made from the record: the table, how it was taken, and what each row means."""

from __future__ import annotations

from collections.abc import Sequence

from pult.bench.rows import HEADINGS, Row, cells, figure

_INTRODUCTION = """# Measurements

Made by `{command}` from `bench/results/latest.json`; not written by hand. Every ratio is taken side by side in one
run: base and product by turns (A B A B … A, at least five pairs of at least 20 s a side). The median of the pairs is
shown, with the smallest and the largest. The control is how far two neighbouring runs of the same base differ: above
10 % the row is tried again, three times in all, and then says INCONCLUSIVE. `raw` is the best of pgbench's single-row
INSERT with 1, 8, 32 and 64 clients, on the same server with the same durability (fsync and synchronous_commit on).
Memory is PSS.
"""


def page(rows: Sequence[Row]) -> str:
    """The whole page, in Markdown. At least one row."""
    first = rows[0]
    parts = [
        _INTRODUCTION.format(command=first.command),
        _machine(first),
        _table(rows),
        *(detail(row) for row in rows),
    ]
    return "\n".join(parts)


def _machine(row: Row) -> str:
    facts = "; ".join(f"{name.replace('_', ' ')}: {_shown(value)}" for name, value in row.machine.items())
    return f"Taken on {row.date} with `{row.command}`, {row.cores}. {facts}.\n"


def _table(rows: Sequence[Row]) -> str:
    lines = [HEADINGS, ["---"] * len(HEADINGS), *(cells(row) for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def detail(row: Row) -> str:
    """What stands behind a row: every figure that was taken with it."""
    lines = [f"## {row.id}: {row.what}", "", "| figure | value |", "|---|---|"]
    lines += [f"| {name.replace('_', ' ')} | {_shown(value)} |" for name, value in row.detail.items()]
    return "\n".join([*lines, ""])


def _shown(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "–"}[value]
    if isinstance(value, float | int):
        return figure(value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_shown(part)}" for key, part in value.items())  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list | tuple):
        return ", ".join(_shown(part) for part in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return str(value)
