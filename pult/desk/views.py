"""Saved views: kept, shown a page at a time, counted. Whose eyes it is decides what a view shows: a shared one shows
nobody a talk that they could not see without it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from pult.desk import pages, views_rules, views_store
from pult.desk.drafts import Tell
from pult.desk.pages import Page
from pult.desk.views_rules import Order, Shape
from pult.gateway.closing import closing_of
from pult.gateway.connections import Connections
from pult.kit import facts
from pult.kit.errors import Absent, Conflict, Forbidden, Invalid, Outdated, Unavailable
from pult.operators import queries as operators
from pult.operators.access import Access

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from typing import TypeVar

    from asyncpg import Record

    from pult.kit.db import Connection, Database

    T = TypeVar("T")

SECONDS = 2.0
"""A view that takes longer to look through is refused; the desk goes on."""
COUNTED_SECONDS = 3.0
"""For so long a counter is taken as it was: however many desks ask, it is counted once for those who see the same."""
MOST_KEPT = 2_000
MOST_AMONG = 100
CHANGED = "view.changed"


class View(msgspec.Struct, kw_only=True):
    """A saved view as one person has it. `mine`: they may change it; `count` goes up to `most` of the list, null: it
    could not be counted in time.
    """

    id: int
    version: int
    name: str
    scope: str
    team: int | None
    of: str
    days: int
    order: str
    filter: Any
    mine: bool
    count: int | None = None


class Written(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a view shall be; `filter` is a tree (docs/protocol.md, «Saved views»)."""

    name: str
    scope: Literal["own", "team", "all"] = "own"
    team: views_rules.Number | None = None
    of: Literal["open", "resolved"] = "open"
    days: int = 30
    order: Order = "urgent"
    filter: Any

    def shape(self) -> Shape:
        """Which talks it shows. Raises `Invalid` with a pointer."""
        if not 1 <= self.days <= 365:
            raise Invalid("a view looks 1 to 365 days back", pointer="/days")
        return Shape(of=self.of, days=self.days, order=self.order, filter=views_rules.tree(self.filter))


class SiteOffer(msgspec.Struct):
    """A site that can be named in a condition."""

    key: str
    name: str


class Offers(msgspec.Struct):
    """What conditions can name: sites, and topics in the words of their settings."""

    sites: list[SiteOffer]
    topics: list[str]


