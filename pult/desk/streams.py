"""The desk's streams: talks in full, and the list of open talks as state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pult.conversations.encoding import for_operators
from pult.conversations.events import Entry
from pult.conversations.following import Following
from pult.desk import queries, store
from pult.desk.lists import Lists
from pult.kit.errors import Absent
from pult.live.contract import Replay, Snapshot
from pult.operators.access import Access
from pult.operators.events import Operator

if TYPE_CHECKING:
    from pult.kit.db import Database

MOST_NAMES = 50_000


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


class Names:
    """Public id ↔ number and team of talks. The first two never change; a team does, rarely, and `moved` says so."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._numbers: dict[str, int] = {}
        self._public: dict[int, str] = {}
        self._teams: dict[int, int | None] = {}
        self._channels: dict[int, int] = {}

    def channel(self, number: int | None) -> int:
        """By which channel a talk that was asked for by its public id came; 0 for one that is not known."""
        return self._channels.get(number or 0, 0)

    def known(self, conversation: str, access: Access) -> int | None:
        """From memory; None also when it is not for them."""
        number = self._numbers.get(conversation)
        return number if number is not None and access.sees(self._teams[number]) else None

    def public(self, number: int) -> str:
        """The public id of a talk that was asked for by it."""
        return self._public[number]

    def team(self, number: int) -> int | None:
        """The team of a talk that was asked for by its public id."""
        return self._teams.get(number)

    def moved(self, number: int, team: int | None) -> None:
        """A talk belongs to this team now."""
        if number in self._teams:
            self._teams[number] = team

    async def find(self, conversation: str, access: Access) -> int | None:
        """From memory or the database. A talk that is not for them looks like none."""
        number = self.known(conversation, access)
        if number is None and 0 < len(conversation) <= 64:
            found = await store.place(self._db, conversation)
            if found is None:
                return None
            number, team, channel = found
            self._keep(conversation, number, team, channel)
            return number if access.sees(team) else None
        return number

    def _keep(self, conversation: str, number: int, team: int | None, channel: int) -> None:
        if len(self._numbers) >= MOST_NAMES:
            oldest = self._numbers.pop(next(iter(self._numbers)))
            self._public.pop(oldest, None)
            self._teams.pop(oldest, None)
            self._channels.pop(oldest, None)
        self._numbers[conversation] = number
        self._public[number] = conversation
        self._teams[number] = team
        self._channels[number] = channel


class DeskStreams:
    """`live.contract.Source` for operators: talks of one's own teams and of none, or of every team."""

    def __init__(self, *, db: Database, following: Following, names: Names, lists: Lists) -> None:
        self._db, self._following, self._names, self._lists = db, following, names, lists
        self._view = DeskView()
        following.add_view(self._view)

    async def open(self, viewer: Viewer, stream: str) -> str | None:
        """`c:<talk>` or `list:open`."""
        if stream == "list:open":
            return self._lists.topic(viewer.access)
        kind, _, conversation = stream.partition(":")
        number = await self._names.find(conversation, viewer.access) if kind == "c" else None
        return f"d:{number}" if number is not None else None

    async def replay(self, topic: str, after: int, *, limit: int) -> Replay | None:
        """From the ring or the log; a list is always sent whole."""
        if not topic.startswith("d:"):
            return None
        return await self._following.replay(self._view, conversation=_number(topic), after=after, limit=limit)

    async def snapshot(self, topic: str, viewer: Viewer) -> Snapshot:
        """State and the newest entries, or the first page of a list."""
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
