"""HTTP of faces: the own ones, site by site; and the pictures for everybody."""

from __future__ import annotations

import re
from typing import Any

from litestar import Controller, Request, Response, get, patch
from litestar.params import FromPath, JSONBody

from pult.kit.errors import Absent
from pult.kit.web import PRIVATE, PUBLIC
from pult.operators import faces, faces_store, profile
from pult.operators.access import access_of
from pult.operators.api import Doors
from pult.operators.events import EVERYWHERE
from pult.operators.faces import FaceChange, Faces, PictureChange, Sites
from pult.operators.rules import Permission

_MARK = re.compile(r"[A-Za-z0-9_-]{24}")
_PICTURE = {
    "cache-control": "public, max-age=31536000, immutable",
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "cross-origin",
}


def controllers(doors: Doors, *, sites: Sites) -> list[type[Controller]]:
    """Build the routes. `sites`: what is connected."""
    return [_own(doors, sites), _shown(doors)]


def _own(doors: Doors, sites: Sites) -> type[Controller]:
    async def changed(request: Request[Any, Any, Any], wanted: FaceChange, channel: int) -> Response[Faces]:
        me = access_of(request).operator.id
        await faces.change(doors.db, me, wanted, channel=channel, by=doors.by(request))
        doors.tell(me, {"t": "profile", "profile": profile.frame(await profile.profile(doors.db, me))})
        return Response(await faces.read(doors.db, me, sites), headers=PRIVATE)

    class FacesController(Controller):
        path = "/api/profile/faces"
        guards = [doors.guard]  # noqa: RUF012 - Litestar's own form
        tags = ["account"]  # noqa: RUF012

        @get("/", permission=Permission.OWN)
        async def every(self, request: Request[Any, Any, Any]) -> Response[Faces]:
            """What visitors see of me, everywhere and site by site."""
            return Response(await faces.read(doors.db, access_of(request).operator.id, sites), headers=PRIVATE)

        @patch("/", permission=Permission.OWN)
        async def usual(self, data: JSONBody[PictureChange], request: Request[Any, Any, Any]) -> Response[Faces]:
            """Another picture wherever a site has none of its own."""
            return await changed(request, FaceChange(picture=data.picture), EVERYWHERE)

        @patch("/{key:str}", permission=Permission.OWN)
        async def on_site(
            self, key: FromPath[str], data: JSONBody[FaceChange], request: Request[Any, Any, Any]
        ) -> Response[Faces]:
            """Another name or picture on one site."""
            found = next((site.id for site in sites() if site.key == key), None)
            if found is None:
                raise Absent("there is no such site")
            return await changed(request, data, found)

    return FacesController


def _shown(doors: Doors) -> type[Controller]:
    class PicturesController(Controller):
        path = "/faces"
        tags = ["widget"]  # noqa: RUF012

        @get("/{mark:str}", permission=PUBLIC)
        async def picture(self, mark: FromPath[str]) -> Response[bytes]:
            """An operator's picture; its address is made of its bytes."""
            row = await faces_store.picture(doors.db, mark) if _MARK.fullmatch(mark) else None
            if row is None:
                raise Absent("there is no such picture")
            return Response(row["data"], media_type=row["type"], headers=_PICTURE)

    return PicturesController
