"""HTTP of the addresses that rules call: read and tried by whoever keeps rules, made and changed by administrators."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, delete, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from pult.automation.hooks import Hooks, Made, Shown
from pult.automation.hooks_rules import MOST_HOOKS, Wanted
from pult.kit.errors import Invalid
from pult.kit.web import PRIVATE
from pult.operators.access import By
from pult.operators.rules import Permission

Version = Annotated[int | None, QueryParameter(ge=1, le=2**31 - 1, description="the version that was opened")]


class HooksShown(msgspec.Struct, kw_only=True):
    """All addresses by name. `id` and `secret` only of one that was made, or got a new secret, just now."""

    hooks: list[Shown]
    most: int = MOST_HOOKS
    id: int | None = None
    secret: str | None = None


class CallsShown(msgspec.Struct, kw_only=True):
    """The newest calls of one address."""

    calls: list[Made]


def controllers(*, hooks: Hooks, by: By, guard: Any) -> list[type[Controller]]:
    """Build the routes."""
    return [_kept(hooks, by, guard), _used(hooks, guard)]


def _kept(hooks: Hooks, by: By, guard: Any) -> type[Controller]:

    async def listed(*, status: int = 200, id: int | None = None, secret: str | None = None) -> Response[HooksShown]:
        shown = HooksShown(hooks=await hooks.every(), id=id, secret=secret)
        return Response(shown, status_code=status, headers=PRIVATE)

    class HooksController(Controller):
        path = "/api/hooks"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["rules"]  # noqa: RUF012

        @get("/", permission=Permission.RULES_MANAGE)
        async def every(self) -> Response[HooksShown]:
            """All of them, with how their last call went. No secret is among this."""
            return await listed()

        @post("/", permission=Permission.HOOKS_MANAGE)
        async def add(self, data: JSONBody[Wanted], request: Request[Any, Any, Any]) -> Response[HooksShown]:
            """A new one; the answer holds its secret this once. 422 `address_refused` for an address inside."""
            id, secret = await hooks.add(data, by=by(request))
            return await listed(status=201, id=id, secret=secret)

        @put("/{id:int}", permission=Permission.HOOKS_MANAGE)
        async def change(
            self, id: FromPath[int], data: JSONBody[Wanted], request: Request[Any, Any, Any], version: Version = None
        ) -> Response[HooksShown]:
            """Another name or address, off or on again. 412 `outdated` when somebody was faster."""
            if version is None:
                raise Invalid("say which version was opened", pointer="/version")
            await hooks.change(id, data, version=version, by=by(request))
            return await listed()

        @post("/{id:int}/secret", status_code=200, permission=Permission.HOOKS_MANAGE)
        async def rotate(self, id: FromPath[int], request: Request[Any, Any, Any]) -> Response[HooksShown]:
            """Another secret; the one before signs too for a day."""
            return await listed(id=id, secret=await hooks.rotate(id, by=by(request)))

        @delete("/{id:int}", status_code=200, permission=Permission.HOOKS_MANAGE)
        async def remove(self, id: FromPath[int], request: Request[Any, Any, Any]) -> Response[HooksShown]:
            """It is called no more. 409 `hook_in_use` while a rule calls it."""
            await hooks.remove(id, by=by(request))
            return await listed()

    return HooksController


def _used(hooks: Hooks, guard: Any) -> type[Controller]:
    async def listed(id: int) -> Response[CallsShown]:
        return Response(CallsShown(calls=await hooks.calls(id)), headers=PRIVATE)

    class CallsController(Controller):
        path = "/api/hooks/{id:int}"
        guards = [guard]  # noqa: RUF012
        tags = ["rules"]  # noqa: RUF012

        @post("/try", status_code=200, permission=Permission.RULES_MANAGE)
        async def attempt(self, id: FromPath[int]) -> Response[CallsShown]:
            """A call about nothing; how it went stands in the list of calls soon."""
            await hooks.attempt(id)
            return await listed(id)

        @get("/calls", permission=Permission.RULES_MANAGE)
        async def calls(self, id: FromPath[int]) -> Response[CallsShown]:
            """The newest calls, the newest first."""
            return await listed(id)

        @post("/calls/{call:uuid}/again", status_code=200, permission=Permission.RULES_MANAGE)
        async def again(self, id: FromPath[int], call: FromPath[UUID]) -> Response[CallsShown]:
            """Make this call once more, under its own id."""
            await hooks.again(id, call)
            return await listed(id)

    return CallsController
