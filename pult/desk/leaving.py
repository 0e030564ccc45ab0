"""Other hands for the talks of somebody who may not hold them any more: the account was closed, the role or the teams
are others now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pult.conversations import handing
from pult.conversations.commands import Commands
from pult.conversations.events import QUEUE, Actor, Holder, HolderKind
from pult.conversations.rules import Who
from pult.desk import store
from pult.desk.acting import who_of
from pult.kit.errors import Absent, Conflict
from pult.operators import queries as operators
from pult.operators.events import Face
from pult.operators.load import AtLimit

if TYPE_CHECKING:
    from pult.kit.db import Database


class Leaving:
    """What the accounts ask of the talks (`operators.people_api.Talks`), and the job that follows a change."""

    def __init__(self, *, db: Database, commands: Commands) -> None:
        self._db, self._commands = db, commands

    async def held(self) -> dict[int, int]:
        """Open talks in the hands of each operator."""
        return await store.held(self._db)

    async def uses(self, team: int) -> bool:
        """Whether a talk or a channel belongs to this team."""
        return await store.uses(self._db, team)

    async def tidy(self, body: dict[str, Any]) -> None:
        """Hand on every open talk of `operator` that they may not hold any more (with `all`: every one): to the
        colleague `to` where she may, else back to the queue. Doing it twice does nothing the second time.
        """
        operator, to = int(body["operator"]), body["to"]
        who = await self._author(int(body["by"]))
        for conversation, team, channel in await store.held_by(self._db, operator):
            if not body.get("all") and await operators.answers(self._db, operator, team=team):
                continue
            heir, face = await self._heir(to, team, channel)
            await self._give(conversation, operator, who, heir, face)

    async def _give(self, conversation: str, of: int, who: Who, heir: Holder, face: Face | None) -> None:
        """To the heir, or to the queue when she has no room left; nothing when somebody was faster."""
        try:
            await handing.take_from(self._commands, conversation, holder=of, who=who, to=heir, face=face)
        except AtLimit:
            await self._give(conversation, of, who, QUEUE, None)
        except (Conflict, Absent):
            return

    async def _author(self, by: int) -> Who:
        found = await operators.one(self._db, by) if by else None
        if found is None:
            return Who(kind=Actor.SYSTEM, id=0)
        return who_of(found)

    async def _heir(self, to: int | None, team: int | None, channel: int) -> tuple[Holder, Face | None]:
        found = await operators.one(self._db, to) if to is not None else None
        if found is None or not await operators.answers(self._db, found.id, team=team):
            return QUEUE, None
        return Holder(HolderKind.OPERATOR, found.id, found.name), found.face(channel)
