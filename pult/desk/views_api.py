"""HTTP of saved views."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, Request, Response, delete, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from pult.desk import pages
from pult.desk.lists import Lists
from pult.desk.pages import Page
from pult.desk.views import Offers, View, Views, Written
from pult.desk.views_rules import MOST_COUNTED
from pult.kit.errors import Invalid, PultError
from pult.kit.web import PRIVATE
from pult.operators.access import access_of
from pult.operators.rules import Permission


class NeedsVersion(PultError):
    """A change must name what it changes."""

    status = 428
    code = "version_needed"


class Every(msgspec.Struct):
    """What somebody has at hand; counters go up to `most`."""

    views: list[View]
    most: int = MOST_COUNTED


class Tried(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A view that is not kept yet."""

    of: Literal["open", "resolved"] = "open"
    days: int = 30
    filter: Any


class Count(msgspec.Struct):
    """So many talks, counted up to `most`."""

    count: int
    most: int = MOST_COUNTED


After = Annotated[str | None, QueryParameter(max_length=200, description="`next` of the page before")]
Limit = Annotated[int, QueryParameter(ge=1, le=pages.MOST)]
Version = Annotated[int | None, QueryParameter(ge=1, le=2**31 - 1, description="the version that is shown")]


def controllers(*, views: Views, lists: Lists, guard: Any) -> list[type[Controller]]:
    """Build the routes."""
    return [_keeping(views=views, guard=guard), _showing(views=views, lists=lists, guard=guard)]


def _keeping(*, views: Views, guard: Any) -> type[Controller]:
    class ViewsController(Controller):
        path = "/api/views"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["views"]  # noqa: RUF012

        @get("/", permission=Permission.TALKS_READ)
        async def every(self, request: Request[Any, Any, Any]) -> Response[Every]:
            """Own views, then those of teams and of everybody, each with how many talks stand in it."""
            return Response(Every(await views.every(access_of(request))), headers=PRIVATE)

        @post("/", permission=Permission.TALKS_READ)
        async def add(self, data: JSONBody[Written], request: Request[Any, Any, Any]) -> Response[View]:
            """A new one. 422 with a pointer into the tree when a part is wrong."""
            return _shown(await views.add(access_of(request), data), status=201)

        @get("/{id:int}", permission=Permission.TALKS_READ)
        async def one(self, id: FromPath[int], request: Request[Any, Any, Any]) -> Response[View]:
            """One of them; its `etag` goes into the `if-match` of a change."""
            return _shown(await views.one(access_of(request), id))

        @put("/{id:int}", permission=Permission.TALKS_READ)
        async def change(
            self, id: FromPath[int], data: JSONBody[Written], request: Request[Any, Any, Any]
        ) -> Response[View]:
            """Change one. 412 `outdated` when somebody was faster."""
            return _shown(await views.change(access_of(request), id, data, version=_version(request)))

        @delete("/{id:int}", status_code=204, permission=Permission.TALKS_READ)
        async def remove(self, id: FromPath[int], request: Request[Any, Any, Any]) -> None:
            """Taken away; for a day it can be brought back."""
            await views.remove(access_of(request), id)

        @post("/{id:int}/restore", status_code=200, permission=Permission.TALKS_READ)
        async def restore(self, id: FromPath[int], request: Request[Any, Any, Any]) -> Response[View]:
            """Brought back as it was."""
            return _shown(await views.restore(access_of(request), id))

    return ViewsController


def _showing(*, views: Views, lists: Lists, guard: Any) -> type[Controller]:
    class ViewTalksController(Controller):
        path = "/api/views"
        guards = [guard]  # noqa: RUF012
        tags = ["views"]  # noqa: RUF012

        @get("/offers", permission=Permission.TALKS_READ)
        async def offers(self, request: Request[Any, Any, Any]) -> Response[Offers]:
            """What conditions can name: sites and topics."""
            return Response(await views.offers(access_of(request)), headers=PRIVATE)

        @post("/preview", status_code=200, permission=Permission.TALKS_READ)
        async def preview(self, data: JSONBody[Tried], request: Request[Any, Any, Any]) -> Response[Count]:
            """How many talks such a view would show; nothing is kept."""
            shape = Written(name="-", of=data.of, days=data.days, filter=data.filter).shape()
            return Response(Count(await views.preview(access_of(request), shape)), headers=PRIVATE)

        @get("/{id:int}/talks", permission=Permission.TALKS_READ)
        async def page(
            self,
            id: FromPath[int],
            request: Request[Any, Any, Any],
            after: After = None,
            limit: Limit = 50,
            version: Version = None,
        ) -> Response[Page]:
            """A page of its talks, as far as I see them."""
            made, teams = await views.page(access_of(request), id, after=after, limit=limit, version=version)
            lists.shown(teams)
            return Response(made, headers=PRIVATE)

        @get("/{id:int}/among", permission=Permission.TALKS_READ)
        async def among(
            self,
            id: FromPath[int],
            request: Request[Any, Any, Any],
            talks: Annotated[
                str, QueryParameter(min_length=1, max_length=7_000, description="ids with commas between")
            ],
            version: Version = None,
        ) -> Response[Page]:
            """Those of these talks that stand in it now."""
            made, teams = await views.among(access_of(request), id, talks.split(","), version=version)
            lists.shown(teams)
            return Response(made, headers=PRIVATE)

    return ViewTalksController


def _shown(view: View, *, status: int = 200) -> Response[View]:
    return Response(view, status_code=status, headers={**PRIVATE, "etag": f'"{view.version}"'})


def _version(request: Request[Any, Any, Any]) -> int:
    given = request.headers.get("if-match", "").removeprefix("W/").strip('"')
    if not given:
        raise NeedsVersion("send the etag you have read as if-match")
    if not (given.isascii() and given.isdigit() and len(given) < 10):
        raise Invalid("this is no etag of a view", pointer="/if-match")
    return int(given)
