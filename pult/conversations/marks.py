"""Marks: how far the visitor and the team have received and read a talk. State, not entries: the highest wins, many are
raised with one statement.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
import structlog

from pult.conversations import marks_store as store

if TYPE_CHECKING:
    from pult.kit.db import Database

log = structlog.get_logger("pult.marks")


class Marked(msgspec.Struct, frozen=True):
    """Where the marks of a talk stand: what the visitor and the team have read and received, in public numbers; and the
    seq up to which the team has read.
    """

    conversation: int
    visitor: int
    team: int
    team_public: int
    visitor_got: int = 0
    team_got: int = 0


class Marks:
    """Collects marks for `period` seconds, raises them together, tells `announce`."""

    def __init__(self, *, db: Database, announce: Callable[[list[Marked]], None], period: float = 0.2) -> None:
        self._db, self._announce, self._period = db, announce, period
        self._visitors: dict[int, int] = {}
        self._operators: dict[tuple[int, int], int] = {}
        self._visitors_got: dict[int, int] = {}
        self._team_got: dict[int, int] = {}
        self._task: asyncio.Task[None] | None = None

    def got_by_visitor(self, conversation: int, n: int) -> None:
        """A page of the visitor's has received everything up to public number n."""
        self._visitors_got[conversation] = max(n, self._visitors_got.get(conversation, 0))
        self._soon()

    def got_by_team(self, conversation: int, n: int) -> None:
        """A page of some operator's has received what stands up to seq n."""
        self._team_got[conversation] = max(n, self._team_got.get(conversation, 0))
        self._soon()

    def by_visitor(self, conversation: int, n: int) -> None:
        """The visitor has read up to public number n."""
        self._visitors[conversation] = max(n, self._visitors.get(conversation, 0))
        self._soon()

    def by_operator(self, conversation: int, operator: int, n: int) -> None:
        """An operator has read up to seq n."""
        key = (conversation, operator)
        self._operators[key] = max(n, self._operators.get(key, 0))
        self._soon()

    def _soon(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="marks")

    async def stop(self) -> None:
        """Write what was collected."""
        if self._task:
            await self._task

    async def _run(self) -> None:
        try:
            await asyncio.sleep(self._period)
            while self._visitors or self._operators or self._visitors_got or self._team_got:
                visitors, self._visitors = self._visitors, {}
                operators, self._operators = self._operators, {}
                got, self._visitors_got = self._visitors_got, {}
                team_got, self._team_got = self._team_got, {}
                try:
                    if got or team_got:
                        await store.raise_got(self._db, visitors=got, team=team_got)
                    for conversation in got.keys() | team_got.keys():
                        visitors.setdefault(conversation, 0)
                    touched = await store.raise_marks(self._db, visitors=visitors, operators=operators)
                except Exception as error:
                    # A lost mark is raised again by the next reading; words never depend on it.
                    log.warning("marks_lost", error=repr(error), count=len(visitors) + len(operators))
                    return
                self._announce([Marked(*row) for row in touched])
        finally:
            self._task = None
