"""When a site is answered: hours by weekday in the site's own zone, and days off. Pure: the time is always given."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pult.kit.errors import Invalid

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
Hours = Mapping[str, Sequence[str]]


def check(hours: Hours, *, at: str) -> None:
    """Refuse an unknown day and a span that is not `HH:MM-HH:MM` with its end after its beginning (24:00 is the day's
    end).
    """
    for day, spans in hours.items():
        if day not in DAYS:
            raise Invalid(f"a day is one of {', '.join(DAYS)}", pointer=f"{at}/{day}")
        for number, text in enumerate(spans):
            found = _SPAN.fullmatch(text)
            if found is None or not _minutes(text)[0] < _minutes(text)[1] <= 24 * 60:
                raise Invalid("hours look like 09:00-18:00", pointer=f"{at}/{day}/{number}")


def is_open(hours: Hours, *, zone: str, holidays: Sequence[date], now: datetime) -> bool:
    """Whether somebody is expected to answer at `now`. No hours at all means always."""
    return not hours or _inside(hours, holidays, now.astimezone(ZoneInfo(zone)))


def opens_at(hours: Hours, *, zone: str, holidays: Sequence[date], now: datetime) -> datetime | None:
    """When the next span begins after `now`; None: not within two weeks."""
    here = now.astimezone(ZoneInfo(zone))
    for ahead in range(15):
        day = here.date() + timedelta(days=ahead)
        if day in holidays:
            continue
        for begin, _ in sorted(_minutes(span) for span in hours.get(DAYS[day.weekday()], ())):
            at = datetime.combine(day, time(begin // 60, begin % 60), here.tzinfo)
            if at > here:
                return at
    return None


def _inside(hours: Hours, holidays: Sequence[date], here: datetime) -> bool:
    if here.date() in holidays:
        return False
    minute = here.hour * 60 + here.minute
    return any(begin <= minute < end for begin, end in map(_minutes, hours.get(DAYS[here.weekday()], ())))


def _minutes(span: str) -> tuple[int, int]:
    begin, _, end = span.partition("-")
    return _minute(begin), _minute(end)


def _minute(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)
