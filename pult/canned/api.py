"""HTTP of saved replies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from pult.canned import exchange, queries
from pult.canned.commands import Canned
from pult.canned.events import Person, Reply
from pult.canned.queries import Had, Line
from pult.canned.rules import VARIABLES, Written
from pult.kit.web import PRIVATE
from pult.operators.access import access_of
from pult.operators.rules import Permission

if TYPE_CHECKING:
    from pult.kit.db import Database


class Library(msgspec.Struct):
    """What somebody has at hand. `on`: their team works with saved replies; `manages`: they may change what belongs to
    teams and to everybody; `variables` by every name, `off`: teams that work without (0: all).
    """

    on: bool
    manages: bool
    teams: list[int]
    off: list[int]
    replies: list[Reply]
    variables: dict[str, str]


class Changed(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a saved reply shall be, and the version that was changed."""

    version: int
    reply: Written


class Use(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A message that came from a saved reply. `cid` is any id that a repeat carries again."""

    conv: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    cid: UUID
    language: Annotated[str, msgspec.Meta(max_length=8)]
    edited: bool


class Files(msgspec.Struct):
    """Fresh uploads of whoever asks."""

    files: list[dict[str, Any]]


class HadList(msgspec.Struct):
    """What the person of a talk has had."""

    had: list[Had]


class Report(msgspec.Struct):
    """How the replies at hand were used in these days. `unedited_share`: of those sent, 0 to 1; null: none was sent."""

    days: int
    used: int
    unedited: int
    unedited_share: float | None
    replies: list[Line]


class Import(msgspec.Struct, forbid_unknown_fields=True):
    """A file's text, JSON or CSV."""

    text: Annotated[str, msgspec.Meta(max_length=900_000)]


class Added(msgspec.Struct):
    """How many came in."""

    added: int


class Switch(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A team (null: everybody) works with saved replies, or without."""

    team: Annotated[int, msgspec.Meta(ge=1)] | None = None
    on: bool


def person(request: Request[Any, Any, Any]) -> Person:
    """Who asks."""
    access = access_of(request)
    return Person(
        id=access.operator.id,
        teams=access.teams,
        every=access.may(Permission.TALKS_EVERY),
        manages=access.may(Permission.REPLIES_MANAGE),
    )


def controllers(*, db: Database, canned: Canned, guard: Any) -> list[type[Controller]]:
    """Build the routes."""
    return [_library(db=db, canned=canned, guard=guard), _using(db=db, canned=canned, guard=guard)]


def _library(*, db: Database, canned: Canned, guard: Any) -> type[Controller]:

    class CannedController(Controller):
        path = "/api/canned"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["saved replies"]  # noqa: RUF012

        @get("/", permission=Permission.TALKS_READ)
        async def library(self, request: Request[Any, Any, Any]) -> Response[Library]:
            """Every saved reply at hand, by folder and title."""
            me = person(request)
            library = Library(
                on=await queries.is_on(db, me),
                manages=me.manages,
                teams=sorted(me.teams),
                off=await queries.teams_off(db),
                replies=await queries.every(db, me),
                variables=dict(VARIABLES),
            )
            return Response(library, headers=PRIVATE)

        @post("/", permission=Permission.REPLIES_WRITE)
        async def add(self, data: JSONBody[Written], request: Request[Any, Any, Any]) -> Response[Reply]:
            """A new one. 422 with a pointer when a field is wrong; `unknown_variable` comes with `name` and `at`."""
            me = person(request)
            id = await canned.add(me, data)
            return Response(await queries.one(db, me, id), status_code=201, headers=PRIVATE)

        @put("/{id:int}", permission=Permission.REPLIES_WRITE)
        async def change(
            self, id: FromPath[int], data: JSONBody[Changed], request: Request[Any, Any, Any]
        ) -> Response[Reply]:
            """Change one. 412 `outdated` when somebody was faster."""
            me = person(request)
            await canned.change(me, id, data.reply, version=data.version)
            return Response(await queries.one(db, me, id), headers=PRIVATE)

        @delete("/{id:int}", status_code=204, permission=Permission.REPLIES_WRITE)
        async def remove(self, id: FromPath[int], request: Request[Any, Any, Any]) -> None:
            """Gone for good."""
            await canned.remove(person(request), id)

    return CannedController


def _using(*, db: Database, canned: Canned, guard: Any) -> type[Controller]:
    class CannedUseController(Controller):
        path = "/api/canned"
        guards = [guard]  # noqa: RUF012
        tags = ["saved replies"]  # noqa: RUF012

        @post("/{id:int}/files", status_code=200, permission=Permission.TALKS_WRITE)
        async def files(self, id: FromPath[int], request: Request[Any, Any, Any]) -> Response[Files]:
            """Its files as fresh uploads of mine, to be named in a `send`."""
            return Response(Files(list(await canned.files(person(request), id))), headers=PRIVATE)

        @post("/{id:int}/sent", status_code=204, permission=Permission.TALKS_WRITE)
        async def sent(self, id: FromPath[int], data: JSONBody[Use], request: Request[Any, Any, Any]) -> None:
            """A message of mine came from it; counted once per `cid`."""
            me = person(request)
            await canned.sent(me, id, conversation=data.conv, cid=data.cid, language=data.language, edited=data.edited)

        @get("/had/{conv:str}", permission=Permission.TALKS_READ)
        async def had(self, conv: FromPath[str], request: Request[Any, Any, Any]) -> Response[HadList]:
            """Which replies the person of this talk has had, in any of their talks."""
            return Response(HadList(await queries.had(db, person(request), conv)), headers=PRIVATE)

        @get("/report", permission=Permission.TALKS_READ)
        async def report(
            self, request: Request[Any, Any, Any], days: Annotated[int, QueryParameter(ge=1, le=366)] = 30
        ) -> Response[Report]:
            """How they were used, and the share that went without a change."""
            lines = await queries.report(db, person(request), days=days)
            used, unedited = sum(line.used for line in lines), sum(line.unedited for line in lines)
            share = round(unedited / used, 4) if used else None
            return Response(Report(days, used, unedited, share, lines), headers=PRIVATE)

        @get("/export", permission=Permission.TALKS_READ)
        async def export(
            self, request: Request[Any, Any, Any], form: FromQuery[Literal["json", "csv"]] = "json"
        ) -> Response[bytes]:
            """Everything at hand as a file, without attachments."""
            replies = await queries.every(db, person(request))
            data = exchange.to_json(replies) if form == "json" else exchange.to_csv(replies)
            type = "application/json" if form == "json" else "text/csv; charset=utf-8"
            name = {"content-disposition": f'attachment; filename="saved-replies.{form}"'}
            return Response(data, media_type=type, headers={**PRIVATE, **name, "x-content-type-options": "nosniff"})

        @post("/import", status_code=200, permission=Permission.REPLIES_WRITE)
        async def take_in(self, data: JSONBody[Import], request: Request[Any, Any, Any]) -> Response[Added]:
            """All replies of a file, or none: the pointer says which one is wrong."""
            me = person(request)
            return Response(Added(len(await canned.add_all(me, exchange.from_text(data.text)))), headers=PRIVATE)

        @put("/switch", status_code=204, permission=Permission.REPLIES_MANAGE)
        async def switch(self, data: JSONBody[Switch], request: Request[Any, Any, Any]) -> None:
            """With or without saved replies, per team."""
            await canned.switch(person(request), data.team, on=data.on)

    return CannedUseController
