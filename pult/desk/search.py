"""Search everywhere: people by their names, however misspelt, and talks by their number or their words; only what this
operator sees, the newest first, in bounded time.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

import msgspec

from pult.conversations import queries as log
from pult.conversations.encoding import milliseconds
from pult.desk import search_store, store
from pult.desk.search_rules import excerpt, line_of, number_of, phone_of, question, spellings
from pult.kit.errors import Invalid
from pult.kit.words import patterns
from pult.operators.access import Access

if TYPE_CHECKING:
    from collections.abc import Awaitable, Sequence

    from asyncpg import Record

    from pult.kit.db import Database

SECONDS = 0.8
"""A part that takes longer is left out, and the answer says so."""
PEOPLE, TALKS, HITS = 8, 10, 60
LEAST_TOLD = 3
T = TypeVar("T")


class Person(msgspec.Struct, kw_only=True):
    """A contact with the newest talk; `at` is in ms. `told`: the address, number or attribute that was found."""

    name: str | None
    number: int
    verified: bool
    conv: str
    no: int
    status: str
    at: int
    told: str | None = None


class TalkFound(msgspec.Struct, kw_only=True):
    """A talk; `n` and `text` are the message that was found, null where the case's number was."""

    conv: str
    no: int
    status: str
    name: str | None
    topic: str | None
    at: int
    n: int | None = None
    text: str | None = None


class Everything(msgspec.Struct, kw_only=True):
    """What was found. `partial`: something took too long and is missing."""

    people: list[Person]
    talks: list[TalkFound]
    partial: bool


async def search(db: Database, access: Access, query: str) -> Everything:
    """Everything that answers. Raises `Invalid` for less than two characters and more than a hundred."""
    asked = " ".join(query.replace("\0", "").split())
    if not 2 <= len(asked) <= 100:
        raise Invalid("2 to 100 characters are looked for", pointer="/q")
    both, teams = spellings(asked), access.teams_seen()
    people, told, talks = await asyncio.gather(
        _in_time(_people(db, both, teams, number_of(asked))),
        _in_time(_told(db, asked, teams)),
        _in_time(_talks(db, both, teams, number_of(asked))),
    )
    named = {one.number for one in people or []}
    both_ways = [*(people or []), *(one for one in told or [] if one.number not in named)]
    return Everything(people=both_ways[:PEOPLE], talks=talks or [], partial=None in (people, told, talks))


async def _in_time(work: Awaitable[T]) -> T | None:
    try:
        async with asyncio.timeout(SECONDS):
            return await work
    except TimeoutError:
        return None


async def _people(db: Database, both: tuple[str, str], teams: Sequence[int] | None, number: int | None) -> list[Person]:
    return [_person(row, None) for row in await search_store.people(db, both, teams, number, PEOPLE)]


async def _told(db: Database, asked: str, teams: Sequence[int] | None) -> list[Person]:
    """By mail, telephone, or any attribute; at least three characters, so that an index can be asked."""
    if len(asked) < LEAST_TOLD:
        return []
    wanted, phone = patterns(asked), phone_of(asked)
    rows = await search_store.told(db, wanted, phone, teams, PEOPLE)
    return [_person(row, line_of(row["words"], wanted, phone)) for row in rows]


def _person(row: Record, told: str | None) -> Person:
    return Person(
        name=row["name"],
        number=row["number"],
        verified=row["verified"],
        conv=row["public_id"],
        no=row["case_no"],
        status=row["status"],
        at=milliseconds(row["last_at"]),
        told=told,
    )


async def _talks(
    db: Database, both: tuple[str, str], teams: Sequence[int] | None, number: int | None
) -> list[TalkFound]:
    cases = await search_store.case(db, number, teams) if number is not None else []
    hits = await search_store.spoken(db, (question(both[0]), question(both[1])), teams, HITS)
    newest: dict[int, int] = {}
    for talk, seq in hits:
        newest.setdefault(talk, seq)
    said = {one.conversation: one for one in await log.said(db, list(newest.items())[:TALKS])}
    order = [*cases, *(talk for talk in newest if talk in said and talk not in cases)][:TALKS]
    rows = {row["id"]: row for row in (await store.rows(db, order) if order else [])}
    return [
        TalkFound(
            conv=rows[talk]["public_id"],
            no=rows[talk]["case_no"],
            status=rows[talk]["status"],
            name=rows[talk]["contact_name"],
            topic=rows[talk]["topic"],
            at=milliseconds(said[talk].at if talk in said else rows[talk]["last_at"]),
            n=said[talk].seq if talk in said else None,
            text=excerpt(said[talk].text, both) if talk in said else None,
        )
        for talk in order
        if talk in rows
    ]
