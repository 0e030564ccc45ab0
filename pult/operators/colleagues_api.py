"""HTTP of colleagues: who they are, what they do and carry, and another state for one of them."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, put
from litestar.params import FromPath, JSONBody

from pult.kit.clock import milliseconds
from pult.kit.errors import Invalid
from pult.kit.web import PRIVATE
from pult.operators import queries, states
from pult.operators.access import access_of
from pult.operators.api import Doors
from pult.operators.events import Team
from pult.operators.rules import Permission, Role
from pult.operators.states import Doing, StateChange


class Colleague(msgspec.Struct):
    """An operator, whether she is at a desk, what she does since when (milliseconds since 1970), and what she carries
    (hundredths of a chat). `picture`: the mark of the one that visitors see everywhere.
    """

    id: int
    name: str
    public_name: str
    role: Role
    teams: tuple[int, ...]
    online: bool
    state: str
    named: int | None
    comment: str
    since: int
    load: int
    limit: int
    picture: str | None


class Colleagues(msgspec.Struct):
    """All active operators, and all teams."""

    operators: list[Colleague]
    teams: list[Team]


def controller(doors: Doors) -> type[Controller]:
    """Build the routes."""

    class ColleaguesController(Controller):
        path = "/api/operators"
        guards = [doors.guard]  # noqa: RUF012 - Litestar's own form
        tags = ["account"]  # noqa: RUF012

        @get("/", permission=Permission.PEOPLE_READ)
        async def colleagues(self) -> Response[Colleagues]:
            """Whom a talk can be handed to."""
            found = [
                Colleague(
                    id=one.operator.id,
                    name=one.operator.name,
                    public_name=one.operator.public_name,
                    role=one.role,
                    teams=one.teams,
                    online=one.here or doors.online(one.operator.id),
                    state=one.state,
                    named=one.named,
                    comment=one.comment,
                    since=milliseconds(one.since),
                    load=one.load,
                    limit=one.limit,
                    picture=one.operator.face().picture,
                )
                for one in await queries.every(doors.db)
            ]
            return Response(Colleagues(found, await doors.people.teams()), headers=PRIVATE)

        @put("/{operator:int}/state", permission=Permission.FLOOR)
        async def make_do(
            self, operator: FromPath[int], data: JSONBody[StateChange], request: Request[Any, Any, Any]
        ) -> Response[Doing]:
            """Another state for a colleague; her desks are told by whom."""
            if data.auto:
                raise Invalid("only her own desk can notice this", pointer="/auto")
            now = await states.change(doors.db, operator, data, by=doors.by(request))
            by = access_of(request).operator
            doors.tell(
                operator, {"t": "state", "doing": msgspec.to_builtins(now), "by": {"id": by.id, "name": by.name}}
            )
            return Response(now, headers=PRIVATE)

    return ColleaguesController
