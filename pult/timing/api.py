"""HTTP of the settings of time, team by team: `GET /api/timing`, `PUT /api/timing/{team}` with a whole policy.

A settings page reads all of them at once and writes one team's as a whole; what is left out is off, or as it is for
everybody (team 0). Refusals are problem+json whose `pointer` names the field (`/targets/1/first`, `/overflow/to`). The
form of each part stands in `events.py` and in the OpenAPI page.
"""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, put
from litestar.params import FromPath, JSONBody

from pult.kit.web import PRIVATE
from pult.operators.access import By
from pult.operators.rules import Permission
from pult.timing.commands import Timing
from pult.timing.events import Policy


class OfTeam(msgspec.Struct, kw_only=True):
    """What was set for a team (0: for everybody)."""

    team: int
    policy: Policy


class PoliciesShown(msgspec.Struct):
    """A team that is not named has nothing of its own."""

    teams: list[OfTeam]


def controller(*, timing: Timing, by: By, guard: Any) -> type[Controller]:
    """Build the routes."""

    class TimingController(Controller):
        path = "/api/timing"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["people"]  # noqa: RUF012

        @get("/", permission=Permission.PEOPLE_READ)
        async def every(self) -> Response[PoliciesShown]:
            """The settings of all teams."""
            return Response(await _shown(timing), headers=PRIVATE)

        @put("/{team:int}", permission=Permission.PEOPLE_MANAGE)
        async def change(
            self, team: FromPath[int], data: JSONBody[Policy], request: Request[Any, Any, Any]
        ) -> Response[PoliciesShown]:
            """Other settings for one team (0: for everybody)."""
            await timing.set(team, data, by=by(request))
            return Response(await _shown(timing), headers=PRIVATE)

    return TimingController


async def _shown(timing: Timing) -> PoliciesShown:
    found = await timing.policies()
    return PoliciesShown([OfTeam(team=team, policy=policy) for team, policy in sorted(found.items())])
