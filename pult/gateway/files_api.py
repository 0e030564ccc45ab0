"""HTTP of files on their way out. What may be shown in place is shown in place; everything else can only be saved."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from litestar import Controller, Request, Response, get
from litestar.params import FromPath

from pult.gateway.files import Files
from pult.kit.web import PUBLIC

_NEVER_A_PAGE = {
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
}


def controller(
    *, files: Files, reader: str | None, may_read: Callable[[Request[Any, Any, Any], str, int], Awaitable[bool]]
) -> type[Controller]:
    """Build the routes. `reader`: where files have an origin of their own, the origin of the desk, whose pages may read
    bytes from there (to look at a PDF), and no other's. `may_read(request, viewer, conversation)` says whether a
    request may come from the viewer that an address was made for, and whether that one still sees the talk.
    """
    sharing = {"cross-origin-resource-policy": "same-origin"}
    if reader is not None:
        sharing = {"cross-origin-resource-policy": "cross-origin", "access-control-allow-origin": reader}

    class FilesController(Controller):
        path = "/files"
        tags = ["files"]  # noqa: RUF012 - Litestar's own form

        @get("/{token:str}/{name:str}", permission=PUBLIC)
        async def hand_out(
            self, token: FromPath[str], name: FromPath[str], request: Request[Any, Any, Any]
        ) -> Response[bytes]:
            """A file, for whom the address was made; `name` is decoration."""

            async def still(viewer: str, conversation: int) -> bool:
                return await may_read(request, viewer, conversation)

            handed = await files.hand_out(token, may_read=still)
            way = "inline" if handed.inline else "attachment"
            headers = {
                **_NEVER_A_PAGE,
                **sharing,
                "content-disposition": f"{way}; filename*=UTF-8''{quote(handed.name, safe='')}",
            }
            # A text type would get a charset and a meaning; what is saved needs neither.
            type = handed.type if handed.inline else "application/octet-stream"
            return Response(handed.data, media_type=type, headers=headers)

    return FilesController
