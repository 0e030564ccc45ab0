"""HTTP of what talks weigh by the kind of their channel, and of the limits of sites."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, put
from litestar.params import FromPath, JSONBody

from pult.conversations import weighing
from pult.kit.web import PRIVATE
from pult.operators.access import By
from pult.operators.rules import Permission
from pult.routing.commands import Routing


class WeightsShown(msgspec.Struct):
    """Kind of channel → hundredths of a chat; a kind that is not named weighs 100. `usual`: what a new house has."""

    weights: dict[str, int]
    usual: dict[str, int]


class WeightWanted(msgspec.Struct, forbid_unknown_fields=True):
    """What talks of this kind weigh from now on, in hundredths of a chat."""

    weight: int


class SitesShown(msgspec.Struct):
    """Channel → talks of it in hands at once, at most; a site that is not named has no limit."""

    sites: dict[int, int]


class SiteWanted(msgspec.Struct, forbid_unknown_fields=True):
    """At most so many (null: no limit)."""

    most: int | None


def controller(*, routing: Routing, by: By, guard: Any) -> type[Controller]:
    """Build the routes."""

    class LimitsController(Controller):
        path = "/api/limits"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["people"]  # noqa: RUF012

        @get("/weights", permission=Permission.PEOPLE_READ)
        async def weights(self) -> Response[WeightsShown]:
            """What talks weigh."""
            return Response(WeightsShown(await routing.weights(), weighing.USUAL), headers=PRIVATE)

        @put("/weights/{kind:str}", permission=Permission.PEOPLE_MANAGE)
        async def weigh(
            self, kind: FromPath[str], data: JSONBody[WeightWanted], request: Request[Any, Any, Any]
        ) -> Response[WeightsShown]:
            """Another weight for one kind of channel."""
            await routing.set_weight(kind, data.weight, by=by(request))
            return Response(WeightsShown(await routing.weights(), weighing.USUAL), headers=PRIVATE)

        @get("/sites", permission=Permission.PEOPLE_READ)
        async def sites(self) -> Response[SitesShown]:
            """The limits of sites."""
            return Response(SitesShown(await routing.site_limits()), headers=PRIVATE)

        @put("/sites/{channel:int}", permission=Permission.PEOPLE_MANAGE)
        async def limit(
            self, channel: FromPath[int], data: JSONBody[SiteWanted], request: Request[Any, Any, Any]
        ) -> Response[SitesShown]:
            """Another limit for one site."""
            await routing.limit_site(channel, data.most, by=by(request))
            return Response(SitesShown(await routing.site_limits()), headers=PRIVATE)

    return LimitsController
