"""Reads a client asks for: a hole to fill, or older pages."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from pult.kit.errors import PultError
from pult.live import frames
from pult.live.catching import CHUNK_EVENTS
from pult.live.frames import Fetch, pack

if TYPE_CHECKING:
    from pult.live.rooms import Room
    from pult.live.session import Session

log = logging.getLogger(__name__)


async def fetch(session: Session, frame: Fetch) -> None:
    """Answer with `ev` or `page`; with a new snapshot if the hole is too large; with `gone` if it is not followed."""
    member = session.streams.get(frame.id) if session.streams else None
    room = member.room if member is not None else None
    try:
        if (frame.first is None) == (frame.before is None):
            session.error("invalid", "either from or before", pointer="/from", id=frame.id)
        elif room is None:
            session.put(pack(frames.gone(frame.id)))
        elif frame.before is not None:
            await _page(session, room, frame.id, frame.before)
        else:
            await _hole(session, room, frame.id, frame.first or 0)
    except PultError as error:
        session.error(error.code, error.detail, id=frame.id)
    except Exception:
        log.exception("fetch failed")
        session.error("unavailable", id=frame.id)


async def _hole(session: Session, room: Room, stream: str, first: int) -> None:
    hub, source = session.endpoint.hub, session.endpoint.door.source
    replay = await room.read(source, max(0, first - 1), limit=hub.limits.replay)
    if replay is None:
        session.subscribe(stream)
        return
    session.put(pack(frames.events(stream, replay.events[:CHUNK_EVENTS])))


async def _page(session: Session, room: Room, stream: str, before: int) -> None:
    page = await session.endpoint.door.source.before(room.name, before)
    if page is None:
        session.error("invalid", "this stream has no pages", pointer="/before", id=stream)
    else:
        session.put(pack(page))
