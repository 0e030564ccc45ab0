"""A simulated day in words and figures, with Erlang C beside it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, isfinite

import msgspec

from pult.routing import erlang
from pult.routing.arrivals import HOUR
from pult.routing.rules import CHAT
from pult.routing.simulation import Arrival, Outcome
from pult.routing.staffing import Hour, Level, by_hour

SHARES = (0.5, 0.8, 0.95, 0.99)


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Share that waited, mean wait in seconds (None: it grows without end), share within the wanted time."""

    waiting: float
    mean: float | None
    within: float


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One of the crew: talks, and the share of her places that was taken."""

    name: str
    talks: int
    used: float


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is told. `load` is talks at once, `places` how many can be; `erlang` holds for talks that come by
    chance at one rate, `measured` is what the log says of the day that was replayed.
    """

    talks: int
    handling: float
    load: float
    places: int
    wanted: Level
    simulated: Figures
    erlang: Figures
    measured: Figures | None
    percentiles: dict[str, float]
    longest_queue: int
    people: list[Person]
    spread: float
    hours: list[Hour]


def report(
    outcome: Outcome,
    *,
    day: Sequence[Arrival],
    limits: Sequence[int],
    names: Sequence[str],
    level: Level,
    measured: Sequence[float] = (),
    days: int = 1,
) -> Report:
    """What `outcome` says of the `day` that was simulated with people of these `limits`."""
    handling = outcome.handled / len(day)
    came = day[-1].at - day[0].at
    load = outcome.handled / came * (1 - 1 / len(day)) if came > 0 else inf
    places = sum(limit // CHAT for limit in limits)
    mean = erlang.mean_wait(places, load, handling)
    percentiles = zip(SHARES, outcome.percentiles(SHARES), strict=True)
    return Report(
        talks=len(day),
        handling=handling,
        load=load,
        places=places,
        wanted=level,
        simulated=Figures(waiting=outcome.waiting, mean=outcome.mean, within=outcome.within(level.within)),
        erlang=Figures(
            waiting=erlang.waiting(places, load),
            mean=mean if isfinite(mean) else None,
            within=erlang.service_level(places, load, handling, within=level.within),
        ),
        measured=_measured(measured, level),
        percentiles={f"{share:.0%}": seconds for share, seconds in percentiles},
        longest_queue=outcome.longest,
        people=[Person(name=names[one.id], talks=one.talks, used=one.used) for one in outcome.crew],
        spread=outcome.spread,
        hours=by_hour(day, outcome.waits, wanted=level, days=days),
    )


def _measured(waits: Sequence[float], level: Level) -> Figures | None:
    if not waits:
        return None
    return Figures(
        waiting=sum(1 for one in waits if one >= 1) / len(waits),
        mean=sum(waits) / len(waits),
        within=sum(1 for one in waits if one <= level.within) / len(waits),
    )


def text(found: Report, *, staffing: bool) -> str:
    """The report for a terminal."""
    lines = [
        f"{found.talks} talks of {_seconds(found.handling)} on average; {len(found.people)} people with"
        f" {found.places} chats at once, load {found.load:.2f}",
        "",
        *_columns(found),
        "",
        "waited at most        " + " · ".join(f"{name} {_seconds(at)}" for name, at in found.percentiles.items()),
        f"longest queue         {found.longest_queue}",
        *_load(found.people, found.spread),
    ]
    if staffing:
        lines += ["", *_staffing(found)]
    return "\n".join(lines)


def _columns(found: Report) -> list[str]:
    sides = [("simulated", found.simulated), ("Erlang C", found.erlang)]
    if found.measured is not None:
        sides.append(("as it was", found.measured))
    within = f"within {_seconds(found.wanted.within)}"
    rows = [
        ("", [name for name, _ in sides]),
        ("had to wait", [f"{one.waiting:.1%}" for _, one in sides]),
        ("mean wait", ["grows" if one.mean is None else _seconds(one.mean) for _, one in sides]),
        (within, [f"{one.within:.1%}" for _, one in sides]),
    ]
    return [f"{name:<18}" + "".join(f"{cell:>12}" for cell in cells) for name, cells in rows]


def _load(people: Sequence[Person], spread: float) -> list[str]:
    width = max(len(one.name) for one in people)
    return [
        f"load by person        spread {spread:.1%} of the mean",
        *(f"  {one.name:<{width}}  {one.talks:>8} talks  {one.used:>6.1%}" for one in people),
    ]


def _staffing(found: Report) -> list[str]:
    each, wanted = found.wanted.each, found.wanted
    heading = (
        f"people for {wanted.share:.0%} within {_seconds(wanted.within)}, {each} chat{'s' * (each > 1)} at once each"
    )
    names = ("hour", "talks", "handling", "load", "one answers", "people", "waited", "mean wait", "within")
    rows = [
        (
            f"{one.hour:02}",
            str(one.talks),
            _seconds(one.handling),
            f"{one.load:.2f}",
            f"{one.each_answers:.1f}",
            "–" if one.people is None else str(one.people),
            f"{one.waiting:.0%}",
            _seconds(one.mean),
            f"{one.within:.0%}",
        )
        for one in found.hours
    ]
    widths = [max(len(row[column]) for row in (names, *rows)) for column in range(len(names))]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in (names, *rows)]
    return [heading, *lines]


def _seconds(value: float) -> str:
    if value < 60:
        return f"{value:.1f} s"
    return f"{value / 60:.1f} min" if value < HOUR else f"{value / HOUR:.1f} h"
