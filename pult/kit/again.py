"""Something that is done again and again while a process lives."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

log = structlog.get_logger("pult.kit")


class Again:
    """Awaits `work` every `period` seconds, the first time after one. A failure is told under `name` and the next turn
    tries anew.
    """

    def __init__(self, work: Callable[[], Awaitable[object]], *, period: float, name: str) -> None:
        self._work, self._period, self._name = work, period, name
        self._task: asyncio.Task[None] | None = None
        self._due = asyncio.Event()

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._run(), name=self._name)

    def soon(self) -> None:
        """The next turn is due now."""
        self._due.set()

    async def stop(self) -> None:
        """End; what is under way is given up."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._due.wait(), self._period)
            self._due.clear()
            try:
                await self._work()
            except Exception as error:
                log.warning("turn_failed", work=self._name, error=repr(error))
