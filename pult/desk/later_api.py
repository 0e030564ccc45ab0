"""HTTP of replies that go at a time."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, delete, get, post
from litestar.params import FromPath, JSONBody

from pult.desk.later import Later, Laters, Number, Planned
from pult.kit.web import PRIVATE
from pult.operators.access import access_of
from pult.operators.rules import Permission


class Mine(msgspec.Struct):
    """What of mine waits or has stopped, the next first."""

    later: list[Later]


class Now(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Another id for another try, and what has been seen until now (as in a `send`)."""

    cid: UUID
    seen: Number | None = None


def controller(*, laters: Laters, guard: Any) -> type[Controller]:
    """Build the routes."""

    class LaterController(Controller):
        path = "/api/later"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["desk"]  # noqa: RUF012

        @get("/", permission=Permission.TALKS_WRITE)
        async def mine(self, request: Request[Any, Any, Any]) -> Response[Mine]:
            """My replies that wait for their time, or have stopped."""
            me = access_of(request)
            return Response(Mine(await laters.mine(me.operator.id)), headers=PRIVATE)

        @post("/", permission=Permission.TALKS_WRITE)
        async def add(self, data: JSONBody[Planned], request: Request[Any, Any, Any]) -> Response[Later]:
            """A reply that goes at a time."""
            me = access_of(request)
            return Response(await laters.add(me, data), status_code=201, headers=PRIVATE)

        @delete("/{id:int}", status_code=200, permission=Permission.TALKS_WRITE)
        async def drop(self, id: FromPath[int], request: Request[Any, Any, Any]) -> Response[Later]:
            """It does not go; the answer is what it said."""
            me = access_of(request)
            return Response(await laters.drop(me.operator.id, id), headers=PRIVATE)

        @post("/{id:int}/now", status_code=200, permission=Permission.TALKS_WRITE)
        async def now(self, id: FromPath[int], data: JSONBody[Now], request: Request[Any, Any, Any]) -> Response[Later]:
            """It goes now, even if it had stopped."""
            me = access_of(request)
            return Response(await laters.now(me.operator.id, id, cid=data.cid, seen=data.seen), headers=PRIVATE)

    return LaterController
