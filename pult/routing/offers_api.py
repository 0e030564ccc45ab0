"""HTTP of offers and of the next talk: what is offered to whoever asks, accepting, refusing, pulling."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, JSONBody

from pult.kit.web import PRIVATE
from pult.operators.access import access_of
from pult.operators.rules import Permission
from pult.routing.commands import Routing
from pult.routing.offers import Offer


class OffersShown(msgspec.Struct):
    """What is offered to whoever asks, the oldest first."""

    offers: list[Offer]


class Accepted(msgspec.Struct, forbid_unknown_fields=True):
    """One press; said twice it is done once."""

    cid: UUID


class Taken(msgspec.Struct):
    """The talk that is hers now."""

    conv: str


def controller(*, routing: Routing, guard: Any) -> type[Controller]:
    """Build the routes."""

    class OffersController(Controller):
        path = "/api/offers"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["talks"]  # noqa: RUF012

        @get("/", permission=Permission.TALKS_WRITE)
        async def mine(self, request: Request[Any, Any, Any]) -> Response[OffersShown]:
            """What is offered to me now."""
            found = await routing.offers.mine(access_of(request).operator.id)
            return Response(OffersShown(found), headers=PRIVATE)

        @post("/{conv:str}/accept", status_code=200, permission=Permission.TALKS_WRITE)
        async def accept(
            self, conv: FromPath[str], data: JSONBody[Accepted], request: Request[Any, Any, Any]
        ) -> Response[Taken]:
            """Mine now. 409 `offer_over`, `at_limit`."""
            await routing.accept(conv, operator=access_of(request).operator, cid=data.cid)
            return Response(Taken(conv), headers=PRIVATE)

        @post("/{conv:str}/refuse", status_code=204, permission=Permission.TALKS_WRITE)
        async def refuse(self, conv: FromPath[str], request: Request[Any, Any, Any]) -> None:
            """Not mine. 409 `offer_over`."""
            await routing.refuse(conv, operator=access_of(request).operator.id)

        @post("/next", status_code=200, permission=Permission.TALKS_WRITE)
        async def pull(self, request: Request[Any, Any, Any]) -> Response[Taken]:
            """The next talk of mine to answer. 404 `queue_empty`, 409 `at_limit`."""
            return Response(Taken(await routing.pull(access_of(request))), headers=PRIVATE)

    return OffersController
