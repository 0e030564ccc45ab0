"""HTTP of the search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.params import QueryParameter

from pult.desk.search import Everything, search
from pult.kit.web import PRIVATE
from pult.operators.access import access_of
from pult.operators.rules import Permission

if TYPE_CHECKING:
    from pult.kit.db import Database


def controller(*, db: Database) -> type[Controller]:
    """Build the route."""

    class SearchController(Controller):
        path = "/api/search"
        tags = ["desk"]  # noqa: RUF012 - Litestar's own form

        @get("/", permission=Permission.TALKS_READ)
        async def everywhere(
            self, request: Request[Any, Any, Any], q: Annotated[str, QueryParameter(max_length=1000)]
        ) -> Response[Everything]:
            """People and talks, as far as I see them: misspelt, under the other keyboard layout, with е for ё."""
            return Response(await search(db, access_of(request), q), headers=PRIVATE)

    return SearchController