class Views:
    """Hold one per process."""

    def __init__(self, db: Database, *, tell: Tell, connections: Connections) -> None:
        self._db, self._tell, self._connections = db, tell, connections
        self._known: dict[tuple[int, int], Record] = {}
        """What stands under an id and a version never changes."""
        self._counted: dict[tuple[Any, ...], tuple[float, int]] = {}

    async def every(self, access: Access) -> list[View]:
        """All that somebody has at hand, with counters. Two queries."""
        rows = await views_store.every(self._db, access.operator.id, access.teams_seen())
        for row in rows:
            self._keep(row)
        found = await self._counts(access, rows)
        return [_view(access, row, count) for row, count in zip(rows, found, strict=True)]

    async def one(self, access: Access, id: int) -> View:
        """One of them. Raises `Absent`: also for what is another's own."""
        return _view(access, _seen(access, await views_store.one(self._db, id)))

    async def add(self, access: Access, written: Written) -> View:
        """A new one. Raises `Invalid`, `Forbidden`, `Conflict` (`too_many`)."""
        row = await self._row(access, written)
        async with self._db.transaction() as connection:
            await _room(connection, row["owner"])
            id = await views_store.add(connection, row)
            await self._record(connection, access, id, row["scope"])
        return await self.one(access, id)

    async def change(self, access: Access, id: int, written: Written, *, version: int) -> View:
        """Another one. `Outdated` when somebody was faster."""
        row = await self._row(access, written)
        async with self._db.transaction() as connection:
            stands = await self._changeable(connection, access, id)
            if stands["version"] != version:
                raise Outdated("somebody has changed this view since you opened it")
            if stands["owner_id"] != row["owner"]:
                await _room(connection, row["owner"])
            await views_store.change(connection, id, row)
            await self._record(connection, access, id, row["scope"])
        return await self.one(access, id)

    async def remove(self, access: Access, id: int) -> None:
        """Taken away; for a day it can be brought back."""
        async with self._db.transaction() as connection:
            stands = await self._changeable(connection, access, id)
            await views_store.put_away(connection, id, gone=True)
            await self._record(connection, access, id, stands["scope"])

    async def restore(self, access: Access, id: int) -> View:
        """Brought back as it was."""
        async with self._db.transaction() as connection:
            stands = await self._changeable(connection, access, id, gone=True)
            await _room(connection, stands["owner_id"])
            await views_store.put_away(connection, id, gone=False)
            await self._record(connection, access, id, stands["scope"])
        return await self.one(access, id)

    async def page(
        self, access: Access, id: int, *, after: str | None, limit: int, version: int | None = None
    ) -> tuple[Page, dict[int, int | None]]:
        """One page of its talks, as far as this operator sees them: two queries, and one more where the version is not
        known here yet.
        """
        shape = _shape(await self._find(access, id, version))
        return await _in_time(pages.page(self._db, views_store.which(shape), access, after=after, limit=limit))

    async def among(
        self, access: Access, id: int, talks: Sequence[str], *, version: int | None = None
    ) -> tuple[Page, dict[int, int | None]]:
        """Those of these talks that stand in it now: how a desk learns who has come and who has gone."""
        if not 1 <= len(talks) <= MOST_AMONG:
            raise Invalid(f"1 to {MOST_AMONG} talks are looked at", pointer="/talks")
        shape = _shape(await self._find(access, id, version))
        return await _in_time(pages.page(self._db, views_store.which(shape, among=talks), access, limit=MOST_AMONG))

    async def preview(self, access: Access, shape: Shape) -> int:
        """How many talks such a view would show, up to `MOST_COUNTED`."""
        found = await _in_time(
            views_store.counts(self._db, [shape], operator=access.operator.id, teams=access.teams_seen())
        )
        return found[0]

    async def offers(self, access: Access) -> Offers:
        """What somebody can name in conditions: sites whose talks they see, and these sites' topics."""
        rows = await views_store.sites(self._db, access.teams_seen())
        topics = sorted({topic for row in rows for topic in self._topics(row["id"])})
        return Offers(sites=[SiteOffer(row["key"], row["name"]) for row in rows], topics=topics)

    def _topics(self, channel: int) -> Sequence[str]:
        """Of a site's settings, in the operators' language."""
        site = self._connections.by_id(channel)
        return closing_of(site.settings).topics if site else ()

    async def _counts(self, access: Access, rows: Sequence[Record]) -> list[int | None]:
        now, teams = time.monotonic(), access.teams_seen()
        seen = None if teams is None else tuple(teams)
        shapes = [_shape(row) for row in rows]
        keys = [
            (row["id"], row["version"], seen, access.operator.id if shape.personal else None)
            for row, shape in zip(rows, shapes, strict=True)
        ]
        stale = [
            at for at, key in enumerate(keys) if now - self._counted.get(key, (float("-inf"), 0))[0] > COUNTED_SECONDS
        ]
        if stale:
            await self._count(access, [keys[at] for at in stale], [shapes[at] for at in stale])
        return [self._counted[key][1] if key in self._counted else None for key in keys]

    async def _count(self, access: Access, keys: Sequence[tuple[Any, ...]], shapes: Sequence[Shape]) -> None:
        """Count anew; what takes too long is not known until the next time."""
        if len(self._counted) > MOST_KEPT:
            self._counted.clear()
        try:
            async with asyncio.timeout(SECONDS):
                found = await views_store.counts(
                    self._db, shapes, operator=access.operator.id, teams=access.teams_seen()
                )
        except TimeoutError:
            for key in keys:
                self._counted.pop(key, None)
            return
        self._counted.update({key: (time.monotonic(), found[at]) for at, key in enumerate(keys)})

    async def _find(self, access: Access, id: int, version: int | None) -> Record:
        """What a view was at a version, from memory if it is known: it can only show what its reader sees anyway."""
        known = self._known.get((id, version or 0))
        if known is None:
            known = await views_store.one(self._db, id)
            if known is not None:
                self._keep(known)
        return _seen(access, known)

    def _keep(self, row: Record) -> None:
        if len(self._known) > MOST_KEPT:
            self._known.clear()
        self._known[(row["id"], row["version"])] = row

    async def _row(self, access: Access, written: Written) -> dict[str, Any]:
        views_rules.must_share(access, scope=written.scope, team=written.team)
        if written.team is not None and await operators.team(self._db, written.team) is None:
            raise Invalid("there is no such team", pointer="/team")
        return {
            "name": views_rules.name_of(written.name),
            "scope": written.scope,
            "owner": access.operator.id if written.scope == "own" else None,
            "team": written.team,
            "shape": written.shape(),
            "by": access.operator.id,
        }

    async def _changeable(self, connection: Connection, access: Access, id: int, *, gone: bool = False) -> Record:
        row = _seen(access, await views_store.lock(connection, id))
        if (row["removed_at"] is not None) is not gone:
            raise Absent("there is no such view")
        if not views_rules.may_change(access, **_whose(row)):
            raise Forbidden("shared views are changed by those who look after them")
        return row

    async def _record(self, connection: Connection, access: Access, id: int, scope: str) -> None:
        """Every desk of hers hears it; what others have as well is a fact."""
        if scope != "own":
            await facts.record(connection, kind=CHANGED, subject=f"view:{id}", body={"by": access.operator.id})
        self._tell(access.operator.id, {"t": "views"})


async def _room(connection: Connection, owner: int | None) -> None:
    most = views_rules.MOST_SHARED if owner is None else views_rules.MOST_OWN
    if await views_store.count(connection, owner) >= most:
        raise Conflict(f"there are {most} views already", code="too_many")


async def _in_time(work: Awaitable[T]) -> T:
    try:
        async with asyncio.timeout(SECONDS):
            return await work
    except TimeoutError as error:
        raise Unavailable("this view takes too long to look through: narrow it", code="view_too_slow") from error


def _whose(row: Record) -> dict[str, Any]:
    return {"scope": row["scope"], "owner": row["owner_id"], "team": row["team_id"]}


def _seen(access: Access, row: Record | None) -> Record:
    if row is None or not views_rules.sees(access, **_whose(row)):
        raise Absent("there is no such view")
    return row


def _shape(row: Record) -> Shape:
    """What is kept was checked; what another version of Pult has written and this one cannot read shows nothing."""
    try:
        return msgspec.json.decode(row["body"], type=Shape)
    except msgspec.ValidationError:
        return Shape(filter=views_rules.Some(of=()))


def _view(access: Access, row: Record, count: int | None = None) -> View:
    body = msgspec.json.decode(row["body"])
    return View(
        id=row["id"],
        version=row["version"],
        name=row["name"],
        scope=row["scope"],
        team=row["team_id"],
        of=body.get("of", "open"),
        days=body.get("days", 30),
        order=body.get("order", "urgent"),
        filter=body.get("filter"),
        mine=views_rules.may_change(access, **_whose(row)),
        count=count,
    )
