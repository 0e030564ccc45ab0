"""HTTP of what stands beside a talk."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, delete, get, post, put
from litestar.params import FromPath, JSONBody

from pult.contacts.notes import Note
from pult.desk.context import Context, ContextDesk
from pult.kit.web import PRIVATE
from pult.operators.access import access_of
from pult.operators.rules import Permission

Text = Annotated[str, msgspec.Meta(max_length=20_000)]


class Words(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A note."""

    text: Text


class Changed(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A note as it shall be, and the version that was changed."""

    text: Text
    version: Annotated[int, msgspec.Meta(ge=1, le=2**31)]


def controller(*, context: ContextDesk, guard: Any) -> type[Controller]:
    """Build the routes."""

    class ContextController(Controller):
        path = "/api/talks/{conv:str}"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["contacts"]  # noqa: RUF012

        @get("/context", permission=Permission.TALKS_READ)
        async def read(self, conv: FromPath[str], request: Request[Any, Any, Any]) -> Response[Context]:
            """The person's earlier talks, notes about them, bans that stand."""
            return Response(await context.read(access_of(request), conv), headers=PRIVATE)

        @post("/notes", permission=Permission.TALKS_NOTE)
        async def add(
            self, conv: FromPath[str], data: JSONBody[Words], request: Request[Any, Any, Any]
        ) -> Response[Note]:
            """Note something about the person. 413 with `limit`; 409 `too_many_notes`."""
            made = await context.add(access_of(request), conv, data.text)
            return Response(made, status_code=201, headers=PRIVATE)

        @put("/notes/{note:int}", permission=Permission.TALKS_NOTE)
        async def change(
            self, conv: FromPath[str], note: FromPath[int], data: JSONBody[Changed], request: Request[Any, Any, Any]
        ) -> Response[Note]:
            """Other words in one's own. 403 for a colleague's, 412 `outdated`."""
            made = await context.change(access_of(request), conv, note, text=data.text, version=data.version)
            return Response(made, headers=PRIVATE)

        @delete("/notes/{note:int}", status_code=204, permission=Permission.TALKS_NOTE)
        async def remove(self, conv: FromPath[str], note: FromPath[int], request: Request[Any, Any, Any]) -> None:
            """Delete one's own; it can be taken back for an hour."""
            await context.remove(access_of(request), conv, note)

        @post("/notes/{note:int}/restore", status_code=200, permission=Permission.TALKS_NOTE)
        async def restore(
            self, conv: FromPath[str], note: FromPath[int], request: Request[Any, Any, Any]
        ) -> Response[Note]:
            """Take a deletion back. 409 `too_many_notes`."""
            return Response(await context.restore(access_of(request), conv, note), headers=PRIVATE)

    return ContextController
