"""HTTP of what an operator has at the desk for herself: drafts and preferences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from litestar import Controller, Request, Response, get, patch, put
from litestar.params import FromPath, JSONBody

from pult.desk import preferences
from pult.desk.drafts import Begun, Draft, Drafts, Tell
from pult.desk.preferences import Preferences, PreferencesChange
from pult.kit.web import PRIVATE
from pult.operators.access import access_of
from pult.operators.rules import Permission

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
    guard: Any,
) -> type[Controller]:
    """Build the routes."""

    class OwnController(Controller):
        path = "/api"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["desk"]  # noqa: RUF012

        @get("/drafts", permission=Permission.TALKS_READ)
        async def every(self, request: Request[Any, Any, Any]) -> Response[Every]:
            """What I have begun to write and not sent."""
            access = access_of(request)
            return Response(Every(await drafts.every(access)), headers=PRIVATE)

        @get("/drafts/{conv:str}", permission=Permission.TALKS_READ)
        async def one(self, conv: FromPath[str], request: Request[Any, Any, Any]) -> Response[One]:
            """What I have begun in one talk."""
            access = access_of(request)
            return Response(One(await drafts.one(access, conv)), headers=PRIVATE)

        @put("/drafts/{conv:str}", permission=Permission.TALKS_NOTE)
        async def keep(
            self, conv: FromPath[str], data: JSONBody[Begun], request: Request[Any, Any, Any]
        ) -> Response[Version]:
            """Keep what I have begun. 412 `outdated` with the `draft` that stands there: another desk was faster."""
            access = access_of(request)
            return Response(Version(await drafts.put(access, conv, data)), headers=PRIVATE)

        @get("/preferences", permission=Permission.OWN)
        async def preferred(self, request: Request[Any, Any, Any]) -> Response[Preferences]:
            """How I want the desk to be."""
            me = access_of(request).operator
            return Response(await preferences.read(db, me.id), headers=PRIVATE)

        @patch("/preferences", permission=Permission.OWN)
        async def prefer(
            self, data: JSONBody[PreferencesChange], request: Request[Any, Any, Any]
        ) -> Response[Preferences]:
            """Change what is named, on every machine; what is not named stays."""
            me = access_of(request).operator
            return Response(await preferences.change(db, me.id, data, tell=tell), headers=PRIVATE)

    return OwnController
