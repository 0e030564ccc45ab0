"""Hours, holidays and zones: what is promised holds on days when clocks jump, in zones that jump in different ways."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pult.kit import calendar
from pult.kit.calendar import DAYS, Calendar
from pult.kit.errors import Invalid

STEP = timedelta(minutes=5)
ZONES = (
    "Europe/Moscow",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",  # half an hour
    "Africa/Cairo",  # at midnight
    "Pacific/Apia",
    "Asia/Kathmandu",
    "UTC",
)
JUMPS = (
    datetime(2026, 3, 29, tzinfo=UTC),  # Berlin, forwards
    datetime(2026, 10, 25, tzinfo=UTC),  # Berlin, back
    datetime(2026, 3, 8, tzinfo=UTC),  # New York, forwards
    datetime(2026, 11, 1, tzinfo=UTC),
    datetime(2026, 4, 4, tzinfo=UTC),  # Lord Howe
    datetime(2026, 10, 3, tzinfo=UTC),
    datetime(2026, 4, 23, tzinfo=UTC),  # Cairo
    datetime(2026, 10, 29, tzinfo=UTC),
)
OFFICE = Calendar(
    hours=dict.fromkeys(DAYS[:5], ("09:00-13:00", "14:00-18:00")),
    zone="Europe/Moscow",
    holidays=("01-07", "2026-12-31 10:00-15:00", "2026-06-12"),
)


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, ...]:
    """Some spans of a day, apart or not, perhaps past midnight."""
    pairs = draw(st.lists(st.tuples(st.integers(0, 287), st.integers(0, 288)), max_size=3))
    return tuple(f"{clock(begin * 5)}-{clock(end * 5)}" for begin, end in pairs if begin != end)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    hours = draw(st.dictionaries(st.sampled_from(list[str](DAYS)), spans(), max_size=7))
    closed = draw(st.lists(st.sampled_from(JUMPS), max_size=2))
    other = draw(st.sampled_from(("", " 01:30-03:30", " 22:00-02:00")))
    days = tuple(f"{one.date()}{other}" for one in closed)
    return Calendar(hours=hours, zone=draw(st.sampled_from(ZONES)), holidays=days)


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    """Within two days of a jump, on the grid."""
    return draw(st.sampled_from(JUMPS)) + STEP * draw(st.integers(-576, 576))


def grid(begin: datetime, end: datetime) -> list[datetime]:
    return [begin + STEP * number for number in range(int((end - begin) / STEP))]


@settings(max_examples=150, deadline=None)
@given(calendars(), moments(), st.integers(1, 400))
def test_business_time_that_is_added_is_exactly_the_open_time_between(made: Calendar, start: datetime, n: int) -> None:
    end = calendar.add(made, start, STEP * n)
    if end is None:
        return  # hardly ever open
    if end - start > timedelta(days=12):
        assert calendar.is_open(made, end - STEP)
        return
    assert sum(calendar.is_open(made, at) for at in grid(start, end)) == n
    assert calendar.is_open(made, end - STEP), "the last of it was open"


@settings(max_examples=150, deadline=None)
@given(calendars(), moments())
def test_the_next_opening_is_the_first_moment_that_is_open_after_one_that_is_not(made: Calendar, now: datetime) -> None:
    opens = calendar.next_opening(made, now)
    if opens is None:
        return
    open_there = [calendar.is_open(made, at) for at in grid(now, min(opens, now + timedelta(days=9)))]
    assert calendar.is_open(made, opens)
    if opens <= now + timedelta(days=9):
        assert open_there and not open_there[-1], "it was closed just before"
        assert open_there == sorted(open_there, reverse=True), "and once it had closed, it did not open before"


@settings(max_examples=100, deadline=None)
@given(calendars(), moments())
def test_it_stays_open_until_it_closes(made: Calendar, now: datetime) -> None:
    closes = calendar.closes(made, now)
    if closes is None:
        return
    assert all(calendar.is_open(made, at) for at in grid(now, closes))
    assert not calendar.is_open(made, closes)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(ZONES), st.integers(0, 287), st.integers(1, 288), st.integers(0, 287))
def test_on_a_usual_day_hours_are_what_the_wall_clock_says(zone: str, begin: int, end: int, at: int) -> None:
    if begin >= end:
        begin, end = end - 1, begin + 1
    made = Calendar(hours={"wed": (f"{clock(begin * 5)}-{clock(end * 5)}",)}, zone=zone)
    wall = datetime.combine(date(2026, 7, 15), time(at * 5 // 60, at * 5 % 60), ZoneInfo(zone))
    assert calendar.is_open(made, wall) is (begin <= at < end)


def at(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def test_a_time_that_is_left_out_is_the_jump_and_one_that_comes_twice_is_both() -> None:
    night = Calendar(hours={"sun": ("02:30-05:00",)}, zone="Europe/Berlin")
    before, jump = at("2026-03-29T01:59:59", "Europe/Berlin"), at("2026-03-29T03:00:00", "Europe/Berlin")
    assert not calendar.is_open(night, before) and calendar.is_open(night, jump)
    assert calendar.next_opening(night, before) == jump
    late = Calendar(hours={"sun": ("00:00-02:30",)}, zone="Europe/Berlin")
    second = at("2026-10-25T02:29:00", "Europe/Berlin").replace(fold=1)
    assert calendar.is_open(late, second) and not calendar.is_open(late, second.astimezone(UTC) + timedelta(minutes=1))
    assert calendar.add(late, at("2026-10-25T00:00:00", "Europe/Berlin"), timedelta(hours=3.5)) == second.astimezone(
        UTC
    ) + timedelta(minutes=1), "the hour that comes twice is worked twice"


def test_breaks_holidays_and_shortened_days_are_left_out_of_business_time() -> None:
    moscow = "Europe/Moscow"
    noon = at("2026-06-11T12:30:00", moscow)
    # half an hour before the break, then 14 to 18, then Friday is a holiday, then the weekend
    assert calendar.add(OFFICE, noon, timedelta(hours=5)) == at("2026-06-15T09:30:00", moscow)
    assert not calendar.is_open(OFFICE, at("2027-01-07T10:00:00", moscow)), "every year"
    assert calendar.is_open(OFFICE, at("2026-12-31T13:30:00", moscow)), "other hours, without the break"
    assert calendar.closes(OFFICE, at("2026-12-31T10:00:00", moscow)) == at("2026-12-31T15:00:00", moscow)
    assert calendar.next_opening(OFFICE, at("2026-12-31T16:00:00", moscow)) == at("2027-01-01T09:00:00", moscow)


def test_day_and_night_has_no_opening_and_may_still_have_days_off() -> None:
    now = at("2026-06-11T12:00:00", "UTC")
    assert calendar.is_open(calendar.ALWAYS, now) and calendar.next_opening(calendar.ALWAYS, now) is None
    assert calendar.add(calendar.ALWAYS, now, timedelta(days=3)) == now + timedelta(days=3)
    off = Calendar(holidays=("06-12",))
    assert calendar.add(off, now, timedelta(hours=13)) == at("2026-06-13T01:00:00", "UTC")
    around = Calendar(hours=dict.fromkeys(DAYS, ("00:00-24:00",)))
    assert calendar.closes(around, now) is None and calendar.next_opening(around, now) is None


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        (Calendar(hours={"monday": ()}), "/x/hours/monday"),
        (Calendar(hours={"mon": ("09:00-18:00", "18:00-09:00")}), "/x/hours/mon/1"),
        (Calendar(hours={"mon": ("09:00-09:00",)}), "/x/hours/mon/0"),
        (Calendar(hours={"mon": ("9-18",)}), "/x/hours/mon/0"),
        (Calendar(hours={"mon": ("09:00-24:30",)}), "/x/hours/mon/0"),
        (Calendar(hours={"mon": (), "tue": ()}), "/x/hours"),
        (Calendar(zone="Mars/Base"), "/x/zone"),
        (Calendar(zone="../../etc/passwd"), "/x/zone"),
        (Calendar(holidays=("2026-02-30",)), "/x/holidays/0"),
        (Calendar(holidays=("02-29", "20260101")), "/x/holidays/1"),
        (Calendar(holidays=("2026-12-31 10-15",)), "/x/holidays/0"),
    ],
)
def test_what_is_no_calendar_is_refused_with_its_pointer(wrong: Calendar, pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        calendar.check(wrong, at="/x")
    assert refused.value.pointer == pointer


def test_shifts_may_go_on_past_midnight_where_that_is_wanted() -> None:
    night = Calendar(hours={"fri": ("22:00-06:00",)}, zone="Europe/Moscow")
    calendar.check(night, at="", over_midnight=True)
    with pytest.raises(Invalid):
        calendar.check(night, at="")
    assert calendar.is_open(night, at("2026-11-28T05:59:00", "Europe/Moscow")), "a Saturday"
    assert not calendar.is_open(night, at("2026-11-28T06:00:00", "Europe/Moscow"))
