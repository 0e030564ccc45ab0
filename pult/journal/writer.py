"""The micro-batching writer: takes what waits, at most 400, and flushes at once when idle. Acknowledges only after
COMMIT.

Whichever lane is free takes what waits, the first one first: while little happens one connection does it all and stays
warm. Items of one conversation are written in their order: what follows an item that is under way in a lane waits
behind that lane. What a lane finds locked by somebody else (`held`) is taken aside and written by a helper that waits
for the lock, so the neighbours are not delayed; later items of that conversation queue behind it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

import structlog

from pult.kit import points
from pult.kit.db import is_lost, is_retryable
from pult.kit.errors import Busy, PultError, Unavailable

BATCH = 400
WAIT_SECONDS = 2.0
"""Longest estimated wait in the queue; above it new items are refused early."""
GIVE_UP_SECONDS = 10.0
"""How long a batch is repeated against a server that is away. It may have been committed: the sender asks again with
the same id.
"""
RETRIES = 5
log = structlog.get_logger("pult.journal")


class Item(Protocol):
    """Anything that belongs to a conversation."""

    @property
    def conversation(self) -> int: ...


ItemT = TypeVar("ItemT", bound=Item)
AnswerT = TypeVar("AnswerT")
Done = Callable[[AnswerT | PultError], None]
Append = Callable[[Sequence[ItemT], bool], Awaitable[Sequence[AnswerT]]]


class Writer(Generic[ItemT, AnswerT]):
    """`append(items, wait)` writes a batch and answers in order; `held(answer)` says that a row was locked;
    `committed` is told all pairs of a batch after their senders were answered. One `append` per lane, so each lane
    has its own connection."""

    def __init__(
        self,
        *,
        lanes: Sequence[Append[ItemT, AnswerT]],
        aside: Append[ItemT, AnswerT],
        held: Callable[[AnswerT], bool],
        committed: Callable[[Sequence[tuple[ItemT, AnswerT]]], None],
    ) -> None:
        self._queue: Queue[ItemT, AnswerT] = Queue()
        self._aside = _Aside(aside, committed)
        self._lanes = [Lane(append, self._queue, self._aside, held, committed) for append in lanes]
        self._queue.lanes = self._lanes

    def start(self) -> None:
        """Begin writing."""
        for lane in self._lanes:
            lane.start()

    async def stop(self) -> None:
        """Write what waits, then end."""
        self._queue.stopping = True
        await asyncio.gather(*(lane.stop() for lane in self._lanes))
        await self._aside.stop()

    def submit(self, item: ItemT, done: Done[AnswerT]) -> None:
        """Queue an item; `done` is called once with the answer or a PultError. Raises `Busy` when the wait would
        exceed 2 s.
        """
        self._queue.submit(item, done)

    async def put(self, item: ItemT) -> AnswerT:
        """Queue an item and wait for its answer."""
        answer: asyncio.Future[AnswerT] = asyncio.get_running_loop().create_future()

        def done(outcome: AnswerT | PultError) -> None:
            if answer.done():
                return
            if isinstance(outcome, PultError):
                answer.set_exception(outcome)
            else:
                answer.set_result(outcome)

        self.submit(item, done)
        return await answer


class Queue(Generic[ItemT, AnswerT]):
    """What waits for any lane, in the order it came."""

    def __init__(self) -> None:
        self.waiting: deque[tuple[ItemT, Done[AnswerT]]] = deque()
        self.lanes: Sequence[Lane[ItemT, AnswerT]] = ()
        self.stopping = False
        self.batch_seconds = 0.005
        """How long a batch takes, of late."""
        self._coming = False
        """A lane was woken and has not looked yet: it will take what waits."""

    def submit(self, item: ItemT, done: Done[AnswerT]) -> None:
        wait = self._estimate(item.conversation)
        if wait > WAIT_SECONDS or self.stopping:
            raise Busy("too much is waiting to be written", retry_ms=int(min(wait, 10) * 1000) or 1000)
        # Also what belongs behind an item under way or held: elder words of that talk may still stand in this queue.
        self.waiting.append((item, done))
        if not self._coming:
            self._wake()

    def _wake(self) -> None:
        for lane in self.lanes:
            if lane.idle:
                lane.idle = False
                lane.bell.set()
                self._coming = True
                return

    def _estimate(self, conversation: int) -> float:
        """Seconds an item submitted now would wait. While the server is away, the time it has been away already
        counts.
        """
        length, now, began = len(self.waiting), monotonic(), 0.0
        for lane in self.lanes:
            length += len(lane.behind)
            since = lane.since or now
            if conversation in lane.claimed:
                began = since
                break
            if since > began:
                began = since
        return (length // (BATCH * len(self.lanes)) + 1) * self.batch_seconds + now - began

    def take(self, lane: Lane[ItemT, AnswerT], most: int) -> list[tuple[ItemT, Done[AnswerT]]]:
        """The next ones, at most `most`; what follows an item of another lane goes behind that lane instead."""
        self._coming = False
        taken = [self.waiting.popleft() for _ in range(min(len(self.waiting), most))]
        if self.waiting:
            self._wake()
        talks = {item.conversation for item, _ in taken}
        for other in self.lanes:
            if other is not lane and not talks.isdisjoint(other.claimed):
                other.behind.extend(pair for pair in taken if pair[0].conversation in other.claimed)
                taken = [pair for pair in taken if pair[0].conversation not in other.claimed]
        return taken


class Lane(Generic[ItemT, AnswerT]):
    """One connection, one batch under way."""

    def __init__(
        self,
        append: Append[ItemT, AnswerT],
        queue: Queue[ItemT, AnswerT],
        aside: _Aside[ItemT, AnswerT],
        held: Callable[[AnswerT], bool],
        committed: Callable[[Sequence[tuple[ItemT, AnswerT]]], None],
    ) -> None:
        self._append, self._queue, self._aside, self._held = append, queue, aside, held
        self._committed = committed
        self.claimed: frozenset[int] | set[int] = frozenset()
        """Conversations of the batch under way and of what is behind it."""
        self.behind: deque[tuple[ItemT, Done[AnswerT]]] = deque()
        """What follows the batch under way in its conversations."""
        self.since = 0.0
        """When (monotonic) the batch under way began; 0: none is."""
        self.bell = asyncio.Event()
        self.idle = False
        """It waits for the bell."""
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="journal lane")

    async def stop(self) -> None:
        self.bell.set()
        if self._task:
            await self._task

    async def _run(self) -> None:
        while True:
            if batch := self._take():
                await self._write(batch)
            elif not self.behind and not self._queue.waiting:
                if self._queue.stopping:
                    return
                self.idle = True
                self.bell.clear()
                await self.bell.wait()
                self.idle = False

    def _take(self) -> list[tuple[ItemT, Done[AnswerT]]]:
        """What may be written now: by conversation, each one's own in their order. So the rows are locked, and nothing
        given has to be joined to them.
        """
        taken = [self.behind.popleft() for _ in range(min(len(self.behind), BATCH))]
        taken += self._queue.take(self, BATCH - len(taken))
        batch = self._aside.free(taken)
        batch.sort(key=_conversation)
        self.claimed = {item.conversation for item, _ in batch}
        if self.behind:
            self.claimed |= {item.conversation for item, _ in self.behind}
        return batch

    async def _write(self, batch: list[tuple[ItemT, Done[AnswerT]]]) -> None:
        self.since = started = monotonic()
        try:
            await _write(batch, self._append, self._settle, wait=False)
        finally:
            self.since = 0.0
        queue = self._queue
        queue.batch_seconds = 0.8 * queue.batch_seconds + 0.2 * (monotonic() - started)

    def _settle(self, batch: Sequence[tuple[ItemT, Done[AnswerT]]], answers: Sequence[AnswerT]) -> None:
        points.reach("committed")
        pairs: list[tuple[ItemT, AnswerT]] = []
        for (item, done), answer in zip(batch, answers, strict=True):
            if self._held(answer):
                self._aside.put(item, done)
            else:
                _tell(done, answer)
                pairs.append((item, answer))
        if points.armed() == "acked":
            self._aside.help(self._stop_when_acked(pairs))
        else:
            _announce(self._committed, pairs)

    async def _stop_when_acked(self, pairs: Sequence[tuple[ItemT, AnswerT]]) -> None:
        """For a test: the acks have left (that takes a socket some turns of the loop), nobody else was told."""
        for _ in range(20):
            await asyncio.sleep(0)
        points.reach("acked")
        _announce(self._committed, pairs)


class _Aside(Generic[ItemT, AnswerT]):
    """Items whose row somebody else holds, and all that follows them in their conversations."""

    def __init__(
        self, append: Append[ItemT, AnswerT], committed: Callable[[Sequence[tuple[ItemT, AnswerT]]], None]
    ) -> None:
        self._append, self._committed = append, committed
        self._blocked: dict[int, deque[tuple[ItemT, Done[AnswerT]]]] = {}
        self._helpers: set[asyncio.Task[None]] = set()

    async def stop(self) -> None:
        if self._helpers:
            await asyncio.gather(*self._helpers, return_exceptions=True)

    def free(self, taken: list[tuple[ItemT, Done[AnswerT]]]) -> list[tuple[ItemT, Done[AnswerT]]]:
        """Those that may be written now; the others queue behind what was set aside of their talk."""
        if not self._blocked:
            return taken
        batch: list[tuple[ItemT, Done[AnswerT]]] = []
        for pair in taken:
            waiting = self._blocked.get(pair[0].conversation)
            (batch if waiting is None else waiting).append(pair)
        return batch

    def put(self, item: ItemT, done: Done[AnswerT]) -> None:
        """Set this one aside."""
        waiting = self._blocked.get(item.conversation)
        if waiting is not None:
            waiting.append((item, done))
            return
        self._blocked[item.conversation] = deque([(item, done)])
        self.help(self._write(item.conversation))

    def help(self, work: Coroutine[Any, Any, None]) -> None:
        """Do this beside the lanes."""
        helper = asyncio.create_task(work, name="journal aside")
        self._helpers.add(helper)
        helper.add_done_callback(self._helpers.discard)

    async def _write(self, conversation: int) -> None:
        """Write this talk's items one after another, waiting for the lock, until none is left."""
        waiting = self._blocked[conversation]
        while waiting:
            item, done = waiting.popleft()
            await _write([(item, done)], self._append, self._settle, wait=True)
        del self._blocked[conversation]

    def _settle(self, batch: Sequence[tuple[ItemT, Done[AnswerT]]], answers: Sequence[AnswerT]) -> None:
        for (item, done), answer in zip(batch, answers, strict=True):
            _tell(done, answer)
            _announce(self._committed, [(item, answer)])


