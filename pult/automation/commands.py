"""Rules as people keep them: made, changed, put in order, taken away; each change is a fact with its author."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from pult.automation import hooks_store, store
from pult.automation.events import RULE_CHANGED, RULES_ORDERED, Trigger
from pult.automation.rules import MOST_RULES, Call, Rule, ToTeam, Wanted
from pult.kit import facts
from pult.kit.errors import Absent, Conflict, Invalid, Outdated
from pult.operators import queries as operators
from pult.operators.events import Actor as Author

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database


class Shown(msgspec.Struct, kw_only=True):
    """A rule as its page shows it. `acted`: how often in the last seven days; `place` begins at 1."""

    id: int
    version: int
    place: int
    name: str
    on: Trigger
    minutes: int
    when: Any
    then: Any
    stop: bool
    enabled: bool
    acted: int
    last: datetime | None
    changed_by: str | None
    changed_at: datetime


class Rules:
    """Hold one per process."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def every(self) -> list[Shown]:
        """All of them in the order in which they are asked."""
        return [_shown(place, row) for place, row in enumerate(await store.every(self._db), start=1)]

    async def add(self, wanted: Wanted, *, by: Author) -> list[Shown]:
        """A rule behind all others; it looks at what comes from now on. Raises `Invalid` with a pointer, `Conflict`
        (`too_many`).
        """
        rule = await self._checked(wanted)
        async with self._db.transaction() as connection:
            await store.lock_all(connection)
            if await store.count(connection) >= MOST_RULES:
                raise Conflict(f"there are {MOST_RULES} rules already", code="too_many", limit=MOST_RULES)
            await _awake(connection, rule)
            id = await store.add(connection, body=_body(rule), enabled=rule.enabled, by=by.id)
            await _record(connection, id, by, now=wanted)
        return await self.every()

    async def change(self, id: int, wanted: Wanted, *, version: int, by: Author) -> list[Shown]:
        """Another content. Raises `Absent`, `Outdated` when somebody was faster."""
        rule = await self._checked(wanted)
        async with self._db.transaction() as connection:
            await store.lock_all(connection)
            before = await _held(connection, id)
            if before["version"] != version:
                raise Outdated("somebody has changed this rule since you opened it")
            await _awake(connection, rule)
            await store.change(connection, id, body=_body(rule), enabled=rule.enabled, by=by.id)
            await _record(connection, id, by, now=wanted, was=msgspec.json.decode(before["body"]))
        return await self.every()

    async def remove(self, id: int, *, by: Author) -> list[Shown]:
        """It counts no more. Raises `Absent`."""
        async with self._db.transaction() as connection:
            await store.lock_all(connection)
            before = await _held(connection, id)
            await store.remove(connection, id, by=by.id)
            await _record(connection, id, by, was=msgspec.json.decode(before["body"]))
        return await self.every()

    async def order(self, wanted: Sequence[int], *, by: Author) -> list[Shown]:
        """All rules in another order. Raises `Conflict` (`other_rules`) when these are not the rules that there are."""
        async with self._db.transaction() as connection:
            await store.lock_all(connection)
            known = {row["id"] for row in await store.every(self._db)}
            if set(wanted) != known or len(wanted) != len(known):
                raise Conflict("there are other rules by now: load them again", code="other_rules")
            await store.order(connection, wanted)
            await facts.record(connection, kind=RULES_ORDERED, subject="rules", body=by.fact(order=list(wanted)))
        return await self.every()

    async def _checked(self, wanted: Wanted) -> Rule:
        rule = wanted.rule()
        for place, one in enumerate(rule.then):
            if isinstance(one, Call) and await hooks_store.one(self._db, one.hook) is None:
                raise Invalid("there is no such address", pointer=f"/then/{place}/hook", code="no_hook")
            known = not isinstance(one, ToTeam) or one.team is None or await operators.team(self._db, one.team)
            if not known:
                raise Invalid("there is no such team", pointer=f"/then/{place}/team", code="no_team")
        return rule


def read(row: Record) -> Rule:
    """A rule as it is kept."""
    body = msgspec.json.decode(row["body"])
    return msgspec.convert({**body, "id": row["id"], "enabled": row["enabled"]}, Rule)


def _body(rule: Rule) -> str:
    kept: dict[str, Any] = msgspec.to_builtins(rule)
    return msgspec.json.encode({key: value for key, value in kept.items() if key not in ("id", "enabled")}).decode()


async def _awake(connection: Connection, rule: Rule) -> None:
    """The first rule that counts begins at the end of the log."""
    if rule.enabled and await store.count(connection, enabled=True) == 0:
        await store.begin_here(connection)


async def _held(connection: Connection, id: int) -> Record:
    row = await store.lock(connection, id)
    if row is None:
        raise Absent("there is no such rule")
    return row


async def _record(connection: Connection, id: int, by: Author, *, now: Wanted | None = None, was: Any = None) -> None:
    body = by.fact(now=msgspec.to_builtins(now) if now else None, was=was)
    await facts.record(connection, kind=RULE_CHANGED, subject=f"rule:{id}", body=body)


def _shown(place: int, row: Record) -> Shown:
    kept = msgspec.to_builtins(read(row))
    return Shown(
        **{key: kept[key] for key in ("id", "name", "on", "minutes", "when", "then", "stop", "enabled")},
        version=row["version"],
        place=place,
        acted=row["acted"],
        last=row["last"],
        changed_by=row["changed_by"],
        changed_at=row["changed_at"],
    )
