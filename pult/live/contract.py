"""What the sockets ask of the rest of the house, and what they give: no product word, only streams, frames and topics.

`desk` and `channels.webchat` each implement one `Door` (an endpoint) and one `Source` (its streams); `wiring` hands
both to the hub. A topic is an internal string (never sent); a stream name is what the client says.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple, Protocol

import msgspec


class Handshake(msgspec.Struct, frozen=True):
    """What is known before the first frame. `address` is the peer's, after trusted proxies; header names lower."""

    path: str
    host: str
    origin: str | None
    address: str
    headers: dict[str, str]


class Refusal(msgspec.Struct, frozen=True):
    """Why an upgrade is refused: an HTTP status and a stable code; never an exception's text."""

    status: int
    code: str


class Hello(msgspec.Struct, tag_field="t", tag="hello", forbid_unknown_fields=True):
    """The first frame."""

    v: int
    auth: dict[str, str]
    streams: list[tuple[str, int]] = []
    epoch: str | None = None


class Event(NamedTuple):
    """One numbered entry in one view: its number and its JSON object, encoded once and shared."""

    n: int
    fragment: bytes


class Replay(msgspec.Struct, frozen=True):
    """Everything after the asked number up to `top`, whole. `None` instead of a Replay means: take a snapshot."""

    events: list[Event]
    top: int


class Snapshot(msgspec.Struct, frozen=True):
    """A whole state at position `top`: a complete frame, ready to send."""

    top: int
    frame: bytes


class Connection(Protocol):
    """One authenticated socket, as a Door sees it. All methods are synchronous and never wait for the peer."""

    viewer: Any
    """What `Door.hello` returned."""
    address: str

    def send(self, frame: bytes) -> None:
        """Queue a complete frame that must not be dropped."""

    def send_struct(self, frame: object) -> None:
        """Encode (msgspec JSON) and queue."""

    def error(self, code: str, detail: str = "", *, cid: str | None = None, **extra: object) -> None:
        """Queue an `error` frame."""

    def follow(self, topic: str) -> None:
        """Receive what is published to a topic without replay (signals, personal topics)."""

    def unfollow(self, topic: str) -> None:
        """Stop following."""

    def subscribe(self, stream: str, last: int = 0) -> None:
        """As if the client had sent `sub`."""

    def is_following(self, stream: str) -> bool:
        """Whether this connection follows a stream now."""
        ...

    def answered(self) -> None:
        """One command of this connection has been answered: give its credit back."""

    def close(self, code: int, reason: str) -> None:
        """Close with a websocket code."""


class Source(Protocol):
    """Streams of one endpoint."""

    async def open(self, viewer: Any, stream: str) -> str | None:
        """The topic behind a stream name if this viewer may follow it, else None (looks absent)."""
        ...

    async def replay(self, topic: str, after: int, *, limit: int) -> Replay | None:
        """What follows `after`; None when it is more than `limit`, unknown, or `after` is ahead of the log."""
        ...

    async def snapshot(self, topic: str, viewer: Any) -> Snapshot:
        """The state now. `live` calls it with the topic already followed, so nothing falls between."""
        ...

    async def before(self, topic: str, n: int) -> bytes | None:
        """A `page` frame with entries older than n, or None if the stream has no pages."""
        ...


class Door(Protocol):
    """One endpoint."""

    @property
    def path(self) -> str:
        """Where it is served."""
        ...

    @property
    def source(self) -> Source:
        """Its streams."""
        ...

    @property
    def credits(self) -> int:
        """Unanswered commands one connection may have."""
        ...

    @property
    def commands(self) -> tuple[type[msgspec.Struct], ...]:
        """Frame types (tagged by `t`, `forbid_unknown_fields`) this door understands besides hello, sub, unsub, fetch.
        Those with a field `cid` cost a credit until `Connection.answered` is called (or `handle` raises)."""
        ...

    def accept(self, handshake: Handshake) -> Refusal | None:
        """Check origin and shape; in memory only, no waiting (the accept hook is synchronous)."""
        ...

    async def hello(self, connection: Connection, frame: Hello) -> tuple[Any, dict[str, object]]:
        """Authenticate: (viewer, the `me` object of `welcome`). Raises PultError: error frame, close 4003."""
        ...

    def handle(self, connection: Connection, frame: Any) -> Awaitable[None] | None:
        """Act on one command. None: taken (the answer follows by itself). An awaitable: the next frames of this
        connection wait for it. PultErrors, raised here or by the awaitable, become an error frame naming the cid."""
        ...

    def closed(self, connection: Connection) -> None:
        """The socket is gone (only after a successful hello)."""
        ...


class Hub(Protocol):
    """What wiring hands to subscribers: how events reach sockets."""

    def publish(self, topic: str, stream: str, events: list[Event]) -> None:
        """Deliver numbered events (in order, dense) to everybody on the topic: one encoding, shared bytes."""

    def state(self, topic: str, frame: bytes, *, key: str | None = None) -> None:
        """Deliver unnumbered state (rows, marks): merged by `key` (newest wins) for slow sockets."""

    def signal(self, topic: str, frame: bytes, *, key: str) -> None:
        """Deliver an ephemeral frame: last value per key, droppable."""

    def gather(self) -> None:
        """Until the loop's next turn, let what goes to one socket leave together."""

    def has(self, topic: str) -> bool:
        """Whether anybody on this node follows the topic."""
        ...

    def watched(self, topic: str) -> bool:
        """Whether anybody on this machine follows the topic: worth a signal or not."""
        ...

    def cut(self, topic: str, predicate: Callable[[Any], bool]) -> int:
        """End what viewers with `predicate(viewer)` follow on a topic (they hear `gone`). Returns how many."""
        ...
