"""Who is at a desk on this node: a fact when an operator's first window opens and when the last one closes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable

import structlog

from pult.operators.commands import Accounts
from pult.operators.events import Operator

log = structlog.get_logger("pult.desk")


class Presence:
    """Counts windows per operator, and apart those of whoever answers talks; `changed` is called when somebody's first
    one opened or her last one closed.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self.changed: Callable[[], None] = _nobody_asks
        self.node = ""
        """What this process is called among the others."""
        self._windows: dict[int, int] = {}
        self._answering: Counter[int] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._one = asyncio.Lock()

    def online(self, operator: int) -> bool:
        """Whether this operator has a window open on this node."""
        return operator in self._windows

    def here(self) -> Iterable[int]:
        """The operators who have a window open on this node."""
        return self._windows

    def anybody(self) -> bool:
        """Whether anybody who answers talks has a window open on this node."""
        return bool(self._answering)

    def came(self, operator: Operator, *, answers: bool) -> None:
        """A window opened; `answers`: of somebody who answers talks."""
        if answers:
            self._answering[operator.id] += 1
        self._windows[operator.id] = self._windows.get(operator.id, 0) + 1
        if self._windows[operator.id] == 1:
            self._record(operator)

    def went(self, operator: Operator, *, answers: bool) -> None:
        """A window closed; `answers` as when it opened."""
        if answers:
            self._answering -= Counter([operator.id])
        left = self._windows.get(operator.id, 1) - 1
        if left > 0:
            self._windows[operator.id] = left
            return
        self._windows.pop(operator.id, None)
        self._record(operator)

    def _record(self, operator: Operator) -> None:
        async def write() -> None:
            # One after the other, each as it is by then: who reloads a page has not gone.
            try:
                async with self._one:
                    await self._accounts.present(operator, online=self.online(operator.id), node=self.node)
            except Exception as error:
                log.warning("presence_not_recorded", error=repr(error))

        self.changed()
        task = asyncio.create_task(write(), name="presence")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _nobody_asks() -> None:
    return
