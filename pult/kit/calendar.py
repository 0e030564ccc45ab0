"""When somebody works: hours by weekday with their breaks, days that are different, in a time zone. Pure: the time is
always given.

Hours are wall-clock hours. On a day when clocks jump, a time that does not exist means the moment of the jump; of a
time that comes twice a span begins at the first and ends at the second: whoever stands before the door sees no gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from pult.kit import days_off
from pult.kit.errors import Invalid

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AHEAD = 800
"""Days that are looked through for an opening: who is closed for two years has closed."""
_SPAN = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")
_DAY = re.compile(r"(\d{4}-)?\d\d-\d\d")
_END = 24 * 60
_WHOLE = ("00:00-24:00",)
Interval = tuple[datetime, datetime]
"""[begin, end) in UTC."""


class Calendar(msgspec.Struct, frozen=True, kw_only=True):
    """`hours`: day of the week → spans like `09:00-13:00` (two of them have a break between); none at all: day and
    night. A span whose end is not after its beginning goes on past midnight. `holidays`: `2026-12-31` or, every year,
    `01-07` is a day off; with hours behind it (`2026-12-31 10:00-15:00`) it has those instead. `country` (`RU`,
    `DE-BY`): its public holidays are days off too, but those in `working` (`2026-03-09`, `03-08`), which are like any
    day of their week. What stands in `holidays` goes before both.
    """

    hours: Mapping[str, Sequence[str]] = {}
    zone: str = "UTC"
    holidays: tuple[str, ...] = ()
    country: str = ""
    working: tuple[str, ...] = ()


ALWAYS = Calendar()


def check(calendar: Calendar, *, at: str, over_midnight: bool = False) -> None:
    """Raises `Invalid` with a pointer below `at`: an unknown day, what is no span, no day, no zone, and hours that
    never open.
    """
    for day, spans in calendar.hours.items():
        if day not in DAYS:
            raise Invalid(f"a day is one of {', '.join(DAYS)}", pointer=f"{at}/hours/{day}")
        for number, text in enumerate(spans):
            _check_span(text, at=f"{at}/hours/{day}/{number}", over_midnight=over_midnight)
    if calendar.hours and not any(calendar.hours.values()):
        raise Invalid("these hours never open; without any it is always open", pointer=f"{at}/hours")
    for number, line in enumerate(calendar.holidays):
        _check_holiday(line, at=f"{at}/holidays/{number}", over_midnight=over_midnight)
    for number, line in enumerate(calendar.working):
        _check_date(line, at=f"{at}/working/{number}")
    if calendar.country and not days_off.is_known(calendar.country):
        raise Invalid("holidays of this country or region are not known", pointer=f"{at}/country", code="no_country")
    try:
        ZoneInfo(calendar.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid("this time zone is not known; a zone looks like Europe/Moscow", pointer=f"{at}/zone") from error


def is_open(calendar: Calendar, now: datetime) -> bool:
    """Whether somebody works at `now`."""
    if _is_always(calendar):
        return True
    zone = ZoneInfo(calendar.zone)
    today = now.astimezone(zone).date()
    days = (today - timedelta(days=1), today)
    return any(begin <= now < end for day in days for begin, end in _day(calendar, day, zone))


def next_opening(calendar: Calendar, now: datetime) -> datetime | None:
    """When it opens the next time after `now` (in UTC); None: it never does, or never closes."""
    at = now
    for begin, end in _intervals(calendar, now):
        if begin > at:
            return begin
        at = max(at, end)
    return None


def closes(calendar: Calendar, now: datetime) -> datetime | None:
    """When it closes that is open at `now` (in UTC); None: it is closed, or does not close within a week."""
    at = now
    for begin, end in _intervals(calendar, now):
        if begin > at or at > now + timedelta(days=7):
            break
        at = max(at, end)
    return at.astimezone(UTC) if now < at <= now + timedelta(days=7) else None


def add(calendar: Calendar, start: datetime, amount: timedelta) -> datetime | None:
    """`amount` of open time after `start` (in UTC); None: there is not so much of it."""
    at = start.astimezone(UTC)
    if _is_always(calendar):
        return at + amount
    for begin, end in _intervals(calendar, start):
        at = max(begin, at)
        if amount <= end - at:
            return at + amount
        amount -= end - at
        at = end
    return None


def _is_always(calendar: Calendar) -> bool:
    return not (calendar.hours or calendar.holidays or calendar.country)


def _intervals(calendar: Calendar, start: datetime) -> Iterator[Interval]:
    """Open intervals that end after `start`, none of them before the end of the one before it."""
    if _is_always(calendar):
        return
    zone = ZoneInfo(calendar.zone)
    first = start.astimezone(zone).date() - timedelta(days=1)
    at = start
    for ahead in range(AHEAD):
        for begin, end in _day(calendar, first + timedelta(days=ahead), zone):
            if end > at:
                yield max(begin, at), end
                at = end


def _day(calendar: Calendar, day: date, zone: ZoneInfo) -> list[Interval]:
    """The open intervals that begin on this day."""
    found: list[Interval] = []
    for begin, end in sorted(map(_minutes, _spans(calendar, day))):
        begins = _moment(day, begin, zone, last=False)
        ends = _moment(day, end if end > begin else end + _END, zone, last=True)
        if begins < ends:
            found.append((begins, ends))
    return found


def _spans(calendar: Calendar, day: date) -> Sequence[str]:
    """A date of this year goes before one of every year, both before a country's holiday, all before the weekday."""
    keys = day.isoformat(), day.isoformat()[5:]
    for key in keys:
        for line in calendar.holidays:
            if line.startswith(key) and line[len(key) : len(key) + 1] in ("", " "):
                return line[len(key) :].replace(",", " ").split()
    if calendar.country and not set(keys) & set(calendar.working) and days_off.is_off(calendar.country, day):
        return ()
    return calendar.hours.get(DAYS[day.weekday()], ()) if calendar.hours else _WHOLE


def _moment(day: date, minute: int, zone: ZoneInfo, *, last: bool) -> datetime:
    """The moment of a wall-clock minute. Of two the first, or the `last`; of none the jump that left it out."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first.astimezone(zone).replace(tzinfo=None) == wall:
        return second if last else first
    return _jump(second, first, zone)


def _jump(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The moment between two at which clocks jump."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _check_span(text: str, *, at: str, over_midnight: bool) -> None:
    if _SPAN.fullmatch(text) is not None:
        begin, end = _minutes(text)
        if end <= _END and (begin < end or (over_midnight and begin != end)):
            return
    raise Invalid("hours look like 09:00-18:00", pointer=at)


def _check_holiday(line: str, *, at: str, over_midnight: bool) -> None:
    day, _, hours = line.partition(" ")
    _check_date(day, at=at)
    for span in hours.replace(",", " ").split():
        _check_span(span, at=at, over_midnight=over_midnight)


def _check_date(day: str, *, at: str) -> None:
    try:
        # A leap year, so that the 29th of February is a day.
        date.fromisoformat(day if len(day) > 5 else f"2000-{day}")
    except ValueError as error:
        raise Invalid("a day looks like 2026-12-31 or, every year, 12-31", pointer=at) from error
    if _DAY.fullmatch(day) is None:
        raise Invalid("a day looks like 2026-12-31 or, every year, 12-31", pointer=at)


def _minutes(span: str) -> tuple[int, int]:
    begin, _, end = span.partition("-")
    return _minute(begin), _minute(end)


def _minute(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute)
