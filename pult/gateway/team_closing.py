"""What each team wants to be told when a talk of its is closed; where a team says nothing, the talk's site is asked.

Held in memory, so that closing costs no query more; changed here now, on other nodes within `PERIOD` seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pult.gateway import closing_store as store
from pult.gateway.closing import ANSWER_LENGTH, Closing, closing_of
from pult.gateway.connections import Connections
from pult.kit import facts
from pult.kit.again import Again
from pult.kit.errors import Absent, Invalid
from pult.operators import queries as operators
from pult.operators.events import TEAM_CHANGED, Actor

if TYPE_CHECKING:
    from pult.kit.db import Database

PERIOD = 5.0
MOST_FIELDS, MOST_CHOICES, KEY_LENGTH = 20, 100, 40


class Closings(Again):
    """Hold one per process."""

    def __init__(self, db: Database, *, connections: Connections, period: float = PERIOD) -> None:
        super().__init__(self.load, period=period, name="closings of teams")
        self._db, self._connections = db, connections
        self._by_team: dict[int, Closing] = {}

    async def load(self) -> None:
        """Read all of them now."""
        self._by_team = await store.every(self._db)

    def has(self, team: int | None) -> bool:
        """Whether this team asks for something of its own."""
        return team in self._by_team

    def of(self, channel: int, team: int | None) -> Closing:
        """What is asked about a talk of this channel and team."""
        own = self._by_team.get(team) if team is not None else None
        if own is not None:
            return own
        site = self._connections.by_id(channel)
        return closing_of(site.settings if site else {})

    async def every(self) -> dict[int, Closing]:
        """Team → what it asks; teams that leave it to the sites are missing."""
        await self.load()
        return self._by_team

    async def put(self, team: int, closing: Closing | None, *, by: Actor) -> None:
        """Ask this from now on; None: what the sites ask. Raises `Absent` when there is no such team, `Invalid`."""
        if await operators.team(self._db, team) is None:
            raise Absent("there is no such team")
        kept = None if closing is None else checked(closing)
        async with self._db.transaction() as connection:
            await store.put(connection, team, kept)
            body = by.fact(closing=None if kept is None else msgspec.to_builtins(kept))
            await facts.record(connection, kind=TEAM_CHANGED, subject=f"team:{team}", body=body)
        await self.load()


def checked(closing: Closing) -> Closing:
    """The same as it is kept, spaces put right. Raises `Invalid` with a pointer."""
    topics = _each(closing.topics, at="/topics")
    if closing.topic and not topics:
        raise Invalid("a topic cannot be asked for where there are none", pointer="/topic")
    if len(closing.fields) > MOST_FIELDS:
        raise Invalid(f"at most {MOST_FIELDS} questions are asked", pointer="/fields")
    keys = [field.key for field in closing.fields]
    fields = tuple(
        msgspec.structs.replace(
            field,
            key=_key(field.key, keys[:number], at=f"/fields/{number}/key"),
            label=_words(field.label, at=f"/fields/{number}/label"),
            choices=_each(field.choices, at=f"/fields/{number}/choices"),
        )
        for number, field in enumerate(closing.fields)
    )
    return msgspec.structs.replace(closing, topics=topics, fields=fields)


def _each(texts: tuple[str, ...], *, at: str) -> tuple[str, ...]:
    if len(texts) > MOST_CHOICES:
        raise Invalid(f"at most {MOST_CHOICES} stand here", pointer=at)
    kept = tuple(_words(text, at=f"{at}/{number}") for number, text in enumerate(texts))
    for number, text in enumerate(kept):
        if text in kept[:number]:
            raise Invalid(f"{text!r} stands here twice", pointer=f"{at}/{number}")
    return kept


def _words(text: str, *, at: str) -> str:
    kept = " ".join(text.split())
    if not 1 <= len(kept) <= ANSWER_LENGTH or not kept.isprintable():
        raise Invalid(f"1 to {ANSWER_LENGTH} characters stand here", pointer=at)
    return kept


def _key(key: str, before: list[str], *, at: str) -> str:
    if not 1 <= len(key) <= KEY_LENGTH or not key.isprintable() or key in before:
        raise Invalid(f"a key has 1 to {KEY_LENGTH} characters and stands here once", pointer=at)
    return key
