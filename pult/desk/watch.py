"""Rights that end, end on open sockets too: every node looks again and again at what its sockets rest on.

It asks the database, not the bell: a hint may get lost, a right that was taken away may not stay.
"""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

from pult.desk import store
from pult.desk.lists import Lists
from pult.desk.names import Names, Seen
from pult.desk.streams import Viewer
from pult.kit.again import Again
from pult.live.hub import Hub
from pult.operators import queries as operators
from pult.operators.access import Access
from pult.operators.commands import Accounts

if TYPE_CHECKING:
    from pult.kit.db import Database

PERIOD = 2.0
"""Seconds between two looks: a right that ended is cut within five."""
MOVED_SECONDS = 60.0
"""How far back a look for moved talks goes: longer than a database can be away without everybody noticing."""


class Watch(Again):
    """Closes sockets whose session has ended, sends those away whose rights have changed, and cuts talks that went to
    teams which their readers are not in, or whose guests they are no more.
    """

    def __init__(
        self, *, db: Database, hub: Hub, accounts: Accounts, names: Names, lists: Lists, period: float = PERIOD
    ) -> None:
        self._db, self._hub, self._accounts, self._names, self._lists = db, hub, accounts, names, lists
        super().__init__(self.look, period=period, name="watch")
        self._by_id: dict[int, Viewer] = {}
        self._open_to_all: frozenset[int] = frozenset()
        self._moved: dict[int, Seen] = {}
        self._now: set[asyncio.Task[None]] = set()

    def came(self, viewer: Viewer) -> None:
        """A socket was opened."""
        self._by_id[id(viewer)] = viewer

    def went(self, viewer: Viewer) -> None:
        """It was closed."""
        self._by_id.pop(id(viewer), None)

    def anybody_replies(self, access: Access, team: int | None) -> bool:
        """Whether somebody may reply in talks of this team that are not hers: as of the last look, own teams only."""
        return team is not None and team in self._open_to_all and team in access.teams

    def soon(self) -> None:
        """Something was changed here: look now instead of in a while."""
        task = asyncio.create_task(self._quietly(), name="watch now")
        self._now.add(task)
        task.add_done_callback(self._now.discard)

    async def _quietly(self) -> None:
        with contextlib.suppress(Exception):
            await self.look()

    async def look(self) -> None:
        """Look once."""
        if not self._by_id:
            self._moved.clear()
            return
        self._open_to_all = await operators.open_to_all(self._db)
        await self._look_at_sessions()
        for place in await store.moved(self._db, seconds=MOVED_SECONDS):
            seen = Seen(place.team, place.guests)
            if self._moved.get(place.number) != seen:
                self._move(place.number, seen)
            self._moved[place.number] = seen
        if len(self._moved) > 10_000:
            self._moved.clear()

    async def _look_at_sessions(self) -> None:
        seen = {viewer.access.session for viewer in self._by_id.values()}
        numbers = await self._accounts.numbers(list(seen))
        self._hub.close_where(lambda viewer: _is(viewer, seen) and viewer.access.session not in numbers)
        self._hub.send_away_where(
            lambda viewer: (
                _is(viewer, seen) and numbers.get(viewer.access.session, viewer.access.number) != viewer.access.number
            )
        )

    async def moved(self, conversation: int) -> None:
        """Others may see a talk now: who may not loses it, in the open and in the lists."""
        place = await store.place_of(self._db, conversation)
        if place is not None:
            self._move(conversation, Seen(place.team, place.guests))

    def _move(self, conversation: int, seen: Seen) -> None:
        self._names.moved(conversation, seen)
        self._hub.cut(f"d:{conversation}", lambda viewer: not seen.by(viewer.access, guest=True))
        self._hub.cut(f"s:{conversation}", lambda viewer: not seen.by(viewer.access, guest=False))
        self._lists.touch(conversation)


def _is(viewer: Any, asked: set[Any]) -> bool:
    """A viewer of the desk whose session was asked about; one that came meanwhile waits for the next look."""
    return isinstance(viewer, Viewer) and viewer.access.session in asked
