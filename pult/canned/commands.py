"""The only writers of saved replies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

import msgspec

from pult.canned import rules, store
from pult.canned.events import CHANGED, REMOVED, SENT, SWITCHED, Person
from pult.canned.rules import Written
from pult.kit import facts
from pult.kit.errors import Absent, Conflict, Forbidden, Invalid, Outdated
from pult.operators import queries as operators

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

MOST = 5_000
"""Saved replies in one installation."""


class Shelf(Protocol):
    """Where files lie that belong to no message."""

    async def keep(self, who: int, ids: Sequence[str]) -> tuple[dict[str, Any], ...]:
        """These uploads of an operator's stay. Raises `Absent` for one that is not theirs."""
        ...

    async def copies(self, who: int, ids: Sequence[str]) -> tuple[dict[str, Any], ...]:
        """The same bytes again as fresh uploads of an operator's; what is gone is left out."""
        ...

    async def drop(self, ids: Sequence[str]) -> None:
        """Not wanted any more."""
        ...


class Canned:
    """Hold one per process."""

    def __init__(self, db: Database, *, shelf: Shelf) -> None:
        self._db, self._shelf = db, shelf

    async def add(self, person: Person, written: Written) -> int:
        """A new one; its id."""
        (id,) = await self.add_all(person, [rules.checked(written)])
        return id

    async def add_all(self, person: Person, several: Sequence[Written]) -> list[int]:
        """New ones, all or none; each has been checked."""
        for written in several:
            await self._may_be(person, written)
        kept = [await self._shelf.keep(person.id, written.files) for written in several]
        ids: list[int] = []
        async with self._db.transaction() as connection:
            if await store.count(connection) + len(several) > MOST:
                raise Conflict(f"there are {MOST} saved replies already", code="too_many")
            for place, (written, files) in enumerate(zip(several, kept, strict=True)):
                at = f"/replies/{place}" if len(several) > 1 else ""
                row = await self._row(connection, person, written, files, but=0, at=at)
                ids.append(await store.add(connection, row))
            await facts.record(connection, kind=CHANGED, subject="canned", body={"by": person.id, "added": len(ids)})
        return ids

    async def change(self, person: Person, id: int, written: Written, *, version: int) -> None:
        """Another text of it. `Outdated` when somebody was faster; `Absent` for what one does not see."""
        before = _seen(person, await store.one(self._db, id))
        written = rules.checked(written)
        await self._may_be(person, written)
        old: dict[str, Any] = {file["id"]: file for file in _decoded(before["files"])}
        fresh = await self._shelf.keep(person.id, [file for file in written.files if file not in old])
        known = {**old, **{file["id"]: file for file in fresh}}
        async with self._db.transaction() as connection:
            stands = _seen(person, await store.lock(connection, id))
            rules.must_change(person, scope=stands["scope"], owner=stands["owner_id"], team=stands["team_id"])
            if stands["version"] != version:
                raise Outdated("somebody has changed this reply since you opened it")
            files = tuple(known[file] for file in written.files if file in known)
            await store.change(connection, id, await self._row(connection, person, written, files, but=id, at=""))
            await facts.record(connection, kind=CHANGED, subject=f"canned:{id}", body={"by": person.id})
        await self._shelf.drop([file for file in old if file not in written.files])

    async def remove(self, person: Person, id: int) -> None:
        """Gone for good, with its files. Copies that were sent stay where they are."""
        async with self._db.transaction() as connection:
            row = _seen(person, await store.lock(connection, id))
            rules.must_change(person, scope=row["scope"], owner=row["owner_id"], team=row["team_id"])
            await store.drop(connection, id)
            await facts.record(connection, kind=REMOVED, subject=f"canned:{id}", body={"by": person.id})
        await self._shelf.drop([file["id"] for file in _decoded(row["files"])])

    async def files(self, person: Person, id: int) -> tuple[dict[str, Any], ...]:
        """Its files as fresh uploads of whoever asks, to be sent with a message of theirs."""
        row = _seen(person, await store.one(self._db, id))
        return await self._shelf.copies(person.id, [file["id"] for file in _decoded(row["files"])])

    async def sent(self, person: Person, id: int, *, conversation: str, cid: UUID, language: str, edited: bool) -> None:
        """It was sent; counted once per cid."""
        async with self._db.transaction() as connection:
            _seen(person, await store.one(connection, id))
            talk = await store.sent(
                connection,
                operator=person.id,
                teams=person.seen(),
                cid=cid,
                reply=id,
                conversation=conversation,
                language=language,
                edited=edited,
            )
            if talk is None:
                return
            await store.count_sent(connection, id, edited=edited)
            body = {"operator": person.id, "conversation": talk, "language": language, "edited": edited}
            await facts.record(connection, kind=SENT, subject=f"canned:{id}", body=body)

    async def switch(self, person: Person, team: int | None, *, on: bool) -> None:
        """A team (None: everybody) works with saved replies, or without."""
        if not person.manages:
            raise Forbidden("this is decided by those who look after the saved replies")
        async with self._db.transaction() as connection:
            await store.switch(connection, team or 0, on=on)
            await facts.record(connection, kind=SWITCHED, subject=f"team:{team or 0}", body={"by": person.id, "on": on})

    async def _may_be(self, person: Person, written: Written) -> None:
        rules.must_change(person, **_whose(person, written))
        if written.team is not None and await operators.team(self._db, written.team) is None:
            raise Invalid("there is no such team", pointer="/team")

    async def _row(
        self,
        connection: Connection,
        person: Person,
        written: Written,
        files: Sequence[dict[str, Any]],
        *,
        but: int,
        at: str,
    ) -> dict[str, Any]:
        row = {
            **msgspec.structs.asdict(written),
            "owner_id": person.id if written.scope == "own" else None,
            "team_id": written.team,
            "files": list(files),
            "changed_by": person.id,
        }
        if written.shortcut and await store.taken(connection, row, but=but):
            raise Conflict("another reply has this shortcut", code="shortcut_in_use", pointer=f"{at}/shortcut")
        return row


def _whose(person: Person, written: Written) -> dict[str, Any]:
    return {"scope": written.scope, "owner": person.id if written.scope == "own" else None, "team": written.team}


def _seen(person: Person, row: Record | None) -> Record:
    if row is None or not rules.sees(person, scope=row["scope"], owner=row["owner_id"], team=row["team_id"]):
        raise Absent("there is no such reply")
    return row


def _decoded(files: str) -> list[dict[str, Any]]:
    return msgspec.json.decode(files)
