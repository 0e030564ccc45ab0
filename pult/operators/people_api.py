"""HTTP of people, for administrators: accounts, invitations, teams."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal, Protocol
from uuid import UUID

import msgspec
from litestar import Controller, Request, Response, delete, get, patch, post, put
from litestar.params import FromPath, JSONBody

from pult.kit.errors import Conflict, Invalid
from pult.kit.web import PRIVATE
from pult.operators.access import access_of
from pult.operators.api import Doors, Ended, SessionsShown, shown_sessions
from pult.operators.events import Team
from pult.operators.people import LINK_HOURS, Invitation, Invited, Person
from pult.operators.rules import Permission, Role

Number = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
Language = Literal["ru", "en"]


class Talks(Protocol):
    """What the talks say of people and teams; wiring gives it."""

    async def held(self) -> dict[int, int]:
        """Open talks in the hands of each operator."""
        ...

    async def uses(self, team: int) -> bool:
        """Whether a talk or a channel belongs to this team."""
        ...


Send = Callable[..., Awaitable[bool]]


class PersonShown(msgspec.Struct):
    """An account, with how many open talks it holds."""

    person: Person
    talks: int
    online: bool


class PeopleShown(msgspec.Struct):
    """Everybody, who was asked in, and the teams."""

    people: list[PersonShown]
    invitations: list[Invitation]
    teams: list[Team]


class Invite(msgspec.Struct, forbid_unknown_fields=True):
    """Whom to ask in. With `mail` the link goes there when letters can be sent; `language` is the letter's."""

    login: str
    name: str = ""
    mail: str | None = None
    role: Role = Role.OPERATOR
    teams: tuple[Number, ...] = ()
    language: Language = "ru"


class Reset(msgspec.Struct, forbid_unknown_fields=True):
    """A link for another password; `mail`: send it there instead of showing it."""

    mail: bool = False
    language: Language = "ru"


class LinkMade(msgspec.Struct):
    """Where it went: to `mail`, or here, to be shown once. `hours` is how long it works."""

    link: str | None
    mail: str | None
    hours: int


class PersonChange(msgspec.Struct, forbid_unknown_fields=True):
    """What shall be otherwise."""

    role: Role | None = None
    teams: tuple[Number, ...] | None = None
    limit: Annotated[int, msgspec.Meta(ge=1, le=1000)] | None = None


class Deactivate(msgspec.Struct, forbid_unknown_fields=True):
    """Where the open talks go: to a colleague, or (null) to the queue."""

    to: Number | None


class TeamName(msgspec.Struct, forbid_unknown_fields=True):
    """A team's name."""

    name: str


class TeamChange(TeamName, forbid_unknown_fields=True, kw_only=True):
    """A team's name, and who may reply in its talks (absent: as it is)."""

    replies: Literal["holder", "anybody"] | None = None


class TeamsShown(msgspec.Struct):
    """All teams."""

    teams: list[Team]


def controllers(doors: Doors, *, talks: Talks, send: Send, origin: str) -> list[type[Controller]]:
    """Build the routes. `send` mails a link (False: it did not leave); links begin with our own `origin`, whatever name
    a request used for us.
    """
    return [_people(doors, talks), _invitations(doors, send, origin), _teams(doors, talks)]


def _people(doors: Doors, talks: Talks) -> type[Controller]:
    people = doors.people

    class PeopleController(Controller):
        path = "/api/people"
        guards = [doors.guard]  # noqa: RUF012 - Litestar's own form
        tags = ["people"]  # noqa: RUF012

        @get("/", permission=Permission.PEOPLE_MANAGE)
        async def every(self) -> Response[PeopleShown]:
            """Everybody with their rights; who was asked in; the teams."""
            held = await talks.held()
            shown = [PersonShown(one, held.get(one.id, 0), doors.online(one.id)) for one in await people.every()]
            found = PeopleShown(shown, await people.invitations(), await people.teams())
            return Response(found, headers=PRIVATE)

        @patch("/{operator:int}", status_code=204, permission=Permission.PEOPLE_MANAGE)
        async def change(
            self, operator: FromPath[int], data: JSONBody[PersonChange], request: Request[Any, Any, Any]
        ) -> Response[None]:
            """Another role, other teams; open sockets notice within seconds."""
            await people.change(operator, by=doors.by(request), role=data.role, teams=data.teams, limit=data.limit)
            return Response(None, status_code=204, headers=PRIVATE)

        @post("/{operator:int}/deactivate", status_code=204, permission=Permission.PEOPLE_MANAGE)
        async def close(
            self, operator: FromPath[int], data: JSONBody[Deactivate], request: Request[Any, Any, Any]
        ) -> Response[None]:
            """Close an account; its sessions end, its open talks go on elsewhere."""
            await people.deactivate(operator, by=doors.by(request), to=data.to)
            return Response(None, status_code=204, headers=PRIVATE)

        @post("/{operator:int}/activate", status_code=204, permission=Permission.PEOPLE_MANAGE)
        async def open(self, operator: FromPath[int], request: Request[Any, Any, Any]) -> Response[None]:
            """Open it again."""
            await people.activate(operator, by=doors.by(request))
            return Response(None, status_code=204, headers=PRIVATE)

        @get("/{operator:int}/sessions", permission=Permission.PEOPLE_MANAGE)
        async def sessions(self, operator: FromPath[int]) -> Response[SessionsShown]:
            """Where somebody is signed in."""
            return Response(await shown_sessions(doors.db, operator, None), headers=PRIVATE)

        @delete("/{operator:int}/sessions", status_code=200, permission=Permission.PEOPLE_MANAGE)
        async def end_all(self, operator: FromPath[int], request: Request[Any, Any, Any]) -> Response[Ended]:
            """End all sessions of somebody."""
            return Response(Ended(await people.end_sessions(operator, by=doors.by(request))), headers=PRIVATE)

        @delete("/{operator:int}/sessions/{session:uuid}", status_code=200, permission=Permission.PEOPLE_MANAGE)
        async def end_one(
            self, operator: FromPath[int], session: FromPath[UUID], request: Request[Any, Any, Any]
        ) -> Response[Ended]:
            """End one of them."""
            ended = await people.end_sessions(operator, by=doors.by(request), one=session)
            return Response(Ended(ended), headers=PRIVATE)

    return PeopleController


