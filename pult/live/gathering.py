"""Frames of one turn of the loop, written together: after a batch was committed most sockets get several frames (an
ack and an event, events of many talks), and a write into the kernel costs more than a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pult.live.frames import ROOM, TEXT

if TYPE_CHECKING:
    from pult.live.session import Session

Gathered = dict["Session", list[bytearray]]


def leave_now(session: Session) -> None:
    """Write what was gathered for one socket so far: it is about to be closed."""
    gathered = session.endpoint.hub.gathered
    if gathered is not None and session in gathered:
        leave(session, gathered.pop(session))


def leave(session: Session, packed: list[bytearray]) -> None:
    """Write what was gathered for one socket, in order; behind what already waits for it."""
    if session.closing:
        return
    if session.paused:
        for one in packed:
            session.wait(one)
    elif len(packed) == 1:
        session.cast(TEXT, packed[0], ROOM)
    else:
        session.wire.cast_all(packed)
