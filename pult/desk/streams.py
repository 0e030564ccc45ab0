"""The desk's streams: talks in full, and the list of open talks as state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from pult.conversations.encoding import for_operators
from pult.conversations.events import Entry
from pult.conversations.following import Following
from pult.desk import queries
from pult.desk.lists import Lists
from pult.desk.names import Names
from pult.desk.overseeing import Overseeing
from pult.kit.errors import Absent
from pult.live.contract import Replay, Snapshot
from pult.operators.access import Access
from pult.operators.events import Operator
from pult.operators.rules import Permission

if TYPE_CHECKING:
    from pult.kit.db import Database


class Viewer(msgspec.Struct):
    """Who looks through one desk socket, with the rights of the moment it was opened."""

    access: Access

    @property
    def operator(self) -> Operator:
        """The same as colleagues see them."""
        return self.access.operator


class DeskView:
    """Everything, under seq."""

    prefix = "d"
    public = False

    def encode(self, entry: Entry) -> bytes | None:
        """All entries."""
        return for_operators(entry)


class Beside(Protocol):
    """A stream of another folder: state that is sent whole, then what changes."""

    def topic(self, access: Access) -> str | None:
        """The same as the stream's name for whoever may follow it; None: it looks absent."""
        ...

    async def snapshot(self, access: Access) -> bytes:
        """The whole state, as a frame."""
        ...


class DeskStreams:
    """`live.contract.Source` for operators: talks of one's own teams and of none, or of every team; and what other
    folders put `beside` them, by name.
    """

    def __init__(
        self,
        db: Database,
        *,
        following: Following,
        names: Names,
        lists: Lists,
        overseeing: Overseeing,
    ) -> None:
        self._db, self._following, self._names, self._lists = db, following, names, lists
        self._overseeing = overseeing
        self.beside: dict[str, Beside] = {}
        self._view = DeskView()
        following.add_view(self._view)

    async def open(self, viewer: Viewer, stream: str) -> str | None:
        """`c:<talk>`, `drafts:<talk>` (what colleagues are writing there), `list:open`, or one that stands beside."""
        if stream == "list:open":
            return self._lists.topic(viewer.access)
        if stream in self.beside:
            return self.beside[stream].topic(viewer.access)
        kind, _, conversation = stream.partition(":")
        if kind == "drafts":
            return await self._drafts(viewer.access, conversation)
        number = await self._names.find(conversation, viewer.access, guest=True) if kind == "c" else None
        return f"d:{number}" if number is not None else None

    async def _drafts(self, access: Access, conversation: str) -> str | None:
        if not access.may(Permission.TALKS_DRAFTS):
            return None
        number = await self._names.find(conversation, access)
        return f"s:{number}" if number is not None else None

    async def replay(self, topic: str, after: int, *, limit: int) -> Replay | None:
        """From the ring or the log; a list is always sent whole."""
        if not topic.startswith("d:"):
            return None
        return await self._following.replay(self._view, conversation=_number(topic), after=after, limit=limit)

    async def snapshot(self, topic: str, viewer: Viewer) -> Snapshot:
        """State and the newest entries, or the first page of a list."""
        if topic in self.beside:
            return Snapshot(top=0, frame=await self.beside[topic].snapshot(viewer.access))
        if topic.startswith("s:"):
            number = _number(topic)
            return Snapshot(top=0, frame=await self._overseeing.drafts(number, self._names.public(number)))
        if not topic.startswith("d:"):
            return Snapshot(top=0, frame=await self._lists.page(viewer.access))
        conversation = _number(topic)
        await self._following.watch(conversation)
        found = await queries.snapshot(self._db, conversation, teams=viewer.access.teams_seen())
        if found is None:
            raise Absent("there is no such conversation")
        return Snapshot(top=found[0], frame=found[1])

    async def before(self, topic: str, n: int) -> bytes | None:
        """Older entries."""
        if not topic.startswith("d:"):
            return None
        conversation = _number(topic)
        return await queries.page(self._db, conversation, self._names.public(conversation), n)


def _number(topic: str) -> int:
    return int(topic.partition(":")[2])
