"""Where a simulated day's talks come from: what somebody has written down, rates by hour, or chance. Pure."""

from __future__ import annotations

import csv
import io
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from typing import Any, cast

import msgspec

from pult.kit.errors import Invalid
from pult.kit.shape import shaped
from pult.routing.simulation import Arrival

HOUR = 3600
DAY = 24 * HOUR
MOST = 5_000_000
"""Talks that are simulated at once."""
LONGEST = 7 * DAY
"""Seconds that one talk may take."""
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")
_COLUMNS = frozenset({"at", "handling", "topic"})


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """One talk of a day: seconds since its midnight, seconds of handling where they are known, what it was about."""

    at: float
    handling: float | None = None
    topic: str | None = None


class Rates(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Talks an hour, by the hour of the day ("0" to "23"), and the mean seconds of handling."""

    rates: dict[str, float]
    handling: float | None = None


class Pool:
    """Handling times as they were, to draw from: those of the same topic in the same hour, else of the topic, else of
    the hour, else all.
    """

    def __init__(self, known: Sequence[Given]) -> None:
        self._of: dict[tuple[str | None, int | None], list[float]] = {}
        for one in known:
            if one.handling is None:
                continue
            hour = hour_of(one.at)
            for key in {(one.topic, hour), (one.topic, None), (None, hour), (None, None)}:
                self._of.setdefault(key, []).append(one.handling)

    def draw(self, one: Given, chance: random.Random) -> float | None:
        """A time such as talks like this took; None when nothing is known at all."""
        hour = hour_of(one.at)
        for key in ((one.topic, hour), (one.topic, None), (None, hour), (None, None)):
            if known := self._of.get(key):
                return chance.choice(known)
        return None


def hour_of(at: float) -> int:
    """Of the day, 0–23."""
    return int(at // HOUR) % 24


def completed(day: Sequence[Given], *, mean: float | None, seed: int) -> list[Arrival]:
    """The day in order, with a time for each talk whose own is not known: drawn from the others, else by chance around
    `mean`. Raises `Invalid` when there is neither.
    """
    chance, pool = random.Random(seed), Pool(day)
    made: list[Arrival] = []
    for one in sorted(day, key=lambda one: one.at):
        handling = one.handling if one.handling is not None else pool.draw(one, chance)
        if handling is None and mean is not None:
            handling = chance.expovariate(1 / mean)
        if handling is None:
            raise Invalid("nothing says how long talks take: add --handling SECONDS")
        made.append(Arrival(one.at, handling))
    return made


def steady(*, per_hour: float, handling: float, count: int, seed: int) -> Iterator[Arrival]:
    """Talks that come by chance at one rate, each taking a time by chance (exponential both)."""
    chance = random.Random(seed)
    now, rate = 0.0, per_hour / HOUR
    for _ in range(count):
        now += chance.expovariate(rate)
        yield Arrival(now, chance.expovariate(1 / handling))


def by_rates(rates: Mapping[str, float], *, seed: int) -> list[Given]:
    """One day of talks that come by chance at the rate of each hour."""
    chance = random.Random(seed)
    made: list[Given] = []
    for hour in sorted(map(int, rates)):
        rate = rates[str(hour)] / HOUR
        at = float(hour * HOUR)
        while rate and (at := at + chance.expovariate(rate)) < (hour + 1) * HOUR:
            made.append(Given(at=at))
    return made


def read(text: str, *, name: str) -> list[Given] | Rates:
    """A file's talks (CSV with a header, or JSON), or its rates by hour (JSON). Raises `Invalid` with one line that
    names the file and the place in it.
    """
    try:
        found = _json(text) if text.lstrip()[:1] in ("{", "[") else _csv(text)
    except Invalid as error:
        place = f" at {error.pointer}" if error.pointer else ""
        raise Invalid(f"{name}{place}: {error.detail}") from error
    if isinstance(found, list) and not found:
        raise Invalid(f"{name}: there is no talk in it")
    if isinstance(found, list) and len(found) > MOST:
        raise Invalid(f"{name}: more than {MOST} talks at once")
    return found


def _json(text: str) -> list[Given] | Rates:
    try:
        data = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise Invalid(f"this is no JSON: {error}") from error
    if isinstance(data, dict):
        return _checked(shaped(data, Rates))
    return [_given(row, at=f"/{number}") for number, row in enumerate(data)]


def _checked(found: Rates) -> Rates:
    for hour, rate in found.rates.items():
        if not hour.isascii() or not hour.isdigit() or hour != str(int(hour)) or int(hour) > 23:
            raise Invalid("hours are 0 to 23", pointer=f"/rates/{hour}")
        if not isfinite(rate) or not 0 <= rate <= MOST / 24:
            raise Invalid("a rate is talks an hour, 0 or more", pointer=f"/rates/{hour}")
    if not any(found.rates.values()):
        raise Invalid("nobody comes in any hour", pointer="/rates")
    if found.handling is not None:
        _seconds(found.handling, at="/handling")
    return found


def _csv(text: str) -> list[Given]:
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), skipinitialspace=True)
    heading = {name.strip() for name in rows.fieldnames or ()}
    if "at" not in heading or not heading <= _COLUMNS:
        raise Invalid("the first line names the columns: at, and where known handling and topic")
    made: list[Given] = []
    try:
        for row in rows:
            if None in row:
                raise Invalid("there are more cells than columns", pointer=f"line {rows.line_num}")
            cells = {name.strip(): value for name, value in row.items() if value}
            made.append(_given(cells, at=f"line {rows.line_num}"))
    except csv.Error as error:
        raise Invalid(f"this is no CSV: {error}") from error
    return made


def _given(row: Any, *, at: str) -> Given:
    cells = cast("dict[str, Any]", row) if isinstance(row, dict) else {}
    if "at" not in cells or not cells.keys() <= _COLUMNS:
        raise Invalid("a talk has at, and where known handling and topic", pointer=at)
    topic = cells.get("topic")
    if topic is not None and not isinstance(topic, str):
        raise Invalid("a topic is text", pointer=at)
    handling = None if cells.get("handling") is None else _seconds(cells["handling"], at=at)
    return Given(at=_time(cells["at"], at=at), handling=handling, topic=topic or None)


def _time(said: Any, *, at: str) -> float:
    clock = _CLOCK.fullmatch(said.strip()) if isinstance(said, str) else None
    seconds = _number(said) if clock is None else _clocked(clock)
    if seconds is None or not 0 <= seconds <= LONGEST:
        raise Invalid("at looks like 09:30 or 09:30:05, or is seconds since midnight", pointer=at)
    return float(seconds)


def _clocked(clock: re.Match[str]) -> float:
    return int(clock[1]) * HOUR + int(clock[2]) * 60 + int(clock[3] or 0)


def _seconds(said: Any, *, at: str) -> float:
    found = _number(said)
    if found is None or not 0 < found <= LONGEST:
        raise Invalid("handling is seconds, more than 0 and at most a week", pointer=at)
    return found


def _number(said: Any) -> float | None:
    if isinstance(said, bool) or not isinstance(said, str | int | float):
        return None
    try:
        return float(said)
    except (ValueError, OverflowError):
        return None
