"""HTTP of what is held back, for operators."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from pult.gateway.holding import HeldList, Holding
from pult.gateway.inbound import Began
from pult.kit.web import PRIVATE
from pult.operators.events import Operator
from pult.operators.rules import Permission


class Released(msgspec.Struct):
    """The talk that held words went to."""

    conv: str


def controller(
    *, holding: Holding, who: Callable[[Request[Any, Any, Any]], Awaitable[Operator]], began: Began, guard: Any
) -> type[Controller]:
    """Build the routes. `who` refuses those who are not signed in."""

    class HeldController(Controller):
        path = "/api/held"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["sites"]  # noqa: RUF012

        @get("/", permission=Permission.HELD_RELEASE)
        async def waiting(self) -> Response[HeldList]:
            """First words that wait for a look, the newest first, and how many there were within a day."""
            return Response(await holding.waiting(), headers=PRIVATE)

        @post("/{held:int}/release", status_code=200, permission=Permission.HELD_RELEASE)
        async def release(self, held: FromPath[int], request: Request[Any, Any, Any]) -> Response[Released]:
            """They become a talk with everything that they began with; twice does it once."""
            operator = await who(request)
            received, channel, key_hash = await holding.release(held, operator=operator.id)
            began(channel=channel, key_hash=key_hash, public_id=received.public_id)
            return Response(Released(received.public_id), headers=PRIVATE)

        @post("/{held:int}/ignore", status_code=204, permission=Permission.HELD_RELEASE)
        async def ignore(self, held: FromPath[int], request: Request[Any, Any, Any]) -> Response[None]:
            """Nobody needs to look at them again; forgotten after a day. 409 `already_released`."""
            await holding.ignore(held, operator=(await who(request)).id)
            return Response(None, status_code=204, headers=PRIVATE)

        @post("/{held:int}/restore", status_code=204, permission=Permission.HELD_RELEASE)
        async def restore(self, held: FromPath[int]) -> Response[None]:
            """They wait again."""
            await holding.ignore(held, operator=None)
            return Response(None, status_code=204, headers=PRIVATE)

    return HeldController
