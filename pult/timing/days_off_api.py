"""HTTP of the public holidays that settings of hours can name: which countries, which regions, which days."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

import msgspec
from litestar import Controller, Response, get
from litestar.params import FromPath, QueryParameter

from pult.kit import days_off
from pult.kit.days_off import DayOff, Region
from pult.kit.errors import Absent
from pult.kit.web import PRIVATE
from pult.operators.rules import Permission

SHOWN = timedelta(days=400)
"""So far ahead days are shown."""


class Countries(msgspec.Struct):
    """Two letters each."""

    countries: list[str]


class DaysOff(msgspec.Struct, kw_only=True):
    """The coming days off of a country or region. `announced`: the last year for which it is known which days the
    government moves; null: it moves none.
    """

    country: str
    regions: list[Region]
    days: list[DayOff]
    announced: int | None


def controller(*, guard: Any) -> type[Controller]:
    """Build the routes."""

    class DaysOffController(Controller):
        path = "/api/days-off"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["people"]  # noqa: RUF012

        @get("/", permission=Permission.PEOPLE_READ)
        async def every(self) -> Response[Countries]:
            """All countries whose holidays are known."""
            return Response(Countries(await asyncio.to_thread(days_off.countries)), headers=PRIVATE)

        @get("/{country:str}", permission=Permission.PEOPLE_READ)
        async def one(
            self, country: FromPath[str], language: Annotated[str, QueryParameter(pattern="^[a-z]{2}$")] = "en"
        ) -> Response[DaysOff]:
            """The days off of the next thirteen months. 404: nothing is known of this country or region."""
            return Response(await asyncio.to_thread(_shown, country, language), headers=PRIVATE)

    return DaysOffController


def _shown(country: str, language: str) -> DaysOff:
    if not days_off.is_known(country):
        raise Absent("holidays of this country or region are not known")
    today: date = datetime.now(UTC).date()
    return DaysOff(
        country=country,
        regions=days_off.regions(country),
        days=days_off.days(country, today, today + SHOWN, language=language),
        announced=days_off.announced(country),
    )
