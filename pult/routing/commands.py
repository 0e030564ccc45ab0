"""Routing: what waits in the queue of a team that wants it goes to whose turn it is. Every node does it; the database
lets one at a time choose for a team, so two nodes never give too much.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING
from uuid import UUID

import structlog

from pult.conversations import weighing
from pult.conversations.commands import Commands, refusal_of
from pult.conversations.events import Appended, Kind
from pult.kit import facts
from pult.kit.again import Again
from pult.kit.errors import Absent, Conflict, Invalid
from pult.operators import queries as operators
from pult.operators.access import Access
from pult.operators.events import TEAM_CHANGED, Operator
from pult.operators.events import Actor as Author
from pult.routing import store
from pult.routing.dealing import Page, assign_page
from pult.routing.events import EVERYBODY, Manners
from pult.routing.offers import Offers, Tell
from pult.routing.pulling import pull
from pult.routing.skills import Skills
from pult.routing.skills_rules import check_manners

if TYPE_CHECKING:
    from pult.kit.db import Database

MOVES = (Kind.ASSIGNED, Kind.TRANSFERRED, Kind.STATUS, Kind.WEIGHED)
BATCH = 100
SILENT_TURNS = 5
"""Every so many turns it is looked whose visitor is silent: that reads every answered talk in hands."""
log = structlog.get_logger("pult.routing")


class Routing(Again):
    """Hold one per process. A turn is taken every `period` seconds, and `soon` when something has come or ended."""

    def __init__(self, db: Database, commands: Commands, *, period: float, tell: Tell) -> None:
        super().__init__(self._again, period=period, name="routing")
        self._db, self._commands = db, commands
        self.offers = Offers(db, commands, tell=tell)
        self.skills = Skills(db, changed=self.soon)
        self._manners: dict[int, Manners] = {}
        self._full: frozenset[int] = frozenset()
        self._wanted = False
        self._looks = 0
        self._now: asyncio.Task[None] | None = None

    def shows_looks(self, team: int | None) -> bool:
        """Whether colleagues are told when a supervisor looks into a talk of this team."""
        known = self._manners.get(team or EVERYBODY)
        return known is not None and known.shows_looks

    def full(self, team: int | None) -> bool:
        """Whether as many talks wait for this team as may (as of the last turn, a second ago at most): whoever comes
        now is offered other ways.
        """
        return (team or EVERYBODY) in self._full

    async def manners(self) -> list[Manners]:
        """What was set; teams that are not named have the defaults."""
        found = await store.manners(self._db)
        self._manners = {one.team: one for one in found}
        return found

    async def manners_of(self, team: int) -> Manners:
        """Of one team (0: of everybody). Raises `Absent` when there is no such team."""
        if team != EVERYBODY and await operators.team(self._db, team) is None:
            raise Absent("there is no such team")
        return await store.manners_of(self._db, team)

    async def set_manners(self, wanted: Manners, *, by: Author) -> None:
        """Other manners from now on. Raises `Absent` when there is no such team, `Invalid` out of range."""
        check_manners(wanted)
        was = await self.manners_of(wanted.team)
        async with self._db.transaction() as connection:
            await store.put(connection, wanted)
            changed = {
                name: getattr(wanted, name)
                for name in Manners.__struct_fields__
                if name != "team" and getattr(wanted, name) != getattr(was, name)
            }
            await facts.record(
                connection, kind=TEAM_CHANGED, subject=f"team:{wanted.team}", body=by.fact(routing=changed)
            )
        await self.manners()
        self.soon()

    async def weights(self) -> dict[str, int]:
        """Kind of channel → what its talks weigh (hundredths of a chat)."""
        return await weighing.weights(self._db)

    async def set_weight(self, kind: str, weight: int, *, by: Author) -> None:
        """Talks of this kind of channel weigh so much when they begin or change hands from now on."""
        if not kind.isidentifier() or len(kind) > 40:
            raise Invalid("this is no kind of channel", pointer="/kind")
        if not 1 <= weight <= 100:
            raise Invalid("a talk weighs 1 to 100 hundredths of a chat", pointer="/weight", code="out_of_range")
        async with self._db.transaction() as connection:
            await weighing.set_weight(connection, kind, weight)
            await facts.record(
                connection, kind="routing.weight", subject=f"channel:{kind}", body=by.fact(weight=weight)
            )

    async def site_limits(self) -> dict[int, int]:
        """Channel → talks of it in hands at once, at most, when they are given by themselves."""
        return await store.site_limits(self._db)

    async def limit_site(self, channel: int, most: int | None, *, by: Author) -> None:
        """At most so many (None: no limit). Raises `Absent` when there is no such channel."""
        if most is not None and not 1 <= most <= 1_000_000:
            raise Invalid("a limit is 1 at least", pointer="/most", code="out_of_range")
        if not await store.is_site(self._db, channel):
            raise Absent("there is no such site")
        async with self._db.transaction() as connection:
            await store.put_site(connection, channel, most)
            await facts.record(connection, kind="routing.site", subject=f"channel:{channel}", body=by.fact(most=most))
        self.soon()

    def committed(self, appended: Appended) -> None:
        """Entries were written here: perhaps somebody has room now, or a talk has come into a queue."""
        for entry in appended.entries:
            if entry.seq == 1 or entry.kind in MOVES:
                self.soon()
                return

    def soon(self) -> None:
        """Something has come or ended here: take a turn now instead of in a while."""
        self._wanted = True
        if self._now is None and self._active():
            self._now = asyncio.create_task(self._at_once(), name="routing now")

    def _active(self) -> list[int]:
        return [one.team for one in self._manners.values() if one.manner in ("assign", "best")]

    async def _at_once(self) -> None:
        try:
            while self._wanted:
                await self.turn()
        except Exception as error:
            log.warning("turn_failed", error=repr(error))
        finally:
            self._now = None

    async def _again(self) -> None:
        await self.manners()
        await self._weigh()
        await self._count()
        await self.offers.forget()
        await self.turn()

    async def stop(self) -> None:
        """End."""
        if self._now is not None:
            self._now.cancel()
        await super().stop()

    async def turn(self) -> None:
        """Give away what can be given, where it has waited longest first."""
        self._wanted = False
        await self.offers.sweep()
        teams = self._active()
        for team in await store.stirring(self._db, teams) if teams else ():
            await self._team(team or None)

    async def _team(self, team: int | None) -> None:
        seen: set[int] = set()
        while True:
            page = await self._page(team, seen)
            seen.update(page.looked)
            if not page.more:
                return

    async def _page(self, team: int | None, seen: set[int]) -> Page:
        if self._manners[team or EVERYBODY].manner == "best":
            return await self.offers.page(team, but=seen)
        return await self._commands.transact_all(
            lambda connection: assign_page(connection, self._commands, team, but=seen)
        )

    async def accept(self, conversation: str, *, operator: Operator, cid: UUID) -> None:
        """Take what was offered. Raises `Conflict` `offer_over`, `AtLimit`."""
        answer = await self.offers.accept(conversation, operator=operator, cid=cid)
        if refusal := refusal_of(answer):
            raise refusal

    async def refuse(self, conversation: str, *, operator: int) -> None:
        """Not now. Raises `Conflict` `offer_over`."""
        await self.offers.refuse(conversation, operator=operator)
        self.soon()

    async def pull(self, access: Access) -> str:
        """Take the next talk that one may answer. Raises `Absent` `queue_empty`, `AtLimit`."""
        return await pull(self._db, self._commands, access)

    async def _weigh(self) -> None:
        """Free the slots of talks whose visitor is silent, take them back for those who have written again."""
        for conversation in await weighing.stirred(self._db, BATCH):
            await self._quietly(weighing.stir(self._commands, conversation))
        self._looks += 1
        quiet = [(one.team, one.quiet_minutes * 60) for one in self._manners.values() if one.quiet_minutes]
        if self._looks % SILENT_TURNS:
            return
        for conversation, seconds in await weighing.silent(self._db, quiet, BATCH) if quiet else ():
            await self._quietly(weighing.rest(self._commands, conversation, seconds=seconds))

    async def _quietly(self, work: Awaitable[object]) -> None:
        try:
            await work
        except (Conflict, Absent):
            return  # it has changed meanwhile, or another node was faster

    async def _count(self) -> None:
        """Which queues are full."""
        capped = {one.team: one.queue_most for one in self._manners.values() if one.queue_most is not None}
        self._full = frozenset(
            [team for team, most in capped.items() if await store.queued(self._db, team, most) >= most]
        )
