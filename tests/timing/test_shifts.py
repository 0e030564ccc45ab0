"""The plan of shifts drives what people do, at its edges and nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from pult.kit import calendar
from pult.kit.calendar import DAYS
from pult.timing import shifts_rules
from pult.timing.shifts_rules import Plan
from tests.support.floor import Floor
from tests.support.line import closing
from tests.support.timing import comes

NIGHT = Plan(
    hours={"fri": ("22:00-06:00",), "mon": ("09:00-13:00", "14:00-18:00")},
    zone="Europe/Moscow",
    holidays=("2026-11-30",),
    buffer=600,
)
ZONES = ("Europe/Moscow", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Moscow"))


@pytest.mark.parametrize(
    ("now", "phase", "until"),
    [
        ("2026-11-27T21:59:00", "off", "2026-11-27T22:00:00"),
        ("2026-11-27T22:00:00", "on", "2026-11-28T05:50:00"),
        ("2026-11-28T05:49:59", "on", "2026-11-28T05:50:00"),
        ("2026-11-28T05:50:00", "ending", "2026-11-28T06:00:00"),
        ("2026-11-28T06:00:00", "off", "2026-12-04T22:00:00"),  # Monday is a day off
        ("2026-11-23T12:55:00", "ending", "2026-11-23T13:00:00"),
        ("2026-11-23T13:00:00", "off", "2026-11-23T14:00:00"),
    ],
)
def test_where_in_a_plan_somebody_is(now: str, phase: str, until: str) -> None:
    assert shifts_rules.phase(NIGHT, at(now)) == (phase, at(until))


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.dictionaries(
        st.sampled_from(list[str](DAYS)), st.sampled_from(("22:00-06:00", "01:30-03:30", "09:00-18:00")), min_size=1
    ),
    st.sampled_from((datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC))),
    st.integers(-200, 200),
    st.sampled_from((0, 600, 7200)),
)
def test_phases_follow_each_other_without_a_gap_over_jumps_of_the_clock(
    zone: str, hours: dict[str, str], around: datetime, quarter: int, buffer: int
) -> None:
    plan = Plan(hours={day: (span,) for day, span in hours.items()}, zone=zone, buffer=buffer)
    now = around + timedelta(minutes=15 * quarter)
    for _ in range(6):
        phase, until = shifts_rules.phase(plan, now)
        assert until > now
        assert (phase == "off") == (not calendar.is_open(plan.calendar, now))
        before, _ = shifts_rules.phase(plan, until - timedelta(seconds=1))
        assert before == phase, "it stays so until then"
        now = until


@pytest.mark.parametrize(
    ("phase", "state", "wanted"),
    [
        ("on", "offline", "available"),
        ("on", "transfers", "available"),
        ("on", "pause", None),
        ("on", "available", None),
        ("ending", "available", "transfers"),
        ("ending", "pause", None),
        ("off", "transfers", "offline"),
        ("off", "pause", "offline"),
        ("off", "offline", None),
    ],
)
def test_what_an_edge_does_to_what_somebody_does(phase: Any, state: str, wanted: str | None) -> None:
    assert shifts_rules.turns(phase, state) == wanted


def spans(begin: timedelta, end: timedelta) -> dict[str, Any]:
    """A plan in UTC whose shift begins and ends so far from now, whatever the day."""
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    first, last = now + begin, now + end
    return {"hours": {DAYS[first.weekday()]: [f"{first:%H:%M}-{last:%H:%M}"]}, "zone": "UTC"}


@pytest_asyncio.fixture(loop_scope="module")
async def sofia(floor: Floor) -> AsyncIterator[str]:
    """The address of Sofia's plan; she has none afterwards and is available."""
    yield f"/api/shifts/{floor.people.ids['sofia']}"
    await floor.people.ask("ada", "DELETE", f"/api/shifts/{floor.people.ids['sofia']}")
    await floor.people.done("sofia", "PUT", "/api/state", {"state": "available"})


