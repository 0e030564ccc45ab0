"""HTTP of what teams ask on closing, for administrators."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Controller, Request, Response, delete, get, put
from litestar.params import FromPath, JSONBody

from pult.gateway.closing import Closing, ClosingField
from pult.gateway.team_closing import Closings
from pult.kit.web import PRIVATE
from pult.operators.access import By
from pult.operators.rules import Permission


class TeamAsks(msgspec.Struct):
    """What one team asks."""

    team: int
    closing: Closing


class TeamsAsk(msgspec.Struct):
    """Teams that are not named leave it to the sites."""

    teams: list[TeamAsks]


class FieldWanted(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """One question; without `choices` any words will do."""

    key: str
    label: str
    required: bool = False
    choices: tuple[str, ...] = ()


class ClosingWanted(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What shall be asked: whether a topic (one of `topics`) is needed, and further questions."""

    topic: bool = False
    topics: tuple[str, ...] = ()
    fields: tuple[FieldWanted, ...] = ()

    def closing(self) -> Closing:
        """The same as it is kept."""
        fields = tuple(
            ClosingField(key=one.key, label=one.label, required=one.required, choices=one.choices)
            for one in self.fields
        )
        return Closing(topic=self.topic, topics=self.topics, fields=fields)


def controller(*, closings: Closings, by: By, guard: Any) -> type[Controller]:
    """Build the routes."""

    async def shown() -> Response[TeamsAsk]:
        teams = [TeamAsks(team, closing) for team, closing in (await closings.every()).items()]
        return Response(TeamsAsk(teams), headers=PRIVATE)

    class TeamClosingController(Controller):
        path = "/api/closing/teams"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["people"]  # noqa: RUF012

        @get("/", permission=Permission.PEOPLE_READ)
        async def every(self) -> Response[TeamsAsk]:
            """What teams ask when a talk of theirs is closed."""
            return await shown()

        @put("/{team:int}", permission=Permission.PEOPLE_MANAGE)
        async def change(
            self, team: FromPath[int], data: JSONBody[ClosingWanted], request: Request[Any, Any, Any]
        ) -> Response[TeamsAsk]:
            """Ask this in talks of this team, whatever their site asks."""
            await closings.put(team, data.closing(), by=by(request))
            return await shown()

        @delete("/{team:int}", status_code=200, permission=Permission.PEOPLE_MANAGE)
        async def leave(self, team: FromPath[int], request: Request[Any, Any, Any]) -> Response[TeamsAsk]:
            """Leave it to the sites again."""
            await closings.put(team, None, by=by(request))
            return await shown()

    return TeamClosingController