async def _write(
    batch: Sequence[tuple[ItemT, Done[AnswerT]]],
    append: Append[ItemT, AnswerT],
    settle: Callable[[Sequence[tuple[ItemT, Done[AnswerT]]], Sequence[AnswerT]], None],
    *,
    wait: bool,
) -> None:
    """Write one batch for good or fail each item; a poisonous item is found by halving, so that it takes nobody with
    it.
    """
    deadline = monotonic() + GIVE_UP_SECONDS
    tries = 0
    while True:
        try:
            answers = await append([item for item, _ in batch], wait)
        except Exception as error:
            tries += 1
            if (is_retryable(error) and tries < RETRIES) or (is_lost(error) and monotonic() < deadline):
                await asyncio.sleep(min(0.05 * tries, 0.5))
                continue
            if is_lost(error) or is_retryable(error) or len(batch) == 1:
                failure = Unavailable("the message could not be stored now; send it again")
                failure.__cause__ = error
                for _, done in batch:
                    _tell(done, failure)
                return
            middle = len(batch) // 2
            await _write(batch[:middle], append, settle, wait=wait)
            await _write(batch[middle:], append, settle, wait=wait)
            return
        settle(batch, answers)
        return


def _conversation(pair: tuple[Item, object]) -> int:
    return pair[0].conversation


def _announce(
    committed: Callable[[Sequence[tuple[ItemT, AnswerT]]], None], pairs: Sequence[tuple[ItemT, AnswerT]]
) -> None:
    try:
        committed(pairs)
    except Exception:
        # It is in the log: whoever follows finds it by polling. The lane must go on for everybody else.
        log.exception("announcing_failed", items=len(pairs))


def _tell(done: Done[AnswerT], outcome: AnswerT | PultError) -> None:
    """Answer one sender; a door that fails at it takes nobody with it."""
    try:
        done(outcome)
    except Exception:
        log.exception("answering_failed")
