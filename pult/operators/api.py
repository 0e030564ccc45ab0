"""HTTP of signing in and of the own account: profile, password, sessions, links."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, delete, get, patch, post, put
from litestar.datastructures import Cookie
from litestar.params import FromPath, JSONBody

from pult.kit.web import PRIVATE, PUBLIC
from pult.operators import profile, states, store
from pult.operators.access import Access, access_of, session_cookie
from pult.operators.commands import SESSION_DAYS, Accounts
from pult.operators.events import Actor, Operator, Team
from pult.operators.people import Link, People
from pult.operators.profile import Profile, ProfileChange
from pult.operators.rules import TABLE, Permission, Role
from pult.operators.states import Doing, StateChange

if TYPE_CHECKING:
    from pult.kit.db import Database

Secret = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]


class SignIn(msgspec.Struct, forbid_unknown_fields=True):
    """Who, and the proof."""

    login: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    password: Secret


class Me(msgspec.Struct):
    """Who is signed in, and what they may."""

    operator: Operator
    role: Role
    permissions: list[Permission]
    teams: list[Team]
    doing: Doing


class Ticket(msgspec.Struct):
    """Opens one socket within a minute."""

    ticket: str


class NewPassword(msgspec.Struct, forbid_unknown_fields=True):
    """The proof, and what shall be."""

    old: Secret
    password: Secret


class Ended(msgspec.Struct):
    """How many sessions have ended."""

    ended: int


class SessionShown(msgspec.Struct):
    """Where somebody is signed in. `agent` is what the browser says of itself."""

    id: UUID
    agent: str
    address: str
    created_at: datetime
    seen_at: datetime
    mine: bool


class SessionsShown(msgspec.Struct):
    """Living sessions, the one seen last first."""

    sessions: list[SessionShown]


class LinkToken(msgspec.Struct, forbid_unknown_fields=True):
    """The secret of a link; it stands behind the # of its address and in no log."""

    token: Secret


class Joining(msgspec.Struct, forbid_unknown_fields=True):
    """A link's secret and what its owner sets."""

    token: Secret
    password: Secret
    name: str = ""


async def shown_sessions(db: Database, operator: int, mine: UUID | None) -> SessionsShown:
    """Living sessions of somebody; `mine` is the one that asks."""
    return SessionsShown(
        [
            SessionShown(
                id=row["id"],
                agent=row["agent"],
                address=row["address"],
                created_at=row["created_at"],
                seen_at=row["seen_at"],
                mine=row["id"] == mine,
            )
            for row in await store.sessions(db, operator)
        ]
    )


class Doors(msgspec.Struct, frozen=True, kw_only=True):
    """What the HTTP of this folder works with. `online` says who has a window open, `address` where a request comes
    from, `tell(operator, frame)` reaches all her desks; `secure`: https, so the cookie is `__Host-`, Secure.
    """

    db: Database
    accounts: Accounts
    people: People
    secure: bool
    online: Callable[[int], bool]
    address: Callable[[Request[Any, Any, Any]], str]
    tell: Callable[[int, dict[str, object]], None]
    guard: Any

    def by(self, request: Request[Any, Any, Any]) -> Actor:
        """Who changes something, from where."""
        return Actor(id=access_of(request).operator.id, address=self.address(request))

    def signed_in(self, token: str) -> Cookie:
        """The cookie of a new session: out of reach of scripts, never sent along from another site."""
        return self._cookie(token, seconds=SESSION_DAYS * 86_400)

    def signed_out(self) -> Cookie:
        """The cookie that ends one."""
        return self._cookie("", seconds=0)

    def token(self, request: Request[Any, Any, Any]) -> str | None:
        """The session's token that came along."""
        return request.cookies.get(session_cookie(secure=self.secure))

    def _cookie(self, value: str, *, seconds: int) -> Cookie:
        name = session_cookie(secure=self.secure)
        return Cookie(
            key=name, value=value, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="strict"
        )

    async def me(self, access: Access) -> Me:
        """Who is signed in."""
        teams = [team for team in await self.people.teams() if team.id in access.teams]
        return Me(
            access.operator,
            access.role,
            sorted(TABLE[access.role]),
            teams,
            await states.doing(self.db, access.operator.id),
        )


def controllers(doors: Doors) -> list[type[Controller]]:
    """Build the routes."""
    return [_sign_in(doors), _own(doors), _links(doors)]