def _invitations(doors: Doors, send: Send, origin: str) -> type[Controller]:
    people = doors.people

    async def made(
        token: str, *, login: str, mail: str | None, language: Language, new: bool, by: str
    ) -> Response[LinkMade]:
        link = f"{origin}/desk/#join/{token}"
        if mail is not None and await send(link, to=mail, login=login, language=language, new=new, by=by):
            return Response(LinkMade(None, mail, LINK_HOURS), headers=PRIVATE)
        return Response(LinkMade(link, None, LINK_HOURS), headers=PRIVATE)

    class InvitationsController(Controller):
        path = "/api/people"
        guards = [doors.guard]  # noqa: RUF012
        tags = ["people"]  # noqa: RUF012

        @post("/invitations", status_code=200, permission=Permission.PEOPLE_MANAGE)
        async def invite(self, data: JSONBody[Invite], request: Request[Any, Any, Any]) -> Response[LinkMade]:
            """Ask somebody in: a link that works once within a day."""
            asked = Invited(login=data.login, name=data.name, mail=data.mail, role=data.role, teams=data.teams)
            by = doors.by(request)
            token = await people.invite(asked, by=by)
            name = access_of(request).operator.name
            return await made(token, login=data.login, mail=data.mail, language=data.language, new=True, by=name)

        @delete("/invitations/{invitation:int}", status_code=204, permission=Permission.PEOPLE_MANAGE)
        async def revoke(self, invitation: FromPath[int], request: Request[Any, Any, Any]) -> Response[None]:
            """The link does not work any more."""
            await people.revoke(invitation, by=doors.by(request))
            return Response(None, status_code=204, headers=PRIVATE)

        @post("/{operator:int}/reset", status_code=200, permission=Permission.PEOPLE_MANAGE)
        async def reset(
            self, operator: FromPath[int], data: JSONBody[Reset], request: Request[Any, Any, Any]
        ) -> Response[LinkMade]:
            """A link that gives an account another password."""
            token, login, mail = await people.invite_again(operator, by=doors.by(request))
            if data.mail and mail is None:
                raise Invalid("this account has no mail address", pointer="/mail")
            name = access_of(request).operator.name
            where = mail if data.mail else None
            return await made(token, login=login, mail=where, language=data.language, new=False, by=name)

    return InvitationsController


def _teams(doors: Doors, talks: Talks) -> type[Controller]:
    people = doors.people

    class TeamsController(Controller):
        path = "/api/teams"
        guards = [doors.guard]  # noqa: RUF012
        tags = ["people"]  # noqa: RUF012

        @get("/", permission=Permission.PEOPLE_READ)
        async def every(self) -> Response[TeamsShown]:
            """All teams."""
            return Response(TeamsShown(await people.teams()), headers=PRIVATE)

        @post("/", status_code=200, permission=Permission.PEOPLE_MANAGE)
        async def add(self, data: JSONBody[TeamName], request: Request[Any, Any, Any]) -> Response[Team]:
            """A new team."""
            return Response(await people.add_team(data.name, by=doors.by(request)), headers=PRIVATE)

        @put("/{team:int}", permission=Permission.PEOPLE_MANAGE)
        async def change(
            self, team: FromPath[int], data: JSONBody[TeamChange], request: Request[Any, Any, Any]
        ) -> Response[Team]:
            """Another name; who may reply in its talks. Open desks follow within five seconds."""
            changed = await people.change_team(team, data.name, replies=data.replies, by=doors.by(request))
            return Response(changed, headers=PRIVATE)

        @delete("/{team:int}", status_code=204, permission=Permission.PEOPLE_MANAGE)
        async def drop(self, team: FromPath[int], request: Request[Any, Any, Any]) -> Response[None]:
            """Without it; refused while a talk or a site belongs to it."""
            if await talks.uses(team):
                raise Conflict("talks or sites belong to this team", code="team_in_use")
            await people.drop_team(team, by=doors.by(request))
            return Response(None, status_code=204, headers=PRIVATE)

    return TeamsController
