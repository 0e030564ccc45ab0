"""HTTP of bans: at a talk, and the list of all of them."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from pult.contacts.bans import Ban, Wanted
from pult.desk.bans import BanDesk, BanPage, Offers
from pult.kit.web import PRIVATE
from pult.operators.access import access_of
from pult.operators.rules import Permission


def controllers(*, bans: BanDesk, guard: Any) -> list[type[Controller]]:
    """Build the routes."""
    return [_at_a_talk(bans=bans, guard=guard), _all(bans=bans, guard=guard)]


def _at_a_talk(*, bans: BanDesk, guard: Any) -> type[Controller]:
    class TalkBanController(Controller):
        path = "/api/talks/{conv:str}/ban"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["bans"]  # noqa: RUF012

        @get("/", permission=Permission.BANS_PERSON)
        async def offers(self, conv: FromPath[str], request: Request[Any, Any, Any]) -> Response[Offers]:
            """By what the contact of this talk can be banned, and what stands against them."""
            return Response(await bans.offers(access_of(request), conv), headers=PRIVATE)

        @post("/", permission=Permission.BANS_PERSON)
        async def ban(
            self, conv: FromPath[str], data: JSONBody[Wanted], request: Request[Any, Any, Any]
        ) -> Response[Ban]:
            """Ban them; the talk ends. 403 for a kind that needs `bans.manage`, 409 `not_holder`."""
            return Response(await bans.ban(access_of(request), conv, data), status_code=201, headers=PRIVATE)

    return TalkBanController


def _all(*, bans: BanDesk, guard: Any) -> type[Controller]:
    class BanController(Controller):
        path = "/api/bans"
        guards = [guard]  # noqa: RUF012
        tags = ["bans"]  # noqa: RUF012

        @get("/", permission=Permission.BANS_MANAGE)
        async def page(
            self,
            q: Annotated[str, QueryParameter(max_length=100)] = "",
            ended: FromQuery[bool] = False,
            after: Annotated[int | None, QueryParameter(ge=1, le=2**53)] = None,
            limit: Annotated[int, QueryParameter(ge=1, le=100)] = 50,
        ) -> Response[BanPage]:
            """The newest first; `ended`: those that are over or were released."""
            return Response(await bans.page(query=q, ended=ended, after=after, limit=limit), headers=PRIVATE)

        @post("/", permission=Permission.BANS_MANAGE)
        async def add(self, data: JSONBody[Wanted], request: Request[Any, Any, Any]) -> Response[Ban]:
            """Ban an address, a network, a mail address or a phone number. 422 with a pointer."""
            return Response(await bans.add(access_of(request), data), status_code=201, headers=PRIVATE)

        @post("/{ban:int}/release", status_code=200, permission=Permission.BANS_PERSON)
        async def release(self, ban: FromPath[int], request: Request[Any, Any, Any]) -> Response[Ban]:
            """Before its time: one's own, with `bans.manage` any. 409 `not_banned` when it is over."""
            return Response(await bans.release(access_of(request), ban), headers=PRIVATE)

        @post("/{ban:int}/restore", status_code=200, permission=Permission.BANS_PERSON)
        async def restore(self, ban: FromPath[int], request: Request[Any, Any, Any]) -> Response[Ban]:
            """Take one's own release back, within the hour. 409 `not_released`."""
            return Response(await bans.restore(access_of(request), ban), headers=PRIVATE)

    return BanController
