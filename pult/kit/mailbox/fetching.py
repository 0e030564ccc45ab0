"""Fetching letters: one node at a time looks into the folder, stores what is new as it came, and never changes anything
there. What was fetched is known by the folder's own numbers; when those are given anew, by its content.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4

import structlog

from pult.kit.again import Again
from pult.kit.mailbox import store
from pult.kit.mailbox.account import Account
from pult.kit.mailbox.imap import Imap, ImapFailed, Listed

if TYPE_CHECKING:
    from datetime import datetime

    from asyncpg import Record

    from pult.kit.db import Database

MOST = 10_000_000
"""Bytes of a letter that are fetched; the rest of a longer one stays where it is."""
LEASE = 60.0
WAIT = 20.0
"""Seconds between two looks when the server says nothing: a connection that died silently is noticed by then."""
LONGEST_PAUSE = 300.0
log = structlog.get_logger("pult.mailbox")


class Fetching(Again):
    """Hold one per process and mailbox. `arrived` is called when letters were stored."""

    def __init__(self, db: Database, account: Account, *, arrived: Callable[[], None], scale: float) -> None:
        super().__init__(self._turn, period=5.0 * scale, name="mailbox")
        self._db, self._account, self._arrived, self._scale = db, account, arrived, scale
        self._node = uuid4()
        self._failures, self._not_before = 0, 0.0

    async def _turn(self) -> None:
        """Look for as long as the mailbox is ours and nothing fails."""
        if monotonic() < self._not_before or await self._hold() is None:
            return
        try:
            await self._look()
        except (ImapFailed, OSError, TimeoutError) as error:
            reason = str(error) or type(error).__name__
            self._failures += 1
            pause = min(2.0**self._failures, LONGEST_PAUSE) * self._scale
            self._not_before = monotonic() + pause
            log.warning("mailbox_not_read", mailbox=self._account.name, reason=reason, again_in=round(pause, 1))
            await store.looked(self._db, self._account.name, reason[:300])
        finally:
            with contextlib.suppress(Exception):
                await asyncio.shield(store.let_go(self._db, self._account.name, self._node))

    async def _hold(self) -> Record | None:
        return await store.hold(self._db, self._account.name, self._node, seconds=LEASE * self._scale)

    async def _look(self) -> None:
        imap = await Imap.connect(self._account, most=MOST)
        try:
            while (row := await self._hold()) is not None:
                folder = await imap.examine(self._account.folder)
                upto = await self._place(imap, row, folder.validity, folder.next)
                for one in await imap.above(upto):
                    await self._fetch(imap, row["id"], folder.validity, one)
                await store.looked(self._db, self._account.name, None)
                self._failures = 0
                await imap.wait(WAIT * self._scale)
        finally:
            imap.close()

    async def _place(self, imap: Imap, row: Record, validity: int, following: int) -> int:
        """Behind which number letters are new. At first sight, and when numbers were given anew, everything is since
        the day before the last look (the first try, if there was none); what was had already is known by its content.
        """
        if row["validity"] == validity:
            return row["upto"]
        seen: datetime = row["looked_at"] or row["made_at"]
        again = await imap.since((seen - timedelta(days=1)).date())  # days are those of the server's zone
        upto = min([one - 1 for one in again] + [following - 1])
        log.info("mailbox_numbered", mailbox=self._account.name, validity=validity, behind=upto)
        await store.open_at(self._db, row["id"], validity, upto)
        return upto

    async def _fetch(self, imap: Imap, mailbox: int, validity: int, one: Listed) -> None:
        raw = await imap.body(one.uid)
        if raw is None:
            log.info("letter_gone", mailbox=self._account.name, uid=one.uid)
            await store.passed(self._db, mailbox, validity, one.uid)
            return
        digest = sha256(raw).digest()
        async with self._db.transaction() as connection:
            fresh = await store.keep(
                connection, mailbox, validity=validity, uid=one.uid, size=one.size, raw=raw, digest=digest
            )
        if fresh:
            self._arrived()
