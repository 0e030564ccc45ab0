"""The clock of the house: it looks at what has changed, remembers when something is due, and does it when nobody else
did.

A talk is looked at when entries are written on this node, when settings change, and (for what got lost with a node) in
a slow round. What is due is found by an index, so a turn costs what is due and nothing else; without settings there is
no turn at all. Every act has a mark that makes it happen once, on however many nodes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec
import structlog

from pult.contacts.rules import plain
from pult.conversations import clocks
from pult.conversations.commands import Commands
from pult.conversations.events import Appended, Clock, Due
from pult.gateway.contract import Site
from pult.kit import calendar, days_off, facts
from pult.kit.again import Again
from pult.kit.calendar import Calendar
from pult.kit.errors import Absent, Invalid
from pult.operators import queries as operators
from pult.operators.events import TEAM_CHANGED, Actor
from pult.timing import acts_rules, rules, store
from pult.timing.absences import Absences
from pult.timing.acting import Acting
from pult.timing.events import EVERYBODY, Policy
from pult.timing.full import Full
from pult.timing.rules import Channel
from pult.timing.shifts import Shifts, Tell
from pult.timing.store import Watched

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

BATCH = 500
"""Talks that are looked at in one query."""
RIPE = 100
"""Acts of one turn."""
SLOWLY = 10
"""Every so many turns what got lost is looked for."""
log = structlog.get_logger("pult.timing")


class Timing(Again):
    """Hold one per process. `site` finds a channel; `changed` is told of talks whose due time is another one, `tell`
    reaches an operator's desks. A turn is taken every `period` seconds, and at once when something was written here.
    """

    def __init__(
        self,
        db: Database,
        commands: Commands,
        *,
        site: Callable[[int], Site | None],
        changed: Callable[[int], None],
        tell: Tell,
        period: float,
    ) -> None:
        super().__init__(self._turn, period=period, name="timing")
        self._db, self._site, self._changed = db, site, changed
        self._acting = Acting(db, commands, site=site)
        self._full = Full(db, commands)
        self._policies: dict[int, Policy] = {}
        self._version = 0
        self._touched: set[int] = set()
        self._told: set[int] = set()
        self._turns = 0
        self.shifts = Shifts(db, tell=tell, period=period)
        self._absences = Absences(db, commands, policies=lambda: self._policies, period=period)

    def start(self) -> None:
        """Begin."""
        for one in (super(), self._absences, self.shifts):
            one.start()

    async def stop(self) -> None:
        """End."""
        for one in (self.shifts, self._absences, super()):
            await one.stop()

    async def policies(self) -> dict[int, Policy]:
        """Team → what was set for it; a team that is not named has nothing of its own."""
        rows = await store.policies(self._db)
        found = _read(rows)
        wanted = (one.hours.country for one in found.values() if one.hours is not None)
        await days_off.warm(wanted, year=datetime.now(UTC).year)
        self._policies, self._version = found, max((row["version"] for row in rows), default=0)
        return found

    async def hours(self) -> Callable[[int | None, int], Calendar]:
        """By which hours talks are answered, as it is set now: (team, channel's number) → its hours; team None: those
        of the channel, else everybody's.
        """
        policies = await self.policies()
        return lambda team, channel: rules.calendar_of(policies, team, self._channel(channel))

    async def set(self, team: int, policy: Policy, *, by: Actor) -> None:
        """Other settings for one team from now on. Raises `Absent`, and `Invalid` with a pointer."""
        teams = frozenset(one.id for one in await operators.teams(self._db))
        if team != EVERYBODY and team not in teams:
            raise Absent("there is no such team")
        async with self._db.transaction() as connection:
            await store.one_after_another(connection)
            others = _read([row for row in await store.policies(connection) if row["team_id"] != team])
            rules.check(policy, team=team, others=others, teams=teams)
            await store.put(connection, team, policy)
            body = by.fact(timing=msgspec.to_builtins(policy))
            await facts.record(connection, kind=TEAM_CHANGED, subject=f"team:{team}", body=body)
        await self.policies()
        self._turns = 0
        self.soon()

    def committed(self, appended: Appended) -> None:
        """Entries were written here."""
        if self._policies:
            self._touched.add(appended.conversation)
            self.soon()

    def told(self, conversation: int) -> None:
        """Something is told of a talk's contact: it may be of another group now."""
        self._told.add(conversation)
        if rules.asks_who(self._policies):
            self.soon()

    async def _turn(self) -> None:
        slowly, self._turns = self._turns % SLOWLY == 0, self._turns + 1
        if slowly:
            await self.policies()
        self._ask_who(fresh=slowly)
        if not self._policies:
            return
        while slowly and (lost := await store.missed(self._db, self._version, BATCH)):
            await self._look(lost)
            slowly = len(lost) == BATCH
        while self._touched:
            await self._look([self._touched.pop() for _ in range(min(BATCH, len(self._touched)))])
        await self._do(await store.ripe(self._db, RIPE))
        await self._full.look(self._policies)
        await asyncio.sleep(self._period / 10)  # what comes meanwhile is looked at together

    def _ask_who(self, *, fresh: bool) -> None:
        """What was told counts where promises depend on it; settings of a while ago do not know that."""
        if rules.asks_who(self._policies):
            self._touched |= self._told
        elif not fresh:
            return
        self._told.clear()

    async def _look(self, conversations: Sequence[int]) -> None:
        """Read these talks, and remember when something is due in each."""
        policies, version = self._policies, self._version
        found = await self._clocks(sorted(conversations))
        told = await store.told(self._db, [one.id for one in found])
        watched: list[Watched] = []
        dues: list[Due] = []
        for one in found:
            channel = self._channel(one.channel)
            promised = rules.promises(policies, one, channel)
            nearest = promised[0] if promised else None
            following, kept = acts_rules.following(acts_rules.acts(policies, one, channel), told.get(one.id, ()))
            at = following.at if following else None
            watched.append(Watched(conversation=one.id, seq=one.seq, version=version, at=at, told=kept))
            dues.append(
                Due(
                    conversation=one.id,
                    seq=one.seq,
                    at=nearest.at if nearest else None,
                    kind=nearest.target if nearest else None,
                )
            )
        await self._remember(found, watched, dues)

    async def _remember(self, found: Sequence[Clock], watched: Sequence[Watched], dues: Sequence[Due]) -> None:
        done = [one.id for one in found if one.status == "resolved"]
        await store.watch(self._db, [one for one in watched if one.conversation not in done])
        if done:
            await store.forget(self._db, done)
        for conversation in await clocks.set_due(self._db, dues):
            self._changed(conversation)

    async def _do(self, ripe: Sequence[int]) -> None:
        """Do what is due in these talks: the settings and each of them are read again before."""
        if not ripe:
            return
        await self.policies()
        now = await store.now(self._db)
        told = await store.told(self._db, ripe)
        for one in await self._clocks(ripe):
            acts = acts_rules.acts(self._policies, one, self._channel(one.channel))
            following, kept = acts_rules.following(acts, told.get(one.id, ()))
            if following is not None and following.at <= now and await self._acting.do(one, following):
                await store.mark(self._db, one.id, (*kept, following.mark))
        await self._look(ripe)

    async def _clocks(self, conversations: Sequence[int]) -> list[Clock]:
        """These talks, with what is told of their contacts where a promise depends on it."""
        found = await clocks.clocks(self._db, conversations)
        if not rules.asks_who(self._policies):
            return found
        told = await store.told_of(self._db, [one.contact for one in found])
        return [msgspec.structs.replace(one, told=plain(*told.get(one.contact, (None, None)))) for one in found]

    def _channel(self, number: int) -> Channel:
        site = self._site(number)
        if site is None:
            return Channel()
        return Channel(key=site.key, kind=site.kind, calendar=_hours_of(site.settings))


def _read(rows: Sequence[Record]) -> dict[int, Policy]:
    """Team → settings; what another version of Pult has written and this one cannot read is as if not set."""
    found: dict[int, Policy] = {}
    for row in rows:
        try:
            found[row["team_id"]] = msgspec.json.decode(row["body"], type=Policy)
        except msgspec.ValidationError as error:
            log.warning("policy_not_read", team=row["team_id"], error=str(error))
    return found


def _hours_of(settings: dict[str, Any]) -> Calendar | None:
    """A channel's own hours, where it has any that can be read."""
    if not any(settings.get(name) for name in ("hours", "holidays", "country")):
        return None
    named = {name: settings[name] for name in Calendar.__struct_fields__ if name in settings}
    try:
        made = msgspec.convert(named, Calendar)
        calendar.check(made, at="")
    except (msgspec.ValidationError, Invalid):
        return None
    return made
