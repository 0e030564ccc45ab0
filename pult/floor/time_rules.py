"""What somebody did when: from facts to a timeline, from timelines to the hours of days. Pure.

Somebody is at work while a desk of hers is open and her state counts as work. A named state says itself whether it
does, and the fact of that moment is what counts: another meaning later does not change the past.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from pult.kit.facts import Fact
from pult.operators.events import OFFLINE, ONLINE, STATE

WORKS = frozenset({"available", "transfers"})
"""The basic states that count as work."""
AWAY_FROM_DESK = "none"
"""What a stretch without an open desk is called."""


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """One thing from `begin` to `end`. `state`: a basic one, or `AWAY_FROM_DESK`; `named` and `name`: the named state
    it was; `comment`: a word for colleagues; `by`: who set it, if it was a colleague.
    """

    begin: datetime
    end: datetime
    state: str
    works: bool
    named: int | None = None
    name: str | None = None
    emoji: str = ""
    comment: str = ""
    by: int | None = None

    def like(self, other: Stretch) -> bool:
        """Whether both are the same thing."""
        return (self.state, self.named, self.comment) == (other.state, other.named, other.comment)


class _Doing(msgspec.Struct, kw_only=True):
    """Where somebody stands while facts are read."""

    here: bool = False
    body: dict[str, Any] = {}


def timeline(facts: Sequence[Fact], *, since: datetime, until: datetime, operator: int, now: datetime) -> list[Stretch]:
    """What one operator did within a time, without a hole; what has not come yet is left out. `facts` are hers in
    order, those before `since` say how things stood then. Nothing is known: not at a desk, available.
    """
    end, doing, found = min(until, now), _Doing(), list[Stretch]()
    at = since
    for fact in sorted(facts, key=_moment):
        moment = _moment(fact)
        if moment > at:
            _add(found, doing, at, min(moment, end), operator)
            at = min(moment, end)
        if fact.kind == STATE:
            doing.body = fact.body
        elif fact.kind in (ONLINE, OFFLINE):
            doing.here = fact.kind == ONLINE
    _add(found, doing, at, end, operator)
    return found


def _moment(fact: Fact) -> datetime:
    """When it was: of a node that died, its last sign of life."""
    seen = fact.body.get("seen") if fact.kind == OFFLINE else None
    return fact.at if seen is None else min(fact.at, datetime.fromtimestamp(seen / 1000, UTC))


def _add(found: list[Stretch], doing: _Doing, begin: datetime, end: datetime, operator: int) -> None:
    if begin >= end:
        return
    one = _stretch(doing, begin, end, operator)
    if found and found[-1].like(one) and found[-1].end == begin:
        found[-1] = msgspec.structs.replace(found[-1], end=end)
    else:
        found.append(one)


def _stretch(doing: _Doing, begin: datetime, end: datetime, operator: int) -> Stretch:
    if not doing.here:
        return Stretch(begin=begin, end=end, state=AWAY_FROM_DESK, works=False)
    body = doing.body
    state, by = body.get("to", "available"), body.get("by")
    return Stretch(
        begin=begin,
        end=end,
        state=state,
        works=body.get("works", state in WORKS),
        named=body.get("named"),
        name=body.get("name"),
        emoji=body.get("emoji", ""),
        comment=body.get("comment", ""),
        by=None if by in (operator, 0) else by,
    )


class Hours(msgspec.Struct, frozen=True, kw_only=True):
    """One day of one operator, in seconds: at work, at a desk, in each basic state, in each named one. `first` and
    `last`: when a desk was open.
    """

    day: date
    first: datetime | None
    last: datetime | None
    worked: int
    desk: int
    states: dict[str, int]
    named: dict[int, int]


def day_of(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From midnight to midnight as that zone has it: 23 or 25 hours where its clock jumps."""
    first, second = (datetime.combine(one, time(), zone).astimezone(UTC) for one in (day, day + timedelta(days=1)))
    return first, second


def days(stretches: Sequence[Stretch], *, first: date, last: date, zone: ZoneInfo) -> list[Hours]:
    """The hours of each of these days; a night shift is cut at midnight."""
    found: list[Hours] = []
    day = first
    while day <= last:
        begin, end = day_of(day, zone)
        found.append(hours(day, [cut for one in stretches if (cut := _cut(one, begin, end)) is not None]))
        day += timedelta(days=1)
    return found


def _cut(one: Stretch, begin: datetime, end: datetime) -> Stretch | None:
    if one.end <= begin or one.begin >= end:
        return None
    return msgspec.structs.replace(one, begin=max(one.begin, begin), end=min(one.end, end))


def hours(day: date, stretches: Iterable[Stretch]) -> Hours:
    """Of stretches that lie within one day."""
    states: dict[str, timedelta] = {}
    named: dict[int, timedelta] = {}
    worked = desk = timedelta()
    here = [one for one in stretches if one.state != AWAY_FROM_DESK]
    for one in here:
        length = one.end - one.begin
        desk += length
        worked += length if one.works else timedelta()
        if one.named is None:
            states[one.state] = states.get(one.state, timedelta()) + length
        else:
            named[one.named] = named.get(one.named, timedelta()) + length
    return Hours(
        day=day,
        first=here[0].begin if here else None,
        last=here[-1].end if here else None,
        worked=round(worked.total_seconds()),
        desk=round(desk.total_seconds()),
        states={key: round(value.total_seconds()) for key, value in states.items()},
        named={key: round(value.total_seconds()) for key, value in named.items()},
    )
