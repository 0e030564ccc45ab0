"""A measured row: what is recorded of it, how it is printed, and that it names neither a path nor a host."""

from __future__ import annotations

import platform
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, cast

import msgspec

COMMAND = "make bench"


class Bound(msgspec.Struct, frozen=True):
    """Where a row has to lie. `at_least`: more is better; else less is."""

    limit: float
    at_least: bool

    def met(self, value: float) -> bool:
        """Whether a value is on the right side."""
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table. `value` is null when the control forbids a conclusion."""

    id: str
    what: str
    unit: str
    value: float | None
    spread: tuple[float, float]
    control: float | None
    """Relative distance of two runs of the same thing; null where nothing is divided."""
    bound: Bound | None
    """Null: the figure is told, nothing is asked of it."""
    verdict: str
    """`met`, `missed`, `told` (no bound) or `INCONCLUSIVE`."""
    cores: str
    command: str
    machine: dict[str, Any]
    date: str
    quick: bool = False
    detail: dict[str, Any] = {}


def judge(value: float, *, bound: Bound | None, counts: bool) -> str:
    """The verdict on a median."""
    if not counts:
        return "INCONCLUSIVE"
    if bound is None:
        return "told"
    return "met" if bound.met(value) else "missed"


def figure(value: float) -> str:
    """Three digits that mean something."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def cells(row: Row) -> list[str]:
    """A row as the table shows it."""
    low, high = row.spread
    shown = figure(row.value) if row.value is not None else "INCONCLUSIVE"
    control = f"{row.control:.1%}" if row.control is not None else "–"
    name = f"{row.id} (quick)" if row.quick else row.id
    return [
        name,
        row.what,
        f"{shown} {row.unit}".strip(),
        f"{figure(low)} … {figure(high)}",
        control,
        str(row.bound or "–"),
        row.verdict,
    ]


HEADINGS = ["id", "what", "median", "spread", "A/A control", "bound", "verdict"]


def table(rows: Iterable[Row]) -> str:
    """The table for a terminal, columns aligned."""
    lines = [HEADINGS, *(cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADINGS))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def reveals(record: Any, *, host: str | None = None) -> str | None:
    """The first text in a record that holds a path or this machine's name; None when there is none."""
    host = platform.node() if host is None else host
    parts: Iterable[Any]
    if isinstance(record, dict):
        pairs = cast("dict[Any, Any]", record)
        parts = [*pairs.keys(), *pairs.values()]
    elif isinstance(record, list | tuple):
        parts = cast("Sequence[Any]", record)
    elif isinstance(record, str):
        named = len(host) > 0 and re.search(rf"(?<!\w){re.escape(host)}(?!\w)", record)
        return record if named or re.search(r"(?<![\w.])~?/\w", record) or "\\" in record else None
    else:
        return None
    return next((found for part in parts if (found := reveals(part, host=host)) is not None), None)


def save(rows: Sequence[Row], *, path: Path) -> None:
    """Write the record. Refuses (ValueError) quick rows and anything that reveals where it was taken."""
    if any(row.quick for row in rows):
        raise ValueError("quick rows are for development, they are not recorded")
    record = msgspec.to_builtins(list(rows))
    found = reveals(record)
    if found is not None:
        raise ValueError(f"a record may hold neither a path nor a host name: {found!r}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n")


def merged(old: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    """The record with newly taken rows in the places of their elders; each row keeps its own date and machine."""
    fresh = {row.id: row for row in new}
    kept = [fresh.pop(row.id, row) for row in old]
    return [*kept, *(row for row in new if row.id in fresh)]


def load(path: Path) -> list[Row]:
    """Read a record back."""
    return msgspec.json.decode(path.read_bytes(), type=list[Row])
