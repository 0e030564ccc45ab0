"""What has changed on the floor, in which order the queue stands, and what the figures of an hour are. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from pult.conversations.events import Waited
from pult.floor.events import EVERY, Bar, Figure, Figures, Glance, Line, Person, Standing

Key = TypeVar("Key", bound=Hashable)
Thing = TypeVar("Thing")
Place = tuple[int, int, int]
NEVER = 2**53
"""Later than any time: a talk in the queue whose visitor does not wait stands behind those who do."""


def changed(before: Mapping[Key, Thing], now: Mapping[Key, Thing]) -> tuple[list[Thing], list[Key]]:
    """(what is new or otherwise, the keys of what is there no more)."""
    return [one for key, one in now.items() if before.get(key) != one], [key for key in before if key not in now]


def place(talk: Standing) -> Place:
    """Where a talk stands in the queue: the lowest is answered first."""
    return -talk.priority, NEVER if talk.waiting is None else talk.waiting, talk.no


def in_order(talks: Iterable[Standing]) -> list[Standing]:
    """The queue, who is answered first at its head."""
    return sorted((one for one in talks if one.queued), key=place)


def counts(talks: Iterable[Standing]) -> dict[int, int]:
    """How many wait in the queue of each team (0: of everybody)."""
    return dict(Counter(one.team or 0 for one in talks if one.queued))


def bar_of(bars: Sequence[Bar], channel: str) -> Bar:
    """The bar of a channel: its own, else that of every channel, else what is usual."""
    known = {one.channel: one for one in bars}
    return known.get(channel) or known.get(EVERY) or Bar()


def figures(waited: Sequence[Waited], bars: Sequence[Bar]) -> list[Figures]:
    """Of every channel together (first), and of each where anything happened."""
    channels = [EVERY, *sorted({one.channel for one in waited})]
    return [_of(channel, [one for one in waited if channel in (EVERY, one.channel)], bars) for channel in channels]


def _of(channel: str, waited: Sequence[Waited], bars: Sequence[Bar]) -> Figures:
    return Figures(
        channel=channel,
        first_reply=figure(
            [(one.ms, one.ms <= bar_of(bars, one.channel).first_reply * 1000) for one in waited if one.first]
        ),
        waiting=figure([(one.ms, one.ms <= bar_of(bars, one.channel).waiting * 1000) for one in waited]),
    )


def figure(times: Sequence[tuple[int, bool]]) -> Figure:
    """Of lengths of time, each with whether it was within its bar. Nearest rank: a figure is one that was measured."""
    lengths = sorted(ms for ms, _ in times)
    if not lengths:
        return Figure(count=0)
    return Figure(
        count=len(lengths),
        average=round(sum(lengths) / len(lengths)),
        half=lengths[math.ceil(len(lengths) * 0.5) - 1],
        most=lengths[math.ceil(len(lengths) * 0.9) - 1],
        within=sum(within for _, within in times),
    )


def glance(
    people: Iterable[Person],
    talks: Iterable[Standing],
    figures: Sequence[Figures],
    bars: Sequence[Bar],
    *,
    teams: Mapping[int, str],
    now: int,
) -> Glance:
    """The floor from afar, without anybody's name. `teams`: their names; `now`: milliseconds."""
    here = [one for one in people if one.line and one.here]
    ready = [one for one in here if one.state == "available"]
    queue = in_order(talks)
    heads = [one.waiting for one in queue if one.waiting is not None]
    every = next((one for one in figures if one.channel == EVERY), None)
    return Glance(
        now=now,
        waiting=len(queue),
        since=min(heads, default=None),
        first_reply=every.first_reply.average if every else None,
        wait=every.waiting.average if every else None,
        bar=bar_of(bars, EVERY),
        ready=len(ready),
        room=sum(one.load < one.limit for one in ready),
        here=len(here),
        lines=_lines(queue, teams),
    )


def _lines(queue: Sequence[Standing], teams: Mapping[int, str]) -> list[Line]:
    """Of each team for which somebody waits, the longest first."""
    made: dict[int, list[Standing]] = {}
    for one in queue:
        made.setdefault(one.team or 0, []).append(one)
    longest = sorted(made.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        Line(team=teams.get(team), count=len(talks), since=min((t.waiting for t in talks if t.waiting), default=None))
        for team, talks in longest
    ]
