"""The first frame: version, proof of who it is, welcome, and the streams the client was following before."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from pult.kit.errors import Busy, PultError, Unavailable
from pult.live.contract import Hello
from pult.live.limits import OLDEST, PROTOCOL
from pult.live.reading import Fault, version

if TYPE_CHECKING:
    from pult.live.session import Session

log = logging.getLogger(__name__)


def greet(session: Session, frame: Any, text: str) -> None:
    """Take the first frame, whatever it is."""
    spoken = frame.v if isinstance(frame, Hello) else None
    if isinstance(frame, Fault) and frame.kind == "hello":
        # A hello of another version may have fields that this one refuses: look at its number before anything else.
        spoken = version(text)
    if spoken is not None and not OLDEST <= spoken <= PROTOCOL:
        session.fail(4000, "reload", "this page speaks another version of the protocol")
    elif not isinstance(frame, Hello):
        detail = frame.detail if isinstance(frame, Fault) else "the first frame is hello"
        session.fail(4004, "hello_wrong", detail)
    else:
        session.endpoint.hub.greeting(session)
        session.turn(_welcome(session, frame))


async def _welcome(session: Session, hello: Hello) -> None:
    hub, door = session.endpoint.hub, session.endpoint.door
    try:
        viewer, me = await door.hello(session, hello)
    except (Unavailable, Busy) as error:
        session.fail(1013, error.code, error.detail)
        return
    except PultError as error:
        session.fail(4003, "auth_failed", error.detail)
        return
    except Exception:
        log.exception("hello failed")
        session.fail(1013, "unavailable")
        return
    if not hub.welcome(session, viewer):
        door.closed(session)
        return
    session.send_struct({"t": "welcome", "v": hello.v, "epoch": hub.epoch, "now": hub.clock(), "me": me})
    same = hello.epoch is None or hello.epoch == hub.epoch
    for stream, last in hello.streams:
        session.subscribe(stream, last if same else 0)
