"""HTTP of states with names of their own."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Controller, Request, Response, delete, get, post, put
from litestar.params import FromPath, JSONBody

from pult.kit.web import PRIVATE
from pult.operators import named
from pult.operators.api import Doors
from pult.operators.named import Named, NamedWish
from pult.operators.rules import Permission


class StatesShown(msgspec.Struct):
    """All named states, closed ones at the end."""

    states: list[Named]


def controller(doors: Doors) -> type[Controller]:
    """Build the routes."""

    class NamedStatesController(Controller):
        path = "/api/states"
        guards = [doors.guard]  # noqa: RUF012 - Litestar's own form
        tags = ["people"]  # noqa: RUF012

        @get("/", permission=Permission.PEOPLE_READ)
        async def every(self) -> Response[StatesShown]:
            """What one can be doing besides the five basic states."""
            return Response(StatesShown(await named.every(doors.db)), headers=PRIVATE)

        @post("/", permission=Permission.PEOPLE_MANAGE)
        async def add(self, data: JSONBody[NamedWish], request: Request[Any, Any, Any]) -> Response[Named]:
            """A new one."""
            made = await named.add(doors.db, data, by=doors.by(request))
            return Response(made, status_code=201, headers=PRIVATE)

        @put("/{number:int}", permission=Permission.PEOPLE_MANAGE)
        async def change(
            self, number: FromPath[int], data: JSONBody[NamedWish], request: Request[Any, Any, Any]
        ) -> Response[Named]:
            """Another meaning from now on."""
            return Response(await named.change(doors.db, number, data, by=doors.by(request)), headers=PRIVATE)

        @delete("/{number:int}", status_code=204, permission=Permission.PEOPLE_MANAGE)
        async def close(self, number: FromPath[int], request: Request[Any, Any, Any]) -> Response[None]:
            """No choice any more."""
            await named.close(doors.db, number, by=doors.by(request))
            return Response(None, status_code=204, headers=PRIVATE)

    return NamedStatesController
