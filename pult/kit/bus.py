"""The bell: hints between the nodes of one database, rung after commit on a connection of its own. It may lose,
double and reorder.

Never NOTIFY inside a message's transaction: committing transactions that carry one are serialised by PostgreSQL. A
node echoes to itself every 250 ms; two missing echoes mean the bell is dead (then readers poll). Hints are rung only
while another node has
been heard.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, Any

import msgspec
import structlog

if TYPE_CHECKING:
    import asyncpg

    from pult.kit.db import Database

CHANNEL = "pult_bell"
ECHO_SECONDS = 0.25
NEIGHBOUR_SECONDS = 10.0
PAYLOAD = 7_000
"""Bytes in one NOTIFY; a hint with bodies that would not fit goes without them."""
log = structlog.get_logger("pult.bell")


class Hint(msgspec.Struct, array_like=True):
    """What a node says after a commit: the topic kind, the conversation, the numbers, and bodies if small."""

    kind: str
    conversation: int
    first: int
    upto: int
    body: msgspec.Raw = msgspec.Raw(b"null")


class _Peal(msgspec.Struct, array_like=True):
    node: str
    hints: list[Hint]


class Bell:
    """`hear(hint)` is called for every hint of another node; `alive(bool)` when the bell dies or recovers."""

    def __init__(
        self, db: Database, *, hear: Callable[[Hint], None], alive: Callable[[bool], None], echo: float = ECHO_SECONDS
    ) -> None:
        self._db, self._hear, self._alive, self._echo = db, hear, alive, echo
        self.node = secrets.token_hex(6)
        self._waiting: list[Hint] = []
        self._wake = asyncio.Event()
        self._heard_self = 0.0
        self._heard_other = float("-inf")
        self._dead = False
        self._tasks: list[asyncio.Task[None]] = []
        self._listening = asyncio.Event()

    async def start(self) -> None:
        """Listen, and wait until the first own echo came back, so that no later hint is missed."""
        self._tasks = [
            asyncio.create_task(self._listen(), name="bell ear"),
            asyncio.create_task(self._ring(), name="bell clapper"),
        ]
        await asyncio.wait_for(self._listening.wait(), 10)

    async def stop(self) -> None:
        """Fall silent."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def neighbours(self) -> bool:
        """Whether another node was heard lately."""
        return monotonic() - self._heard_other < NEIGHBOUR_SECONDS

    def ring(self, hints: Sequence[Hint]) -> None:
        """Tell the other nodes, soon and together. Silent while there is nobody else."""
        if self.neighbours:
            self._waiting.extend(hints)
            self._wake.set()

    def _on_notify(self, _connection: Any, _pid: int, _channel: str, payload: object) -> None:
        try:
            peal = msgspec.json.decode(str(payload), type=_Peal)
        except msgspec.DecodeError:
            log.warning("bell_noise")
            return
        if peal.node == self.node:
            self._heard_self = monotonic()
            self._listening.set()
            return
        self._heard_other = monotonic()
        for hint in peal.hints:
            self._hear(hint)

    async def _listen(self) -> None:
        while True:
            line: asyncpg.Connection[Any] | None = None
            try:
                line = await self._db.line(application="pult bell ear")
                await line.add_listener(CHANNEL, self._on_notify)
                lost = asyncio.Event()
                line.add_termination_listener(lambda _line, lost=lost: lost.set())
                await lost.wait()
            except Exception as error:
                log.warning("bell_ear_lost", error=repr(error))
                await asyncio.sleep(self._echo)
            finally:
                if line is not None and not line.is_closed():
                    line.terminate()

    async def _ring(self) -> None:
        while True:
            line: asyncpg.Connection[Any] | None = None
            try:
                line = await self._db.line(application="pult bell clapper", settings={"synchronous_commit": "off"})
                while True:
                    await self._peal(line)
                    self._judge()
            except asyncio.CancelledError:
                raise
            except Exception as error:
                log.warning("bell_clapper_lost", error=repr(error))
                self._judge()
                await asyncio.sleep(self._echo)
            finally:
                if line is not None:
                    line.terminate()

    async def _peal(self, line: asyncpg.Connection[Any]) -> None:
        hints, self._waiting = self._waiting, []
        payloads = [_encode(self.node, part) for part in _split(hints)] or [_encode(self.node, [])]
        await line.execute("SELECT pg_notify($1, p) FROM unnest($2::text[]) AS p", CHANNEL, payloads)
        self._wake.clear()
        if not self._waiting:
            try:
                await asyncio.wait_for(self._wake.wait(), self._echo)
            except TimeoutError:
                return

    def _judge(self) -> None:
        dead = monotonic() - self._heard_self > 2.5 * self._echo + 0.25
        if dead != self._dead and self._listening.is_set():
            self._dead = dead
            self._alive(not dead)


def _split(hints: list[Hint]) -> list[list[Hint]]:
    parts: list[list[Hint]] = []
    size = PAYLOAD
    for hint in hints:
        small = hint
        if len(hint.body) > PAYLOAD - 200:
            small = Hint(hint.kind, hint.conversation, hint.first, hint.upto)
        length = len(small.body) + 60
        if size + length > PAYLOAD:
            parts.append([])
            size = 40
        parts[-1].append(small)
        size += length
    return parts


def _encode(node: str, hints: list[Hint]) -> str:
    return msgspec.json.encode(_Peal(node, hints)).decode()
