"""HTTP of how long talks of a team may wait."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, put

from pult.operators.access import access_of
from pult.operators.events import Actor
from pult.operators.rules import Permission
from pult.routing.patience import LONGEST, Patience

Address = Callable[[Request[Any, Any, Any]], str]
_PRIVATE = {"cache-control": "no-store"}


class PatienceShown(msgspec.Struct):
    """Team (0: everybody's) → seconds, null: no limit; a team that is not named has `usual`."""

    usual: int
    teams: dict[int, int | None]


class PatienceWanted(msgspec.Struct, forbid_unknown_fields=True):
    """Seconds that talks may wait; null: as long as it takes."""

    longest: int | None


def controller(*, patience: Patience, address: Address, guard: Any) -> type[Controller]:
    """Build the routes."""

    class PatienceController(Controller):
        path = "/api/patience"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["people"]  # noqa: RUF012

        @get("/", permission=Permission.PEOPLE_READ)
        async def every(self) -> Response[PatienceShown]:
            """The limits of all teams."""
            return Response(PatienceShown(LONGEST, await patience.load()), headers=_PRIVATE)

        @put("/{team:int}", permission=Permission.PEOPLE_MANAGE)
        async def change(
            self, team: int, data: PatienceWanted, request: Request[Any, Any, Any]
        ) -> Response[PatienceShown]:
            """Another limit for one team."""
            by = Actor(id=access_of(request).operator.id, address=address(request))
            await patience.put(team, data.longest, by=by)
            return Response(PatienceShown(LONGEST, await patience.load()), headers=_PRIVATE)

    return PatienceController
