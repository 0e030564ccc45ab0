"""What operators have begun to write: kept on the server, in step on every desk of one person, never silently
overwritten.

A client says which version it has changed. When another desk was faster, nothing is written and it gets what stands
there: it brings both together, so no typed word is lost, and comes again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from pult.conversations.encoding import milliseconds
from pult.desk import drafts_store as store
from pult.desk.names import Names
from pult.gateway.files import Files, operator
from pult.kit.errors import Absent, Outdated
from pult.operators.access import Access

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

KEPT_DAYS = 30
LONGEST = 40_000
"""Characters in one text of a draft: more than a message may have, so that a long paste can be cut down in peace."""
Text = Annotated[str, msgspec.Meta(max_length=LONGEST)]
Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Tell = Callable[[int, dict[str, object]], None]
Shows = Callable[..., None]
"""`Overseeing.writing`: what stands in a reply now, for those who may see it."""


class Chosen(msgspec.Struct, forbid_unknown_fields=True):
    """The saved reply that a draft came from, and the very words that were put into the box."""

    id: Number
    language: Annotated[str, msgspec.Meta(max_length=8)]
    text: Text


class Begun(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A draft as a desk sends it. `base` is the version that was changed (0: none was there), `window` names the desk,
    so that it does not hear its own echo.
    """

    base: Number
    window: Annotated[str, msgspec.Meta(max_length=64)] = ""
    mode: Literal["reply", "note"] = "reply"
    reply: Text = ""
    note: Text = ""
    quote: Number | None = None
    files: Annotated[tuple[Annotated[str, msgspec.Meta(max_length=40)], ...], msgspec.Meta(max_length=10)] = ()
    began: Number | None = None
    seen: Number | None = None
    from_note: bool = False
    canned: Chosen | None = None

    @property
    def empty(self) -> bool:
        """Nothing is left to keep."""
        return not (self.reply or self.note or self.files or self.quote is not None)


class Draft(msgspec.Struct, kw_only=True):
    """A draft as desks get it; `files` are as in a message (docs/protocol.md), `at` is in ms."""

    conv: str
    version: int
    mode: str
    reply: str
    note: str
    quote: int | None
    files: list[dict[str, Any]]
    began: int | None
    seen: int | None
    from_note: bool
    canned: dict[str, Any] | None
    at: int


class Drafts:
    """Hold one per process. `tell(operator, frame)` reaches all desks of an operator, on every node."""

    def __init__(self, db: Database, *, names: Names, files: Files, tell: Tell, shows: Shows) -> None:
        self._db, self._names, self._files, self._tell, self._shows = db, names, files, tell, shows

    async def every(self, access: Access) -> list[Draft]:
        """All that an operator has begun in talks that she sees."""
        return [_draft(row) for row in await store.every(self._db, access.operator.id, access.teams_seen())]

    async def one(self, access: Access, conv: str) -> Draft | None:
        """What is begun in one talk."""
        row = await store.one(self._db, access.operator.id, await self._number(conv, access))
        return _draft(row) if row else None

    async def put(self, access: Access, conv: str, begun: Begun) -> int:
        """Keep it; the new version (0: nothing is left). `Outdated` with what stands there (`draft`) when another desk
        has changed it since `base`.
        """
        number, of = await self._number(conv, access), access.operator.id
        files = await self._files.own(operator(of), begun.files)
        async with self._db.transaction() as connection:
            stands = await store.lock(connection, of, number)
            if stands != begun.base:
                row = await store.one(connection, of, number)
                draft = msgspec.to_builtins(_draft(row)) if row else None
                raise Outdated("another desk has changed this draft", draft=draft)
            if begun.empty:
                await store.drop(connection, of, number)
                version = 0
            else:
                version = await store.put(connection, of, number, _row(begun, files))
        self._shows(number, conv, by=access.operator, text=begun.reply)
        if version or stands:
            self._tell(of, {"t": "draft", "conv": conv, "version": version, "window": begun.window})
        return version

    async def _number(self, conv: str, access: Access) -> int:
        number = await self._names.find(conv, access, guest=True)
        if number is None:
            raise Absent("there is no such conversation")
        return number

    async def sweep(self) -> None:
        """Forget what is very old; files of the rest go on waiting."""
        await store.purge(self._db, days=KEPT_DAYS)
        await self._files.touch(await store.waiting_files(self._db))


def _row(begun: Begun, files: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "mode": begun.mode,
        # PostgreSQL takes no NUL, and half a surrogate pair is no text; both are what the log would refuse too.
        "reply": _storable(begun.reply),
        "note": _storable(begun.note),
        "quote": begun.quote,
        "files": list(files),
        "began_at_seq": begun.began,
        "began_at_public": begun.seen,
        "from_note": begun.from_note,
        "canned": msgspec.to_builtins(begun.canned) if begun.canned else None,
    }


def _storable(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def _draft(row: Record) -> Draft:
    plain = store.touched(row, ("version", "mode", "reply", "note", "quote", "files", "from_note", "canned"))
    return Draft(
        conv=row["public_id"],
        began=row["began_at_seq"],
        seen=row["began_at_public"],
        at=milliseconds(row["updated_at"]),
        **plain,
    )
