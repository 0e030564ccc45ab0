"""HTTP of timelines and hours."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from litestar import Controller, Response, get
from litestar.params import FromPath, FromQuery, QueryParameter

from pult.floor import hours
from pult.floor.hours import OfPerson
from pult.floor.time_rules import Stretch
from pult.kit.web import PRIVATE
from pult.operators.rules import Permission

if TYPE_CHECKING:
    from pult.kit.db import Database

Zone = Annotated[str, QueryParameter(max_length=64, description="a time zone, like Europe/Moscow")]


class Line(msgspec.Struct):
    """What somebody did on a day, without a hole."""

    stretches: list[Stretch]


class HoursShown(msgspec.Struct):
    """The days of everybody."""

    people: list[OfPerson]


def controller(*, db: Database, guard: Any) -> type[Controller]:
    """Build the routes."""

    class HoursController(Controller):
        path = "/api/floor"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["floor"]  # noqa: RUF012

        @get("/people/{operator:int}/timeline", permission=Permission.FLOOR)
        async def timeline(self, operator: FromPath[int], day: FromQuery[date], zone: Zone = "UTC") -> Response[Line]:
            """What one operator did on a day of this zone, stretch by stretch."""
            found = await hours.of_day(db, operator, day=day, zone=hours.zone_of(zone), now=datetime.now(UTC))
            return Response(Line(found), headers=PRIVATE)

        @get("/hours", permission=Permission.FLOOR)
        async def of_everybody(
            self, first: FromQuery[date], last: FromQuery[date], zone: Zone = "UTC"
        ) -> Response[HoursShown]:
            """How long everybody worked, paused and was away on each of these days (at most 62)."""
            hours.check_days(first, last)
            found = await hours.of_everybody(
                db, first=first, last=last, zone=hours.zone_of(zone), now=datetime.now(UTC)
            )
            return Response(HoursShown(found), headers=PRIVATE)

        @get("/hours.csv", permission=Permission.FLOOR, media_type="text/csv")
        async def as_table(self, first: FromQuery[date], last: FromQuery[date], zone: Zone = "UTC") -> Response[str]:
            """The same as a table for a spreadsheet, lengths in minutes."""
            hours.check_days(first, last)
            there = hours.zone_of(zone)
            found = await hours.of_everybody(db, first=first, last=last, zone=there, now=datetime.now(UTC))
            name = f"attachment; filename=hours-{first.isoformat()}-{last.isoformat()}.csv"
            text = "\ufeff" + await hours.table(db, found, zone=there)
            return Response(
                text, media_type="text/csv; charset=utf-8", headers={**PRIVATE, "content-disposition": name}
            )

    return HoursController
