"""Who is at a desk, told to all nodes: a row while somebody has a window on this one, and the node's sign of life."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from pult.kit import facts
from pult.kit.again import Again
from pult.kit.clock import milliseconds
from pult.operators import here_store as store
from pult.operators.events import OFFLINE, ONLINE

if TYPE_CHECKING:
    from pult.kit.db import Database

PERIOD = 2.0
"""Seconds between two signs of life; who has heard none for ten counts as gone."""
log = structlog.get_logger("pult.operators")


class Here(Again):
    """Hold one per process; `who()` are the operators with a window here, `scale` stretches its period. What stands in
    the database follows them, whatever was lost on the way.
    """

    def __init__(self, db: Database, *, who: Callable[[], Iterable[int]], scale: float = 1.0) -> None:
        super().__init__(self._beat, period=PERIOD * scale, name="who is here")
        self._db, self._who = db, who
        self.node = secrets.token_hex(8)
        """What this process is called among the others."""
        self._lost: dict[int, datetime] = {}
        self._told: frozenset[int] = frozenset()
        self._one = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def changed(self) -> None:
        """Somebody came or went: tell it now."""
        task = asyncio.create_task(self._quietly(), name="who is here now")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _quietly(self) -> None:
        try:
            await self._beat()
        except Exception as error:
            log.warning("presence_not_told", error=repr(error))

    async def look_for_lost(self) -> None:
        """Whoever was at a desk of a node that has died is offline since its last sign of life: a fact, once. Do it
        before anybody comes, or those who come back would seem never to have gone.
        """
        for row in await store.lost(self._db):
            operator, seen = row["operator_id"], row["seen"]
            if self._lost.get(operator) != seen:
                await facts.turned(
                    self._db,
                    kind=OFFLINE,
                    among=(ONLINE, OFFLINE),
                    subject=f"operator:{operator}",
                    body={"seen": milliseconds(seen)},
                )
                self._lost[operator] = seen

    async def _beat(self) -> None:
        await self.look_for_lost()
        async with self._one:
            known = await store.beat(self._db, self.node)
            now = frozenset(self._who())
            if known and now == self._told:
                return
            async with self._db.transaction() as connection:
                await store.put(connection, self.node, sorted(now))
            self._told = now

    async def stop(self) -> None:
        """Nobody is here any more."""
        await super().stop()
        try:
            await store.forget(self._db, self.node)
        except Exception as error:
            log.warning("presence_not_told", error=repr(error))
