"""Timelines and hours of people, read from the facts."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from pult.floor import time_rules as rules
from pult.floor.time_rules import Hours, Stretch
from pult.kit import facts
from pult.kit.errors import Absent, Invalid
from pult.kit.facts import Fact
from pult.operators import named
from pult.operators import queries as operators
from pult.operators.events import OFFLINE, ONLINE, STATE

if TYPE_CHECKING:
    from pult.kit.db import Database

MOST_DAYS = 62
LATER = timedelta(days=7)
"""How long after a time something may still be told of it: that a node had died in it."""
_KINDS = ((STATE,), (ONLINE, OFFLINE))
BASIC = ("available", "transfers", "pause", "away", "offline")


class OfPerson(msgspec.Struct, frozen=True, kw_only=True):
    """One operator's days."""

    id: int
    name: str
    days: list[Hours]


def zone_of(name: str) -> ZoneInfo:
    """A time zone by its name. Raises `Invalid`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid("this time zone is not known; a zone looks like Europe/Moscow", pointer="/zone") from error


def check_days(first: date, last: date) -> None:
    """Raise `Invalid` unless these are some days, not too many."""
    if last < first:
        raise Invalid("the last day comes before the first", pointer="/last")
    if (last - first).days >= MOST_DAYS:
        raise Invalid(f"at most {MOST_DAYS} days", pointer="/last")


async def of_day(db: Database, operator: int, *, day: date, zone: ZoneInfo, now: datetime) -> list[Stretch]:
    """What one operator did on a day. Raises `Absent` when there is no such operator."""
    if await operators.one(db, operator) is None:
        raise Absent("there is no such operator")
    since, until = rules.day_of(day, zone)
    known = await _facts(db, [operator], since, until, now)
    return rules.timeline(known[operator], since=since, until=until, operator=operator, now=now)


async def of_everybody(db: Database, *, first: date, last: date, zone: ZoneInfo, now: datetime) -> list[OfPerson]:
    """The hours of all active operators on these days, by name."""
    people = [(one.operator.id, one.operator.name) for one in await operators.every(db)]
    since, until = rules.day_of(first, zone)[0], rules.day_of(last, zone)[1]
    known = await _facts(db, [number for number, _ in people], since, until, now)
    found: list[OfPerson] = []
    for number, name in people:
        line = rules.timeline(known[number], since=since, until=until, operator=number, now=now)
        found.append(OfPerson(id=number, name=name, days=rules.days(line, first=first, last=last, zone=zone)))
    return found


async def _facts(
    db: Database, people: list[int], since: datetime, until: datetime, now: datetime
) -> dict[int, list[Fact]]:
    subjects = [f"operator:{number}" for number in people]
    found = await facts.about(db, subjects, kinds=_KINDS, since=since, until=min(until + LATER, now))
    by_person: dict[int, list[Fact]] = defaultdict(list)
    for one in found:
        by_person[int(one.subject.partition(":")[2])].append(one)
    return by_person


async def table(db: Database, people: list[OfPerson], *, zone: ZoneInfo) -> str:
    """The same as CSV: one line for each person and day on which a desk was open, times in this zone, lengths in
    minutes. What begins like a formula stands behind an apostrophe, so that no spreadsheet runs it.
    """
    names = {one.id: one.name for one in await named.every(db)}
    used = sorted({number for one in people for day in one.days for number in day.named})
    out = io.StringIO()
    line = csv.writer(out, lineterminator="\r\n")
    line.writerow(
        ["person", "day", "first", "last", "worked", "desk", *BASIC, *(_tame(names.get(one, str(one))) for one in used)]
    )
    for one in people:
        for day in one.days:
            if day.first is None:
                continue
            states = [_minutes(day.states.get(state, 0)) for state in BASIC]
            line.writerow(
                [
                    _tame(one.name),
                    day.day.isoformat(),
                    _clock(day.first, zone),
                    _clock(day.last, zone),
                    _minutes(day.worked),
                    _minutes(day.desk),
                    *states,
                    *(_minutes(day.named.get(number, 0)) for number in used),
                ]
            )
    return out.getvalue()


def _minutes(seconds: int) -> int:
    return round(seconds / 60)


def _clock(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else at.astimezone(zone).strftime("%H:%M")


def _tame(text: str) -> str:
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def today(zone: ZoneInfo) -> date:
    """The day it is there."""
    return datetime.now(UTC).astimezone(zone).date()
