"""HTTP of a visitor's files on their way in: no form, no cookie; the bytes are the body, proof and name stand in
headers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from litestar import Controller, Request, Response, post
from litestar.params import FromPath

from pult.channels.webchat.socket import ChatDoor
from pult.gateway.contract import Gate, Uploaded
from pult.kit.budget import Budget
from pult.kit.errors import SignInNeeded
from pult.kit.web import PUBLIC, uploaded_name, uploaded_size


def controller(
    *, gate: Gate, door: ChatDoor, budget: Budget, address: Callable[[Request[Any, Any, Any]], str]
) -> type[Controller]:
    """Build the route. `door` knows whose key a key is; `budget` is what one address may send."""

    class UploadController(Controller):
        path = "/api/widget"
        tags = ["widget"]  # noqa: RUF012 - Litestar's own form

        @post("/{key:str}/files/{upload:uuid}", status_code=201, request_max_body_size=None, permission=PUBLIC)
        async def upload(
            self, key: FromPath[str], upload: FromPath[UUID], request: Request[Any, Any, Any]
        ) -> Response[Uploaded]:
            """Take one file from the frame: the bytes are the body, the proof and the name stand in headers."""
            proof = {"key": request.headers.get("x-pult-key", ""), "site": request.headers.get("x-pult-site", "")}
            speaker = door.recognised(proof, origin=request.headers.get("origin"))
            if speaker.site.key != key:
                raise SignInNeeded("this token is for another site", code="auth_failed")
            speaker.address = address(request)
            budget.spend(speaker.address)
            taken = await gate.upload(
                speaker, upload=upload, name=uploaded_name(request), size=uploaded_size(request), body=request.stream()
            )
            return Response(taken, status_code=201, headers={"cache-control": "no-store"})

    return UploadController
