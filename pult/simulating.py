"""`pult routing simulate`: what a day would have been with other people, or with other rules. Changes nothing."""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from pult.administration import Run, Work, opened
from pult.conversations import paces
from pult.kit.errors import Invalid
from pult.operators import queries as operators
from pult.operators.rules import CHAT, Permission, may
from pult.routing import arrivals, telling
from pult.routing.arrivals import DAY, MOST, Given, Rates
from pult.routing.simulation import Arrival, simulate
from pult.routing.staffing import Level

PEOPLE, CHATS = 1_000, 100
"""The most that can be asked for."""


class _Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line asks for, checked."""

    arrivals: list[Arrival]
    limits: list[int]
    names: list[str]
    level: Level
    measured: list[float]


def add_routing_commands(
    commands: Any, *, place: Callable[[argparse.ArgumentParser], None], run: Run, say: Callable[[str], None]
) -> None:
    """`pult routing simulate`. `place` adds the options of the data folder, `run` opens the database, `say` prints."""
    routing: argparse.ArgumentParser = commands.add_parser("routing", help="try out how talks find their hands")
    acts = routing.add_subparsers(required=True, metavar="ACT")
    parser = acts.add_parser(
        "simulate", help="replay a day, or talks that you describe, and see waiting, service level and load"
    )
    place(parser)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--day", help="replay this day of the log, like 2026-11-20")
    what.add_argument("--arrivals", metavar="FILE", help="talks (CSV or JSON) or rates by hour (JSON); - reads a pipe")
    what.add_argument("--rate", type=float, help="talks an hour that come by chance, --count of them")
    parser.add_argument("--zone", default="UTC", help="the zone of --day, like Europe/Moscow (UTC)")
    parser.add_argument("--team", type=int, help="with --day: the talks of this team alone")
    parser.add_argument("--count", type=int, default=100_000, help="with --rate: how many talks (100000)")
    parser.add_argument("--handling", type=float, help="mean seconds of a talk, where they are not known")
    parser.add_argument("--operators", type=int, help="how many people (--day: those there are, with their limits)")
    parser.add_argument("--chats", type=int, default=1, help="with --operators: chats at once of each (1)")
    parser.add_argument("--share", type=float, default=80, help="wanted: so many percent … (80)")
    parser.add_argument("--within", type=float, default=20, help="… are answered within so many seconds (20)")
    parser.add_argument("--staffing", action="store_true", help="print the people needed for it, hour by hour")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.add_argument("--seed", type=int, default=1, help="of all chance: the same seed, the same day (1)")
    parser.set_defaults(run=functools.partial(_simulate, run, say))


def _simulate(run: Run, say: Callable[[str], None], given: argparse.Namespace) -> int:
    level = _level(given)
    if given.day is not None:
        return run(given, _replay(given, level))
    if given.operators is None:
        raise Invalid("say how many people there are: --operators N")
    talks = _steady(given) if given.rate is not None else _from_file(given)
    limits = _limits(given)
    names = [f"operator {number + 1}" for number in range(len(limits))]
    wanted = _Wanted(arrivals=talks, limits=limits, names=names, level=level, measured=[])
    say(_told(wanted, given))
    return 0


def _replay(given: argparse.Namespace, level: Level) -> Work:
    since, until = _day(given.day, given.zone)
    limits = None if given.operators is None else _limits(given)

    async def work(dsn: str) -> str:
        async with opened(dsn) as db:
            found = await paces.between(db, since=since, until=until, team=given.team)
            people = (
                [] if limits else [one for one in await operators.every(db) if may(one.role, Permission.TALKS_WRITE)]
            )
        if not found:
            raise Invalid(f"nobody came on {given.day}")
        if not people and limits is None:
            raise Invalid("nobody is here who could answer: say --operators N")
        talks = [Given(at=(one.came - since).total_seconds(), handling=one.handled, topic=one.topic) for one in found]
        wanted = _Wanted(
            arrivals=arrivals.completed(talks, mean=_mean(given), seed=given.seed),
            limits=limits or [one.limit for one in people],
            names=[one.operator.name for one in people]
            or [f"operator {number + 1}" for number in range(given.operators)],
            level=level,
            measured=[one.waited for one in found if one.waited is not None],
        )
        return _told(wanted, given)

    return work


def _told(wanted: _Wanted, given: argparse.Namespace) -> str:
    outcome = simulate(wanted.arrivals, wanted.limits)
    days = max(1, round((wanted.arrivals[-1].at - wanted.arrivals[0].at) / DAY))
    report = telling.report(
        outcome,
        day=wanted.arrivals,
        limits=wanted.limits,
        names=wanted.names,
        level=wanted.level,
        measured=wanted.measured,
        days=days,
    )
    if given.json:
        return msgspec.json.format(msgspec.json.encode(report), indent=2).decode()
    return telling.text(report, staffing=given.staffing)


def _steady(given: argparse.Namespace) -> list[Arrival]:
    if not 0 < given.rate <= MOST:
        raise Invalid("--rate is talks an hour, more than 0")
    if not 1 <= given.count <= MOST:
        raise Invalid(f"--count is 1 to {MOST}")
    mean = _mean(given)
    if mean is None:
        raise Invalid("--rate needs --handling SECONDS")
    return list(arrivals.steady(per_hour=given.rate, handling=mean, count=given.count, seed=given.seed))


def _from_file(given: argparse.Namespace) -> list[Arrival]:
    found = arrivals.read(_text(given.arrivals), name=given.arrivals)
    mean = _mean(given)
    if isinstance(found, Rates):
        mean = mean or found.handling
        found = arrivals.by_rates(found.rates, seed=given.seed)
        if not found:
            raise Invalid(f"{given.arrivals}: by chance nobody came; try another --seed")
    return arrivals.completed(found, mean=mean, seed=given.seed)


def _text(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "this is no text"
        raise Invalid(f"{name}: {said}") from error


def _level(given: argparse.Namespace) -> Level:
    if not 0 < given.share < 100:
        raise Invalid("--share is percent, between 0 and 100")
    if not 0 <= given.within <= DAY:
        raise Invalid("--within is seconds, 0 to a day")
    return Level(share=given.share / 100, within=given.within, each=_whole(given.chats, CHATS, "--chats"))


def _limits(given: argparse.Namespace) -> list[int]:
    return [given.chats * CHAT] * _whole(given.operators, PEOPLE, "--operators")


def _whole(number: int, most: int, name: str) -> int:
    if not 1 <= number <= most:
        raise Invalid(f"{name} is 1 to {most}")
    return number


def _mean(given: argparse.Namespace) -> float | None:
    if given.handling is not None and not 0 < given.handling <= arrivals.LONGEST:
        raise Invalid("--handling is seconds, more than 0 and at most a week")
    return given.handling


def _day(said: str, zone: str) -> tuple[datetime, datetime]:
    """Its beginning and its end: 23 to 25 hours later, as its zone has it."""
    try:
        where = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid(f"--zone: {zone!r} is not known; a zone looks like Europe/Moscow") from error
    try:
        day = date.fromisoformat(said)
        after = day + timedelta(days=1)
    except (ValueError, OverflowError) as error:
        raise Invalid(f"--day looks like 2026-11-20, not {said!r}") from error
    ends: Sequence[datetime] = [datetime.combine(one, time(), tzinfo=where).astimezone(UTC) for one in (day, after)]
    return ends[0], ends[1]
