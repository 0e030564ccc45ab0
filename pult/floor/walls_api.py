"""HTTP of big screens: leads make and take back links, a screen reads figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from litestar import Controller, Request, Response, delete, get, post
from litestar.params import FromPath, JSONBody

from pult.floor.events import Glance
from pult.floor.walls import Wall, Walls
from pult.kit.budget import Budget
from pult.kit.errors import Absent
from pult.kit.web import PRIVATE, PUBLIC
from pult.operators.access import By
from pult.operators.rules import Permission

Address = Callable[[Request[Any, Any, Any]], str]
SCHEME = "Bearer "


class WallsShown(msgspec.Struct):
    """All screens, the newest first."""

    walls: list[Wall]


class WallWanted(msgspec.Struct, forbid_unknown_fields=True):
    """A screen; `days`: how long its link holds, null: until it is taken back."""

    name: str
    days: int | None = None


class WallMade(msgspec.Struct):
    """The link is shown this once."""

    walls: list[Wall]
    link: str


class WallShows(msgspec.Struct):
    """What hangs on the wall."""

    name: str
    shows: Glance


def controllers(*, walls: Walls, by: By, address: Address, guard: Any) -> list[type[Controller]]:
    """Build the routes."""
    return [_of_leads(walls, by, guard), _of_screens(walls, address)]


def _of_leads(walls: Walls, by: By, guard: Any) -> type[Controller]:

    class WallsController(Controller):
        path = "/api/floor/walls"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["floor"]  # noqa: RUF012

        @get("/", permission=Permission.FLOOR)
        async def every(self) -> Response[WallsShown]:
            """Which screens there are, and when each was last seen."""
            return Response(WallsShown(await walls.every()), headers=PRIVATE)

        @post("/", permission=Permission.FLOOR)
        async def make(self, data: JSONBody[WallWanted], request: Request[Any, Any, Any]) -> Response[WallMade]:
            """A link for a screen, shown once."""
            link = await walls.make(name=data.name, days=data.days, by=by(request))
            return Response(WallMade(await walls.every(), link), status_code=201, headers=PRIVATE)

        @delete("/{id:int}", status_code=200, permission=Permission.FLOOR)
        async def take_back(self, id: FromPath[int], request: Request[Any, Any, Any]) -> Response[WallsShown]:
            """Its link leads nowhere from now on."""
            await walls.take_back(id, by=by(request))
            return Response(WallsShown(await walls.every()), headers=PRIVATE)

    return WallsController


def _of_screens(walls: Walls, address: Address) -> type[Controller]:
    looks = Budget(rate=10, burst=300)

    class WallController(Controller):
        path = "/api/wall"
        tags = ["floor"]  # noqa: RUF012

        @get("/", permission=PUBLIC)
        async def look(self, request: Request[Any, Any, Any]) -> Response[WallShows]:
            """The figures, for who has the secret of a link (`authorization: Bearer …`). 404: it holds no more."""
            looks.spend(address(request))
            said = request.headers.get("authorization", "")
            if not said.startswith(SCHEME):
                raise Absent("there is no such screen")
            return Response(WallShows(*await walls.look(said.removeprefix(SCHEME))), headers=PRIVATE)

    return WallController
