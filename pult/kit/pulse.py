"""Whether something we need still answers, asked so that a silent one holds up nobody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Pulse:
    """`ask` is asked once at a time, however many want to know: where nothing answers, questions do not pile up."""

    def __init__(self, ask: Callable[[], Awaitable[object]]) -> None:
        self._ask = ask
        self._asking: asyncio.Task[None] | None = None

    async def beats(self, *, seconds: float = 2.0) -> bool:
        """Whether it answers within `seconds`. The question itself is not cancelled: a driver may want to take leave of
        a server that stands still, and would wait for it.
        """
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._once(), name="pulse")
        asking = self._asking
        await asyncio.wait({asking}, timeout=seconds)
        return asking.done() and asking.exception() is None

    async def _once(self) -> None:
        await self._ask()
