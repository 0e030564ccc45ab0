"""HTTP of the teams' manners: how their talks find hands."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, put
from litestar.params import FromPath, JSONBody

from pult.kit.web import PRIVATE
from pult.operators.access import By
from pult.operators.rules import Permission
from pult.routing.commands import Routing
from pult.routing.events import Manner, Manners
from pult.routing.rules import Strategy


class MannersShown(msgspec.Struct):
    """What was set; a team that is not named has the defaults. Team 0 is everybody."""

    teams: list[Manners]


class MannersWanted(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How a team wants it; what is not said stays."""

    manner: Manner | msgspec.UnsetType = msgspec.UNSET
    shows_looks: bool | msgspec.UnsetType = msgspec.UNSET
    strategy: Strategy | msgspec.UnsetType = msgspec.UNSET
    offer_seconds: int | msgspec.UnsetType = msgspec.UNSET
    quiet_minutes: int | msgspec.UnsetType | None = msgspec.UNSET
    each_most: int | msgspec.UnsetType | None = msgspec.UNSET
    all_most: int | msgspec.UnsetType | None = msgspec.UNSET
    queue_most: int | msgspec.UnsetType | None = msgspec.UNSET
    last_first: bool | msgspec.UnsetType = msgspec.UNSET
    relax_seconds: int | msgspec.UnsetType = msgspec.UNSET

    def over(self, was: Manners) -> Manners:
        """What is wanted, and what was where nothing is said."""
        said = {name: value for name, value in msgspec.structs.asdict(self).items() if value is not msgspec.UNSET}
        return msgspec.structs.replace(was, **said)


def controller(*, routing: Routing, by: By, guard: Any) -> type[Controller]:
    """Build the routes."""

    class MannersController(Controller):
        path = "/api/manners"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["people"]  # noqa: RUF012

        @get("/", permission=Permission.PEOPLE_READ)
        async def every(self) -> Response[MannersShown]:
            """The manners of all teams."""
            return Response(MannersShown(await routing.manners()), headers=PRIVATE)

        @put("/{team:int}", permission=Permission.PEOPLE_MANAGE)
        async def change(
            self, team: FromPath[int], data: JSONBody[MannersWanted], request: Request[Any, Any, Any]
        ) -> Response[MannersShown]:
            """Other manners for one team (0: for everybody's talks)."""
            await routing.set_manners(data.over(await routing.manners_of(team)), by=by(request))
            return Response(MannersShown(await routing.manners()), headers=PRIVATE)

    return MannersController
