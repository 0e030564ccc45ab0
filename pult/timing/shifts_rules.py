"""Where in her plan somebody is, and what she does from then on. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Annotated, Literal

import msgspec

from pult.kit import calendar
from pult.kit.calendar import Calendar
from pult.kit.errors import Invalid
from pult.operators.states import State

FAR = timedelta(days=7)
"""So often a plan is looked at that says nothing for long."""
Phase = Literal["on", "ending", "off"]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Plan(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When somebody works, in her own zone: `hours` like a site's, but a shift may go on past midnight
    (`"fri": ["22:00-06:00"]`); `holidays` are days off, every year's too, or days with other shifts. So many seconds
    before the end (`buffer`) she is given no new talks.
    """

    hours: Mapping[str, tuple[str, ...]] = {}
    zone: Short = "Europe/Moscow"
    holidays: Annotated[tuple[Short, ...], msgspec.Meta(max_length=200)] = ()
    buffer: Annotated[int, msgspec.Meta(ge=0, le=4 * 3600)] = 600

    @property
    def calendar(self) -> Calendar:
        """The shifts."""
        return Calendar(hours=self.hours, zone=self.zone, holidays=self.holidays)


def check(plan: Plan) -> None:
    """Raises `Invalid` with a pointer."""
    if not plan.hours:
        raise Invalid("a plan has shifts; whoever comes and goes as she likes has no plan", pointer="/hours")
    calendar.check(plan.calendar, at="", over_midnight=True)


def phase(plan: Plan, now: datetime) -> tuple[Phase, datetime]:
    """Where in her plan she is, and until when."""
    if not calendar.is_open(plan.calendar, now):
        return "off", min(calendar.next_opening(plan.calendar, now) or now + FAR, now + FAR)
    ends = calendar.closes(plan.calendar, now)
    if ends is None:
        return "on", now + FAR - timedelta(days=1)
    last = ends - timedelta(seconds=plan.buffer)
    return ("on", last) if now < last else ("ending", ends)


def turns(phase: Phase, state: str) -> State | None:
    """What she does from the beginning of a phase on; None: what she does. A shift that begins ends no pause, and the
    end of one ends everything.
    """
    if phase == "on":
        return "available" if state in ("offline", "transfers") else None
    if phase == "ending":
        return "transfers" if state == "available" else None
    return "offline" if state != "offline" else None
