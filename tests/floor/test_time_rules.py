"""Timelines and hours: nights over midnight, days on which the clock jumps, nodes that died, meanings that changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pult.floor.time_rules import AWAY_FROM_DESK, Stretch, day_of, days, timeline
from pult.kit.facts import Fact

DAY = datetime(2026, 3, 10, tzinfo=UTC)
NOW = DAY + timedelta(days=30)
MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")


def at(hour: float) -> datetime:
    return DAY + timedelta(hours=hour)


def fact(hour: float, kind: str, **body: Any) -> Fact:
    return Fact(subject="operator:1", at=at(hour), kind=f"operator.{kind}", body=body)


def line(*facts: Fact, since: float = 0, until: float = 24, now: datetime = NOW) -> list[Stretch]:
    return timeline(facts, since=at(since), until=at(until), operator=1, now=now)


def told(stretches: list[Stretch]) -> list[tuple[float, float, str, bool]]:
    hours = [((one.begin - DAY) / timedelta(hours=1), (one.end - DAY) / timedelta(hours=1)) for one in stretches]
    return [(*span, one.state, one.works) for span, one in zip(hours, stretches, strict=True)]


def test_a_day_is_told_without_a_hole() -> None:
    facts = (fact(9, "online"), fact(13, "state", to="pause", by=1), fact(14, "state", to="available", by=2))
    assert told(line(*facts, fact(18, "offline"))) == [
        (0, 9, AWAY_FROM_DESK, False),
        (9, 13, "available", True),
        (13, 14, "pause", False),
        (14, 18, "available", True),
        (18, 24, AWAY_FROM_DESK, False),
    ]
    assert [one.by for one in line(*facts)] == [None, None, None, 2], "who set it is told when it was somebody else"


def test_what_stood_before_goes_on_and_what_has_not_come_is_left_out() -> None:
    before = (fact(-20, "online"), fact(-2, "state", to="away"))
    assert told(line(*before, now=at(3))) == [(0, 3, "away", False)]
    assert line(*before, now=at(-1)) == []


def test_a_reload_of_the_page_makes_no_stretch_of_its_own() -> None:
    seen = line(fact(9, "online"), fact(10, "online"), fact(11, "state", to="available"), fact(12, "offline"))
    assert told(seen) == [(0, 9, AWAY_FROM_DESK, False), (9, 12, "available", True), (12, 24, AWAY_FROM_DESK, False)]


def test_whose_node_died_went_at_its_last_sign_of_life() -> None:
    died = fact(33, "offline", seen=int(at(18).timestamp() * 1000))
    assert told(line(fact(9, "online"), fact(20, "state", to="pause"), died)) == [
        (0, 9, AWAY_FROM_DESK, False),
        (9, 18, "available", True),
        (18, 24, AWAY_FROM_DESK, False),
    ]


def test_a_named_state_counts_as_it_did_then() -> None:
    task = {"to": "pause", "named": 4, "name": "Обучение", "emoji": "📚"}
    seen = line(fact(8, "online"), fact(9, "state", **task, works=True), fact(11, "state", **task, works=False))
    # The same state with another meaning is no other stretch, but the first one was work.
    assert told(seen)[1:] == [(8, 9, "available", True), (9, 24, "pause", True)]
    (day,) = days(seen, first=DAY.date(), last=DAY.date(), zone=ZoneInfo("UTC"))
    assert (day.worked, day.desk, day.states, day.named) == (
        16 * 3600,
        16 * 3600,
        {"available": 3600},
        {4: 15 * 3600},
    )


def test_a_night_over_midnight_is_cut_into_two_days_as_the_zone_has_them() -> None:
    seen = line(fact(17, "online"), fact(29, "offline"), since=-24, until=72)  # 20:00 to 8:00 in Moscow
    first, second, third = days(seen, first=date(2026, 3, 10), last=date(2026, 3, 12), zone=MOSCOW)
    assert [one.worked / 3600 for one in (first, second, third)] == [4, 8, 0]
    assert (first.first, first.last) == (at(17), at(21)) and (second.first, second.last) == (at(21), at(29))
    assert (third.first, third.last, third.states) == (None, None, {})


def test_a_day_has_as_many_hours_as_its_clock() -> None:
    for day, length in ((date(2026, 3, 28), 24), (date(2026, 3, 29), 23), (date(2026, 10, 25), 25)):
        begin, end = day_of(day, BERLIN)
        assert (end - begin) / timedelta(hours=1) == length
        always = [Stretch(begin=begin - timedelta(days=2), end=end + timedelta(days=2), state="available", works=True)]
        assert [one.worked / 3600 for one in days(always, first=day, last=day, zone=BERLIN)] == [length]
