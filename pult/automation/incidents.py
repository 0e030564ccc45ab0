"""Incidents: something is broken for many at once. A line in every widget says so, talks about it carry its tag, one
update goes to all of them, and so does the word that it is over.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from pult.automation import incidents_store as store
from pult.automation.events import INCIDENT_BEGAN, INCIDENT_ENDED, INCIDENT_TOLD
from pult.conversations import system_words
from pult.conversations.aside_rules import tag_of
from pult.conversations.commands import Commands
from pult.conversations.rules import check_text
from pult.gateway.contract import Site
from pult.kit import facts, jobs
from pult.kit.again import Again
from pult.kit.errors import Absent, Conflict, Invalid
from pult.operators.events import Actor as Author

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

TELL = "automation.tell"
PERIOD = 2.0
BATCH = 200
MOST_SHOWN = 50
NAME_LENGTH, BANNER_LENGTH = 40, 300
Language = Literal["en", "ru"]
Line = Annotated[str, msgspec.Meta(max_length=BANNER_LENGTH)]


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An incident as somebody declares it; `banner` is what visitors read, by language (none: nothing)."""

    name: str
    banner: dict[Language, Line] = msgspec.field(default_factory=dict[Language, Line])


class Said(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words for everybody concerned; at the end they may be left out."""

    text: str = ""


class Incident(msgspec.Struct, frozen=True, kw_only=True):
    """One of them. `talks`: open ones with its tag; `told`: how many updates went out."""

    id: int
    name: str
    tag: str
    banner: dict[str, str]
    began_at: datetime
    ended_at: datetime | None
    began_by: str | None
    told: int
    talks: int | None = None


class Incidents(Again):
    """Hold one per process. `site` finds a connected site, whose name stands over the words."""

    def __init__(
        self, db: Database, commands: Commands, *, site: Callable[[int], Site | None], scale: float = 1.0
    ) -> None:
        super().__init__(self.look, period=PERIOD * scale, name="incidents")
        self._db, self._commands, self._site = db, commands, site
        self._now: list[Incident] = []
        self._looked = False

    def start(self) -> None:
        """Begin, and look at once: a node that has just come must not say that all is well."""
        super().start()
        self.soon()

    async def now(self) -> list[Incident]:
        """Those that go on, at most two seconds old."""
        if not self._looked:
            await self.look()
        return self._now

    def banner(self) -> dict[str, str]:
        """What visitors read now, by language; nothing while all is well."""
        languages = dict.fromkeys(language for one in self._now for language in one.banner)
        return {one: "\n".join(each.banner[one] for each in self._now if each.banner.get(one)) for one in languages}

    async def look(self) -> None:
        """Read what goes on."""
        self._now = [_incident(row) for row in await store.going_on(self._db)]
        self._looked = True

    async def every(self) -> list[Incident]:
        """Those that go on, then the newest of those that are over."""
        return [_incident(row, talks=row["talks"]) for row in await store.every(self._db, MOST_SHOWN)]

    async def begin(self, wanted: Wanted, *, by: Author) -> list[Incident]:
        """Declare one. Raises `Invalid` with a pointer, `Conflict` (`same_incident`) while one of this name goes on."""
        name, banner = _name(wanted.name), _banner(wanted.banner)
        async with self._db.transaction() as connection:
            encoded = msgspec.json.encode(banner).decode()
            id = await store.begin(connection, name=name, tag=tag_of(name), banner=encoded, by=by.id)
            if id is None:
                raise Conflict("an incident of this name goes on", code="same_incident")
            body = by.fact(name=name, banner=banner)
            await facts.record(connection, kind=INCIDENT_BEGAN, subject=f"incident:{id}", body=body)
        await self.look()
        return await self.every()

    async def tell(self, id: int, said: Said, *, by: Author) -> list[Incident]:
        """One update to every open talk with its tag, now or in a moment. Raises `Absent`, `Conflict` (`ended`)."""
        text = check_text(said.text)
        async with self._db.transaction() as connection:
            await self._say(connection, await _going_on(connection, id), text, by)
        return await self.every()

    async def end(self, id: int, said: Said, *, by: Author) -> list[Incident]:
        """It is over; with words, these go to everybody concerned. Raises `Absent`, `Conflict` (`ended`)."""
        text = check_text(said.text) if said.text.strip() else ""
        async with self._db.transaction() as connection:
            row = await _going_on(connection, id)
            if text:
                await self._say(connection, row, text, by)
            await store.end(connection, id)
            await facts.record(connection, kind=INCIDENT_ENDED, subject=f"incident:{id}", body=by.fact(text=text))
        await self.look()
        return await self.every()

    async def _say(self, connection: Connection, row: Record, text: str, by: Author) -> None:
        number = await store.told(connection, row["id"])
        body = {"incident": row["id"], "tag": row["tag"], "number": number, "text": text, "after": 0}
        await jobs.later(connection, TELL, body, key=f"{TELL}:{row['id']}:{number}:0")
        fact = by.fact(number=number, text=text)
        await facts.record(connection, kind=INCIDENT_TOLD, subject=f"incident:{row['id']}", body=fact)

    async def spread(self, body: dict[str, Any]) -> None:
        """The job: a batch of talks; the next batch is another job. Again is harmless: each talk hears it once."""
        rows = await store.talks(self._db, body["tag"], after=body["after"], limit=BATCH)
        for row in rows:
            site = self._site(row["channel_id"])
            mark, name = f"incident {body['incident']} {body['number']}", site.name if site else ""
            talk = (row["id"], row["public_id"])
            await system_words.announce(self._commands, talk, mark=mark, name=name, text=body["text"])
        if len(rows) == BATCH:
            last = rows[-1]["id"]
            key = f"{TELL}:{body['incident']}:{body['number']}:{last}"
            async with self._db.transaction() as connection:
                await jobs.later(connection, TELL, {**body, "after": last}, key=key, once=True)


async def _going_on(connection: Connection, id: int) -> Record:
    row = await store.lock(connection, id)
    if row is None:
        raise Absent("there is no such incident")
    if row["ended_at"] is not None:
        raise Conflict("this incident is over", code="ended")
    return row


def _name(text: str) -> str:
    """As it is kept: it is a tag as well."""
    name = " ".join(text.split())
    if not 1 <= len(name) <= NAME_LENGTH or not name.isprintable():
        raise Invalid(f"a name has 1 to {NAME_LENGTH} characters", pointer="/name")
    return name


def _banner(wanted: dict[Language, Line]) -> dict[str, str]:
    return {language: " ".join(text.split()) for language, text in wanted.items() if text.strip()}


def _incident(row: Record, *, talks: int | None = None) -> Incident:
    return Incident(
        id=row["id"],
        name=row["name"],
        tag=row["tag"],
        banner=msgspec.json.decode(row["banner"]),
        began_at=row["began_at"],
        ended_at=row["ended_at"],
        began_by=row["began_by"],
        told=row["told"],
        talks=talks,
    )
