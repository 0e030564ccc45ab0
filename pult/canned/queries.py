"""Reading saved replies."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from pult.canned import rules, store
from pult.canned.commands import MOST
from pult.canned.events import Person, Reply
from pult.kit.errors import Absent

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database


class Had(msgspec.Struct, kw_only=True):
    """A reply that somebody has had: how often, and when last (ms)."""

    id: int
    times: int
    last: int


class Line(msgspec.Struct, kw_only=True):
    """A reply in the report: how often it was sent in these days, how often without a change, by how many operators,
    when last (ms).
    """

    id: int
    title: str
    folder: str
    scope: str
    used: int
    unedited: int
    operators: int
    last: int | None


async def every(db: Database, person: Person) -> list[Reply]:
    """All that somebody has at hand."""
    return [_reply(person, row) for row in await store.every(db, person.id, person.seen(), MOST)]


async def one(db: Database, person: Person, id: int) -> Reply:
    """One of them. Raises `Absent`."""
    row = await store.one(db, id)
    if row is None or not rules.sees(person, scope=row["scope"], owner=row["owner_id"], team=row["team_id"]):
        raise Absent("there is no such reply")
    return _reply(person, row)


async def had(db: Database, person: Person, conversation: str) -> list[Had]:
    """What whoever writes in this talk has had before."""
    rows = await store.had(db, conversation, person.seen())
    return [Had(id=row["reply_id"], times=row["times"], last=_ms(row["last"]) or 0) for row in rows]


async def report(db: Database, person: Person, *, days: int) -> list[Line]:
    """How the replies at hand were used."""
    rows = await store.report(db, person.id, person.seen(), days=days)
    names = ("id", "title", "folder", "scope", "used", "unedited", "operators")
    return [Line(**{name: row[name] for name in names}, last=_ms(row["last"])) for row in rows]


async def is_on(db: Database, person: Person) -> bool:
    """Whether somebody works with saved replies: somebody in several teams does when one of them does."""
    off = await store.off(db)
    return 0 not in off and not (person.teams and person.teams <= off)


async def teams_off(db: Database) -> list[int]:
    """Teams that work without; 0 stands for everybody."""
    return sorted(await store.off(db))


def _ms(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp() * 1000)


def _reply(person: Person, row: Record) -> Reply:
    texts: dict[str, str] = msgspec.json.decode(row["texts"])
    files: list[dict[str, Any]] = msgspec.json.decode(row["files"])
    return Reply(
        id=row["id"],
        version=row["version"],
        scope=row["scope"],
        team=row["team_id"],
        folder=row["folder"],
        title=row["title"],
        shortcut=row["shortcut"],
        texts=texts,
        files=files,
        used=row["used"],
        unedited=row["unedited"],
        used_at=_ms(row["used_at"]),
        mine=rules.may_change(person, scope=row["scope"], owner=row["owner_id"], team=row["team_id"]),
    )
