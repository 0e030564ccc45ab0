"""HTTP of how long talks of a team may wait."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, put
from litestar.params import FromPath, JSONBody

from pult.kit.web import PRIVATE
from pult.operators.access import By
from pult.operators.rules import Permission
from pult.routing.patience import LONGEST, Patience


class PatienceShown(msgspec.Struct):
    """Team (0: everybody's) → seconds, null: no limit; a team that is not named has `usual`."""

    usual: int
    teams: dict[int, int | None]


class PatienceWanted(msgspec.Struct, forbid_unknown_fields=True):
    """Seconds that talks may wait; null: as long as it takes."""

    longest: int | None


def controller(*, patience: Patience, by: By, guard: Any) -> type[Controller]:
    """Build the routes."""

    class PatienceController(Controller):
        path = "/api/patience"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["people"]  # noqa: RUF012

        @get("/", permission=Permission.PEOPLE_READ)
        async def every(self) -> Response[PatienceShown]:
            """The limits of all teams."""
            return Response(PatienceShown(LONGEST, await patience.load()), headers=PRIVATE)

        @put("/{team:int}", permission=Permission.PEOPLE_MANAGE)
        async def change(
            self, team: FromPath[int], data: JSONBody[PatienceWanted], request: Request[Any, Any, Any]
        ) -> Response[PatienceShown]:
            """Another limit for one team."""
            await patience.put(team, data.longest, by=by(request))
            return Response(PatienceShown(LONGEST, await patience.load()), headers=PRIVATE)

    return PatienceController
