"""The desk's streams: talks in full, and the list of open talks as state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pult.conversations import queries as log
from pult.conversations.encoding import for_operators
from pult.conversations.events import Entry
from pult.conversations.following import Following
from pult.desk import queries
from pult.kit.errors import Absent
from pult.live.contract import Replay, Snapshot
from pult.operators.events import Operator

if TYPE_CHECKING:
    from pult.kit.db import Database

OPEN_LIST = "l:open"
MOST_NAMES = 50_000


class Viewer(msgspec.Struct):
    """Who looks through one desk socket."""

    operator: Operator


class DeskView:
    """Everything, under seq."""

    prefix = "d"
    public = False

    def encode(self, entry: Entry) -> bytes | None:
        """All entries."""
        return for_operators(entry)


class Names:
    """Public id ↔ number of talks; never changes, so it may be kept."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._numbers: dict[str, int] = {}
        self._public: dict[int, str] = {}

    def known(self, conversation: str) -> int | None:
        """From memory."""
        return self._numbers.get(conversation)

    def public(self, number: int) -> str:
        """The public id of a talk that was asked for by it."""
        return self._public[number]

    async def find(self, conversation: str) -> int | None:
        """From memory or the database."""
        number = self._numbers.get(conversation)
        if number is None and 0 < len(conversation) <= 64:
            head = await log.head(self._db, conversation)
            if head is None:
                return None
            if len(self._numbers) >= MOST_NAMES:
                oldest = next(iter(self._numbers))
                self._public.pop(self._numbers.pop(oldest), None)
            number = head.id
            self._numbers[conversation] = number
            self._public[number] = conversation
        return number


class DeskStreams:
    """`live.contract.Source` for operators. Every operator of this installation sees every talk."""

    def __init__(self, *, db: Database, following: Following, names: Names) -> None:
        self._db, self._following, self._names = db, following, names
        self._view = DeskView()
        following.add_view(self._view)

    async def open(self, viewer: Viewer, stream: str) -> str | None:
        """`c:<talk>` or `list:open`."""
        if stream == "list:open":
            return OPEN_LIST
        kind, _, conversation = stream.partition(":")
        number = await self._names.find(conversation) if kind == "c" else None
        return f"d:{number}" if number is not None else None

    async def replay(self, topic: str, after: int, *, limit: int) -> Replay | None:
        """From the ring or the log; a list is always sent whole."""
        if topic == OPEN_LIST:
            return None
        return await self._following.replay(self._view, conversation=_number(topic), after=after, limit=limit)

    async def snapshot(self, topic: str, viewer: Viewer) -> Snapshot:
        """State and the newest entries, or the first page of a list."""
        if topic == OPEN_LIST:
            return Snapshot(top=0, frame=await queries.open_list(self._db, viewer.operator.id))
        conversation = _number(topic)
        await self._following.watch(conversation)
        found = await queries.snapshot(self._db, conversation)
        if found is None:
            raise Absent("there is no such conversation")
        return Snapshot(top=found[0], frame=found[1])

    async def before(self, topic: str, n: int) -> bytes | None:
        """Older entries."""
        if topic == OPEN_LIST:
            return None
        conversation = _number(topic)
        return await queries.page(self._db, conversation, self._names.public(conversation), n)


def _number(topic: str) -> int:
    return int(topic.partition(":")[2])
