"""The page on which a visitor allows notes: on our own origin, since a frame of somebody else's page may not ask."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.params import FromPath

from pult.kit.web import PUBLIC, Folder, spared

_PAGE = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}


def controller(*, files: Folder) -> type[Controller]:
    """Build the routes."""

    class TellPages(Controller):
        path = "/tell"
        tags = ["widget"]  # noqa: RUF012 - Litestar's own form

        @get("/", media_type="text/html", include_in_schema=False, permission=PUBLIC)
        async def page(self, request: Request[Any, Any, Any]) -> Response[bytes]:
            """The page."""
            return spared(files.response("tell/index.html", _PAGE), request)

        @get("/{name:path}", include_in_schema=False, permission=PUBLIC)
        async def file(self, name: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
            """Its script, style and worker."""
            return spared(files.response(f"tell/{name.lstrip('/')}", _PAGE), request)

    return TellPages
