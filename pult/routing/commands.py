"""Assigning: what waits in the queue of a team that wants it goes to whose turn it is, in one transaction with the
limit. Every node does it; the database lets one at a time choose for a team, so two nodes never give too much.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

import structlog

from pult.conversations import handing
from pult.conversations import queries as log_queries
from pult.conversations.commands import Commands
from pult.conversations.events import Actor, Appended, Holder, HolderKind, Kind
from pult.conversations.rules import Head, Who
from pult.kit import facts
from pult.kit.again import Again
from pult.kit.errors import Absent, Conflict, PultError
from pult.operators import load
from pult.operators import queries as operators
from pult.operators.events import TEAM_CHANGED
from pult.operators.events import Actor as Author
from pult.routing import store
from pult.routing.events import EVERYBODY, Manners
from pult.routing.rules import Candidate, Choice, Talk, choose

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database
    from pult.operators.queries import Free

BATCH = 200
"""Talks of one team that are looked at in one turn."""
MOVES = (Kind.ASSIGNED, Kind.TRANSFERRED, Kind.STATUS)
SYSTEM = Who(kind=Actor.SYSTEM, id=0)
log = structlog.get_logger("pult.routing")


class LeftWaiting(PultError):
    """Nobody has room for it now: it stays where it is."""

    status = 409
    code = "left_waiting"


class Routing(Again):
    """Hold one per process. A turn is taken every `period` seconds, and `soon` when something has come or ended."""

    def __init__(self, db: Database, commands: Commands, *, period: float) -> None:
        super().__init__(self._again, period=period, name="routing")
        self._db, self._commands = db, commands
        self._manners: dict[int, Manners] = {}
        self._wanted = False
        self._now: asyncio.Task[None] | None = None

    def shows_looks(self, team: int | None) -> bool:
        """Whether colleagues are told when a supervisor looks into a talk of this team."""
        known = self._manners.get(team or EVERYBODY)
        return known is not None and known.shows_looks

    async def manners(self) -> list[Manners]:
        """What was set; teams that are not named have the defaults."""
        found = [
            Manners(team=row["team_id"], manner=row["manner"], shows_looks=row["shows_looks"])
            for row in await store.manners(self._db)
        ]
        self._manners = {one.team: one for one in found}
        return found

    async def set_manners(self, wanted: Manners, *, by: Author) -> None:
        """Another manner from now on. Raises `Absent` when there is no such team."""
        if wanted.team != EVERYBODY and await operators.team(self._db, wanted.team) is None:
            raise Absent("there is no such team")
        async with self._db.transaction() as connection:
            await store.put(connection, wanted.team, manner=wanted.manner, shows_looks=wanted.shows_looks)
            body = by.fact(manner=wanted.manner, shows_looks=wanted.shows_looks)
            await facts.record(connection, kind=TEAM_CHANGED, subject=f"team:{wanted.team}", body=body)
        await self.manners()
        self.soon()

    def committed(self, appended: Appended) -> None:
        """Entries were written here: perhaps somebody has room now, or a talk has come into a queue."""
        if any(entry.seq == 1 or entry.kind in MOVES for entry in appended.entries):
            self.soon()

    def soon(self) -> None:
        """Something has come or ended here: take a turn now instead of in a while."""
        self._wanted = True
        if self._now is None and any(one.manner == "assign" for one in self._manners.values()):
            self._now = asyncio.create_task(self._at_once(), name="routing now")

    async def _at_once(self) -> None:
        try:
            while self._wanted:
                await self.turn()
        except Exception as error:
            log.warning("turn_failed", error=repr(error))
        finally:
            self._now = None

    async def _again(self) -> None:
        await self.manners()
        await self.turn()

    async def stop(self) -> None:
        """End."""
        if self._now is not None:
            self._now.cancel()
        await super().stop()

    async def turn(self) -> None:
        """Give away what can be given."""
        self._wanted = False
        for one in self._manners.values():
            if one.manner == "assign":
                await self._team(one.team or None)

    async def _team(self, team: int | None) -> None:
        waiting = await store.waiting(self._db, team, BATCH)
        for conversation in waiting:
            if not _room(await operators.free(self._db, team)):
                return
            try:
                await handing.assign(self._commands, conversation, who=SYSTEM, choose=self._choose)
            except (LeftWaiting, Conflict, Absent):
                continue  # nobody for this one; or somebody else was faster

    async def _choose(self, connection: Connection, head: Head) -> handing.Chosen:
        team = await store.team_of(connection, head.id)
        await store.one_after_another(connection, team or EVERYBODY)
        giver = await log_queries.given_by(connection, head.id)
        not_to: set[int] = set() if giver is None else {giver}
        people = await operators.free(connection, team)
        while (choice := _choice(people, not_to)) is not None:
            if await load.has_room(connection, choice.id):
                chosen = next(one.operator for one in people if one.operator.id == choice.id)
                to = Holder(HolderKind.OPERATOR, chosen.id, chosen.name)
                return to, chosen.face(head.channel_id), _why(choice)
            not_to.add(choice.id)
        raise LeftWaiting("nobody has room for it now")


def _candidates(people: Sequence[Free]) -> list[Candidate]:
    return [Candidate(id=one.operator.id, load=one.load, limit=one.limit, since=one.since) for one in people]


def _choice(people: Sequence[Free], not_to: set[int]) -> Choice | None:
    return choose(_candidates(people), Talk(not_to=frozenset(not_to)))


def _room(people: Sequence[Free]) -> bool:
    return _choice(people, set()) is not None


def _why(choice: Choice) -> dict[str, object]:
    return {"rule": choice.rule, "load": choice.load, "limit": choice.limit, "of": choice.of}
