"""What colleagues say to each other: written once, told to all desks of whoever is in the room."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from pult.colleagues import rules, store
from pult.colleagues.rules import Room
from pult.kit.clock import milliseconds
from pult.kit.errors import Absent, Conflict
from pult.operators import queries as operators
from pult.operators.access import Access

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

PAGE = 50
Sees = Callable[[str, Access], Awaitable[bool]]
"""Whether somebody sees a talk (by its public id)."""
Tell = Callable[[int, dict[str, object]], None]


class By(msgspec.Struct, frozen=True):
    """Who said it."""

    id: int
    name: str


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """One message: its number in the room (dense), its author, its time (ms), a talk that it is about."""

    no: int
    by: By
    at: int
    text: str
    talk: str | None


class RoomShown(msgspec.Struct, frozen=True, kw_only=True):
    """A room as its member sees it: what she calls it, its last word, how far she has read."""

    room: str
    last: Word
    read: int


class Colleagues:
    """Hold one per process. `tell(operator, frame)` reaches all desks of an operator on every node."""

    def __init__(self, db: Database, *, tell: Tell, sees: Sees) -> None:
        self._db, self._tell, self._sees = db, tell, sees

    async def rooms(self, access: Access) -> list[RoomShown]:
        """Where something was said, the newest first."""
        me = access.operator.id
        return [
            RoomShown(room=_called(row, me), last=_word(row), read=row["read"])
            for row in await store.rooms(self._db, me, sorted(access.teams))
        ]

    async def words(self, access: Access, name: str, *, before: int | None) -> list[Word]:
        """The newest words of a room, or the page before a number."""
        room = self._room(access, name)
        return [_word(row) for row in await store.words(self._db, room.key, before=before, limit=PAGE)]

    async def say(self, access: Access, name: str, *, cid: UUID, text: str, talk: str | None) -> Word:
        """Say something once: the same `cid` again gets the same answer. A talk that one does not see is none."""
        room, me, kept = self._room(access, name), access.operator, rules.check_text(text)
        if talk is not None and not await self._sees(talk, access):
            raise Absent("there is no such conversation", pointer="/talk")
        members = await self._members(room)
        async with self._db.transaction() as connection:
            locked = await store.lock(connection, room)
            before = await store.said(connection, me.id, cid)
            if before is not None:
                if (before["key"], before["text"]) != (room.key, kept):
                    raise Conflict("this id was used for something else")
                return _made(before, access, kept, talk)
            row = await store.say(
                connection, locked["id"], locked["last_no"] + 1, by=me.id, cid=cid, text=kept, talk=talk
            )
            await store.read(connection, room.key, me.id, row["no"])
        word = _made(row, access, kept, talk)
        for member in members:
            frame: dict[str, object] = {"t": "said", "room": _named(room, member), "word": msgspec.to_builtins(word)}
            self._tell(member, frame)
        return word

    async def read(self, access: Access, name: str, no: int) -> None:
        """Read up to here; the own other desks hear of it."""
        room, me = self._room(access, name), access.operator.id
        if await store.read(self._db, room.key, me, no):
            self._tell(me, {"t": "heard", "room": name, "no": no})

    def _room(self, access: Access, name: str) -> Room:
        return rules.room(name, me=access.operator.id, teams=access.teams)

    async def _members(self, room: Room) -> list[int]:
        """Active operators in a room. Raises `Absent` when the other one of two is none."""
        found = [one for one in await operators.every(self._db) if room.has(one.operator.id, set(one.teams))]
        if room.one is not None and len(found) != 2:
            raise Absent("there is no such colleague")
        return [one.operator.id for one in found]


def _named(room: Room, member: int) -> str:
    """What a member calls a room."""
    if room.one is not None:
        return f"with-{room.other if member == room.one else room.one}"
    return "all" if room.team is None else f"team-{room.team}"


def _called(row: Record, me: int) -> str:
    return _named(Room(one=row["one"], other=row["other"], team=row["team_id"]), me)


def _word(row: Record) -> Word:
    by = By(row["by_id"], row["name"] or "")
    return Word(no=row["no"], by=by, at=milliseconds(row["at"]), text=row["text"], talk=row["talk"])


def _made(row: Record, access: Access, text: str, talk: str | None) -> Word:
    by = By(access.operator.id, access.operator.name)
    return Word(no=row["no"], by=by, at=milliseconds(row["at"]), text=text, talk=talk)
