"""Bans: who may not write to us. Writing and reading them; what is refused while they stand is the door's business."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import msgspec

from pult.contacts import bans_store, store
from pult.contacts.ban_rules import LONGEST, SHORTEST, Kind, Refused, check_reason
from pult.contacts.events import BAN_RELEASED, BAN_RESTORED, BANNED
from pult.kit import facts
from pult.kit.clock import milliseconds
from pult.kit.errors import Absent, Conflict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asyncpg import Record

    from pult.kit.db import Connection, Database

PAGE = 50


class Wanted(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A ban as somebody asks for it. `value` is empty for a person; `seconds` from now, null: for good."""

    kind: Kind
    value: Annotated[str, msgspec.Meta(max_length=300)] = ""
    reason: Annotated[str, msgspec.Meta(max_length=2_000)]
    seconds: Annotated[int, msgspec.Meta(ge=SHORTEST, le=LONGEST)] | None = None


class Ban(msgspec.Struct, frozen=True, kw_only=True):
    """A ban as people see it. Times are ms; `until` null: for good; `shown` is what was banned, `conv` and `no` the
    talk that it was made from. `released` and `released_by`: it was ended by hand.
    """

    id: int
    kind: Kind
    shown: str
    contact: str | None
    number: int | None
    conv: str | None
    no: int | None
    reason: str
    by: str
    by_id: int
    at: int
    until: int | None
    standing: bool
    released: int | None
    released_by: str | None
    refused: int


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What stands, for the door: `seconds` that are left (None: for good)."""

    id: int
    kind: Kind
    value: str
    seconds: float | None


async def add(
    connection: Connection, *, wanted: Wanted, value: str, contact: int | None, conversation: int | None, by: int
) -> int:
    """Ban, in the caller's transaction. `value` is as `ban_rules.checked` made it (a person: the contact's id). What
    stands over the same thing gives way. When this commits, no word of a banned person that is not stored already ever
    will be: their keys are locked as for a first word.
    """
    reason = check_reason(wanted.reason)
    if wanted.kind is Kind.PERSON:
        for row in await bans_store.keys(connection, int(value)):
            await store.lock_key(connection, row["channel_id"], row["key_hash"])
    await bans_store.lock_value(connection, wanted.kind, value)
    await bans_store.replace(connection, wanted.kind, value, by)
    ban = await bans_store.add(
        connection,
        kind=wanted.kind,
        value=value,
        contact=contact,
        conversation=conversation,
        reason=reason,
        by=by,
        seconds=wanted.seconds,
    )
    body = {"ban": ban, "kind": wanted.kind, "by": by, "reason": reason, "seconds": wanted.seconds}
    await facts.record(connection, kind=BANNED, subject=_subject(contact, ban), body=body)
    return ban


async def release(db: Database, ban: int, *, by: int) -> None:
    """End one before its time. Raises `Conflict` (`not_banned`) when it has ended."""
    async with db.transaction() as connection:
        if not await bans_store.release(connection, ban, by):
            raise Conflict("this ban has ended already", code="not_banned")
        await _tell(connection, ban, BAN_RELEASED, by)


async def restore(db: Database, ban: int, *, by: int) -> None:
    """Take one's own release back, within the hour. Raises `Conflict` (`not_released`)."""
    async with db.transaction() as connection:
        if not await bans_store.restore(connection, ban, by):
            raise Conflict("there is no release of yours to take back", code="not_released")
        await _tell(connection, ban, BAN_RESTORED, by)


async def _tell(connection: Connection, ban: int, kind: str, by: int) -> None:
    row = await bans_store.one(connection, ban)
    contact = row["contact_id"] if row else None
    await facts.record(connection, kind=kind, subject=_subject(contact, ban), body={"ban": ban, "by": by})


def _subject(contact: int | None, ban: int) -> str:
    return f"contact:{contact}" if contact is not None else f"ban:{ban}"


async def check(connection: Connection, *, channel: int, keys: Sequence[bytes]) -> None:
    """Raise `Refused` when the person behind one of these keys is banned now."""
    ban = await bans_store.against(connection, channel, keys)
    if ban is not None:
        raise Refused(ban)


async def one(db: Database, ban: int) -> Ban:
    """By its number. Raises `Absent`."""
    row = await bans_store.one(db, ban)
    if row is None:
        raise Absent("there is no such ban")
    return _ban(row)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """What a ban was made against: its talk, and the person when it is theirs; `standing` and by whom."""

    kind: Kind
    conversation: int | None
    contact: int | None
    by: int
    reason: str
    standing: bool


async def place(db: Database, ban: int) -> Place | None:
    """By its number."""
    row = await bans_store.one(db, ban)
    if row is None:
        return None
    return Place(
        kind=Kind(row["kind"]),
        conversation=row["conversation_id"],
        contact=int(row["value"]) if row["kind"] == Kind.PERSON else None,
        by=row["by_id"],
        reason=row["reason"],
        standing=row["standing"],
    )


async def page(db: Database, *, query: str, ended: bool, after: int | None, limit: int = PAGE) -> list[Ban]:
    """The newest first, behind `after`."""
    folded = " ".join(query.replace("\0", "").lower().replace("ё", "е").split())
    return [_ban(row) for row in await bans_store.page(db, query=folded, ended=ended, after=after, limit=limit)]


async def of_contact(db: Database, contact: int) -> list[Ban]:
    """Those that stand against a person, the newest first."""
    return [_ban(row) for row in await bans_store.of_contact(db, contact)]


async def mark(db: Database) -> object:
    """Another value whenever a ban was made, released or taken up again lately."""
    return await bans_store.mark(db)


async def standing(db: Database) -> list[Standing]:
    """All that stand."""
    return [
        Standing(id=row["id"], kind=Kind(row["kind"]), value=row["value"], seconds=row["seconds"])
        for row in await bans_store.standing(db)
    ]


async def keys_of(db: Database, contacts: Sequence[int]) -> list[tuple[int, int, bytes]]:
    """(person, channel, key hash) of what persons and their browsers are known by."""
    return [tuple(row) for row in await bans_store.keys_of(db, contacts)]


async def count(db: Database, turned_away: Sequence[tuple[int, int]]) -> None:
    """(ban, how many more) were turned away."""
    await bans_store.count(db, turned_away)


def _ban(row: Record) -> Ban:
    return Ban(
        id=row["id"],
        kind=Kind(row["kind"]),
        shown=row["value"] if row["kind"] != Kind.PERSON else row["contact_name"] or "",
        contact=row["contact_name"],
        number=row["contact_number"],
        conv=row["public_id"],
        no=row["case_no"],
        reason=row["reason"],
        by=row["by_name"] or "",
        by_id=row["by_id"],
        at=milliseconds(row["at"]),
        until=_ms(row["expires_at"]),
        standing=row["standing"],
        released=_ms(row["released_at"]),
        released_by=row["released_name"],
        refused=row["refused"],
    )


def _ms(at: datetime | None) -> int | None:
    return milliseconds(at) if at is not None else None
