"""HTTP of a talk's story: the talks before it, a search in it, all of it as a file."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from litestar import Controller, Request, Response, get
from litestar.params import FromPath, FromQuery, QueryParameter

from pult.desk.history import Found, History, Ours
from pult.kit.errors import Invalid
from pult.kit.web import PRIVATE
from pult.operators.access import access_of
from pult.operators.rules import Permission


class OursList(msgspec.Struct):
    """The newest first."""

    said: list[Ours]


def controller(*, history: History, guard: Any) -> type[Controller]:
    """Build the routes."""

    class HistoryController(Controller):
        path = "/api/talks/{conv:str}"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["desk"]  # noqa: RUF012

        @get("/earlier", permission=Permission.TALKS_READ)
        async def earlier(self, conv: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
            """The same person's talk before this one as a `snap` frame; `null`: this was the first."""
            return _json(await history.earlier(access_of(request), conv) or b"null")

        @get("/page", permission=Permission.TALKS_READ)
        async def page(
            self,
            conv: FromPath[str],
            request: Request[Any, Any, Any],
            before: Annotated[int, QueryParameter(ge=1, le=2**53)],
            now: FromQuery[bool] = False,
        ) -> Response[bytes]:
            """The `page` frame before a number; `now`: with the later edits and erasures of what stands in it."""
            return _json(await history.page(access_of(request), conv, before, now=now))

        @get("/search", permission=Permission.TALKS_READ)
        async def search(
            self,
            conv: FromPath[str],
            request: Request[Any, Any, Any],
            q: Annotated[str, QueryParameter(min_length=1, max_length=200)],
        ) -> Response[Found]:
            """Lines of this talk with all these words in them; case, ё and the keyboard layout do not count."""
            return Response(await history.search(access_of(request), conv, q), headers=PRIVATE)

        @get("/ours", permission=Permission.TALKS_READ)
        async def ours(self, conv: FromPath[str], request: Request[Any, Any, Any]) -> Response[OursList]:
            """What we said to this person in earlier talks."""
            return Response(OursList(await history.ours(access_of(request), conv)), headers=PRIVATE)

        @get("/export", permission=Permission.TALKS_READ)
        async def export(
            self,
            conv: FromPath[str],
            request: Request[Any, Any, Any],
            form: FromQuery[Literal["text", "json"]] = "text",
            zone: Annotated[str, QueryParameter(max_length=60)] = "UTC",
            language: Annotated[str, QueryParameter(max_length=8)] = "ru",
        ) -> Response[bytes]:
            """The whole talk as a file, notes included: it is for the team."""
            data = await history.export(access_of(request), conv, form=form, zone=_zone(zone), language=language)
            type, ending = ("application/json", "json") if form == "json" else ("text/plain; charset=utf-8", "txt")
            named = {"content-disposition": f'attachment; filename="talk.{ending}"'}
            return Response(data, media_type=type, headers={**PRIVATE, **named, "x-content-type-options": "nosniff"})

    return HistoryController


def _json(data: bytes) -> Response[bytes]:
    return Response(data, media_type="application/json", headers=PRIVATE)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Invalid("there is no such time zone", pointer="/zone") from error
