"""Who follows what on this process, and the loop that hands one encoded frame to everybody."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from pult.live import frames
from pult.live.contract import Event, Replay, Source
from pult.live.frames import ROOM, TEXT, pack

if TYPE_CHECKING:
    from pult.live.gathering import Gathered
    from pult.live.session import Session

FOLLOWING = -2
"""`next` of a member that takes whatever comes: no numbers, no replay."""
CATCHING = -1
"""`next` of a member that is not live yet: what comes is held."""
HELD = 256
"""More held events than that are dropped and read again: a replay is cheaper than a hoard."""


class Room:
    """One topic with its members. Lives as long as somebody follows."""

    __slots__ = ("_head", "_reads", "_stream", "members", "name", "slot", "stirred", "top")

    def __init__(self, name: str) -> None:
        self.name = name
        self.members: list[Member] = []
        self.top = 0
        """The highest number known here: published, or read by a member."""
        self.stirred = False
        """Whether something numbered came since the last `pos`."""
        self.slot = 0
        self._stream, self._head = "", b""
        self._reads: dict[int, asyncio.Task[Replay | None]] | None = None

    def publish(self, stream: str, events: list[Event], gathered: Gathered | None) -> None:
        """One encoding for all: members that are exactly there get it at once, the others are looked at one by one."""
        first, after = events[0].n, events[-1].n + 1
        if stream is not self._stream:
            self._stream, self._head = stream, frames.events_head(stream)
        packed = frames.packed_events(self._head, events)
        if after > self.top:
            self.top = after - 1
        self.stirred = True
        for member in self.members:
            if member.next == first:
                member.next = after
                session = member.session
                if gathered is not None:
                    gathered.setdefault(session, []).append(packed)
                elif session.paused:
                    session.wait(packed)
                else:
                    session.cast(TEXT, packed, ROOM)
            else:
                member.irregular(events, packed)

    def state(self, packed: bytearray, key: str | None) -> None:
        """Newest state to all; held for those who are not live yet."""
        for member in self.members:
            if member.next == CATCHING:
                member.hold_state(packed, key)
            else:
                member.session.put(packed, key=key)

    def signal(self, packed: bytearray, key: str) -> None:
        """A passing frame to all who are live."""
        for member in self.members:
            session = member.session
            if member.next == CATCHING:
                continue
            if session.paused:
                session.hint(packed, key)
            else:
                session.cast(TEXT, packed, ROOM)

    def tell_position(self) -> None:
        """Once per `pos` period: a quiet numbered stream says where it is."""
        if self.stirred or not self.top:
            self.stirred = False
            return
        told: dict[tuple[str, int], bytearray] = {}
        for member in self.members:
            if member.next > 0:
                top = member.next - 1
                packed = told.get((member.stream, top))
                if packed is None:
                    packed = told[member.stream, top] = pack(frames.position("pos", member.stream, top))
                member.session.put(packed, key=f"pos\0{member.stream}")

    async def read(self, source: Source, after: int, *, limit: int) -> Replay | None:
        """A replay; members that ask for the same one at the same moment share the read.

        A shared read may be older than the moment it was asked for: the caller compares with `top` and asks again.
        """
        if self._reads is None:
            self._reads = {}
        task = self._reads.get(after)
        if task is None:
            task = asyncio.get_running_loop().create_task(_replay(source, self.name, after, limit))
            self._reads[after] = task
            task.add_done_callback(lambda done: self._forget(after, done))
        return await asyncio.shield(task)

    def _forget(self, after: int, done: asyncio.Task[Replay | None]) -> None:
        if not done.cancelled():
            done.exception()  # Looked at here, since everybody who waited may have left.
        if self._reads is not None:
            self._reads.pop(after, None)
            if not self._reads:
                self._reads = None


async def _replay(source: Source, topic: str, after: int, limit: int) -> Replay | None:
    return await source.replay(topic, after, limit=limit)


class Member:
    """One socket in one room."""

    __slots__ = ("held", "next", "room", "session", "states", "stream", "task")

    def __init__(self, session: Session, stream: str, room: Room | None = None) -> None:
        self.session = session
        self.stream = stream
        """What the client calls it; empty for a topic followed without replay."""
        self.room = room
        """None until the stream was opened."""
        self.next = CATCHING
        """The number that may be sent next, `CATCHING` or `FOLLOWING`."""
        self.held: list[Event] | None = None
        self.states: dict[object, tuple[bytearray, str | None]] | None = None
        self.task: asyncio.Task[None] | None = None

    def irregular(self, events: list[Event], packed: bytearray) -> None:
        """Something numbered that is not simply the next: a repeat, a hole, or we are not live."""
        first, after = events[0].n, events[-1].n + 1
        if self.next == FOLLOWING:
            self.session.put(packed)
        elif self.next == CATCHING:
            self._hold(events)
        elif first < self.next < after:
            rest = [event for event in events if event.n >= self.next]
            self.next = after
            self.session.put(pack(frames.events(self.stream, rest)))
        elif first > self.next:
            last = self.next - 1
            self.next = CATCHING
            self._hold(events)
            self.session.catch_up(self, last)

    def _hold(self, events: list[Event]) -> None:
        if self.held is None:
            self.held = []
        self.held.extend(events)
        if len(self.held) > HELD:
            self.held.clear()

    def hold_state(self, packed: bytearray, key: str | None) -> None:
        """Keep state until the stream is whole; newest per key."""
        if self.states is None:
            self.states = {}
        self.states[key if key is not None else object()] = (packed, key)
        if len(self.states) > HELD:
            self.states.pop(next(iter(self.states)))

    def take_held(self, last: int) -> list[Event]:
        """The held events that follow `last` without a hole. The rest is forgotten: it will be read."""
        run: list[Event] = []
        for event in self.held or ():
            if event.n == last + 1:
                run.append(event)
                last += 1
        self.held = None
        return run

    def go_live(self, last: int) -> None:
        """Everything up to `last` was sent: from here on the member takes part."""
        self.next = last + 1
        states, self.states = self.states, None
        for packed, key in (states or {}).values():
            self.session.put(packed, key=key)
