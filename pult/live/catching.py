"""Bringing one socket to the present of one stream: a replay or a snapshot, then what was held, then live."""

from __future__ import annotations

import asyncio
import itertools
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pult.kit.errors import Absent, Forbidden, PultError
from pult.live import frames
from pult.live.contract import Event, Replay
from pult.live.frames import pack
from pult.live.rooms import Member, Room

if TYPE_CHECKING:
    from pult.live.session import Session

log = logging.getLogger(__name__)

CHUNK_EVENTS = 200
CHUNK_BYTES = 65_536
_ROUNDS = 20
"""Reads without any progress before we give up on a log that contradicts its own bell."""
_PAUSE = 0.05


async def open_stream(member: Member, last: int) -> None:
    """Ask the door for the topic, join it, catch up. Ends in `live`, in `gone` or in a closed socket; never between."""
    session = member.session
    try:
        topic = await session.endpoint.door.source.open(session.viewer, member.stream)
    except (Absent, Forbidden):
        topic = None
    except Exception as error:
        _give_up(session, error)
        return
    if topic is None:
        session.drop(member.stream, tell=True)
        return
    session.endpoint.hub.join(topic, member)
    await catch_up(member, last)


async def catch_up(member: Member, last: int) -> None:
    """Send everything after `last`, then `live`. A socket that cannot be served is closed: its client comes back."""
    room = member.room
    if room is None:
        return
    try:
        await _advance(member, room, last)
    except Exception as error:
        _give_up(member.session, error)


async def _advance(member: Member, room: Room, last: int) -> None:
    session = member.session
    idle = 0
    while True:
        reached = await _read(member, room, last)
        held = member.take_held(reached)
        if held:
            session.put(pack(frames.events(member.stream, held)))
            reached = held[-1].n
        if reached >= room.top:
            break
        # Something newer was published than the log let us read: a shared or stale read. Never call that whole.
        idle = 0 if reached > last else idle + 1
        if idle > _ROUNDS:
            raise RuntimeError(f"the log of a topic ends at {reached}, its bell rang {room.top}")
        if idle:
            await asyncio.sleep(_PAUSE * session.endpoint.hub.time_scale)
        last = reached
    room.top = reached
    session.put(pack(frames.position("live", member.stream, reached)))
    member.go_live(reached)


async def _read(member: Member, room: Room, last: int) -> int:
    session = member.session
    source, limit = session.endpoint.door.source, session.endpoint.hub.limits.replay
    replay = await room.read(source, last, limit=limit) if last > 0 else None
    if replay is None or not _whole(replay, last):
        snapshot = await source.snapshot(room.name, session.viewer)
        await session.writable()
        session.put(pack(snapshot.frame))
        return snapshot.top
    for chunk in chunks(replay.events):
        await session.writable()
        session.put(pack(frames.events(member.stream, chunk)))
    return replay.top


def _whole(replay: Replay, last: int) -> bool:
    return replay.top == last + len(replay.events) and all(
        event.n == n for event, n in zip(replay.events, itertools.count(last + 1), strict=False)
    )


def chunks(events: list[Event]) -> Iterator[list[Event]]:
    """Frames' worth of events: bounded in number and, but for a single giant, in bytes."""
    chunk: list[Event] = []
    size = 0
    for event in events:
        if chunk and (len(chunk) >= CHUNK_EVENTS or size + len(event.fragment) > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(event)
        size += len(event.fragment)
    if chunk:
        yield chunk


def _give_up(session: Session, error: Exception) -> None:
    if not isinstance(error, PultError):
        log.error("a stream could not be read", exc_info=error)
    session.fail(1013, "unavailable", "the stream cannot be read now")
