"""HTTP of side questions: the desk's side, and the page of a department that has no seat."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import msgspec
from litestar import Controller, Request, Response, delete, get, post
from litestar.params import FromPath, JSONBody

from pult.consulting import words
from pult.consulting.commands import Asked, Consulting, Question
from pult.consulting.rules import TEXT_LENGTH, Wanted
from pult.kit.budget import Budget
from pult.kit.errors import Absent, Busy, Invalid, TooLarge
from pult.kit.web import PRIVATE, PUBLIC
from pult.operators.access import By, access_of
from pult.operators.rules import Permission

Address = Callable[[Request[Any, Any, Any]], str]


class Listed(msgspec.Struct):
    """A talk's side questions, the newest first."""

    questions: list[Question]


def controllers(*, consulting: Consulting, by: By, address: Address, guard: Any, forms: Any) -> list[type[Controller]]:
    """Build the routes. `guard` knows the desk's pages, `forms` our own ones that send forms."""
    return [_desk(consulting, by, guard), _outside(consulting, address, forms)]


def _desk(consulting: Consulting, by: By, guard: Any) -> type[Controller]:

    class SideController(Controller):
        path = "/api/talks/{conv:str}/side"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["talks"]  # noqa: RUF012

        @get("/", permission=Permission.TALKS_READ)
        async def every(self, conv: FromPath[str], request: Request[Any, Any, Any]) -> Response[Listed]:
            """Who was asked about this talk, and what came of it."""
            return _listed(await consulting.every(access_of(request), conv))

        @post("/", permission=Permission.TALKS_WRITE)
        async def ask(
            self, conv: FromPath[str], data: JSONBody[Wanted], request: Request[Any, Any, Any]
        ) -> Response[Asked]:
            """Ask a department; the answer has the link to hand over, once."""
            asked = await consulting.ask(access_of(request), conv, data, by=by(request))
            return Response(asked, status_code=201, headers=PRIVATE)

        @delete("/{id:int}", status_code=200, permission=Permission.TALKS_WRITE)
        async def take_back(
            self, conv: FromPath[str], id: FromPath[int], request: Request[Any, Any, Any]
        ) -> Response[Listed]:
            """It waits no more. 409 `answered`."""
            return _listed(await consulting.take_back(access_of(request), conv, id, by=by(request)))

    return SideController


def _outside(consulting: Consulting, address: Address, guard: Any) -> type[Controller]:
    opens, answers = Budget(rate=0.5, burst=30), Budget(rate=0.1, burst=10)

    class SidePages(Controller):
        path = "/side"
        guards = [guard]  # noqa: RUF012
        tags = ["talks"]  # noqa: RUF012

        @get("/{token:str}", include_in_schema=False, permission=PUBLIC)
        async def page(self, token: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
            """The question, and a box for the answer."""
            try:
                opens.spend(address(request))
                return _page(words.question(await consulting.show(token)))
            except (Absent, Busy) as error:
                return _page(words.absent(), status=error.status)

        @post("/{token:str}", status_code=200, include_in_schema=False, permission=PUBLIC)
        async def answer(self, token: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
            """The answer of a form without any script."""
            said = str((await request.form()).get("text", ""))[: TEXT_LENGTH + 1]
            try:
                shown = await consulting.show(token)
            except Absent as error:
                return _page(words.absent(), status=error.status)
            try:
                answers.spend(address(request))
                return _page(words.question(await consulting.answer(token, said)))
            except Absent as error:
                return _page(words.absent(), status=error.status)
            except (Invalid, TooLarge, Busy) as error:
                wrong = words.word(shown.language, "often" if isinstance(error, Busy) else "long")
                return _page(words.question(shown, said=said, wrong=wrong), status=error.status)

    return SidePages


def _page(body: bytes, *, status: int = 200) -> Response[bytes]:
    return Response(body, status_code=status, media_type="text/html; charset=utf-8", headers=_OUTSIDE)


def _listed(questions: list[Question]) -> Response[Listed]:
    return Response(Listed(questions), headers=PRIVATE)


_HASH = b64encode(sha256(words.style().encode()).digest()).decode()
_OUTSIDE = {
    "cache-control": "no-store",
    "content-security-policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'",
    "referrer-policy": "same-origin",  # without it a browser does not say where its form comes from
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex",
}
