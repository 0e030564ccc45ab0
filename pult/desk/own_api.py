"""HTTP of what an operator has at the desk for herself: drafts and preferences."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Controller, Request, Response, get, put

from pult.desk import preferences
from pult.desk.drafts import Begun, Draft, Drafts, Tell
from pult.desk.preferences import Preferences
from pult.operators.events import Operator

if TYPE_CHECKING:
    from pult.kit.db import Database


class Every(msgspec.Struct):
    """All drafts of whoever asks, the newest first."""

    drafts: list[Draft]


class One(msgspec.Struct):
    """The draft of one talk; null: nothing is begun there."""

    draft: Draft | None


class Version(msgspec.Struct):
    """What stands there now; 0: nothing."""

    version: int


def controller(
    *,
    db: Database,
    drafts: Drafts,
    tell: Tell,
    who: Callable[[Request[Any, Any, Any]], Awaitable[Operator]],
    guard: Any,
) -> type[Controller]:
    """Build the routes. `who` refuses those who are not signed in."""

    class OwnController(Controller):
        path = "/api"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["desk"]  # noqa: RUF012

        @get("/drafts")
        async def every(self, request: Request[Any, Any, Any]) -> Response[Every]:
            """What I have begun to write and not sent."""
            me = await who(request)
            return Response(Every(await drafts.every(me.id)), headers=_PRIVATE)

        @get("/drafts/{conv:str}")
        async def one(self, conv: str, request: Request[Any, Any, Any]) -> Response[One]:
            """What I have begun in one talk."""
            me = await who(request)
            return Response(One(await drafts.one(me.id, conv)), headers=_PRIVATE)

        @put("/drafts/{conv:str}")
        async def keep(self, conv: str, data: Begun, request: Request[Any, Any, Any]) -> Response[Version]:
            """Keep what I have begun. 412 `outdated` with the `draft` that stands there: another desk was faster."""
            me = await who(request)
            return Response(Version(await drafts.put(me.id, conv, data)), headers=_PRIVATE)

        @get("/preferences")
        async def preferred(self, request: Request[Any, Any, Any]) -> Response[Preferences]:
            """How I want the desk to be."""
            me = await who(request)
            return Response(await preferences.read(db, me.id), headers=_PRIVATE)

        @put("/preferences")
        async def prefer(self, data: Preferences, request: Request[Any, Any, Any]) -> Response[Preferences]:
            """Change it, on every machine."""
            me = await who(request)
            await preferences.write(db, me.id, data, tell=tell)
            return Response(data, headers=_PRIVATE)

    return OwnController


_PRIVATE = {"cache-control": "no-store"}
