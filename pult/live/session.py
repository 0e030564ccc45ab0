"""One authenticated conversation over one websocket, whatever library carries it.

No task and no timer lives as long as a session does: idle, it is this object, its memberships and the socket.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Coroutine
from typing import TYPE_CHECKING, Any, cast

from pult.kit.errors import PultError
from pult.live import catching, fetching, frames, gathering, greeting
from pult.live.contract import Hello
from pult.live.frames import ROOM, TEXT, Fetch, Sub, Unsub, pack
from pult.live.outbox import Outbox
from pult.live.reading import Fault
from pult.live.rooms import FOLLOWING, Member

if TYPE_CHECKING:
    from pult.live.hub import Endpoint
    from pult.live.wire import Wire

log = logging.getLogger(__name__)

NEW, GREETING, OPEN, CLOSING, LOST = range(5)


class Session:
    """Implements `contract.Connection` over a `Wire`. `pause`, `resume`, `received`, `lost` are called by the wire."""

    __slots__ = (
        "_backlog",
        "_bad",
        "_drained",
        "_earlier",
        "_filled",
        "_outbox",
        "_refused",
        "_tokens",
        "_turn",
        "_unanswered",
        "address",
        "cast",
        "endpoint",
        "heard",
        "misses",
        "paused",
        "personal",
        "slot",
        "state",
        "streams",
        "viewer",
        "wire",
    )  # fmt: skip

    def __init__(self, endpoint: Endpoint, wire: Wire, address: str, now: float) -> None:
        self.endpoint = endpoint
        self.wire = wire
        self.address = address
        self.cast = wire.cast
        self.viewer: Any = None
        self.state = NEW
        self.paused = False
        """The socket has not taken everything yet: what comes waits here."""
        self.heard = False
        """Anything came in since the last ping."""
        self.misses = 0
        self.slot = 0
        self.streams: dict[str, Member] | None = None
        self.personal: dict[str, Member] | None = None
        self._outbox: Outbox | None = None
        self._drained: asyncio.Future[None] | None = None
        self._turn: asyncio.Task[None] | None = None
        self._backlog: deque[str] | None = None
        self._unanswered = 0
        self._earlier: asyncio.Future[None] | None = None
        self._bad = 0
        self._refused = 0
        self._tokens = float(endpoint.hub.limits.burst)
        self._filled = now

    # What doors call

    def send(self, frame: bytes) -> None:
        """Queue a complete frame that must not be dropped."""
        self.put(pack(frame))

    def send_struct(self, frame: object) -> None:
        """Encode and queue."""
        self.put(pack(frames.encode(frame)))

    def error(self, code: str, detail: str = "", *, cid: str | None = None, **extra: object) -> None:
        """Queue an `error` frame."""
        self.put(pack(frames.error(code, detail, cid=cid, **extra)))

    def follow(self, topic: str) -> None:
        """Receive what is published to a topic, without replay. Not for a topic also subscribed to as a stream."""
        self.personal = {} if self.personal is None else self.personal
        if topic not in self.personal and self.state < CLOSING:
            member = Member(self, "")
            member.next = FOLLOWING
            self.personal[topic] = member
            self.endpoint.hub.join(topic, member)

    def unfollow(self, topic: str) -> None:
        """Stop following."""
        member = self.personal.pop(topic, None) if self.personal else None
        if member is not None:
            self.endpoint.hub.leave(member)

    def subscribe(self, stream: str, last: int = 0) -> None:
        """Start, or start again, to follow a stream from `last`."""
        if self.state != OPEN:
            return
        self.streams = {} if self.streams is None else self.streams
        if stream in self.streams:
            self.drop(stream)
        elif len(self.streams) >= self.endpoint.hub.limits.streams:
            self.error("busy", "too many streams on one socket", id=stream)
            return
        member = self.streams[stream] = Member(self, stream)
        self._work(member, catching.open_stream(member, last))

    def is_following(self, stream: str) -> bool:
        """Whether this connection follows a stream now."""
        return self.streams is not None and stream in self.streams

    def answered(self) -> None:
        """One command has been answered: give its credit back."""
        if self._unanswered > 0:
            self._unanswered -= 1
        if self._earlier is not None and self._unanswered <= 1:
            earlier, self._earlier = self._earlier, None
            earlier.set_result(None)

    def close(self, code: int, reason: str) -> None:
        """Send what waits, then a close frame. What comes after is ignored."""
        if self.state >= CLOSING:
            return
        gathering.leave_now(self)
        self.state = CLOSING
        outbox, self._outbox = self._outbox, None
        while outbox:
            self.cast(TEXT, outbox.take(), ROOM)
        self.paused = True
        self._wake()
        self.wire.close(code, reason)
        self.endpoint.hub.closing(self)

    # What the rest of `live` calls

    def put(self, packed: bytearray, *, key: str | None = None) -> None:
        """Write now, or let it wait its turn."""
        gathered = self.endpoint.hub.gathered
        if gathered is not None:
            waiting = gathered.get(self)
            if waiting is None:
                gathered[self] = [packed]
            else:
                waiting.append(packed)
        elif self.paused:
            self.wait(packed, key=key)
        else:
            self.cast(TEXT, packed, ROOM)

    def wait(self, packed: bytearray, *, key: str | None = None) -> None:
        """Put a frame behind those that wait; beyond the bounds the socket is too slow for us."""
        if self.state >= CLOSING:
            return
        outbox = self._outbox = self._outbox or Outbox()
        outbox.put(packed, key=key)
        limits = self.endpoint.hub.limits
        if len(outbox) > limits.waiting_frames or outbox.size > limits.waiting_bytes:
            self._outbox = None
            self.fail(4008, "slow", "too much waits for this socket")

    @property
    def holding(self) -> bool:
        """Whether we ourselves do not read at the moment: silence then proves nothing."""
        return self._turn is not None

    @property
    def closing(self) -> bool:
        """Whether nothing is written to it any more."""
        return self.state >= CLOSING

    def numbered(self) -> bool:
        """Whether some live stream here tells its position from time to time."""
        return self.streams is not None and any(member.next > 1 for member in self.streams.values())

    def hint(self, packed: bytearray, key: str) -> None:
        """A signal for a slow socket: replaces its elder, is dropped when half of the room is taken."""
        outbox = self._outbox
        limits = self.endpoint.hub.limits
        crowded = outbox is not None and (
            len(outbox) * 2 > limits.waiting_frames or outbox.size * 2 > limits.waiting_bytes
        )
        if not crowded or (outbox is not None and outbox.knows(key)):
            self.wait(packed, key=key)

    def fail(self, code: int, name: str, detail: str = "") -> None:
        """An `error` frame, then the close that it announces."""
        if self.state < CLOSING:
            error = pack(frames.error(name, detail))
            outbox = self._outbox = self._outbox or Outbox()
            outbox.put(error)
            self.close(code, name)

    def drop(self, stream: str, *, tell: bool = False) -> None:
        """End a subscription; with `tell` the client hears `gone`."""
        member = self.streams.pop(stream, None) if self.streams else None
        if member is not None:
            task, member.task = member.task, None
            if task is not None and task is not asyncio.current_task():
                task.cancel()
            self.endpoint.hub.leave(member)
        if tell:
            self.put(pack(frames.gone(stream)))

    def catch_up(self, member: Member, last: int) -> None:
        """A hole showed up: read what is missing."""
        self._work(member, catching.catch_up(member, last))

    async def writable(self) -> None:
        """Wait until the socket has taken everything (or is closing). Only catching up may wait for a socket."""
        while self.paused and self.state < CLOSING:
            if self._drained is None:
                self._drained = asyncio.get_running_loop().create_future()
            await asyncio.shield(self._drained)

    def turn(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something slow; the frames that follow wait for it."""
        self.wire.hold()
        self._turn = asyncio.get_running_loop().create_task(work)
        self._turn.add_done_callback(self._next)

    # What the wire calls

    def pause(self) -> None:
        """A write did not leave at once."""
        self.paused = True

    def resume(self) -> None:
        """Everything has left: send what waited, until the socket is full again."""
        if self.state >= CLOSING:
            return
        self.paused = False
        self.heard = True  # A peer that takes bytes lives, even where its pong waits behind them.
        outbox = self._outbox
        while outbox and not self.paused:
            self.cast(TEXT, outbox.take(), ROOM)
        if not self.paused:
            self._outbox = None
            self._wake()

    def received(self, text: str) -> None:
        """One text message of the client."""
        self.heard = True
        if self._turn is not None:
            self._backlog = deque() if self._backlog is None else self._backlog
            self._backlog.append(text)
        elif self.state < CLOSING:
            self._take(text)

    def binary(self) -> None:
        """One binary message: nothing of ours is binary."""
        self.heard = True
        if self.state < CLOSING and self.allowed():
            self._fault(Fault("malformed", "frames are text"))

    def allowed(self, cost: float = 1.0) -> bool:
        """Whether the rate of this socket lets one more frame in. Far above the rate, the socket is closed."""
        limits = self.endpoint.hub.limits
        now = self.endpoint.hub.time()
        tokens = min(limits.burst, self._tokens + (now - self._filled) * limits.frames_per_second)
        self._filled = now
        if tokens >= cost:
            self._tokens = tokens - cost
            self._refused = 0
            return True
        self._tokens = tokens
        self._refused += 1
        if self._refused > limits.refused:
            self.fail(1008, "busy", "far too many frames")
        return False

    def lost(self) -> None:
        """The socket is gone: let go of everything."""
        if self.state == LOST:
            return
        self.state = LOST
        self.paused = True
        self._outbox = None
        self._backlog = None
        self._wake()
        if self._turn is not None and self.viewer is None:
            # Only a sign-in is called off. A command runs to its end: it may be in the middle of a transaction.
            self._turn.cancel()
        for stream in list(self.streams or ()):
            self.drop(stream)
        for topic in list(self.personal or ()):
            self.unfollow(topic)
        self.endpoint.hub.forget(self)

    # Inside

    def _take(self, text: str) -> None:
        frame: Any = self.endpoint.reader.read(text)
        if self.state == NEW:
            greeting.greet(self, frame, text)
        elif not self.allowed():
            cid = frame.cid if isinstance(frame, Fault) else getattr(frame, "cid", None)
            self.error("busy", "too many frames", cid=cid, retry_ms=1000)
        elif isinstance(frame, Fault):
            self._fault(frame)
        else:
            self._bad = 0
            self._act(frame)

    def _act(self, frame: Any) -> None:
        kind = cast("type[object]", type(frame))
        if kind is Sub:
            self.subscribe(frame.id, frame.last)
        elif kind is Unsub:
            self.drop(frame.id)
        elif kind is Fetch:
            self.turn(fetching.fetch(self, frame))
        elif kind is Hello:
            self.fail(4002, "hello_twice")
        else:
            self._command(frame)

    def _command(self, frame: Any) -> None:
        door = self.endpoint.door
        counted = type(frame) in self.endpoint.reader.answered
        if counted:
            if self._unanswered >= door.credits:
                self.error("busy", "too many unanswered commands", cid=frame.cid, retry_ms=1000)
                return
            self._unanswered += 1
        try:
            rest = door.handle(self, frame)
        except Exception as error:
            self._failed(error, frame)
        else:
            if rest is not None:
                self.turn(self._finish(rest, frame))

    async def _finish(self, rest: Awaitable[None], frame: Any) -> None:
        if type(frame) in self.endpoint.reader.answered and self._unanswered > 1:
            # Words said before it may still be on their way into the log: what one person does keeps its order.
            self._earlier = asyncio.get_running_loop().create_future()
            await self._earlier
        try:
            await rest
        except Exception as error:
            self._failed(error, frame)

    def _failed(self, error: Exception, frame: Any) -> None:
        cid: str | None = getattr(frame, "cid", None)
        if type(frame) in self.endpoint.reader.answered:
            self.answered()
        if isinstance(error, PultError):
            self.error(error.code, error.detail, cid=cid, **{"pointer": error.pointer, **error.extra})
        else:
            log.error("a command failed", exc_info=error)
            self.error("unavailable", "this failed on our side; the same again may work", cid=cid)

    def _fault(self, fault: Fault) -> None:
        if fault.code == "malformed":
            self._bad += 1
        self.error(fault.code, fault.detail, cid=fault.cid, pointer=fault.pointer)
        if self._bad >= self.endpoint.hub.limits.malformed:
            self.fail(1008, "malformed", "too many unreadable frames")

    def _next(self, turn: asyncio.Task[None]) -> None:
        self._turn = None
        while self._backlog and self._turn is None and self.state < CLOSING:
            self._take(self._backlog.popleft())
        if self._turn is None:
            self._backlog = None
            if self.state != LOST:
                self.wire.release()

    def _work(self, member: Member, work: Coroutine[Any, Any, None]) -> None:
        task = member.task = asyncio.get_running_loop().create_task(work)
        task.add_done_callback(lambda done: _let_go(member, done))

    def _wake(self) -> None:
        drained, self._drained = self._drained, None
        if drained is not None and not drained.done():
            drained.set_result(None)


def _let_go(member: Member, done: asyncio.Task[None]) -> None:
    if member.task is done:
        member.task = None
