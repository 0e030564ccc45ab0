"""HTTP of an operator's files on their way in: the bytes are the body, the name stands in a header."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, post
from litestar.params import FromPath

from pult.gateway import files as doors
from pult.gateway.contract import Uploaded
from pult.gateway.files import Files
from pult.kit.errors import Forbidden
from pult.kit.web import uploaded_name, uploaded_size
from pult.operators.events import Operator
from pult.operators.rules import Permission


def controller(
    *, files: Files, who: Callable[[Request[Any, Any, Any]], Awaitable[Operator]], origins: frozenset[str]
) -> type[Controller]:
    """Build the route. `who` says who is signed in, or raises; `origins` are the desk's own pages."""

    class DeskUploadController(Controller):
        path = "/api/files"
        tags = ["desk"]  # noqa: RUF012 - Litestar's own form

        @post("/{upload:uuid}", status_code=201, request_max_body_size=None, permission=Permission.REPLIES_WRITE)
        async def upload(self, upload: FromPath[UUID], request: Request[Any, Any, Any]) -> Response[Uploaded]:
            """Take one file from an operator: the bytes are the body, the name stands in a header."""
            # The header is one that no form of another site can send; the origin is looked at besides.
            if request.headers.get("origin", "") not in origins or "x-file-name" not in request.headers:
                raise Forbidden("this request comes from another site", code="origin_refused")
            me = await who(request)
            taken = await files.take(
                doors.operator(me.id),
                upload=upload,
                name=uploaded_name(request),
                size=uploaded_size(request),
                body=request.stream(),
            )
            return Response(taken, status_code=201, headers={"cache-control": "no-store"})

    return DeskUploadController
