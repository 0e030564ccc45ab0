"""A team that is full lets others help at once: what waits for it and could be answered elsewhere now goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from pult.conversations import by_clock, clocks
from pult.conversations.commands import Commands
from pult.kit.errors import Absent, Conflict, PultError
from pult.operators import queries as operators
from pult.timing import full_rules, store
from pult.timing.events import Policy
from pult.timing.rules import Policies

if TYPE_CHECKING:
    from pult.kit.db import Database

PAGE = 50
"""Talks at the head of a queue that are looked at in one turn."""
log = structlog.get_logger("pult.timing")


class Full:
    """Hold one per process. Asks nothing where no team wants it."""

    def __init__(self, db: Database, commands: Commands) -> None:
        self._db, self._commands = db, commands

    async def look(self, policies: Policies) -> None:
        """One turn for every team whose setting says so."""
        for team, policy in policies.items():
            if policy.overflow is not None and policy.overflow.full:
                await self._team(team, policy)

    async def _team(self, team: int, policy: Policy) -> None:
        assert policy.overflow is not None
        other = policy.overflow.to
        waiting = await store.heads(self._db, team, PAGE)
        if not waiting:
            return
        found = full_rules.leaving(
            [talk.weighs for talk in waiting],
            own=await self._rooms(team or None),
            there=await self._rooms(other),
            before=[talk.weighs for talk in await store.heads(self._db, other, PAGE)],
        )
        to = await operators.team(self._db, other) if found else None
        if to is None:
            return
        chosen = [waiting[place] for place in found]
        moved = {one.id: one.moved[0] for one in await clocks.clocks(self._db, [talk.id for talk in chosen])}
        for talk in chosen:
            await self._pass_on(talk, moved.get(talk.id, 0), team=to.id, name=to.name)

    async def _rooms(self, team: int | None) -> list[full_rules.Room]:
        return [(one.limit - one.load, one.channels) for one in await operators.ready(self._db, team)]

    async def _pass_on(self, talk: store.Head, moved: int, *, team: int, name: str) -> None:
        try:
            await by_clock.pass_on(
                self._commands,
                talk.public_id,
                mark=f"full:{team}:{moved}",
                moved=moved,
                team=team,
                name=name,
                why={"rule": "overflow", "seconds": 0, "full": True},
            )
        except (Conflict, Absent):
            return  # somebody was faster
        except PultError as error:
            log.warning("not_passed_on", conversation=talk.id, error=repr(error))
