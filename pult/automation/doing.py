"""What rules do to a talk, thing by thing, through the commands of talks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from pult.automation.events import About
from pult.automation.rules import Action, Call, Note, Rise, Tag, ToTeam
from pult.conversations import aside, handing
from pult.conversations.commands import Commands
from pult.conversations.events import Actor
from pult.conversations.handing import Said
from pult.conversations.rules import Who
from pult.kit.errors import PultError
from pult.operators import queries as operators

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.automation.calling import Calling
    from pult.kit.db import Database

log = structlog.get_logger("pult.automation")


class Doing:
    """Hold one per process."""

    def __init__(self, db: Database, commands: Commands, *, calling: Calling) -> None:
        self._db, self._commands, self._calling = db, commands, calling
        calling.decide = self.all

    async def all(self, about: About, then: Sequence[Action], row: Record, ids: Sequence[UUID]) -> str | None:
        """Do these, each under its id: the same one again does nothing. The code of the last that could not be done:
        it stands so already, or the talk has ended; the next thing may still be possible.
        """
        failed: str | None = None
        for place, (action, cid) in enumerate(zip(then, ids, strict=True)):
            try:
                await self._do(about, action, row, cid)
            except PultError as error:
                failed = error.code
                log.info("rule_could_not", rule=about.rule, action=place, code=error.code)
        return failed

    async def _do(self, about: About, action: Action, row: Record, cid: UUID) -> None:
        who, conv = Who(kind=Actor.SYSTEM, id=0, name=about.name), str(row["public_id"])
        match action:
            case Tag():
                await aside.tag(self._commands, conv, who=who, cid=cid, add=action.add, remove=())
            case Rise():
                await aside.prioritise(self._commands, conv, who=who, cid=cid, to=action.to, reason="")
            case Note():
                await aside.note(self._commands, conv, who=who, cid=cid, text=action.text)
            case ToTeam():
                await self._to_team(about, action, row, who, cid)
            case Call():
                await self._calling.queue(about, action, cid)

    async def _to_team(self, about: About, action: ToTeam, row: Record, who: Who, cid: UUID) -> None:
        """Not out of the hands of somebody who answers there."""
        if action.team == row["team_id"] or (row["holder_kind"] != "queue" and row["last_by"] == "operator"):
            return
        team = await operators.team(self._db, action.team) if action.team is not None else None
        name = team.name if team else None
        said = Said(reason=about.name, lead=True)
        await handing.to_team(
            self._commands, str(row["public_id"]), who=who, cid=cid, team=action.team, name=name, said=said
        )
