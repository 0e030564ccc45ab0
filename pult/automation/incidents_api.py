"""HTTP of incidents: what goes on, declared, told about, ended."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, JSONBody

from pult.automation.incidents import Incident, Incidents, Said, Wanted
from pult.operators.access import By
from pult.operators.rules import Permission


class Listed(msgspec.Struct):
    """Incidents in the order in which a page shows them."""

    incidents: list[Incident]


def controller(*, incidents: Incidents, by: By, guard: Any) -> type[Controller]:
    """Build the routes."""

    class IncidentsController(Controller):
        path = "/api/incidents"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["rules"]  # noqa: RUF012

        @get("/now", permission=Permission.TALKS_READ)
        async def now(self) -> Response[Listed]:
            """What goes on, for everybody at a desk."""
            return _listed(await incidents.now())

        @get("/", permission=Permission.RULES_MANAGE)
        async def every(self) -> Response[Listed]:
            """What goes on, then what is over, with how many open talks carry the tag."""
            return _listed(await incidents.every())

        @post("/", permission=Permission.RULES_MANAGE)
        async def begin(self, data: JSONBody[Wanted], request: Request[Any, Any, Any]) -> Response[Listed]:
            """Declare one: its line stands in the widgets within seconds. 409 `same_incident`."""
            return _listed(await incidents.begin(data, by=by(request)), status=201)

        @post("/{id:int}/tell", status_code=200, permission=Permission.RULES_MANAGE)
        async def tell(
            self, id: FromPath[int], data: JSONBody[Said], request: Request[Any, Any, Any]
        ) -> Response[Listed]:
            """One update to every open talk with its tag. 409 `ended`."""
            return _listed(await incidents.tell(id, data, by=by(request)))

        @post("/{id:int}/end", status_code=200, permission=Permission.RULES_MANAGE)
        async def end(
            self, id: FromPath[int], data: JSONBody[Said], request: Request[Any, Any, Any]
        ) -> Response[Listed]:
            """It is over; `text`, if any, goes to everybody concerned. 409 `ended`."""
            return _listed(await incidents.end(id, data, by=by(request)))

    return IncidentsController


def _listed(found: list[Incident], *, status: int = 200) -> Response[Listed]:
    return Response(Listed(found), status_code=status, headers={"cache-control": "no-store"})