def _sign_in(doors: Doors) -> type[Controller]:
    accounts = doors.accounts

    class SignInController(Controller):
        path = "/api"
        guards = [doors.guard]  # noqa: RUF012 - Litestar's own form
        tags = ["sign-in"]  # noqa: RUF012

        @post("/session", status_code=200, permission=PUBLIC)
        async def sign_in(self, data: JSONBody[SignIn], request: Request[Any, Any, Any]) -> Response[Me]:
            """Sign in; the session is a cookie that scripts cannot read."""
            old = doors.token(request)
            if old:
                await accounts.sign_out(old)
            _, token = await accounts.sign_in(
                login=data.login, password=data.password, address=doors.address(request), agent=agent_of(request)
            )
            me = await doors.me(await accounts.by_token(token))
            return Response(me, cookies=[doors.signed_in(token)], headers=PRIVATE)

        @get("/session", permission=Permission.OWN)
        async def who(self, request: Request[Any, Any, Any]) -> Response[Me]:
            """Who is signed in."""
            return Response(await doors.me(access_of(request)), headers=PRIVATE)

        @delete("/session", status_code=204, permission=PUBLIC)
        async def sign_out(self, request: Request[Any, Any, Any]) -> Response[None]:
            """End the session."""
            token = doors.token(request)
            if token:
                await accounts.sign_out(token)
            return Response(None, status_code=204, cookies=[doors.signed_out()], headers=PRIVATE)

        @post("/ticket", status_code=200, permission=Permission.OWN)
        async def ticket(self, request: Request[Any, Any, Any]) -> Response[Ticket]:
            """A ticket for the desk's socket."""
            return Response(Ticket(accounts.ticket(access_of(request))), headers=PRIVATE)

    return SignInController


def _own(doors: Doors) -> type[Controller]:
    class OwnController(Controller):
        path = "/api"
        guards = [doors.guard]  # noqa: RUF012
        tags = ["account"]  # noqa: RUF012

        @get("/profile", permission=Permission.OWN)
        async def profile(self, request: Request[Any, Any, Any]) -> Response[Profile]:
            """The own profile."""
            return Response(await profile.profile(doors.db, access_of(request).operator.id), headers=PRIVATE)

        @patch("/profile", permission=Permission.OWN)
        async def change(self, data: JSONBody[ProfileChange], request: Request[Any, Any, Any]) -> Response[Profile]:
            """Change what is given; the own other windows follow."""
            me = access_of(request).operator.id
            changed = await profile.change(doors.db, me, data, by=doors.by(request))
            doors.tell(me, {"t": "profile", "profile": profile.frame(changed)})
            return Response(changed, headers=PRIVATE)

        @put("/state", permission=Permission.OWN)
        async def do(self, data: JSONBody[StateChange], request: Request[Any, Any, Any]) -> Response[Doing]:
            """Do something else from now on; the own other windows follow."""
            me = access_of(request).operator.id
            now = await states.change(doors.db, me, data, by=doors.by(request))
            doors.tell(me, {"t": "state", "doing": msgspec.to_builtins(now)})
            return Response(now, headers=PRIVATE)

        @post("/password", status_code=200, permission=Permission.OWN)
        async def password(self, data: JSONBody[NewPassword], request: Request[Any, Any, Any]) -> Response[Ended]:
            """Another password; every other session of this account ends."""
            ended = await doors.accounts.change_password(
                access_of(request), old=data.old, new=data.password, address=doors.address(request)
            )
            return Response(Ended(ended), headers=PRIVATE)

        @get("/sessions", permission=Permission.OWN)
        async def sessions(self, request: Request[Any, Any, Any]) -> Response[SessionsShown]:
            """Where one is signed in."""
            access = access_of(request)
            return Response(await shown_sessions(doors.db, access.operator.id, access.session), headers=PRIVATE)

        @delete("/sessions", status_code=200, permission=Permission.OWN)
        async def end_others(self, request: Request[Any, Any, Any]) -> Response[Ended]:
            """End every session but this one."""
            access = access_of(request)
            ended = await doors.accounts.end_sessions(access.operator.id, by=doors.by(request), but=access.session)
            return Response(Ended(ended), headers=PRIVATE)

        @delete("/sessions/{session:uuid}", status_code=200, permission=Permission.OWN)
        async def end_one(self, session: FromPath[UUID], request: Request[Any, Any, Any]) -> Response[Ended]:
            """End one of the own sessions."""
            me = access_of(request).operator.id
            ended = await doors.accounts.end_sessions(me, by=doors.by(request), one=session)
            return Response(Ended(ended), headers=PRIVATE)

    return OwnController


def _links(doors: Doors) -> type[Controller]:
    class LinksController(Controller):
        path = "/api/join"
        guards = [doors.guard]  # noqa: RUF012
        tags = ["sign-in"]  # noqa: RUF012

        @post("/look", status_code=200, permission=PUBLIC)
        async def look(self, data: JSONBody[LinkToken], request: Request[Any, Any, Any]) -> Response[Link]:
            """What a link is for. Used, old and unknown ones are one and the same 404."""
            return Response(await doors.people.look(data.token), headers=PRIVATE)

        @post("/", status_code=200, permission=PUBLIC)
        async def join(self, data: JSONBody[Joining], request: Request[Any, Any, Any]) -> Response[Me]:
            """Use a link: it sets name and password, and signs in."""
            token = await doors.people.join(
                data.token,
                name=data.name,
                password=data.password,
                address=doors.address(request),
                agent=agent_of(request),
            )
            me = await doors.me(await doors.accounts.by_token(token))
            return Response(me, cookies=[doors.signed_in(token)], headers=PRIVATE)

    return LinksController


def agent_of(request: Request[Any, Any, Any]) -> str:
    """What the browser says of itself, printable."""
    said = request.headers.get("user-agent", "")[:300]
    return "".join(one for one in said if one.isprintable())
