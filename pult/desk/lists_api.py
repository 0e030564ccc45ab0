"""HTTP of the lists: their pages. What changes in them comes over the socket."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.params import QueryParameter

from pult.desk import pages
from pult.desk.lists import Lists
from pult.desk.pages import Page
from pult.kit.web import PRIVATE
from pult.operators.access import access_of
from pult.operators.rules import Permission

if TYPE_CHECKING:
    from pult.kit.db import Database

Name = Annotated[str, QueryParameter(max_length=64, description="mine, queue, team, all or resolved")]
After = Annotated[str | None, QueryParameter(max_length=200, description="`next` of the page before")]
Limit = Annotated[int, QueryParameter(ge=1, le=pages.MOST)]


def controller(*, db: Database, lists: Lists) -> type[Controller]:
    """Build the route."""

    class ListsController(Controller):
        path = "/api/talks"
        tags = ["desk"]  # noqa: RUF012 - Litestar's own form

        @get("/", permission=Permission.TALKS_READ)
        async def page(
            self, request: Request[Any, Any, Any], list: Name = "all", after: After = None, limit: Limit = 50
        ) -> Response[Page]:
            """A page of a list of talks, as far as I see them."""
            access = access_of(request)
            made, teams = await pages.page(db, pages.named(list, access), access, after=after, limit=limit)
            lists.shown(teams)
            return Response(made, headers=PRIVATE)

    return ListsController
