"""HTTP beside a talk: what its site asks on closing, how its contact's card looks, and tags to choose from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from litestar import Controller, Request, Response, get
from litestar.params import FromPath, QueryParameter

from pult.conversations import aside
from pult.desk import store
from pult.desk.names import Names
from pult.gateway.closing import CardShape, Closing, card_of
from pult.gateway.connections import Connections
from pult.gateway.team_closing import Closings
from pult.kit.errors import Absent, Invalid
from pult.kit.web import PRIVATE
from pult.operators.access import access_of
from pult.operators.rules import Permission

if TYPE_CHECKING:
    from pult.kit.db import Database

TAGS = 20
MOST_AT_ONCE = 50


class TagList(msgspec.Struct):
    """Tags, the most used first."""

    tags: list[str]


class Asks(msgspec.Struct, kw_only=True):
    """What one site wants to be told about these talks."""

    talks: list[str]
    site: str
    closing: Closing


class AsksList(msgspec.Struct):
    """One part for each site, and for each team that asks for something of its own."""

    asks: list[Asks]


def controller(
    *, db: Database, names: Names, connections: Connections, closings: Closings, guard: Any
) -> type[Controller]:
    """Build the routes."""

    async def settings(conv: str, request: Request[Any, Any, Any]) -> Mapping[str, Any]:
        """Those of the channel by which a talk came."""
        number = await names.find(conv, access_of(request), guest=True)
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
        async def offered(self, begins: Annotated[str, QueryParameter(max_length=60)] = "") -> Response[TagList]:
            """Tags that begin so, the most used first."""
            return Response(TagList(await aside.tags(db, begins, TAGS)), headers=PRIVATE)

        @get("/closing", permission=Permission.TALKS_WRITE)
        async def closings(
            self,
            request: Request[Any, Any, Any],
            talks: Annotated[
                str, QueryParameter(min_length=1, max_length=3_500, description="ids with commas between")
            ],
        ) -> Response[AsksList]:
            """What the sites of several talks want to be told when these are closed; talks that I do not see are left
            out.
            """
            asked = talks.split(",")
            if len(asked) > MOST_AT_ONCE:
                raise Invalid(f"at most {MOST_AT_ONCE} talks are asked about", pointer="/talks")
            found = await store.channels(db, asked, access_of(request).teams_seen())
            return Response(AsksList(_by_site(asked, found, connections, closings)), headers=PRIVATE)

        @get("/talks/{conv:str}/closing", permission=Permission.TALKS_READ)
        async def closing(self, conv: FromPath[str], request: Request[Any, Any, Any]) -> Response[Closing]:
            """What the talk's team or site wants to be told when it is closed."""
            number = await names.find(conv, access_of(request), guest=True)
            if number is None:
                raise Absent("there is no such conversation")
            return Response(closings.of(names.channel(number), names.team(number)), headers=PRIVATE)

        @get("/talks/{conv:str}/card", permission=Permission.TALKS_READ)
        async def card(self, conv: FromPath[str], request: Request[Any, Any, Any]) -> Response[CardShape]:
            """How the card of its contact looks: the order of attributes, links to other systems."""
            return Response(card_of(await settings(conv, request)), headers=PRIVATE)

    return AsideController


def _by_site(
    talks: Sequence[str], found: Mapping[str, tuple[int, int | None]], connections: Connections, closings: Closings
) -> list[Asks]:
    """Talks of a team that asks for something of its own are one part of their own for each site."""
    made: dict[tuple[int, int | None], Asks] = {}
    for conv in talks:
        if conv not in found:
            continue
        channel, team = found[conv]
        site = connections.by_id(channel)
        part = made.setdefault(
            (channel, team if closings.has(team) else None),
            Asks(talks=[], site=site.name if site else "", closing=closings.of(channel, team)),
        )
        part.talks.append(conv)
    return list(made.values())