async def state(floor: Floor) -> str:
    return (await floor.people.done("sofia", "GET", "/api/session"))["doing"]["state"]


@pytest.mark.asyncio(loop_scope="module")
async def test_a_plan_begins_a_shift_stops_new_talks_before_its_end_and_ends_it(floor: Floor, sofia: str) -> None:
    people, hour = floor.people, timedelta(hours=1)
    await people.done("sofia", "PUT", "/api/state", {"state": "offline"})
    other = await people.desk("sofia")
    async with closing(other):
        await people.done("ada", "PUT", sofia, spans(-hour, 2 * hour))
        heard = await other.until(lambda f: f["t"] == "state")
        assert heard["doing"]["state"] == "available", "her desks follow"
    (mine,) = (await people.done("vik", "GET", "/api/shifts"))["shifts"]
    assert (mine["operator"], mine["phase"], mine["plan"]["buffer"]) == (people.ids["sofia"], "on", 600)
    await people.done("ada", "PUT", sofia, {**spans(-hour, 2 * hour), "buffer": 4 * 3600})
    await comes(lambda: state(floor), "transfers")
    await people.done("ada", "PUT", sofia, spans(2 * hour, 3 * hour))
    await comes(lambda: state(floor), "offline")
    facts = await people.rows(
        "SELECT body ->> 'to' AS now FROM kit.fact WHERE kind = 'operator.state' AND subject = $1 ORDER BY id DESC"
        " LIMIT 3",
        f"operator:{people.ids['sofia']}",
    )
    assert [row["now"] for row in facts] == ["offline", "transfers", "available"], "each once, on two nodes"


@pytest.mark.asyncio(loop_scope="module")
async def test_what_she_chooses_between_two_edges_stays(floor: Floor, sofia: str) -> None:
    people, hour = floor.people, timedelta(hours=1)
    await people.done("ada", "PUT", sofia, spans(2 * hour, 3 * hour))
    await comes(lambda: state(floor), "offline")
    await people.done("sofia", "PUT", "/api/state", {"state": "available"})
    await people.rows("UPDATE timing.plan SET next_at = now()")
    await comes(lambda: waits(floor))
    assert await state(floor) == "available", "she works longer"
    await people.done("ada", "DELETE", sofia)
    assert await state(floor) == "available"


async def waits(floor: Floor) -> bool:
    (row,) = await floor.people.rows("SELECT next_at > now() + interval '2 minutes' AS later FROM timing.plan")
    return row["later"]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({}, "/hours"),
        ({"hours": {"mon": ["09:00-18:00"]}, "zone": "Mars/Base"}, "/zone"),
        ({"hours": {"mon": []}}, "/hours"),
        ({"hours": {"mon": ["9-18"]}}, "/hours/mon/0"),
        ({"hours": {"mon": ["09:00-18:00"]}, "buffer": 99999}, "/buffer"),
        ({"hours": {"mon": ["09:00-18:00"]}, "holidays": ["31.12."]}, "/holidays/0"),
    ],
)
async def test_a_wrong_plan_is_refused_with_its_pointer(
    floor: Floor, sofia: str, wrong: dict[str, Any], pointer: str
) -> None:
    refused = await floor.people.ask("ada", "PUT", sofia, wrong)
    assert refused.status_code == 422, refused.text
    assert refused.json()["pointer"] == pointer
    for login, status in (("anna", 403), ("sofia", 403)):
        asked = await floor.people.ask(login, "PUT", sofia, {"hours": {"mon": ["09:00-18:00"]}})
        assert asked.status_code == status
    gone = await asyncio.gather(
        floor.people.ask("ada", "PUT", "/api/shifts/999999", {"hours": {"mon": ["09:00-18:00"]}}),
        floor.people.ask("ada", "DELETE", "/api/shifts/999999"),
    )
    assert [one.status_code for one in gone] == [404, 404]
