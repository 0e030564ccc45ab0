"""The doors of permission: who is asking, what they may, and the guard that stands before every HTTP address.

An address or a frame without a declared permission is closed to everybody.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Protocol, cast
from uuid import UUID

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler

from pult.kit.errors import Absent, Forbidden
from pult.kit.web import PUBLIC
from pult.operators import rules
from pult.operators.events import Actor, Operator
from pult.operators.rules import Permission, Role

if TYPE_CHECKING:
    from collections.abc import Sequence


class Access(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has proven who they are, with what they may. `number` changes with every change of their rights."""

    operator: Operator
    role: Role
    teams: frozenset[int]
    session: UUID
    number: int

    def may(self, permission: Permission) -> bool:
        """Whether they may do that."""
        return rules.may(self.role, permission)

    def require(self, permission: Permission) -> None:
        """Raise `Forbidden` unless they may."""
        if not self.may(permission):
            raise Forbidden(f"your role may not do this ({permission})")

    def sees(self, team: int | None) -> bool:
        """Whether they see what belongs to this team (None: to everybody)."""
        return rules.sees(self.role, self.teams, team)

    def teams_seen(self) -> Sequence[int] | None:
        """For a query: the teams whose talks they see besides those of none; None: of every team."""
        return None if self.may(Permission.TALKS_EVERY) else sorted(self.teams)


class Doorkeeper(Protocol):
    """Knows whose session a token is."""

    async def by_token(self, token: str | None) -> Access:
        """Raises `SignInNeeded`."""
        ...


def session_cookie(*, secure: bool) -> str:
    """The cookie's name. `secure`: https, so the browser pins it to this host."""
    return "__Host-pult_session" if secure else "pult_session"


Guard = Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], Awaitable[None]]
_STATE = "pult_access"
MOST = 2**53
"""No number of ours is higher."""


def guarded(keeper: Doorkeeper, *, secure: bool) -> Guard:
    """The guard of the whole application: a handler's `permission` decides, and one without any is closed."""
    name = session_cookie(secure=secure)

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        if any(isinstance(value, int) and value > MOST for value in connection.path_params.values()):
            raise Absent("there is nothing of this number")
        needed = cast("str | None", handler.opt.get("permission"))
        if needed == PUBLIC:
            return
        if needed is None:
            raise Forbidden("nobody has declared who may use this address")
        access = await keeper.by_token(connection.cookies.get(name))
        access.require(Permission(needed))
        cast("dict[str, Any]", connection.scope)[_STATE] = access

    return guard


def access_of(request: Request[Any, Any, Any]) -> Access:
    """Who sends this request; the guard has found out."""
    return cast("Access", cast("dict[str, Any]", request.scope)[_STATE])


By = Callable[[Request[Any, Any, Any]], Actor]
"""Who does something by this request, for the facts."""


def by_address(address: Callable[[Request[Any, Any, Any]], str]) -> By:
    """Whoever is signed in, at the address that a request comes from."""
    return lambda request: Actor(id=access_of(request).operator.id, address=address(request))


async def signed_in(request: Request[Any, Any, Any]) -> Operator:
    """The operator who sends this request."""
    return access_of(request).operator
