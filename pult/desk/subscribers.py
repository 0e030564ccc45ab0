"""From the log to the operators' lists, and live typing to whoever may see it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import msgspec
import structlog

from pult.conversations.following import Following
from pult.conversations.marks import Marked
from pult.desk import queries
from pult.desk.lists import Lists
from pult.live.coalescer import Coalescer
from pult.live.contract import Hub

if TYPE_CHECKING:
    from pult.kit.db import Database

log = structlog.get_logger("pult.desk")
GRACE = 6.0
"""Seconds without any page of a visitor's before they are said to have left."""


class Cards:
    """Who writes, for those who have the talk open and in the lists: state, read again when something new is told."""

    def __init__(self, *, db: Database, hub: Hub, lists: Lists) -> None:
        self._db, self._hub, self._lists = db, hub, lists
        self._changed: set[int] = set()
        self._task: asyncio.Task[None] | None = None

    def touch(self, conversation: int) -> None:
        """There is news about this talk's contact."""
        self._lists.touch(conversation)
        if not self._hub.has(f"d:{conversation}"):
            return
        self._changed.add(conversation)
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="desk cards")

    async def _run(self) -> None:
        try:
            while self._changed:
                conversation = self._changed.pop()
                frame = await queries.contact_frame(self._db, conversation)
                if frame is not None:
                    self._hub.state(f"d:{conversation}", frame, key=f"contact:{conversation}")
        except Exception as error:
            log.warning("cards_stalled", error=repr(error))
        finally:
            self._task = None


class Marker:
    """Read marks to both sides."""

    def __init__(self, *, hub: Hub, following: Following) -> None:
        self._hub, self._following = hub, following

    def announce(self, marked: list[Marked]) -> None:
        """Marks that stand in the database now."""
        for mark in marked:
            public_id = self._following.public_id(mark.conversation)
            if public_id is None:
                continue
            stream = f"c:{public_id}"
            for topic, team, got in (
                (f"d:{mark.conversation}", mark.team, mark.visitor_got),
                (f"v:{mark.conversation}", mark.team_public, mark.team_got),
            ):
                marks = {"t": "marks", "id": stream, "visitor": mark.visitor, "team": team, "got": got}
                self._hub.state(topic, msgspec.json.encode(marks), key=f"marks:{mark.conversation}")


class LiveTyping:
    """Peeked text: at most five frames a second to those who have the talk open, one a second to the operator who
    holds it. Nothing is stored; the newest value wins."""

    def __init__(self, *, hub: Hub, following: Following, time_scale: float) -> None:
        self._hub, self._following = hub, following
        self._open = Coalescer[int, bytes](self._to_open, window=0.2 * time_scale)
        self._own = Coalescer[int, bytes](self._to_holder, window=1.0 * time_scale)
        self._grace, self._leaving = GRACE * time_scale, dict[int, asyncio.TimerHandle]()

    def peek(self, conversation: int, public_id: str, *, k: int, text: str) -> None:
        """Show what a visitor types."""
        frame = msgspec.json.encode({"t": "peek", "id": f"c:{public_id}", "k": k, "text": text})
        self._open.offer(conversation, frame)
        self._own.offer(conversation, frame)

    def here(self, conversation: int, public_id: str, *, on: bool) -> None:
        """A page of the visitor's has come or gone. Who goes from page to page is not gone: a while must pass in which
        no page of theirs is here, on any process of this machine.
        """
        waiting = self._leaving.pop(conversation, None)
        if waiting is not None:
            waiting.cancel()
        # Who holds it is known as long as somebody follows the talk: when the last page has gone perhaps nobody does.
        holder = self._following.holder(conversation)
        if on:
            self._tell_here(conversation, public_id, holder, on=True)
            return
        later = asyncio.get_running_loop().call_later
        self._leaving[conversation] = later(self._grace, self._left, conversation, public_id, holder)

    def _left(self, conversation: int, public_id: str, holder: int | None) -> None:
        self._leaving.pop(conversation, None)
        if not self.is_here(conversation):
            self._tell_here(conversation, public_id, self._following.holder(conversation) or holder, on=False)

    def is_here(self, conversation: int) -> bool:
        """Whether a page on this machine shows the visitor this talk."""
        return self._hub.watched(f"v:{conversation}")

    def _tell_here(self, conversation: int, public_id: str, holder: int | None, *, on: bool) -> None:
        frame = msgspec.json.encode({"t": "here", "id": f"c:{public_id}", "on": on})
        for topic in (f"d:{conversation}", *((f"op:{holder}",) if holder is not None else ())):
            self._hub.signal(topic, frame, key=f"here:{conversation}")

    def read(self, operator: int, public_id: str, n: int) -> None:
        """Show the other windows of an operator how far she has read."""
        frame = msgspec.json.encode({"t": "mine", "conv": public_id, "n": n})
        self._hub.signal(f"op:{operator}", frame, key=f"mine:{public_id}")

    def answers(self, conversation: int, operator: int) -> bool:
        """Whether this operator holds the talk, as far as it is followed here."""
        return self._following.holder(conversation) == operator

    def typing(self, conversation: int, public_id: str, *, name: str, on: bool) -> None:
        """Show a visitor that an operator types."""
        frame = msgspec.json.encode({"t": "typing", "id": f"c:{public_id}", "name": name, "on": on})
        self._hub.signal(f"v:{conversation}", frame, key=f"typing:{conversation}")

    def _to_open(self, conversation: int, frame: bytes) -> None:
        self._hub.signal(f"d:{conversation}", frame, key=f"peek:{conversation}")

    def _to_holder(self, conversation: int, frame: bytes) -> None:
        holder = self._following.holder(conversation)
        if holder is not None:
            self._hub.signal(f"op:{holder}", frame, key=f"peek:{conversation}")
