"""All sockets of one process: the doors by path, the rooms by topic, the periods, the way out of events."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import random
import time
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from pult.live import frames, gathering, upgrade
from pult.live.contract import Door, Event, Handshake, Refusal
from pult.live.frames import pack
from pult.live.gathering import Gathered
from pult.live.limits import Limits, Periods
from pult.live.links import Links
from pult.live.reading import Reader
from pult.live.rooms import Member, Room
from pult.live.session import CLOSING, GREETING, NEW, OPEN, Session
from pult.live.wheel import Deadlines, Ticker, Wheel
from pult.live.wire import Wire

log = logging.getLogger(__name__)

_BEAT = pack(b'{"t":"beat"}')


class Endpoint:
    """A door with what is made once for it."""

    def __init__(self, hub: Hub, door: Door) -> None:
        self.hub = hub
        self.door = door
        self.reader = Reader(door.commands)


class Statistics(msgspec.Struct):
    """Counters since the start."""

    opened: int = 0
    refused: int = 0
    encodings: int = 0
    deliveries: int = 0


class Hub:
    """Implements `contract.Hub`. Made in wiring; every method is called on the loop's thread."""

    def __init__(
        self,
        *,
        epoch: str = "",
        clock: Callable[[], int] | None = None,
        limits: Limits | None = None,
        time_scale: float = 1.0,
        trusted_proxies: Iterable[str] = (),
    ) -> None:
        self.epoch = epoch
        self.clock = clock or _wall_clock
        """Milliseconds since 1970, for `welcome`."""
        self.limits = limits or Limits()
        self.time_scale = time_scale
        self.periods = Periods().scaled(time_scale)
        self.time = time.monotonic
        self.statistics = Statistics()
        self.links: Links | None = None
        self._proxies = upgrade.TrustedProxies(trusted_proxies)
        self._endpoints: dict[str, Endpoint] = {}
        self._rooms: dict[str, Room] = {}
        self._sessions: set[Session] = set()
        self._addresses: dict[str, int] = {}
        self._ending = False
        self._left = asyncio.Event()
        self.gathered: Gathered | None = None
        """Frames that wait for the end of this turn of the loop; None: everything leaves at once."""
        self._make_periods()

    def _make_periods(self) -> None:
        periods = self.periods
        self._pings: Wheel[Session] = Wheel(round(periods.ping / periods.tick), self._visit)
        self._positions: Wheel[Room] = Wheel(round(periods.pos / periods.tick), Room.tell_position)
        self._hellos: Deadlines[Session] = Deadlines(periods.hello, self._late)
        self._sign_ins: Deadlines[Session] = Deadlines(periods.sign_in, self._stuck)
        self._closings: Deadlines[Session] = Deadlines(periods.closing, _cut)
        self._ticker = Ticker(periods.tick, self._tick)

    # Doors

    def add_door(self, door: Door) -> None:
        """Serve an endpoint."""
        self._endpoints[door.path] = Endpoint(self, door)

    def attach(self, links: Links) -> None:
        """Exchange signals with the other processes of this machine."""
        self.links = links
        for topic in self._rooms:
            links.watch(topic)

    def accept(self, path: str, headers: upgrade.Headers, peer: str) -> tuple[Endpoint, Handshake] | Refusal:
        """Decide about an upgrade request. Never raises: a door's exception becomes a plain refusal."""
        decision = self._decide(path.partition("?")[0], headers, peer)
        if isinstance(decision, Refusal):
            self.statistics.refused += 1
        return decision

    def _decide(self, path: str, headers: upgrade.Headers, peer: str) -> tuple[Endpoint, Handshake] | Refusal:
        endpoint = self._endpoints.get(path)
        if endpoint is None:
            return Refusal(status=404, code="not_found")
        if self._ending:
            return Refusal(status=503, code="unavailable")
        handshake = upgrade.handshake(path, headers, peer, self._proxies)
        if handshake is None:
            return upgrade.MALFORMED
        if self._addresses.get(handshake.address, 0) >= self._room_for(handshake.address):
            return Refusal(status=429, code="busy")
        try:
            refusal = endpoint.door.accept(handshake)
        except Exception:
            log.exception("a door failed to look at an upgrade")
            refusal = Refusal(status=503, code="unavailable")
        return refusal or (endpoint, handshake)

    def _room_for(self, address: str) -> int:
        try:
            loopback = ipaddress.ip_address(address).is_loopback
        except ValueError:
            loopback = False
        return self.limits.per_loopback if loopback else self.limits.per_address

    # Sessions, called by wires and sessions

    def open(self, endpoint: Endpoint, wire: Wire, address: str) -> Session:
        """A socket was upgraded."""
        session = Session(endpoint, wire, address, self.time())
        self._sessions.add(session)
        self._addresses[address] = self._addresses.get(address, 0) + 1
        self.statistics.opened += 1
        self._hellos.add(session, self.time())
        self._ticker.wake()
        return session

    def greeting(self, session: Session) -> None:
        """The first frame is a hello; the door is asked."""
        session.state = GREETING
        self._sign_ins.add(session, self.time())

    def welcome(self, session: Session, viewer: Any) -> bool:
        """The door knows who it is. False if the socket did not wait for that."""
        if session.state != GREETING:
            return False
        session.viewer = viewer
        session.state = OPEN
        session.slot = self._pings.add(session)
        return True

    def closing(self, session: Session) -> None:
        """A close frame was sent: the peer has a moment to answer it."""
        self._closings.add(session, self.time())
        self._ticker.wake()

    def forget(self, session: Session) -> None:
        """A socket is gone."""
        if session not in self._sessions:
            return
        self._sessions.discard(session)
        if self._ending:
            self._left.set()
        left = self._addresses.get(session.address, 1) - 1
        if left > 0:
            self._addresses[session.address] = left
        else:
            self._addresses.pop(session.address, None)
        if session.viewer is not None:
            self._pings.remove(session, session.slot)
            try:
                session.endpoint.door.closed(session)
            except Exception:
                log.exception("a door failed to let a socket go")

    def join(self, topic: str, member: Member) -> None:
        """Put a member into a topic's room."""
        room = self._rooms.get(topic)
        if room is None:
            room = self._rooms[topic] = Room(topic)
            room.slot = self._positions.add(room)
            if self.links is not None:
                self.links.watch(topic)
        member.room = room
        room.members.append(member)

    def leave(self, member: Member) -> None:
        """Take a member out; an empty room is closed."""
        room, member.room = member.room, None
        if room is None:
            return
        room.members.remove(member)
        if not room.members:
            self._positions.remove(room, room.slot)
            del self._rooms[room.name]
            if self.links is not None:
                self.links.unwatch(room.name)

    # Writes of one turn

    def gather(self) -> None:
        """Until the loop's next turn, what is sent to one socket leaves with a single write: after a batch was
        committed most sockets get several frames, and a write costs more than a frame."""
        if self.gathered is None:
            self.gathered = {}
            asyncio.get_running_loop().call_soon(self._scatter)

    def _scatter(self) -> None:
        gathered, self.gathered = self.gathered, None
        for session, packed in (gathered or {}).items():
            gathering.leave(session, packed)

    # What subscribers call

    def publish(self, topic: str, stream: str, events: list[Event]) -> None:
        """Deliver numbered events (in order, dense) to everybody on the topic: one encoding, shared bytes."""
        room = self._rooms.get(topic)
        if room is not None and events:
            self.statistics.encodings += 1
            self.statistics.deliveries += len(room.members)
            room.publish(stream, events, self.gathered)

    def state(self, topic: str, frame: bytes, *, key: str | None = None) -> None:
        """Deliver unnumbered state: merged by `key` (newest wins) for slow sockets."""
        room = self._rooms.get(topic)
        if room is not None:
            self.statistics.deliveries += len(room.members)
            room.state(pack(frame), None if key is None else f"state\0{topic}\0{key}")

    def signal(self, topic: str, frame: bytes, *, key: str) -> None:
        """Deliver an ephemeral frame here and on the other processes of this machine: last value per key, droppable."""
        self.signal_here(topic, frame, key)
        if self.links is not None:
            self.links.send(topic, key, frame)

    def signal_here(self, topic: str, frame: bytes, key: str) -> None:
        """Deliver an ephemeral frame on this process only."""
        room = self._rooms.get(topic)
        if room is not None:
            self.statistics.deliveries += len(room.members)
            room.signal(pack(frame), f"signal\0{topic}\0{key}")

    def has(self, topic: str) -> bool:
        """Whether anybody on this process follows the topic."""
        return topic in self._rooms

    def watched(self, topic: str) -> bool:
        """Whether anybody on this machine follows the topic."""
        return topic in self._rooms or (self.links is not None and self.links.watched(topic))

    def cut(self, topic: str, predicate: Callable[[Any], bool]) -> int:
        """End what viewers with `predicate(viewer)` follow on a topic (they hear `gone`). Returns how many."""
        room = self._rooms.get(topic)
        lost = [member for member in room.members if predicate(member.session.viewer)] if room is not None else []
        for member in lost:
            if member.stream:
                member.session.drop(member.stream, tell=True)
            else:
                member.session.unfollow(topic)
        return len(lost)

    def close_where(self, predicate: Callable[[Any], bool], *, code: int = 4003, reason: str = "auth_failed") -> int:
        """Close the sockets of viewers who may no longer be here (signed out, disabled). Returns how many."""
        ended = [session for session in self._sessions if session.viewer is not None and predicate(session.viewer)]
        for session in ended:
            session.fail(code, reason)
        return len(ended)

    def send_away_where(self, predicate: Callable[[Any], bool]) -> int:
        """Viewers who shall come back at once (their rights have changed): close 1012. Returns how many."""
        away = [session for session in self._sessions if session.viewer is not None and predicate(session.viewer)]
        for session in away:
            session.send(frames.encode({"t": "reconnect", "after": 0}))
            session.close(1012, "restart")
        return len(away)

    @property
    def connections(self) -> int:
        """Sockets now."""
        return len(self._sessions)

    # Ends

    def renew(self, epoch: str) -> None:
        """The history has another name now (failover, restore): everybody comes back and takes snapshots."""
        if epoch != self.epoch:
            self.epoch = epoch
            for session in list(self._sessions):
                self.send_away(session)

    def send_away(self, session: Session) -> None:
        """Tell one client to come back at a random moment, then close 1012."""
        if session.state < CLOSING:
            after = random.randrange(1 + round(self.periods.reconnect * 1000))
            session.send(frames.encode({"t": "reconnect", "after": after}))
            session.close(1012, "restart")

    async def shutdown(self) -> None:
        """Refuse new sockets, send all clients away, wait until they have left (at most the closing period)."""
        self._ending = True
        for session in list(self._sessions):
            self.send_away(session)
        until = self.time() + self.periods.closing + 2 * self.periods.tick
        while self._sessions and self.time() < until:
            self._left.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._left.wait(), self.periods.tick)
        for session in list(self._sessions):
            session.wire.abort()
        self._ticker.stop()

    # Periods

    def _tick(self, _: float) -> bool:
        now = self.time()
        self._hellos.tick(now)
        self._sign_ins.tick(now)
        self._closings.tick(now)
        self._pings.tick()
        self._positions.tick()
        return bool(self._sessions)

    def _late(self, session: Session) -> None:
        if session.state == NEW:
            session.fail(4001, "hello_late", "no hello came")

    def _stuck(self, session: Session) -> None:
        if session.state == GREETING:
            session.fail(1013, "unavailable", "signing in takes too long")

    def _visit(self, session: Session) -> None:
        if session.state >= CLOSING:
            return
        if not session.numbered():
            # Browsers do not show pings to a page: a socket without a stream that tells its position gets this instead.
            session.put(_BEAT, key="beat")
        if not session.wire.pings:
            return
        session.misses = 0 if session.heard or session.holding else session.misses + 1
        session.heard = False
        if session.misses >= 2:
            session.wire.abort()
        else:
            session.wire.ping()


def _cut(session: Session) -> None:
    session.wire.abort()


def _wall_clock() -> int:
    return time.time_ns() // 1_000_000
