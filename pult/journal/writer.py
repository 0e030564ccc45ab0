"""The micro-batching writer: takes what waits, at most 400, and flushes at once when idle. Acknowledges only after
COMMIT.

Items of one conversation always go through the same lane, in order. What a lane finds locked by somebody else
(`held`) is taken aside and written by a helper that waits for the lock, so the neighbours are not delayed; later
items of that
conversation queue behind it.
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
        self._lanes = [Lane(append, aside, held, committed) for append in lanes]

    def start(self) -> None:
        """Begin writing."""
        for lane in self._lanes:
            lane.start()

    async def stop(self) -> None:
        """Write what waits, then end."""
        await asyncio.gather(*(lane.stop() for lane in self._lanes))

    def submit(self, item: ItemT, done: Done[AnswerT]) -> None:
        """Queue an item; `done` is called once with the answer or a PultError. Raises `Busy` when the wait would
        exceed 2 s.
        """
        self._lanes[item.conversation % len(self._lanes)].submit(item, done)

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


class Lane(Generic[ItemT, AnswerT]):
    """One connection, one batch under way."""

    def __init__(
        self,
        append: Append[ItemT, AnswerT],
        aside: Append[ItemT, AnswerT],
        held: Callable[[AnswerT], bool],
        committed: Callable[[Sequence[tuple[ItemT, AnswerT]]], None],
    ) -> None:
        self._append, self._aside, self._held, self._committed = append, aside, held, committed
        self._queue: deque[tuple[ItemT, Done[AnswerT]]] = deque()
        self._blocked: dict[int, deque[tuple[ItemT, Done[AnswerT]]]] = {}
        self._bell = asyncio.Event()
        self._helpers: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None
        self._batch_seconds = 0.005
        self._stalled_since: float | None = None
        self._stopping = False

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="journal lane")

    async def stop(self) -> None:
        self._stopping = True
        self._bell.set()
        if self._task:
            await self._task
        if self._helpers:
            await asyncio.gather(*self._helpers, return_exceptions=True)

    def submit(self, item: ItemT, done: Done[AnswerT]) -> None:
        wait = self._estimate()
        if wait > WAIT_SECONDS or self._stopping:
            raise Busy("too much is waiting to be written", retry_ms=int(min(wait, 10) * 1000) or 1000)
        # Also what belongs behind a held item: elder words of that talk may still stand in this queue.
        self._queue.append((item, done))
        self._bell.set()

    def _estimate(self) -> float:
        """Seconds an item submitted now would wait. While the server is away, the time it has been away already
        counts.
        """
        stalled = monotonic() - self._stalled_since if self._stalled_since is not None else 0.0
        return (len(self._queue) // BATCH + 1) * self._batch_seconds + stalled

    async def _run(self) -> None:
        while True:
            if not self._queue:
                if self._stopping:
                    return
                self._bell.clear()
                await self._bell.wait()
                continue
            taken = [self._queue.popleft() for _ in range(min(len(self._queue), BATCH))]
            batch = self._free(taken) if self._blocked else taken
            if batch:
                # By conversation, each one’s own in their order: so the rows are locked, and nothing given has to be
                # joined to them.
                batch.sort(key=_conversation)
                await self._write(batch)

    def _free(self, taken: list[tuple[ItemT, Done[AnswerT]]]) -> list[tuple[ItemT, Done[AnswerT]]]:
        """Those that may be written now; the others queue behind what was set aside of their talk."""
        batch: list[tuple[ItemT, Done[AnswerT]]] = []
        for pair in taken:
            if pair[0].conversation in self._blocked:
                self._blocked[pair[0].conversation].append(pair)
            else:
                batch.append(pair)
        return batch

    async def _write(self, batch: list[tuple[ItemT, Done[AnswerT]]]) -> None:
        started = monotonic()
        self._stalled_since = started
        try:
            await _write(batch, self._append, self._settle, wait=False)
        finally:
            self._stalled_since = None
        self._batch_seconds = 0.8 * self._batch_seconds + 0.2 * (monotonic() - started)

    def _settle(self, batch: Sequence[tuple[ItemT, Done[AnswerT]]], answers: Sequence[AnswerT]) -> None:
        points.reach("committed")
        pairs: list[tuple[ItemT, AnswerT]] = []
        for (item, done), answer in zip(batch, answers, strict=True):
            if self._held(answer):
                self._set_aside(item, done)
            else:
                _tell(done, answer)
                pairs.append((item, answer))
        if points.armed() == "acked":
            self._help(self._stop_when_acked(pairs))
        else:
            self._announce(pairs)

    async def _stop_when_acked(self, pairs: Sequence[tuple[ItemT, AnswerT]]) -> None:
        """For a test: the acks have left (that takes a socket some turns of the loop), nobody else was told."""
        for _ in range(20):
            await asyncio.sleep(0)
        points.reach("acked")
        self._announce(pairs)

    def _announce(self, pairs: Sequence[tuple[ItemT, AnswerT]]) -> None:
        try:
            self._committed(pairs)
        except Exception:
            # It is in the log: whoever follows finds it by polling. The lane must go on for everybody else.
            log.exception("announcing_failed", items=len(pairs))

    def _set_aside(self, item: ItemT, done: Done[AnswerT]) -> None:
        waiting = self._blocked.get(item.conversation)
        if waiting is not None:
            waiting.append((item, done))
            return
        self._blocked[item.conversation] = deque([(item, done)])
        self._help(self._write_aside(item.conversation))

    def _help(self, work: Coroutine[Any, Any, None]) -> None:
        helper = asyncio.create_task(work, name="journal aside")
        self._helpers.add(helper)
        helper.add_done_callback(self._helpers.discard)

    async def _write_aside(self, conversation: int) -> None:
        """Write this talk's items one after another, waiting for the lock, until none is left."""
        waiting = self._blocked[conversation]
        while waiting:
            item, done = waiting.popleft()
            await _write([(item, done)], self._aside, self._settle_aside, wait=True)
        del self._blocked[conversation]

    def _settle_aside(self, batch: Sequence[tuple[ItemT, Done[AnswerT]]], answers: Sequence[AnswerT]) -> None:
        for (item, done), answer in zip(batch, answers, strict=True):
            _tell(done, answer)
            self._announce([(item, answer)])


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


def _tell(done: Done[AnswerT], outcome: AnswerT | PultError) -> None:
    """Answer one sender; a door that fails at it takes nobody with it."""
    try:
        done(outcome)
    except Exception:
        log.exception("answering_failed")
