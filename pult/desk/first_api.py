"""HTTP of writing first."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, JSONBody

from pult.desk.first import First, FirstDesk, Ways
from pult.kit.web import PRIVATE
from pult.operators.access import access_of
from pult.operators.rules import Permission


class NewTalk(msgspec.Struct):
    """The talk that was begun."""

    conv: str
    no: int


def controller(*, first: FirstDesk, guard: Any) -> type[Controller]:
    """Build the routes."""

    class FirstController(Controller):
        path = "/api/talks/{conv:str}/first"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["desk"]  # noqa: RUF012

        @get("/", permission=Permission.TALKS_WRITE)
        async def ways(self, conv: FromPath[str], request: Request[Any, Any, Any]) -> Response[Ways]:
            """How first words to the person of this talk would arrive, and whether a talk with them is open already."""
            return Response(await first.ways(access_of(request), conv), headers=PRIVATE)

        @post("/", permission=Permission.TALKS_WRITE)
        async def begin(
            self, conv: FromPath[str], data: JSONBody[First], request: Request[Any, Any, Any]
        ) -> Response[NewTalk]:
            """Begin a talk with them. 409 `talk_open` (with `conv`), `banned`, `at_limit`, `no_way`."""
            begun = await first.begin(access_of(request), conv, data)
            return Response(NewTalk(begun.conv, begun.no), status_code=201, headers=PRIVATE)

    return FirstController
