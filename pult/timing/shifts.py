"""The plan of shifts: it begins and ends people's work for them, and stops new talks before the end.

It acts at its edges alone: what somebody chooses between two of them stays. Without a plan nobody is touched. One node
does each edge; an edge that came while nothing ran is made up for.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
import structlog

from pult.kit import facts
from pult.kit.again import Again
from pult.kit.clock import milliseconds
from pult.kit.errors import Absent, Invalid, PultError
from pult.operators import queries as operators
from pult.operators import states
from pult.operators.events import CHANGED, Actor
from pult.operators.states import StateChange
from pult.timing import shifts_rules, shifts_store, store
from pult.timing.shifts_rules import Phase, Plan

if TYPE_CHECKING:
    from pult.kit.db import Database

BATCH = 100
Tell = Callable[[int, dict[str, object]], None]
log = structlog.get_logger("pult.timing")


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's plan, where in it she is, and until when (milliseconds since 1970)."""

    operator: int
    plan: Plan
    phase: Phase
    until: int


class Shifts(Again):
    """Hold one per process; `tell` reaches all desks of an operator."""

    def __init__(self, db: Database, *, tell: Tell, period: float) -> None:
        super().__init__(self._turn, period=period, name="shifts")
        self._db, self._tell = db, tell

    async def every(self) -> list[Shift]:
        """All plans, as they stand now."""
        now = await store.now(self._db)
        return [_shift(operator, plan, now) for operator, plan in await shifts_store.every(self._db)]

    async def set(self, operator: int, plan: Plan, *, by: Actor) -> None:
        """Somebody works by this plan from now on. Raises `Absent`, and `Invalid` with a pointer."""
        shifts_rules.check(plan)
        if await operators.one(self._db, operator) is None:
            raise Absent("there is no such operator")
        if not await operators.writes(self._db, operator):
            raise Invalid("they answer no talks", pointer="/operator", code="not_in_team")
        async with self._db.transaction() as connection:
            await shifts_store.put(connection, operator, plan)
            body = by.fact(shifts=msgspec.to_builtins(plan))
            await facts.record(connection, kind=CHANGED, subject=f"operator:{operator}", body=body)
        self.soon()

    async def end(self, operator: int, *, by: Actor) -> None:
        """Somebody works without a plan from now on; what she does stays. Raises `Absent`."""
        async with self._db.transaction() as connection:
            if not await shifts_store.remove(connection, operator):
                raise Absent("there is no such plan")
            body = by.fact(shifts=None)
            await facts.record(connection, kind=CHANGED, subject=f"operator:{operator}", body=body)

    async def _turn(self) -> None:
        for operator, plan, was in await shifts_store.due(self._db, BATCH):
            try:
                await self._edge(operator, plan, was)
            except PultError as error:
                log.warning("shift_not_driven", operator=operator, error=repr(error))

    async def _edge(self, operator: int, plan: Plan, was: str | None) -> None:
        phase, until = shifts_rules.phase(plan, await store.now(self._db))
        # A plan of whoever answers no talks any more is kept, and drives nobody.
        if phase != was and await operators.writes(self._db, operator):
            state = (await states.doing(self._db, operator)).state
            wanted = shifts_rules.turns(phase, state)
            if wanted is not None:
                doing = await states.change(self._db, operator, StateChange(state=wanted), by=Actor())
                self._tell(operator, {"t": "state", "doing": msgspec.to_builtins(doing)})
        await shifts_store.passed(self._db, operator, plan, phase=phase, until=until)


def _shift(operator: int, plan: Plan, now: datetime) -> Shift:
    phase, until = shifts_rules.phase(plan, now)
    return Shift(operator=operator, plan=plan, phase=phase, until=milliseconds(until))
