"""Frames of the protocol that belong to no product word, and how a frame is laid out in memory.

A *packed* frame is a bytearray with room for a websocket header in front: picows writes the header into that room, so
one packed frame goes to any number of sockets without a copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from pult.kit.clock import milliseconds
from pult.live.contract import Event

ROOM = 14
"""Bytes in front of a packed frame (the longest websocket header)."""
TEXT = 1
"""The websocket opcode of a text message."""
_EMPTY = bytes(ROOM)

encode = msgspec.json.Encoder().encode


class Sub(msgspec.Struct, tag_field="t", tag="sub", forbid_unknown_fields=True):
    """Follow a stream. `last` 0: from a snapshot."""

    id: str
    last: int = 0


class Unsub(msgspec.Struct, tag_field="t", tag="unsub", forbid_unknown_fields=True):
    """Stop following a stream."""

    id: str


class Fetch(msgspec.Struct, tag_field="t", tag="fetch", forbid_unknown_fields=True):
    """Read a hole (`from`) or older entries (`before`): exactly one of the two."""

    id: str
    first: int | None = msgspec.field(name="from", default=None)
    before: int | None = None


def pack(frame: bytes) -> bytearray:
    """The frame with room for its header."""
    packed = bytearray(_EMPTY)
    packed += frame
    return packed


def unpack(packed: bytearray) -> bytes:
    """The frame alone."""
    return bytes(memoryview(packed)[ROOM:])


def events(stream: str, entries: Iterable[Event]) -> bytes:
    """One `ev` frame around entries that are encoded already."""
    return b'{"t":"ev","id":%b,"e":[%b]}' % (encode(stream), b",".join([entry.fragment for entry in entries]))


def events_head(stream: str) -> bytes:
    """What every packed `ev` frame of a stream begins with."""
    return _EMPTY + b'{"t":"ev","id":%b,"e":[' % encode(stream)


def packed_events(head: bytes, entries: Sequence[Event]) -> bytearray:
    """The same frame as `events`, packed."""
    packed = bytearray(head)
    packed += entries[0].fragment if len(entries) == 1 else b",".join([entry.fragment for entry in entries])
    packed += b"]}"
    return packed


def position(kind: str, stream: str, top: int) -> bytes:
    """A `live` or `pos` frame."""
    return encode({"t": kind, "id": stream, "top": top})


def ack(cid: UUID, conv: str, n: int, at: datetime) -> bytes:
    """What was said under this id stands in a log, under this number."""
    return b'{"t":"ack","cid":%b,"conv":%b,"n":%d,"at":%d}' % (encode(cid), encode(conv), n, milliseconds(at))


def gone(stream: str) -> bytes:
    """Not yours, or not there."""
    return encode({"t": "gone", "id": stream})


def error(code: str, detail: str = "", *, cid: str | None = None, **extra: object) -> bytes:
    """An `error` frame; a `cid` and extra facts only where there are some."""
    frame: dict[str, object] = {"t": "error", "code": code, "detail": detail}
    if cid is not None:
        frame["cid"] = cid
    frame.update((name, value) for name, value in extra.items() if value is not None)
    return encode(frame)
