"""A talk as part of a person's whole story: the talks before it, words found in it, all of it as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pult.conversations import history as log
from pult.conversations.encoding import milliseconds
from pult.desk import exporting, history_store, queries, store
from pult.desk.names import Names
from pult.kit.errors import Absent
from pult.kit.words import other_layout, patterns
from pult.operators.access import Access

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from pult.kit.db import Database

TALKS_BACK = 20
"""Earlier talks of a person that are looked through for what we said."""
SAID = 100


class Line(msgspec.Struct, kw_only=True):
    """A line that was found: its number, who said it, when (ms), what."""

    n: int
    kind: str
    by: dict[str, str | None]
    at: int
    text: str


class Found(msgspec.Struct, kw_only=True):
    """The newest first. `most`: no more than this many are ever found. `query`: what was searched for, when it had been
    typed under the other keyboard layout.
    """

    found: list[Line]
    query: str
    most: int = log.MOST


class Ours(msgspec.Struct):
    """Something that we said to the same person in an earlier talk."""

    text: str
    at: int


class History:
    """Reads only."""

    def __init__(self, db: Database, *, names: Names) -> None:
        self._db, self._names = db, names

    async def earlier(self, access: Access, conv: str) -> bytes | None:
        """The person's talk before this one as a `snap` frame (its newest window); None: this was the first."""
        number = await history_store.earlier(self._db, await self._number(access, conv), access.teams_seen())
        teams = access.teams_seen()
        found = await queries.snapshot(self._db, number, teams=teams) if number is not None else None
        return found[1] if found else None

    async def page(self, access: Access, conv: str, n: int, *, now: bool = False) -> bytes:
        """The `page` frame before number n of any talk; `now`: with the later edits and erasures of what is in it."""
        number = await self._number(access, conv)
        return await (queries.part if now else queries.page)(self._db, number, conv, n)

    async def search(self, access: Access, conv: str, query: str) -> Found:
        """Lines with all these words; when there are none, the same keys under the other layout."""
        number = await self._number(access, conv)
        for typed in (query, other_layout(query)):
            if lines := await log.search(self._db, number, patterns(typed)):
                return Found(found=[_line(line) for line in lines], query=typed)
        return Found(found=[], query=query)

    async def ours(self, access: Access, conv: str) -> list[Ours]:
        """What we said to the person in talks before this one."""
        talks = await history_store.all_earlier(
            self._db, await self._number(access, conv), TALKS_BACK, access.teams_seen()
        )
        said = await log.said_in(self._db, talks, limit=SAID) if talks else []
        return [Ours(one.text, milliseconds(one.at)) for one in said]

    async def export(self, access: Access, conv: str, *, form: str, zone: ZoneInfo, language: str) -> bytes:
        """All of it, with notes: for the team's eyes."""
        number = await self._number(access, conv)
        record = await store.one(self._db, number)
        if record is None:
            raise Absent("there is no such conversation")
        head: dict[str, Any] = {
            "case": record["case_no"],
            "contact": record["contact_name"],
            "channel": record["channel_name"],
            "topic": record["topic"],
            "status": record["status"],
            "began": milliseconds(record["created_at"]),
        }
        entries = await log.whole(self._db, number)
        if form == "json":
            return exporting.to_json(head, entries)
        return exporting.to_text(head, entries, zone=zone, language=language)

    async def _number(self, access: Access, conv: str) -> int:
        number = await self._names.find(conv, access, guest=True)
        if number is None:
            raise Absent("there is no such conversation")
        return number


def _line(line: log.Found) -> Line:
    return Line(
        n=line.seq, kind=line.kind, by={"kind": line.actor, "name": line.name}, at=milliseconds(line.at), text=line.text
    )
