"""Talks of those who left without a word return to the queue at their old place: after a grace, a few at a time.

One node at a time takes a turn, whoever is first. When no turn was taken for a while (the database or all nodes were
away), everybody's absence begins anew: a stalled house must not take all talks out of all hands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from pult.conversations import by_clock, clocks
from pult.conversations.commands import Commands
from pult.kit.again import Again
from pult.kit.errors import Conflict, PultError
from pult.operators import absent as operators
from pult.operators.absent import Absent
from pult.timing import absence_rules, store
from pult.timing.absence_rules import Return
from pult.timing.rules import Policies

if TYPE_CHECKING:
    from collections.abc import Callable

    from pult.kit.db import Database

AT_ONCE = 20
"""Talks that return in one turn: after an outage the queue fills in seconds, not at a blow."""
STALL = 10.0
"""Seconds without a turn after which nobody is known to be absent."""
log = structlog.get_logger("pult.timing")


class Absences(Again):
    """Hold one per process; `policies` are the settings as they are known here."""

    def __init__(self, db: Database, commands: Commands, *, policies: Callable[[], Policies], period: float) -> None:
        super().__init__(self._turn, period=period, name="absences")
        self._db, self._commands, self._policies, self._every = db, commands, policies, period

    async def _turn(self) -> None:
        gap = await store.tick(self._db, "absences", self._every / 2)
        if gap is None:
            return  # another node has taken this turn
        absent = await self._absent()
        held = await store.held_by(self._db, list(absent))
        away = {one.holder for one in held if not absent[one.holder].here}
        gone = await store.gone(self._db, away, anew=gap > STALL)
        now = await store.now(self._db)
        found = absence_rules.returns(held, absent, gone, self._policies(), now=now)
        if found:
            found = absence_rules.still(found, absent, await self._absent())
            taken = await clocks.taken(self._db, [one.talk.conversation for one in found])
            await self._return(absence_rules.unless_taken(found, taken, absent)[:AT_ONCE])

    async def _absent(self) -> dict[int, Absent]:
        return {one.id: one for one in await operators.absent(self._db)}

    async def _return(self, found: list[Return]) -> None:
        moved = {one.id: one for one in await clocks.clocks(self._db, [one.talk.conversation for one in found])}
        for one in found:
            clock = moved.get(one.talk.conversation)
            if clock is None or clock.holder.id != one.talk.holder:
                continue
            try:
                await by_clock.take_back(
                    self._commands,
                    one.talk.public_id,
                    mark=f"{one.rule}:{one.talk.holder}:{clock.moved[0]}",
                    holder=one.talk.holder,
                    since=None,
                    why={"rule": one.rule, "state": one.state, "seconds": one.seconds},
                )
            except Conflict:
                continue  # somebody was faster
            except PultError as error:
                log.warning("not_returned", conversation=one.talk.conversation, error=repr(error))
