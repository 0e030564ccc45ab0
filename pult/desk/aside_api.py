"""HTTP beside a talk: what its site asks on closing, how its contact's card looks, and tags to choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from litestar import Controller, Request, Response, get
from litestar.params import Parameter

from pult.conversations import aside
from pult.desk import store
from pult.desk.streams import Names
from pult.gateway.closing import CardShape, Closing, card_of, closing_of
from pult.gateway.connections import Connections
from pult.kit.errors import Absent
from pult.operators.access import access_of
from pult.operators.rules import Permission

if TYPE_CHECKING:
    from pult.kit.db import Database

TAGS = 20


class TagList(msgspec.Struct):
    """Tags, the most used first."""

    tags: list[str]


def controller(*, db: Database, names: Names, connections: Connections, guard: Any) -> type[Controller]:
    """Build the routes."""

    async def settings(conv: str, request: Request[Any, Any, Any]) -> Mapping[str, Any]:
        """Those of the channel by which a talk came."""
        number = await names.find(conv, access_of(request))
        record = await store.one(db, number) if number is not None else None
        if record is None:
            raise Absent("there is no such conversation")
        site = connections.by_id(record["channel_id"])
        return site.settings if site else {}

    class AsideController(Controller):
        path = "/api"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["desk"]  # noqa: RUF012

        @get("/tags", permission=Permission.TALKS_READ)
        async def offered(self, begins: Annotated[str, Parameter(max_length=60)] = "") -> Response[TagList]:
            """Tags that begin so, the most used first."""
            return Response(TagList(await aside.tags(db, begins, TAGS)), headers=_PRIVATE)

        @get("/talks/{conv:str}/closing", permission=Permission.TALKS_READ)
        async def closing(self, conv: str, request: Request[Any, Any, Any]) -> Response[Closing]:
            """What the talk's site wants to be told when it is closed."""
            return Response(closing_of(await settings(conv, request)), headers=_PRIVATE)

        @get("/talks/{conv:str}/card", permission=Permission.TALKS_READ)
        async def card(self, conv: str, request: Request[Any, Any, Any]) -> Response[CardShape]:
            """How the card of its contact looks: the order of attributes, links to other systems."""
            return Response(card_of(await settings(conv, request)), headers=_PRIVATE)

    return AsideController


_PRIVATE = {"cache-control": "no-store"}
