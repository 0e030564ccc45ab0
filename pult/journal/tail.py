"""Follows the logs that somebody on this node watches: own commits at once, others' by hint, lost hints by polling.

Order is the sequence number, never the order of arrival: the next number is delivered, an older one dropped, a gap
read from the database (one coalesced read a turn for all gaps of the node).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Generic, Protocol, TypeVar

import structlog

LIMIT = 1_000
"""Entries read for one conversation in one turn; the next turn goes on."""
log = structlog.get_logger("pult.journal")


class Line(Protocol):
    """One committed entry."""

    @property
    def seq(self) -> int: ...


L = TypeVar("L", bound=Line)
Read = Callable[[Sequence[tuple[int, int]], int], Awaitable[dict[int, list[L]]]]
"""(conversation, after) pairs and a limit each → entries in order."""
Tops = Callable[[Sequence[int]], Awaitable[dict[int, int]]]
"""Conversations → their last sequence numbers."""


class Tail(Generic[L]):
    """`deliver(conversation, entries)` gets every entry of a watched conversation once, dense and in order."""

    def __init__(
        self,
        *,
        read: Read[L],
        tops: Tops,
        deliver: Callable[[int, Sequence[L]], None],
        period: float = 5.0,
        fast: float = 0.25,
    ) -> None:
        self._read, self._tops, self._deliver = read, tops, deliver
        self._period, self._fast = period, fast
        self._at: dict[int, int] = {}
        self._expected: dict[int, int] = {}
        self._gaps: set[int] = set()
        self._wake = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self.bell_is_dead = False

    def start(self) -> None:
        """Begin reading gaps and polling."""
        self._tasks = [
            asyncio.create_task(self._mend(), name="tail gaps"),
            asyncio.create_task(self._poll(), name="tail poll"),
        ]

    async def stop(self) -> None:
        """End."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def expect(self, conversation: int) -> None:
        """A position is being read for this talk: remember what is said of it meanwhile, so that nothing falls
        between.
        """
        self._expected.setdefault(conversation, 0)

    def watch(self, conversation: int, top: int) -> None:
        """Deliver what comes after `top`. Watching twice keeps the first position."""
        self._at.setdefault(conversation, top)
        self.hint(conversation, self._expected.pop(conversation, 0))

    def position(self, conversation: int) -> int | None:
        """What has been delivered; None: not watched."""
        return self._at.get(conversation)

    def unwatch(self, conversation: int) -> None:
        """Nobody here cares any more."""
        self._at.pop(conversation, None)
        self._expected.pop(conversation, None)
        self._gaps.discard(conversation)

    def committed(self, conversation: int, entries: Sequence[L]) -> None:
        """Entries known whole (own commits, or bodies that came with a hint)."""
        at = self._at.get(conversation)
        if at is None and entries:
            self._note(conversation, entries[-1].seq)
        if at is None or not entries or entries[-1].seq <= at:
            return
        if entries[0].seq > at + 1:
            self._gap(conversation)
            return
        fresh = entries if entries[0].seq == at + 1 else [entry for entry in entries if entry.seq > at]
        self._at[conversation] = fresh[-1].seq
        self._deliver(conversation, fresh)

    def hint(self, conversation: int, upto: int) -> None:
        """Somebody says that the log now reaches `upto`."""
        at = self._at.get(conversation)
        if at is None:
            self._note(conversation, upto)
        elif upto > at:
            self._gap(conversation)

    def _note(self, conversation: int, upto: int) -> None:
        if conversation in self._expected:
            self._expected[conversation] = max(upto, self._expected[conversation])

    def _gap(self, conversation: int) -> None:
        self._gaps.add(conversation)
        self._wake.set()

    async def _mend(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            pairs = [(conversation, self._at[conversation]) for conversation in self._gaps if conversation in self._at]
            self._gaps.clear()
            if not pairs:
                continue
            try:
                found = await self._read(pairs, LIMIT)
            except Exception as error:
                log.warning("tail_read_failed", error=repr(error), conversations=len(pairs))
                self._gaps.update(conversation for conversation, _ in pairs)
                await asyncio.sleep(self._fast)
                self._wake.set()
                continue
            for conversation, entries in found.items():
                self.committed(conversation, entries)
                if len(entries) == LIMIT:
                    self._gap(conversation)

    async def _poll(self) -> None:
        """Hints may be lost: look at the positions of what is watched, fast while the bell is dead."""
        while True:
            waited = 0.0
            while waited < (self._fast if self.bell_is_dead else self._period):
                await asyncio.sleep(self._fast)
                waited += self._fast
            if not self._at:
                continue
            try:
                self.hints((await self._tops(list(self._at))).items())
            except Exception as error:
                log.warning("tail_poll_failed", error=repr(error))

    def hints(self, tops: Iterable[tuple[int, int]]) -> None:
        """Several at once."""
        for conversation, upto in tops:
            self.hint(conversation, upto)
