"""First words that wait for an operator's look: counted in memory, kept in the database, released into a talk."""

from __future__ import annotations

import ipaddress
from collections import deque
from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from time import monotonic
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from pult.conversations.commands import Commands, FirstWords, Received
from pult.conversations.events import Actor, Start, Words
from pult.conversations.rules import Who
from pult.gateway import rules, store
from pult.gateway.rules import First
from pult.kit.errors import Absent, Conflict

if TYPE_CHECKING:
    from pult.kit.db import Database

MOST_KEYS = 20_000
SHOWN = 200
MOST_COUNTED = 1_000
IGNORED_HOURS, KEPT_DAYS = 24, 30
"""What was ignored goes for good after a day, everything else after a month."""


class HeldBack(Conflict):
    """Kept, and looked at before it becomes a talk."""

    code = "held"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """First words that wait. `files`: how many came with them; `page`: where they were written, as the page said it."""

    id: int
    site: str
    text: str
    files: int
    topic: str | None
    page: str | None
    reason: str
    at: datetime


class HeldList(msgspec.Struct, frozen=True, kw_only=True):
    """The newest that wait, how many wait (counted up to a thousand), and how many were held back within a day, by
    reason.
    """

    waiting: list[Held]
    count: int
    day: dict[str, int]


class _Recent:
    """How often something happened lately, by key; forgets by itself."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._times: dict[bytes, deque[float]] = {}

    def count(self, key: bytes) -> int:
        """How often before; this time is counted for the next."""
        now = self._clock()
        if len(self._times) > MOST_KEYS:
            self._times = {k: v for k, v in self._times.items() if v[-1] > now - rules.WINDOW_SECONDS}
        times = self._times.setdefault(key, deque(maxlen=64))
        while times and times[0] <= now - rules.WINDOW_SECONDS:
            times.popleft()
        before = len(times)
        times.append(now)
        return before


class Holding:
    """Hold one per process: each node counts for itself, so a flood over several nodes is seen a little later."""

    def __init__(self, db: Database, *, commands: Commands, clock: Callable[[], float] = monotonic) -> None:
        self._db, self._commands = db, commands
        self._addresses, self._words = _Recent(clock), _Recent(clock)

    async def look(
        self,
        *,
        channel: int,
        key_hash: bytes,
        cid: UUID,
        words: Words,
        start: Start | None,
        address: str,
        trap: bool,
        page: str | None = None,
    ) -> None:
        """Let first words pass, or keep them and raise `HeldBack`. The same words again get the same answer, until
        somebody has released them.
        """
        known = await store.held_state(self._db, channel=channel, key_hash=key_hash, cid=cid)
        if known is not None:
            if known:
                return
            raise HeldBack("your message is looked at first")
        said = blake2b(
            f"{channel}\0{rules.normal(words.text)}".encode("utf-8", "surrogatepass"), digest_size=16
        ).digest()
        counted = _tells(address)
        first = First(
            text=words.text,
            files=len(words.files),
            from_address=self._addresses.count(address.encode()) if counted else 0,
            same=self._words.count(said) if counted else 0,
            trap=trap,
        )
        reason = rules.held_back(first)
        if reason is None:
            return
        await store.hold(
            self._db, channel=channel, key_hash=key_hash, cid=cid, words=words, start=start, page=page, reason=reason
        )
        raise HeldBack("your message is looked at first")

    async def waiting(self) -> HeldList:
        """For operators."""
        rows = await store.held_waiting(self._db, SHOWN)
        return HeldList(
            waiting=[Held(**dict(row)) for row in rows],
            count=await store.held_number(self._db, MOST_COUNTED),
            day=await store.held_counts(self._db),
        )

    async def ignore(self, held: int, *, operator: int | None) -> None:
        """Let it lie; `operator` None: take that back. Raises `Absent`; `Conflict` when it has become a talk."""
        done = await store.ignore_held(self._db, held, operator)
        if done is None:
            raise Absent("there is no such message")
        if not done:
            raise Conflict("these words have become a talk", code="already_released")

    async def sweep(self) -> None:
        """Forget what nobody looks at any more."""
        await store.drop_held(self._db, ignored_hours=IGNORED_HOURS, days=KEPT_DAYS)

    async def release(self, held: int, *, operator: int) -> tuple[Received, int, bytes]:
        """Make a talk of held words, with everything that they began with; → (where they went, channel, key hash).
        Twice does it once. Raises `Absent`.
        """
        row = await store.release(self._db, held, operator)
        if row is None:
            raise Absent("there is no such message")
        received = await self._commands.ingest(
            FirstWords(
                channel=row["channel_id"],
                key_hash=row["key_hash"],
                cid=row["cid"],
                words=msgspec.json.decode(row["words"], type=Words),
                who=lambda identity: Who(kind=Actor.CONTACT, id=identity),
                start=msgspec.json.decode(row["start"], type=Start) if row["start"] else None,
            )
        )
        return received, row["channel_id"], row["key_hash"]


def _tells(address: str) -> bool:
    """Whether an address says anything about its sender: behind an unnamed proxy on this machine all look alike."""
    try:
        return not ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
