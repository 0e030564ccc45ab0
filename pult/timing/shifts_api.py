"""HTTP of the plan of shifts: `GET /api/shifts`, `PUT` and `DELETE /api/shifts/{operator}`.

Refusals are problem+json whose `pointer` names the field (`/hours/fri/0`, `/zone`, `/holidays/2`, `/buffer`).
"""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Controller, Request, Response, delete, get, put
from litestar.params import FromPath, JSONBody

from pult.kit.web import PRIVATE
from pult.operators.access import By
from pult.operators.rules import Permission
from pult.timing.shifts import Shift, Shifts
from pult.timing.shifts_rules import Plan


class ShiftsShown(msgspec.Struct):
    """Who has a plan; all others come and go as they like."""

    shifts: list[Shift]


def controller(*, shifts: Shifts, by: By, guard: Any) -> type[Controller]:
    """Build the routes."""

    class ShiftsController(Controller):
        path = "/api/shifts"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["people"]  # noqa: RUF012

        @get("/", permission=Permission.PEOPLE_READ)
        async def every(self) -> Response[ShiftsShown]:
            """All plans, and where in them people are."""
            return Response(ShiftsShown(await shifts.every()), headers=PRIVATE)

        @put("/{operator:int}", permission=Permission.PEOPLE_MANAGE)
        async def change(
            self, operator: FromPath[int], data: JSONBody[Plan], request: Request[Any, Any, Any]
        ) -> Response[ShiftsShown]:
            """When somebody works from now on."""
            await shifts.set(operator, data, by=by(request))
            return Response(ShiftsShown(await shifts.every()), headers=PRIVATE)

        @delete("/{operator:int}", permission=Permission.PEOPLE_MANAGE)
        async def end(self, operator: FromPath[int], request: Request[Any, Any, Any]) -> None:
            """Without a plan; what she does stays."""
            await shifts.end(operator, by=by(request))

    return ShiftsController
