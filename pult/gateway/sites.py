"""Changing connected channels: what their folders have checked goes to the database, and nobody's change is lost."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from pult.gateway import store
from pult.gateway.contract import Site
from pult.kit.errors import Absent, Conflict, Invalid, Outdated
from pult.operators import queries as operators

if TYPE_CHECKING:
    from pult.kit.db import Database

Check = Callable[[dict[str, Any]], dict[str, Any]]
"""A channel's own: settings as somebody wrote them → whole settings; raises `Invalid` with pointers."""
KEY_LENGTH = 40
NAME_LENGTH = 100


class Sites:
    """Reads and writes channels whose kind is known here."""

    def __init__(self, db: Database, *, kinds: Mapping[str, Check]) -> None:
        self._db, self._kinds = db, kinds

    async def every(self) -> list[Site]:
        """All that are connected."""
        return [self._whole(site) for site in await store.enabled(self._db) if site.kind in self._kinds]

    async def one(self, key: str) -> Site:
        """One, with all its settings. Raises `Absent`."""
        return self._whole(await self.stored(key))

    async def add(self, *, kind: str, key: str, name: str, settings: dict[str, Any]) -> Site:
        """Connect a new one. `Conflict` when the key is in use."""
        if not key.replace("-", "").replace("_", "").isalnum() or not key.isascii() or len(key) > KEY_LENGTH:
            raise Invalid(f"a key has 1 to {KEY_LENGTH} letters, digits, - or _", pointer="/key")
        if kind not in self._kinds:
            raise Invalid(f"a kind is one of {', '.join(sorted(self._kinds))}", pointer="/kind")
        whole = self._kinds[kind](settings)
        async with self._db.transaction() as connection:
            if not await store.add(connection, kind=kind, key=key, name=_name(name), settings=whole):
                raise Conflict(f"the key {key!r} is in use", code="key_in_use", pointer="/key")
        return await self.one(key)

    async def change(self, key: str, *, name: str, settings: dict[str, Any], version: str | None) -> Site:
        """Another name and other settings. `version`: what was read before (see `version_of`); another one since then
        is `Outdated`; None: whatever stands there.
        """
        async with self._db.transaction() as connection:
            site = await store.lock(connection, key)
            if site is None or site.kind not in self._kinds:
                raise Absent("there is no such site", code="unknown_site")
            whole = self._kinds[site.kind](settings)
            if version is not None and version != version_of(self._whole(site)):
                raise Outdated("somebody has changed this site since you opened it")
            # What this version does not know stays as it is.
            await store.change(connection, site.id, name=_name(name), settings={**site.settings, **whole})
        return await self.one(key)

    async def keep(self, key: str, make: Callable[[Site], dict[str, Any]]) -> None:
        """Put beside a site's settings what nobody reads or writes through them: `make` gets the site as it is stored,
        its row locked. Raises `Absent`.
        """
        async with self._db.transaction() as connection:
            site = await store.lock(connection, key)
            if site is None or site.kind not in self._kinds:
                raise Absent("there is no such site", code="unknown_site")
            await store.change(connection, site.id, name=site.name, settings={**site.settings, **make(site)})

    async def stored(self, key: str) -> Site:
        """One as it stands in the database, with what is kept beside its settings: not for showing. Raises `Absent`."""
        site = await store.by_key(self._db, key)
        if site is None or site.kind not in self._kinds:
            raise Absent("there is no such site", code="unknown_site")
        return site

    def tried(self, site: Site, *, name: str, settings: dict[str, Any]) -> Site:
        """The site as it would be after such a change. Raises `Invalid` with the pointer of what is wrong."""
        return msgspec.structs.replace(site, name=_name(name), settings=self._kinds[site.kind](settings))

    async def teams(self) -> dict[str, int | None]:
        """Channel key → the team that its talks belong to."""
        return await store.teams(self._db)

    async def give(self, key: str, *, team: int | None) -> None:
        """From now on talks that begin here belong to this team (None: to everybody). Raises `Absent`, `Invalid`."""
        if team is not None and await operators.team(self._db, team) is None:
            raise Invalid("there is no such team", pointer="/team")
        if not await store.give(self._db, key, team=team):
            raise Absent("there is no such site", code="unknown_site")

    def _whole(self, site: Site) -> Site:
        """With defaults for what is not set; what is stored and no longer fits is shown as it is."""
        known = self._kinds[site.kind]({})
        settings = {**known, **{name: value for name, value in site.settings.items() if name in known}}
        return msgspec.structs.replace(site, settings=settings)


def version_of(site: Site) -> str:
    """Changes whenever name or settings do."""
    content = msgspec.json.encode([site.name, site.settings], order="deterministic")
    return hashlib.sha256(content).hexdigest()[:24]


def _name(name: str) -> str:
    if not name.strip() or len(name) > NAME_LENGTH or not name.isprintable():
        raise Invalid(f"a name has 1 to {NAME_LENGTH} characters", pointer="/name")
    return name.strip()
