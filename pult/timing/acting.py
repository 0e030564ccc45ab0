"""What is due is done: from an act to a command of `conversations`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from pult.conversations import by_clock, system_words
from pult.conversations.commands import Commands
from pult.conversations.events import Clock
from pult.gateway.contract import Site
from pult.kit.errors import Absent, Conflict, PultError
from pult.operators import queries as operators
from pult.timing import store
from pult.timing.acts_rules import Act

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database

SOON = timedelta(minutes=10)
"""Somebody who has waited longer is told nothing any more: it would be no reply."""
log = structlog.get_logger("pult.timing")


class Acting:
    """Hold one per process."""

    def __init__(self, db: Database, commands: Commands, *, site: Callable[[int], Site | None]) -> None:
        self._db, self._commands, self._site = db, commands, site

    async def do(self, clock: Clock, act: Act) -> bool:
        """Do it, unless somebody was faster; False: it failed and is to be tried again."""
        try:
            match act.what:
                case "overdue":
                    await self._overdue(clock, act)
                case "take_back":
                    await self._take_back(clock, act)
                case "pass_on":
                    await self._pass_on(clock, act)
                case "close":
                    await self._close(clock, act)
                case "notice":
                    await self._say(clock, act)
                case "reply":
                    await self._reply(clock, act)
        except (Conflict, Absent):
            return True  # an operator, the contact, or another node
        except PultError as error:
            log.warning("not_done", what=act.what, conversation=clock.id, error=repr(error))
            return False
        return True

    async def _overdue(self, clock: Clock, act: Act) -> None:
        assert act.promise is not None
        await by_clock.overdue(
            self._commands,
            clock.public_id,
            mark=act.mark,
            target=act.promise.target,
            due=act.promise.at,
            since=act.promise.since,
        )

    async def _take_back(self, clock: Clock, act: Act) -> None:
        assert clock.holder.id is not None
        await by_clock.take_back(
            self._commands,
            clock.public_id,
            mark=act.mark,
            holder=clock.holder.id,
            since=clock.waiting,
            why={"rule": "no_reply", "seconds": act.seconds},
        )

    async def _pass_on(self, clock: Clock, act: Act) -> None:
        team = await operators.team(self._db, act.to)
        if team is None:
            log.warning("overflow_team_gone", team=act.to)
            return
        await by_clock.pass_on(
            self._commands,
            clock.public_id,
            mark=act.mark,
            moved=clock.moved[0],
            team=team.id,
            name=team.name,
            why={"rule": "overflow", "seconds": act.seconds},
        )

    async def _close(self, clock: Clock, act: Act) -> None:
        why = {"rule": "silent", "seconds": act.seconds}
        await system_words.close(self._commands, clock, mark=act.mark, unless=act.unless, why=why)

    async def _say(self, clock: Clock, act: Act, once: system_words.Once | None = None) -> None:
        site = self._site(clock.channel)
        name = site.name if site is not None else ""
        await system_words.say(self._commands, clock, mark=act.mark, name=name, text=act.text, once=once)

    async def _reply(self, clock: Clock, act: Act) -> None:
        async def once(connection: Connection) -> bool:
            return await store.may_reply(connection, contact=clock.contact, channel=clock.channel)

        if await store.now(self._db) - act.at < SOON:
            await self._say(clock, act, once)
