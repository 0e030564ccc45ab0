"""HTTP of sign-in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from litestar import Controller, Request, Response, delete, get, post
from litestar.datastructures import Cookie

from pult.operators import queries
from pult.operators.commands import SESSION_DAYS, Accounts
from pult.operators.events import Operator

if TYPE_CHECKING:
    from pult.kit.db import Database


class SignIn(msgspec.Struct, forbid_unknown_fields=True):
    """Who, and the proof."""

    login: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=400)]


class Me(msgspec.Struct):
    """Who is signed in."""

    operator: Operator


class Ticket(msgspec.Struct):
    """Opens one socket within a minute."""

    ticket: str


class Colleague(msgspec.Struct):
    """An operator and whether she is at a desk."""

    id: int
    name: str
    public_name: str
    online: bool


class Colleagues(msgspec.Struct):
    """All active operators."""

    operators: list[Colleague]


def session_cookie(*, secure: bool) -> str:
    """The cookie's name. `secure`: https, so the browser pins it to this host."""
    return "__Host-pult_session" if secure else "pult_session"


def signed_in(accounts: Accounts, *, secure: bool) -> Callable[[Request[Any, Any, Any]], Awaitable[Operator]]:
    """Who sends a request, for the HTTP of other folders. Raises `SignInNeeded`."""
    name = session_cookie(secure=secure)

    async def who(request: Request[Any, Any, Any]) -> Operator:
        return await accounts.by_token(request.cookies.get(name))

    return who


def controller(
    *,
    db: Database,
    accounts: Accounts,
    secure: bool,
    online: Callable[[int], bool],
    address: Callable[[Request[Any, Any, Any]], str],
    guard: Any,
) -> type[Controller]:
    """Build the routes. `secure`: https, so the cookie is `__Host-`, Secure."""
    name = session_cookie(secure=secure)

    class SignInController(Controller):
        path = "/api"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["sign-in"]  # noqa: RUF012

        @post("/session", status_code=200)
        async def sign_in(self, data: SignIn, request: Request[Any, Any, Any]) -> Response[Me]:
            """Sign in; the session is a cookie that scripts cannot read."""
            old = request.cookies.get(name)
            if old:
                await accounts.sign_out(old)
            operator, token = await accounts.sign_in(login=data.login, password=data.password, address=address(request))
            cookie = _cookie(name, token, seconds=SESSION_DAYS * 86_400, secure=secure)
            return Response(Me(operator), cookies=[cookie], headers=_PRIVATE)

        @get("/session")
        async def who(self, request: Request[Any, Any, Any]) -> Response[Me]:
            """Who is signed in."""
            return Response(Me(await accounts.by_token(request.cookies.get(name))), headers=_PRIVATE)

        @delete("/session", status_code=204)
        async def sign_out(self, request: Request[Any, Any, Any]) -> Response[None]:
            """End the session."""
            token = request.cookies.get(name)
            if token:
                await accounts.sign_out(token)
            gone = _cookie(name, "", seconds=0, secure=secure)
            return Response(None, status_code=204, cookies=[gone], headers=_PRIVATE)

        @post("/ticket", status_code=200)
        async def ticket(self, request: Request[Any, Any, Any]) -> Response[Ticket]:
            """A ticket for the desk's socket."""
            operator = await accounts.by_token(request.cookies.get(name))
            return Response(Ticket(accounts.ticket(operator)), headers=_PRIVATE)

        @get("/operators")
        async def colleagues(self, request: Request[Any, Any, Any]) -> Response[Colleagues]:
            """Whom a talk can be handed to."""
            await accounts.by_token(request.cookies.get(name))
            found = [Colleague(o.id, o.name, o.public_name, online(o.id)) for o in await queries.every(db)]
            return Response(Colleagues(found), headers=_PRIVATE)

    return SignInController


_PRIVATE = {"cache-control": "no-store"}


def _cookie(name: str, value: str, *, seconds: int, secure: bool) -> Cookie:
    """Out of reach of scripts, and never sent along from another site."""
    return Cookie(key=name, value=value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="strict")
