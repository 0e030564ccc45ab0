"""HTTP of web push: an operator's own browsers, and a visitor's one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, delete, get, post
from litestar.params import FromPath, JSONBody

from pult.kit.budget import Budget
from pult.kit.web import PRIVATE, PUBLIC
from pult.operators.access import access_of
from pult.operators.rules import Permission
from pult.push.commands import Device, Devices, Subscription
from pult.push.keys import Keys


class Mine(msgspec.Struct):
    """What a browser subscribes with, and the own browsers that may be woken."""

    key: str
    devices: list[Device]


class Listed(msgspec.Struct):
    """The own browsers, the newest first."""

    devices: list[Device]


class Looking(msgspec.Struct, forbid_unknown_fields=True):
    """Whether somebody looks at this window of her desk."""

    window: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    on: bool


class Asked(msgspec.Struct, forbid_unknown_fields=True):
    """A visitor's one-time word and their browser."""

    token: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    device: Subscription


class Key(msgspec.Struct):
    """What a browser subscribes with."""

    key: str


def controllers(
    *,
    devices: Devices,
    keys: Keys,
    guard: Any,
    visitors_guard: Any,
    address: Callable[[Request[Any, Any, Any]], str],
) -> list[type[Controller]]:
    """Build the routes. `guard` knows the desk's pages, `visitors_guard` the widget's."""
    return [_own(devices, keys, guard), _visitors(devices, keys, visitors_guard, address)]


def _own(devices: Devices, keys: Keys, guard: Any) -> type[Controller]:
    class PushController(Controller):
        path = "/api/push"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["push"]  # noqa: RUF012

        @get("/", permission=Permission.OWN)
        async def mine(self, request: Request[Any, Any, Any]) -> Response[Mine]:
            """My browsers that may be woken."""
            listed = await devices.every(access_of(request))
            return Response(Mine(await keys.public(), listed), headers=PRIVATE)

        @post("/devices", permission=Permission.OWN)
        async def add(self, data: JSONBody[Subscription], request: Request[Any, Any, Any]) -> Response[Listed]:
            """Wake this browser too, as long as I am signed in here."""
            listed = await devices.add(access_of(request), data, agent=_agent(request))
            return Response(Listed(listed), status_code=201, headers=PRIVATE)

        @delete("/devices/{device:int}", status_code=204, permission=Permission.OWN)
        async def remove(self, device: FromPath[int], request: Request[Any, Any, Any]) -> None:
            """Not that one any more."""
            await devices.remove(access_of(request), device)

        @post("/looking", status_code=204, permission=Permission.OWN)
        async def look(self, data: JSONBody[Looking], request: Request[Any, Any, Any]) -> None:
            """I look at my desk: no browser need be woken."""
            await devices.look(access_of(request), data.window, on=data.on)

    return PushController


def _visitors(
    devices: Devices, keys: Keys, guard: Any, address: Callable[[Request[Any, Any, Any]], str]
) -> type[Controller]:
    asks = Budget(rate=0.2, burst=20)

    class TellController(Controller):
        path = "/api/tell"
        guards = [guard]  # noqa: RUF012
        tags = ["widget"]  # noqa: RUF012

        @get("/", permission=PUBLIC)
        async def key(self) -> Response[Key]:
            """What a browser subscribes with."""
            return Response(Key(await keys.public()), headers=PRIVATE)

        @post("/", status_code=204, permission=PUBLIC)
        async def tell(self, data: JSONBody[Asked], request: Request[Any, Any, Any]) -> None:
            """Wake this browser when there is an answer; the word says whose it is, and is good once."""
            asks.spend(address(request))
            await devices.tell(data.token, data.device, agent=_agent(request))

        @post("/off", status_code=204, permission=PUBLIC)
        async def hush(self, data: JSONBody[Subscription], request: Request[Any, Any, Any]) -> None:
            """Not any more."""
            asks.spend(address(request))
            await devices.hush(data)

    return TellController


def _agent(request: Request[Any, Any, Any]) -> str:
    said = request.headers.get("user-agent", "")[:300]
    return "".join(one for one in said if one.isprintable())
