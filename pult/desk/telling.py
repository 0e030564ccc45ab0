"""What is meant for one operator and stands in a talk that she may not have open: told to all her desks at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import structlog

from pult.conversations.events import Actor, Appended, Audience, Entry, HolderKind, Kind
from pult.desk import store
from pult.desk.names import Names

if TYPE_CHECKING:
    from pult.kit.db import Database

CLIP = 200
"""Characters of a note that are told; the rest is read in the talk."""
Told = tuple[int, dict[str, Any]]
"""Whom, and the frame without the talk's name."""
log = structlog.get_logger("pult.desk")


def told_by(entry: Entry) -> list[Told]:
    """Whom an entry is meant for, and what they are told."""
    if entry.audience is not Audience.INTERNAL:
        return []
    body = entry.body
    if entry.kind == Kind.NOTE and "to" in body:
        return [_told(entry, body["to"]["id"], "whisper", body["text"][:CLIP])]
    if entry.kind == Kind.PART:
        return _part(entry)
    if entry.kind == Kind.JOINED and body["how"] in ("invited", "removed"):
        return [_told(entry, body["who"]["id"], "invited" if body["how"] == "invited" else "removed", "")]
    if entry.kind in (Kind.ASSIGNED, Kind.TRANSFERRED):
        return _handed(entry)
    return []


def _handed(entry: Entry) -> list[Told]:
    """Who gets a talk that she did not take; and who loses one that she did not give."""
    body, reason = entry.body, entry.body.get("reason", "")[:CLIP]
    to, before = body["to"], body.get("from", {})
    told: list[Told] = []
    if to["kind"] == HolderKind.OPERATOR and not _by(entry, to["id"]):
        told.append(_told(entry, to["id"], "given", reason))
    if before.get("kind") == HolderKind.OPERATOR and not _by(entry, before["id"]):
        told.append(_told(entry, before["id"], "back" if to["kind"] == HolderKind.QUEUE else "over", reason))
    return told


def _part(entry: Entry) -> list[Told]:
    """Whoever has the talk when a part of it comes back; whoever had a part that is taken away."""
    body = entry.body
    for end, hows in (("to", ("done", "refused", "unanswered")), ("from", ("back", "ended"))):
        one = body.get(end, {})
        if body["how"] in hows and one.get("kind") == HolderKind.OPERATOR and not _by(entry, one["id"]):
            return [_told(entry, one["id"], f"part_{body['how']}", body["topic"][:CLIP])]
    return []


def _by(entry: Entry, operator: int) -> bool:
    return entry.actor is Actor.OPERATOR and entry.actor_id == operator


def _told(entry: Entry, operator: int, what: str, text: str) -> Told:
    by = {"id": entry.actor_id, "name": entry.body.get("name", "")} if entry.actor is Actor.OPERATOR else None
    return operator, {"t": "told", "what": what, "n": entry.seq, "by": by, "text": text}


class Telling:
    """Hold one per process; `tell(operator, frame)` reaches all desks of an operator, on every node."""

    def __init__(self, db: Database, *, names: Names, tell: Callable[[int, dict[str, object]], None]) -> None:
        self._db, self._names, self._tell = db, names, tell
        self._tasks: set[asyncio.Task[None]] = set()

    def committed(self, appended: Appended) -> None:
        """Entries that were committed by this node."""
        if appended.entries[0].kind == Kind.MESSAGE:
            return
        told = [one for entry in appended.entries for one in told_by(entry)]
        if not told:
            return
        conv = appended.public_id or self._names.public_known(appended.conversation)
        if conv is not None:
            self._say(conv, told)
            return
        task = asyncio.create_task(self._later(appended.conversation, told), name="telling")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _later(self, conversation: int, told: list[Told]) -> None:
        try:
            conv = await store.public_id(self._db, conversation)
        except Exception as error:
            log.warning("not_told", error=repr(error))
            return
        if conv is not None:
            self._say(conv, told)

    def _say(self, conv: str, told: list[Told]) -> None:
        for operator, frame in told:
            self._tell(operator, {**frame, "conv": conv})
