"""Notes about a person: the team's memory, never shown to the contact."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from pult.contacts import notes_store as store
from pult.kit.clock import milliseconds
from pult.kit.errors import Absent, Conflict, Forbidden, Invalid, Outdated, TooLarge

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

LENGTH = 2_000
MOST = 200
"""Characters of a note; notes about one person."""
_LONE = re.compile("[\ud800-\udfff]")


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """One note; times in ms, `edited` null: it reads as it was written."""

    id: int
    version: int
    text: str
    by: str
    by_id: int
    at: int
    edited: int | None


def check_text(text: str) -> str:
    """The text as it is kept. Raises `Invalid` or `TooLarge`."""
    kept = text.strip()
    if len(kept) > LENGTH:
        raise TooLarge(f"a note has at most {LENGTH} characters", pointer="/text", limit=LENGTH)
    if not kept or "\0" in kept or _LONE.search(kept):
        raise Invalid("a note has words in it", pointer="/text")
    return kept


async def every(db: Database, contact: int) -> list[Note]:
    """About a person, the newest first."""
    return [_note(row) for row in await store.every(db, contact, MOST)]


async def add(db: Database, contact: int, *, by: int, text: str) -> Note:
    """One more. Raises `Conflict` (`too_many_notes`)."""
    kept = check_text(text)
    async with db.transaction() as connection:
        await _room(connection, contact)
        note = await store.add(connection, contact, by, kept)
    return await _one(db, contact, note)


async def change(db: Database, contact: int, note: int, *, by: int, text: str, version: int) -> Note:
    """Other words in one's own note. Raises `Absent`, `Forbidden` (another's), `Outdated`."""
    kept = check_text(text)
    await _own(db, contact, note, by)
    if not await store.change(db, note, kept, version):
        raise Outdated("this note was changed meanwhile")
    return await _one(db, contact, note)


async def remove(db: Database, contact: int, note: int, *, by: int) -> None:
    """One's own; twice does it once."""
    await _own(db, contact, note, by, gone=True)
    await store.remove(db, note, gone=True)


async def restore(db: Database, contact: int, note: int, *, by: int) -> Note:
    """Take a deletion of one's own back, within the hour. Raises `Absent` later, `Conflict` (`too_many_notes`)."""
    async with db.transaction() as connection:
        row = await _own(connection, contact, note, by, gone=True)
        if row["deleted_at"] is not None:
            await _room(connection, contact)
            await store.remove(connection, note, gone=False)
    return await _one(db, contact, note)


async def forget(db: Database) -> None:
    """The job: what was deleted a day ago is gone for good."""
    await store.forget(db)


async def _room(connection: Connection, contact: int) -> None:
    """Whether one more may stand there, also when several come at once."""
    if await store.count(connection, contact) >= MOST:
        raise Conflict(f"there are {MOST} notes about this person", code="too_many_notes", limit=MOST)


async def _own(on: Connection | Database, contact: int, note: int, by: int, *, gone: bool = False) -> Record:
    row = await store.one(on, contact, note)
    if row is None or (row["deleted_at"] is not None and not (gone and row["fresh"])):
        raise Absent("there is no such note")
    if row["by_id"] != by:
        raise Forbidden("only its author may change a note")
    return row


async def _one(db: Database, contact: int, note: int) -> Note:
    row = await store.one(db, contact, note)
    if row is None:
        raise Absent("there is no such note")
    return _note(row)


def _note(row: Record) -> Note:
    return Note(
        id=row["id"],
        version=row["version"],
        text=row["text"],
        by=row["by_name"] or "",
        by_id=row["by_id"],
        at=milliseconds(row["at"]),
        edited=milliseconds(row["edited_at"]) if row["edited_at"] else None,
    )
