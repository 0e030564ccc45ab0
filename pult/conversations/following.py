"""From the log to those who watch it: positions, rings, replays, for every view of a talk at once.

A view (the desk's, the visitor's) says how an entry is numbered and encoded for its audience. Each entry is encoded
once per view that somebody on this node follows; the bytes are shared.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec

from pult.conversations import queries
from pult.conversations.events import Appended, Entry, HolderKind, Kind
from pult.conversations.queries import Top
from pult.journal.ring import Ring
from pult.journal.tail import Tail
from pult.kit.together import Together
from pult.live.contract import Event, Hub, Replay

if TYPE_CHECKING:
    from pult.kit.db import Database

SWEEP_SECONDS = 30.0


class View(Protocol):
    """One audience's look at a talk."""

    prefix: str
    public: bool

    def encode(self, entry: Entry) -> bytes | None:
        """JSON for this audience, or None when it may not see the entry."""
        ...


class Watched(msgspec.Struct):
    """A talk that somebody here follows: its public id, the public number and the holding operator at the tail's
    position; its topics, in the order of the views, and its stream.
    """

    public_id: str
    last_public: int
    holder: int | None
    topics: tuple[str, ...]
    stream: str


class Following:
    """Hold one per process."""

    def __init__(self, *, db: Database, hub: Hub, period: float, fast: float) -> None:
        self._db, self._hub = db, hub
        self._ring = Ring()
        self._views: list[View] = []
        self._watched: dict[int, Watched] = {}
        self._tops = Together[int, Top](self._ask_tops)
        self._ranges = {
            False: Together[tuple[int, int], list[Entry]](lambda keys: self._ask_ranges(keys, public=False)),
            True: Together[tuple[int, int], list[Entry]](lambda keys: self._ask_ranges(keys, public=True)),
        }
        self._tail = Tail[Entry](read=self._read, tops=self._last, deliver=self._deliver, period=period, fast=fast)
        self._sweeper: asyncio.Task[None] | None = None
        self.encoded = 0
        """How many entries were encoded, over all views (the bench asks)."""

    def add_view(self, view: View) -> None:
        """Register a view; its topics are `prefix:conversation`."""
        self._views.append(view)

    def start(self) -> None:
        """Begin following."""
        self._tail.start()
        self._sweeper = asyncio.create_task(self._sweep(), name="following sweep")

    async def stop(self) -> None:
        """End."""
        if self._sweeper:
            self._sweeper.cancel()
        await self._tail.stop()

    def bell(self, alive: bool) -> None:
        """The bell died or recovered: poll fast, or seldom."""
        self._tail.bell_is_dead = not alive

    def committed(self, appended: Appended) -> None:
        """Entries that were committed, here or elsewhere."""
        self._tail.committed(appended.conversation, appended.entries)

    def hint(self, conversation: int, upto: int) -> None:
        """Another node wrote up to this seq."""
        self._tail.hint(conversation, upto)

    async def replay(self, view: View, *, conversation: int, after: int, limit: int) -> Replay | None:
        """Everything after a number of this view, up to where live events begin; None: take a snapshot."""
        top = await self._position(view, conversation)
        if top is None or after < 0:
            return None
        if after > top:
            return await self._ahead(view, conversation, after)
        if top - after > limit:
            return None
        topic = f"{view.prefix}:{conversation}"
        held = self._ring.after(topic, after, top)
        if held is not None:
            return Replay(events=[Event(*event) for event in held], top=top)
        found = await self._ranges[view.public].get((conversation, after)) or []
        events = [event for event in _encode(view, found) if event.n <= top]
        if len(events) != top - after:
            return None
        return Replay(events=events, top=top)

    async def watch(self, conversation: int) -> None:
        """Make sure that live events of this talk reach its topics from now on."""
        if conversation in self._watched:
            return
        self._tail.expect(conversation)
        tops = await self._tops.get(conversation)
        if tops is None:
            self._tail.unwatch(conversation)
            return
        if conversation not in self._watched:
            self._watched[conversation] = Watched(
                tops.public_id,
                tops.last_public,
                tops.holder,
                topics=tuple([f"{view.prefix}:{conversation}" for view in self._views]),
                stream=f"c:{tops.public_id}",
            )
            self._tail.watch(conversation, tops.last_seq)

    def public_id(self, conversation: int) -> str | None:
        """The public id of a watched talk."""
        watched = self._watched.get(conversation)
        return watched.public_id if watched else None

    def holder(self, conversation: int) -> int | None:
        """The operator who holds a watched talk."""
        watched = self._watched.get(conversation)
        return watched.holder if watched else None

    async def _position(self, view: View, conversation: int) -> int | None:
        await self.watch(conversation)
        watched, at = self._watched.get(conversation), self._tail.position(conversation)
        if watched is None or at is None:
            return None
        return watched.last_public if view.public else at

    async def _ahead(self, view: View, conversation: int, after: int) -> Replay | None:
        """The client knows more than this node has heard of: true if it was on another node a moment ago, else its
        history is not ours.
        """
        tops = await self._tops.get(conversation)
        if tops is None or (tops.last_public if view.public else tops.last_seq) < after:
            return None
        return Replay(events=[], top=after)

    def _deliver(self, conversation: int, entries: Sequence[Entry]) -> None:
        watched, erased = self._watched[conversation], False
        for entry in entries:
            if entry.public_no is not None:
                watched.last_public = entry.public_no
            elif entry.kind in (Kind.ASSIGNED, Kind.TRANSFERRED):
                to = entry.body["to"]
                watched.holder = to["id"] if to["kind"] == HolderKind.OPERATOR else None
            erased = erased or entry.kind == "erased"
        hub, ring = self._hub, self._ring
        for view, topic in zip(self._views, watched.topics, strict=True):
            if erased:
                ring.forget(topic)
            if hub.has(topic) and (events := _encode(view, entries)):
                self.encoded += len(events)
                if not erased:
                    ring.add(topic, events)
                hub.publish(topic, watched.stream, events)

    async def _read(self, pairs: Sequence[tuple[int, int]], limit: int) -> dict[int, list[Entry]]:
        return await queries.ranges(self._db, pairs, limit)

    async def _last(self, conversations: Sequence[int]) -> dict[int, int]:
        return {
            conversation: top.last_seq for conversation, top in (await queries.tops(self._db, conversations)).items()
        }

    async def _ask_tops(self, conversations: Sequence[int]) -> dict[int, Top]:
        return await queries.tops(self._db, conversations)

    async def _ask_ranges(self, keys: Sequence[tuple[int, int]], *, public: bool) -> dict[tuple[int, int], list[Entry]]:
        """Several clients may ask for different ranges of one talk: the lowest `after` serves them all."""
        lowest: dict[int, int] = {}
        for conversation, after in keys:
            lowest[conversation] = min(after, lowest.get(conversation, after))
        found = await queries.ranges(self._db, list(lowest.items()), 2_000, public=public)
        return {
            (conversation, after): [
                entry
                for entry in found.get(conversation, ())
                if (number := entry.public_no if public else entry.seq) is not None and number > after
            ]
            for conversation, after in keys
        }

    async def _sweep(self) -> None:
        """Forget talks that nobody here follows any more."""
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            for conversation in list(self._watched):
                if not any(self._hub.has(f"{view.prefix}:{conversation}") for view in self._views):
                    del self._watched[conversation]
                    self._tail.unwatch(conversation)


def _encode(view: View, entries: Sequence[Entry]) -> list[Event]:
    events: list[Event] = []
    public, encode = view.public, view.encode
    for entry in entries:
        fragment = encode(entry)
        number = entry.public_no if public else entry.seq
        if fragment is not None and number is not None:
            events.append(Event(number, fragment))
    return events
