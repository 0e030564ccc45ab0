"""Sorting letters: each stored one is read and given to whoever it is for; what came of it stands beside it. A letter
that breaks its reader is tried again, then put aside where people see it; none is dropped.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec
import structlog

from pult.kit.again import Again
from pult.kit.errors import Absent
from pult.kit.mailbox import parsing, store
from pult.kit.mailbox.contract import Incoming, Reader

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

BATCH, LISTED = 20, 100
LEASE = 120.0
MOST_ATTEMPTS = 8
log = structlog.get_logger("pult.mailbox")


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A letter in the list. `outcome` None: it waits to be read (`said`: why); `kept`: it can be had as it came."""

    id: int
    at: datetime
    size: int
    sender: str
    subject: str
    outcome: str | None
    said: str
    kept: bool


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """A mailbox: when it was looked into last, why that fails, since when."""

    name: str
    looked_at: datetime | None
    failed: str | None
    failed_since: datetime | None


class Letters(Again):
    """Hold one per process. `readers` are asked in order; `pattern`: the address that replies go to."""

    def __init__(
        self, db: Database, *, readers: Sequence[Reader], pattern: str, mailbox: str | None, period: float
    ) -> None:
        super().__init__(self._turn, period=period, name="letters")
        self._db, self._readers, self._pattern, self._mailbox = db, readers, pattern, mailbox

    async def standing(self) -> Standing | None:
        """How it stands with the mailbox; None: there is none."""
        if self._mailbox is None:
            return None
        row = await store.mailbox(self._db, self._mailbox)
        return Standing(**row) if row else Standing(name=self._mailbox, looked_at=None, failed=None, failed_since=None)

    async def latest(self) -> list[Known]:
        """Letters, the newest first."""
        rows = await store.latest(self._db, LISTED)
        return [Known(at=row["arrived_at"], **{k: v for k, v in row.items() if k != "arrived_at"}) for row in rows]

    async def raw(self, letter: int) -> bytes:
        """One as it came. Raises `Absent`."""
        found = await store.raw(self._db, letter)
        if found is None:
            raise Absent("there is no such letter any more")
        return found

    async def forget(self) -> None:
        """What is old goes."""
        await store.forget(self._db)

    async def _turn(self) -> None:
        while rows := await store.claim(self._db, most=BATCH, seconds=LEASE):
            for row in sorted(rows, key=lambda one: one["id"]):
                await self._sort(row)

    async def _sort(self, row: Record) -> None:
        """Read one and give it away. What breaks the parser breaks it again; a reader may be luckier later."""
        incoming, said = await self._read(row)
        outcome = "unreadable"
        if incoming is not None:
            try:
                outcome = await self._give(row["id"], incoming)
            except Exception as error:
                said = repr(error)[:300]
                log.warning("letter_not_taken", letter=row["id"], attempt=row["attempts"], error=said)
                if row["attempts"] < MOST_ATTEMPTS:
                    pause = min(2.0 ** row["attempts"], 300)
                    return await store.postpone(self._db, row["id"], seconds=pause, said=said)
        sender, subject = (incoming.sender, incoming.subject) if incoming else ("", "")
        return await store.settle(self._db, row["id"], outcome=outcome, sender=sender, subject=subject, said=said)

    async def _read(self, row: Record) -> tuple[Incoming | None, str]:
        """The letter, or why it cannot be read. One that ended the whole process some times is left alone."""
        if row["attempts"] > MOST_ATTEMPTS:
            return None, "it was tried too often"
        cut = row["size"] > len(row["raw"])
        try:
            return await asyncio.to_thread(parsing.read, row["raw"], pattern=self._pattern, cut=cut), ""
        except Exception as error:
            log.warning("letter_not_read", letter=row["id"], error=repr(error))
            return None, repr(error)[:300]

    async def _give(self, id: int, incoming: Incoming) -> str:
        for reader in self._readers:
            if (outcome := await reader(id, incoming)) is not None:
                return outcome
        return "nobody"
