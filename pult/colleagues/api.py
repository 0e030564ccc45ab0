"""HTTP of what colleagues say to each other; news of it comes over their sockets."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from pult.colleagues.commands import Colleagues, RoomShown, Word
from pult.kit.web import PRIVATE
from pult.operators.access import access_of
from pult.operators.rules import Permission

Number = Annotated[int, msgspec.Meta(ge=1, le=2**53)]


class Rooms(msgspec.Struct):
    """Where something was said, the newest first."""

    rooms: list[RoomShown]


class Words(msgspec.Struct):
    """In order, 50 at most."""

    words: list[Word]


class Saying(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What to say; `cid` makes it once, `talk` is a talk that it is about."""

    cid: UUID
    text: str
    talk: Annotated[str, msgspec.Meta(min_length=1, max_length=64)] | None = None


class Heard(msgspec.Struct, forbid_unknown_fields=True):
    """Read up to this number."""

    no: Number


def controller(*, colleagues: Colleagues, guard: Any) -> type[Controller]:
    """Build the routes."""

    class ColleaguesController(Controller):
        path = "/api/colleagues"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["colleagues"]  # noqa: RUF012

        @get("/", permission=Permission.COLLEAGUES)
        async def rooms(self, request: Request[Any, Any, Any]) -> Response[Rooms]:
            """The own rooms."""
            return Response(Rooms(await colleagues.rooms(access_of(request))), headers=PRIVATE)

        @get("/{room:str}", permission=Permission.COLLEAGUES)
        async def words(
            self,
            room: FromPath[str],
            request: Request[Any, Any, Any],
            before: Annotated[int | None, QueryParameter(ge=1)] = None,
        ) -> Response[Words]:
            """The newest words of a room, or those before a number."""
            return Response(Words(await colleagues.words(access_of(request), room, before=before)), headers=PRIVATE)

        @post("/{room:str}", status_code=201, permission=Permission.COLLEAGUES)
        async def say(
            self, room: FromPath[str], data: JSONBody[Saying], request: Request[Any, Any, Any]
        ) -> Response[Word]:
            """Say something."""
            word = await colleagues.say(access_of(request), room, cid=data.cid, text=data.text, talk=data.talk)
            return Response(word, status_code=201, headers=PRIVATE)

        @put("/{room:str}/read", status_code=204, permission=Permission.COLLEAGUES)
        async def read(
            self, room: FromPath[str], data: JSONBody[Heard], request: Request[Any, Any, Any]
        ) -> Response[None]:
            """Read up to here."""
            await colleagues.read(access_of(request), room, data.no)
            return Response(None, status_code=204, headers=PRIVATE)

    return ColleaguesController
