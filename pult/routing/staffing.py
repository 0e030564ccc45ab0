"""How many people a day needs, hour by hour, and what a simulated day looked like beside the formula. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from pult.routing import erlang
from pult.routing.arrivals import HOUR, hour_of
from pult.routing.simulation import Arrival


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """What is wanted: this share answered within so many seconds, by people with so many chats at once each."""

    share: float
    within: float
    each: int = 1


class Hour(msgspec.Struct, frozen=True, kw_only=True):
    """One hour of the day: talks that came, mean seconds of handling, load (talks at once), talks that one operator who
    is never idle could answer, people needed (None: out of reach), and what was waited in the simulation.
    """

    hour: int
    talks: int
    handling: float
    load: float
    each_answers: float
    people: int | None
    waiting: float
    mean: float
    within: float


def by_hour(day: Sequence[Arrival], waits: Sequence[float], *, wanted: Level, days: float = 1) -> list[Hour]:
    """A row for each hour in which somebody came. `waits` of the same talks; `days` that the talks are spread over."""
    rows: list[Hour] = []
    places: dict[int, list[int]] = {}
    for place, one in enumerate(day):
        places.setdefault(hour_of(one.at), []).append(place)
    for hour, here in sorted(places.items()):
        handling = sum(day[place].handling for place in here) / len(here)
        load = len(here) / days / HOUR * handling
        waited = [waits[place] for place in here]
        rows.append(
            Hour(
                hour=hour,
                talks=len(here),
                handling=handling,
                load=load,
                each_answers=HOUR / handling * wanted.each,
                people=erlang.needed(load, handling, within=wanted.within, share=wanted.share, each=wanted.each),
                waiting=sum(1 for one in waited if one > 0) / len(waited),
                mean=sum(waited) / len(waited),
                within=sum(1 for one in waited if one <= wanted.within) / len(waited),
            )
        )
    return rows
