"""HTTP of whether anybody can answer now: for pages whose button hides while nobody can."""

from __future__ import annotations

import msgspec
from litestar import Controller, Response, get
from litestar.params import FromPath

from pult.channels.webchat.attendance import standing
from pult.channels.webchat.site import of_site
from pult.gateway.contract import Gate
from pult.kit.errors import Absent
from pult.kit.web import PUBLIC

_HEADERS = {"access-control-allow-origin": "*", "cache-control": "public, max-age=2"}


class Standing(msgspec.Struct):
    """Nobody answers now."""

    away: bool


def controller(*, gate: Gate) -> type[Controller]:
    """Build the route."""

    class StandingController(Controller):
        path = "/api/widget"
        tags = ["widget"]  # noqa: RUF012 - Litestar's own form

        @get("/{key:str}/standing", permission=PUBLIC)
        async def now(self, key: FromPath[str]) -> Response[Standing]:
            """From memory, the same for everybody: nothing of anybody's is in it."""
            site = gate.site(key)
            if site is None or site.kind != "webchat":
                raise Absent("there is no such site", code="unknown_site")
            found = standing(of_site(site), free=gate.free(site.id), full=gate.full(site.id))
            return Response(Standing(found["away"]), headers=_HEADERS)

    return StandingController
