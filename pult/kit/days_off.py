"""Public holidays of countries and their regions, as the library `holidays` knows them; loaded when the first calendar
names a country, so that nobody else pays for it.

A country is `RU`, or with a region `DE-BY`. Days that a government moves are known as far as it has said so and the
library was told; for later years the rest is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

import msgspec
import structlog

if TYPE_CHECKING:
    from holidays.holiday_base import HolidayBase

AHEAD = 3
"""Years, this one among them, that are made ready together."""
_READY: set[tuple[str, int]] = set()
log = structlog.get_logger("pult.calendar")


class Region(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a country with holidays of its own."""

    code: str
    name: str


class DayOff(msgspec.Struct, frozen=True, kw_only=True):
    """A day off and what it is called."""

    date: date
    name: str


def countries() -> list[str]:
    """All that are known, by their two letters."""
    return sorted(_supported())


def is_known(country: str) -> bool:
    """Whether this country, and its region, can be told about."""
    name, _, region = country.partition("-")
    return name in _supported() and (not region or region in _supported()[name])


def is_off(country: str, day: date) -> bool:
    """Whether nobody is expected to work there on that day; never so where the country is not known (any more)."""
    return day in _year(country, day.year, "")


def days(country: str, first: date, last: date, *, language: str = "") -> list[DayOff]:
    """Days off from `first` to `last`, by the names that people of this language read, where there are any."""
    years = range(first.year, last.year + 1)
    found = {day: name for year in years for day, name in _year(country, year, language).items()}
    return [DayOff(date=day, name=name) for day, name in sorted(found.items()) if first <= day <= last]


def regions(country: str) -> list[Region]:
    """Parts of the country with holidays of their own, by name."""
    named: Mapping[str, list[str]] = cast("Any", _of(country.partition("-")[0], 2026, "")).get_subdivision_aliases()
    found = [Region(code=code, name=next(iter(names), code)) for code, names in named.items()]
    return sorted(found, key=lambda one: one.name)


def announced(country: str) -> int | None:
    """The last year for which it is known which days the government has moved; None: this one does so hardly ever."""
    moved: Mapping[int, Any] = getattr(_of(country, 2026, ""), "special_public_holidays", {})
    last = max(moved, default=0)
    return last if sum(year in moved for year in range(last - 4, last + 1)) >= 3 else None


async def warm(wanted: Iterable[str], *, year: int) -> None:
    """Make these ready beside the loop: what is asked of them later stands in memory."""
    for country in {one for one in wanted if one and (one, year) not in _READY}:
        for ahead in range(AHEAD):
            await asyncio.to_thread(_year, country, year + ahead, "")
        _READY.add((country, year))


@lru_cache(maxsize=1)
def _supported() -> Mapping[str, list[str]]:
    import holidays

    return holidays.list_supported_countries(include_aliases=False)


def _of(country: str, year: int, language: str) -> HolidayBase:
    import holidays

    name, _, region = country.partition("-")
    known = holidays.country_holidays(name, subdiv=region or None, years=year)
    for one in (language, "en_US"):
        if language and one in known.supported_languages:
            return holidays.country_holidays(name, subdiv=region or None, years=year, language=one)
    return known


@lru_cache(maxsize=512)
def _year(country: str, year: int, language: str) -> Mapping[date, str]:
    if not is_known(country):
        log.warning("country_not_known", country=country)
        return {}
    return {day: str(name) for day, name in _of(country, year, language).items() if day.year == year}
