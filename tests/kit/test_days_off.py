"""Public holidays of countries in calendars: known for years to come, struck out one by one, no burden to others."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest

from pult.kit import calendar, days_off
from pult.kit.calendar import DAYS, Calendar
from pult.kit.errors import Invalid

WEEK = dict.fromkeys(DAYS[:5], ("09:00-18:00",))


def noon(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}T12:00+03:00")


def russia(**more: object) -> Calendar:
    return Calendar(hours=WEEK, zone="Europe/Moscow", country="RU", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("own", "day", "is_open"),
    [
        (russia(), "2027-02-24", True),
        (russia(), "2027-02-23", False),
        (russia(), "2027-11-05", False),  # moved there by the government
        (russia(), "2035-06-12", False),
        (russia(working=("2027-02-23",)), "2027-02-23", True),
        (russia(working=("2027-02-23",)), "2028-02-23", False),
        (russia(working=("02-23",)), "2028-02-23", True),
        (russia(working=("2027-06-12",)), "2027-06-12", False),  # a Saturday all the same
        (russia(holidays=("2027-02-23 10:00-14:00",)), "2027-02-23", True),
        (russia(holidays=("2027-02-24",), working=("2027-02-24",)), "2027-02-24", False),
        (Calendar(country="DE"), "2027-01-06", True),
        (Calendar(country="DE-BY"), "2027-01-06", False),
        (Calendar(country="XX"), "2027-01-01", True),  # of another version: never closed for ever
    ],
)
def test_a_countrys_holidays_are_days_off_but_those_that_are_worked(own: Calendar, day: str, is_open: bool) -> None:
    assert calendar.is_open(own, noon(day)) is is_open


def test_the_next_opening_lies_behind_the_holidays() -> None:
    assert calendar.next_opening(russia(), noon("2026-12-31")) == datetime(2027, 1, 11, 6, tzinfo=UTC)
    two_days = timedelta(hours=18)
    done = calendar.add(russia(), datetime(2026, 12, 30, 6, tzinfo=UTC), two_days)
    assert done == datetime(2027, 1, 11, 15, tzinfo=UTC)


def test_what_is_no_country_or_no_day_is_refused_with_its_pointer() -> None:
    for wrong, pointer in (
        (Calendar(country="XX"), "/h/country"),
        (Calendar(country="DE-QQ"), "/h/country"),
        (Calendar(country="RU", working=("2027-02-30",)), "/h/working/0"),
        (Calendar(working=("01-07", "9 may")), "/h/working/1"),
    ):
        with pytest.raises(Invalid) as refused:
            calendar.check(wrong, at="/h")
        assert refused.value.pointer == pointer
    calendar.check(Calendar(country="DE-BY", working=("2027-01-06",)), at="/h")


def test_it_is_said_what_is_known() -> None:
    names = {one.date: one.name for one in days_off.days("RU", date(2027, 1, 1), date(2027, 12, 31), language="ru")}
    assert names[date(2027, 6, 12)] == "День России" and len(names) >= 14
    assert {one.date: one.name for one in days_off.days("RU", date(2027, 6, 12), date(2027, 6, 12), language="en")} == {
        date(2027, 6, 12): "Russia Day"
    }
    announced = days_off.announced("RU")
    assert announced is not None and announced >= 2027 and days_off.announced("GB") is None
    assert "Bayern" in {one.name for one in days_off.regions("DE")} and "RU" in days_off.countries()


def test_without_a_country_nothing_is_loaded() -> None:
    asked = "import sys, pult.serving, pult.wiring; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
