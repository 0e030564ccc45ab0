"""What stands beside a talk: the person's earlier talks, what the team has noted about them, bans that stand. Four
queries, however much there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pult.contacts import bans, notes
from pult.contacts.bans import Ban
from pult.contacts.notes import Note
from pult.desk import context_store as store
from pult.desk.bans import seen_by
from pult.desk.streams import Names
from pult.kit.clock import milliseconds
from pult.kit.errors import Absent
from pult.operators.access import Access

if TYPE_CHECKING:
    from collections.abc import Callable

    from asyncpg import Record

    from pult.kit.db import Database

MOST = 10
"""Earlier talks that are shown; the log shows all of them."""


class Earlier(msgspec.Struct, frozen=True, kw_only=True):
    """One of the person's talks before this one; `who` held it last, `at` (ms) is when it began."""

    conv: str
    no: int
    topic: str | None
    text: str | None
    status: str
    at: int
    who: str | None
    rated: dict[str, Any] | None
    channel: dict[str, str]


class Context(msgspec.Struct, frozen=True, kw_only=True):
    """All of it. `more`: there are earlier talks besides these; `here`: a page of the person's shows this talk now."""

    earlier: list[Earlier]
    more: bool
    notes: list[Note]
    bans: list[Ban]
    here: bool


class ContextDesk:
    """Hold one per process. `told` hears of news about the contact of a talk, `here` knows who looks at it."""

    def __init__(self, db: Database, *, names: Names, told: Callable[[int], None], here: Callable[[int], bool]) -> None:
        self._db, self._names, self._told, self._here = db, names, told, here

    async def read(self, access: Access, conv: str) -> Context:
        """What this operator may see of it."""
        number, person = await self._place(access, conv)
        talks = await store.earlier(self._db, number, access.teams_seen(), MOST + 1)
        return Context(
            earlier=[_earlier(row) for row in talks[:MOST]],
            more=len(talks) > MOST,
            notes=await notes.every(self._db, person),
            bans=[seen_by(access, ban) for ban in await bans.of_contact(self._db, person)],
            here=self._here(number),
        )

    async def add(self, access: Access, conv: str, text: str) -> Note:
        """A note about the person of a talk."""
        number, person = await self._place(access, conv)
        note = await notes.add(self._db, person, by=access.operator.id, text=text)
        self._told(number)
        return note

    async def change(self, access: Access, conv: str, note: int, *, text: str, version: int) -> Note:
        """Other words in one's own note."""
        number, person = await self._place(access, conv)
        made = await notes.change(self._db, person, note, by=access.operator.id, text=text, version=version)
        self._told(number)
        return made

    async def remove(self, access: Access, conv: str, note: int) -> None:
        """Delete one's own."""
        number, person = await self._place(access, conv)
        await notes.remove(self._db, person, note, by=access.operator.id)
        self._told(number)

    async def restore(self, access: Access, conv: str, note: int) -> Note:
        """Take that back, within the hour."""
        number, person = await self._place(access, conv)
        made = await notes.restore(self._db, person, note, by=access.operator.id)
        self._told(number)
        return made

    async def _place(self, access: Access, conv: str) -> tuple[int, int]:
        """(talk, person); a talk that is not for them looks like none."""
        number = await self._names.find(conv, access)
        person = await store.person(self._db, number) if number is not None else None
        if number is None or person is None:
            raise Absent("there is no such conversation")
        return number, person


def _earlier(row: Record) -> Earlier:
    return Earlier(
        conv=row["public_id"],
        no=row["case_no"],
        topic=row["topic"],
        text=row["last_text"],
        status=row["status"],
        at=milliseconds(row["created_at"]),
        who=row["holder"],
        rated=msgspec.json.decode(row["rating"]) if row["rating"] else None,
        channel={"kind": row["channel_kind"], "name": row["channel_name"]},
    )
