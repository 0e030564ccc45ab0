"""Addresses outside that rules call, as people keep them: made with a secret that is shown once, changed, given a new
secret, tried, taken away; each change is a fact with its author.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import msgspec

from pult.automation import hooks_store as store
from pult.automation import signing
from pult.automation.calling import context_of, wake
from pult.automation.events import HOOK_CHANGED
from pult.automation.hooks_rules import MOST_HOOKS, OVERLAP, Wanted
from pult.automation.store import lock_all
from pult.kit import facts, http
from pult.kit.errors import Absent, Conflict, Outdated, Unavailable
from pult.kit.secret import Vault
from pult.operators.events import Actor as Author

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database


class Shown(msgspec.Struct, kw_only=True):
    """An address as its page shows it. `off`: why the house has switched it off (`failing`, `gone`); `waiting`: calls
    that are to be made; `rules`: how many rules call it; `held_until`: it rests after failures.
    """

    id: int
    version: int
    name: str
    url: str
    enabled: bool
    off: str | None
    failures: int
    failing_since: datetime | None
    held_until: datetime | None
    waiting: int
    rules: int
    tried_at: datetime | None
    code: int | None
    failed: str | None
    changed_by: str | None
    changed_at: datetime


class Made(msgspec.Struct, kw_only=True):
    """One call: of which rule about which talk (none of both: somebody tried the address), how the last attempt went,
    when it is made again (`due_at`), when it was heard (`done_at`), what became of an answer that decides.
    """

    id: UUID
    kind: str
    at: datetime
    due_at: datetime | None
    attempts: int
    tried_at: datetime | None
    took: int | None
    code: int | None
    failed: str | None
    done_at: datetime | None
    outcome: str | None
    rule: str | None
    conv: str | None
    no: int | None


class Hooks:
    """Hold one per process. `inner`: networks inside which addresses may be called."""

    def __init__(self, db: Database, *, vault: Vault, inner: Sequence[http.Network]) -> None:
        self._db, self._vault, self._inner = db, vault, inner

    async def every(self) -> list[Shown]:
        """All of them by name."""
        return [_shown(row) for row in await store.every(self._db)]

    async def add(self, wanted: Wanted, *, by: Author) -> tuple[int, str]:
        """(number, secret) of a new one: the secret is told this once. Raises `Invalid` with a pointer (also for an
        address inside, `address_refused`), `Conflict` (`too_many`).
        """
        kept = await self._checked(wanted)
        async with self._db.transaction() as connection:
            await lock_all(connection)
            if await store.count(connection) >= MOST_HOOKS:
                raise Conflict(f"there are {MOST_HOOKS} addresses already", code="too_many", limit=MOST_HOOKS)
            id = await store.add(connection, name=kept.name, url=kept.url, enabled=kept.enabled, by=by.id)
            secret = await self._new_secret(connection, id)
            await _record(connection, id, by, now=msgspec.to_builtins(kept))
        return id, secret

    async def change(self, id: int, wanted: Wanted, *, version: int, by: Author) -> None:
        """Another name or address, or off. Switched on it calls what waits. Raises `Absent`, `Outdated`, `Invalid`."""
        kept = await self._checked(wanted)
        async with self._db.transaction() as connection:
            before = await _held(connection, id)
            if before["version"] != version:
                raise Outdated("somebody has changed this address since you opened it")
            await store.change(connection, id, name=kept.name, url=kept.url, enabled=kept.enabled, by=by.id)
            await _record(connection, id, by, now=msgspec.to_builtins(kept), was=_content(before))
            await wake(connection, id)

    async def rotate(self, id: int, *, by: Author) -> str:
        """Another secret, told this once; the one before signs too for a day. Raises `Absent`."""
        async with self._db.transaction() as connection:
            await _held(connection, id)
            secret = await self._new_secret(connection, id)
            await _record(connection, id, by, rotated=True)
        return secret

    async def remove(self, id: int, *, by: Author) -> None:
        """It is called no more. Raises `Absent`, `Conflict` (`hook_in_use`) when a rule calls it."""
        async with self._db.transaction() as connection:
            await lock_all(connection)
            before = await _held(connection, id)
            if await store.used(connection, id):
                raise Conflict("a rule calls this address: change the rule first", code="hook_in_use")
            await store.remove(connection, id, by=by.id)
            await _record(connection, id, by, was=_content(before))

    async def attempt(self, id: int) -> None:
        """A call about nothing, to see whether somebody hears it. Raises `Absent`, `Conflict` (`hook_off`)."""
        async with self._db.transaction() as connection:
            if not (await _held(connection, id))["enabled"]:
                raise Conflict("this address is off", code="hook_off")
            await store.call(connection, uuid4(), hook=id, kind="ping", rule=None, talk=None, decides=False)
            await wake(connection, id)

    async def calls(self, id: int) -> list[Made]:
        """The newest calls. Raises `Absent`."""
        if await store.one(self._db, id) is None:
            raise Absent("there is no such address")
        return [_made(row) for row in await store.calls(self._db, id)]

    async def again(self, id: int, call: UUID) -> None:
        """Make a call once more, under the same id. Raises `Absent`, `Conflict` (`hook_off`)."""
        async with self._db.transaction() as connection:
            if not (await _held(connection, id))["enabled"]:
                raise Conflict("this address is off", code="hook_off")
            if not await store.again(connection, id, call):
                raise Absent("there is no such call")
            await wake(connection, id)

    async def _checked(self, wanted: Wanted) -> Wanted:
        kept = wanted.checked()
        with contextlib.suppress(Unavailable):  # it may have no name yet
            await http.check(kept.url, inner=self._inner)
        return kept

    async def _new_secret(self, connection: Connection, id: int) -> str:
        secret = signing.secret_of(os.urandom(signing.SECRET_BYTES))
        sealed = self._vault.seal(secret, context=context_of(id))
        await store.put_secret(connection, id, sealed, overlap=OVERLAP.total_seconds())
        return secret


async def _held(connection: Connection, id: int) -> Record:
    row = await store.lock(connection, id)
    if row is None:
        raise Absent("there is no such address")
    return row


async def _record(connection: Connection, id: int, by: Author, **what: Any) -> None:
    await facts.record(connection, kind=HOOK_CHANGED, subject=f"hook:{id}", body=by.fact(**what))


def _content(row: Record) -> dict[str, Any]:
    return {key: row[key] for key in ("name", "url", "enabled")}


def _shown(row: Record) -> Shown:
    return Shown(**{key: row[key] for key in Shown.__struct_fields__})


def _made(row: Record) -> Made:
    return msgspec.convert({key: row[key] for key in Made.__struct_fields__}, Made)
