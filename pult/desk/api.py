"""HTTP of the desk: its page and files. What operators do goes over the socket."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from pult.kit.web import PUBLIC, Folder, spared


def controller(*, files: Folder, origin: str, files_origin: str) -> type[Controller]:
    """Build the routes. `files_origin` is where uploads are read from (empty: the desk's own)."""
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: "
        f"{files_origin};"
        f" connect-src 'self' {origin.replace('http', 'ws', 1)} {files_origin};"
        f" frame-src 'self' blob:; media-src 'self' {files_origin}; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    )
    # The widget as it would look, in a frame of the desk: it reaches nobody, so nothing can begin there.
    shown = (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
        " connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    headers = {
        "content-security-policy": policy,
        "referrer-policy": "same-origin",
        "x-frame-options": "DENY",
        "cross-origin-opener-policy": "same-origin",
    }
    in_frame = {**headers, "content-security-policy": shown, "x-frame-options": "SAMEORIGIN"}

    class DeskController(Controller):
        path = "/"
        tags = ["desk"]  # noqa: RUF012 - Litestar's own form

        @get("/", include_in_schema=False, permission=PUBLIC)
        async def home(self) -> Redirect:
            """People who type the bare address want the desk."""
            return Redirect("/desk/")

        @get(["/desk", "/desk/"], media_type="text/html", permission=PUBLIC)
        async def page(self, request: Request[Any, Any, Any]) -> Response[bytes]:
            """The desk."""
            return spared(files.response("desk/index.html", headers), request)

        @get("/desk/preview", media_type="text/html", permission=PUBLIC)
        async def preview(self, request: Request[Any, Any, Any]) -> Response[bytes]:
            """The widget as the settings would make it, for a frame of the desk."""
            return spared(files.response("desk/preview.html", in_frame), request)

        @get("/desk/{name:path}", permission=PUBLIC)
        async def file(self, name: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
            """Its files; anything that is no file is a place inside the desk. No document comes without a policy."""
            name = name.lstrip("/")
            found = files.read(f"desk/{name}") is not None and not name.endswith(".html")
            return spared(
                files.response(f"desk/{name}") if found else files.response("desk/index.html", headers), request
            )

    return DeskController
