"""Rules at work: reads the log behind a place that is kept, and does what the rules say, once for each entry.

What is done goes through the commands of talks under ids that follow from the rule and the entry: a node that dies
half-way leaves the rest to the next one, and nothing is done twice. Only what contacts and operators do makes a rule
look, never what the house does itself: rules cannot set each other off for ever.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID, uuid5

from pult.automation import looking, store
from pult.automation.commands import read
from pult.automation.doing import Doing
from pult.automation.events import About, Trigger
from pult.automation.rules import Rule, steps
from pult.conversations.events import Actor, Appended, Kind
from pult.conversations.queries import Written
from pult.conversations.reader import read_on
from pult.kit import jobs
from pult.kit.again import Again

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

WAITS, FORGET = "automation.waits", "automation.forget"
PERIOD = 1.0
_SPACE = UUID("6b1f0d0e-7c53-4c1e-9a52-3a1b9d1f2c77")
"""Ids of what rules do are made in this space (RFC 9562, version 5)."""


ReadHours = Callable[[], Awaitable[looking.HoursOfChannel]]


class Event(NamedTuple):
    """An entry that makes rules look."""

    on: Trigger
    conversation: int
    seq: int
    text: str
    at: datetime


class Done(NamedTuple):
    """A rule has acted on an entry, or could not."""

    rule: int
    conversation: int
    seq: int
    failed: str | None


class Automation(Again):
    """Hold one per process; of all nodes one works at a time. `hours` reads by which hours talks are answered."""

    def __init__(self, db: Database, doing: Doing, *, hours: ReadHours, scale: float = 1.0) -> None:
        super().__init__(self._read_all, period=PERIOD * scale, name="automation")
        self._db, self._doing, self._hours, self._scale = db, doing, hours, scale
        self._any = False

    def committed(self, appended: Appended) -> None:
        """Something was written here: with rules at hand it is looked at now instead of in a while."""
        if self._any and any(entry.actor is not Actor.SYSTEM for entry in appended.entries):
            self.soon()

    async def _read_all(self) -> None:
        rules = [read(row) for row in await store.enabled(self._db)]
        self._any = bool(rules)
        while rules and await self.read(rules):
            pass

    async def read(self, rules: Sequence[Rule]) -> bool:
        """Look at one batch of the log; whether there was any."""

        async def take(connection: Connection, written: list[Written]) -> None:
            events = events_of(written)
            rows = {row["id"]: row for row in await store.talks(connection, [one.conversation for one in events])}
            hours = await self._hours()
            for event in events:
                if event.conversation in rows:
                    await self._look(connection, rules, event, rows[event.conversation], hours)

        return await read_on(self._db, cursor=store.cursor, move=store.move, take=take) > 0

    async def _look(
        self, connection: Connection, rules: Sequence[Rule], event: Event, row: Record, hours: looking.HoursOfChannel
    ) -> None:
        if event.on == "message" and row["waiting_since"] is not None:
            for rule in rules:
                if rule.on == "waits":
                    await self._later(connection, rule, event, row["waiting_since"])
        for done in await self._act(rules, event, row, hours):
            await store.ran(connection, *done)

    async def _later(self, connection: Connection, rule: Rule, event: Event, since: datetime) -> None:
        body = {"rule": rule.id, "conversation": event.conversation, "seq": event.seq, "since": since.isoformat()}
        key = f"{WAITS}:{rule.id}:{event.conversation}:{since.timestamp()}"
        await jobs.later(connection, WAITS, body, key=key, seconds=rule.minutes * 60 * self._scale, once=True)

    async def waited(self, body: dict[str, Any]) -> None:
        """The job: somebody has waited for so long, unless they were answered meanwhile."""
        rows = await store.talks(self._db, [body["conversation"]])
        since = datetime.fromisoformat(body["since"])
        if not rows or rows[0]["status"] != "open" or rows[0]["waiting_since"] != since:
            return
        rules = [read(row) for row in await store.enabled(self._db)]
        event = Event("waits", body["conversation"], body["seq"], "", datetime.now(UTC))
        done = await self._act(rules, event, rows[0], await self._hours(), only=body["rule"])
        async with self._db.transaction() as connection:
            for one in done:
                await store.ran(connection, *one)

    async def forget(self) -> None:
        """What rules did long ago."""
        await store.forget(self._db)

    async def _act(
        self,
        rules: Sequence[Rule],
        event: Event,
        row: Record,
        hours: looking.HoursOfChannel,
        *,
        only: int | None = None,
    ) -> list[Done]:
        known = looking.known(row, text=event.text, at=event.at, hours=hours)
        found = steps(rules, event.on, known, only=only)
        done: list[Done] = []
        for step in found:
            about = About(step.rule.id, step.rule.name, event.on, event.conversation, event.seq)
            ids = [_id(step.rule.id, event, place) for place in range(len(step.then))]
            failed = await self._doing.all(about, step.then, row, ids)
            done.append(Done(step.rule.id, event.conversation, event.seq, failed))
        return done


def events_of(written: Sequence[Written]) -> list[Event]:
    """What of the log makes rules look; a first word does so in two ways."""
    found: list[Event] = []
    for one in written:
        if one.seq == 1 and one.actor != Actor.OPERATOR:
            found.append(Event("began", one.conversation, one.seq, one.text or "", one.at))
        if (heard := _heard(one)) is not None:
            found.append(Event(heard, one.conversation, one.seq, one.text or "", one.at))
    return found


def _heard(one: Written) -> Trigger | None:
    """Of contacts and operators alone: what the house does is not looked at."""
    if one.actor not in (Actor.CONTACT, Actor.OPERATOR):
        return None
    if one.kind == Kind.MESSAGE:
        return "message" if one.actor == Actor.CONTACT else "answered"
    if one.kind == Kind.RATED and one.public:
        return "rated"
    if one.kind == Kind.STATUS and not one.public:
        was, to = one.became or (None, "")
        return "resolved" if to == "resolved" else "reopened" if (was, to) == ("resolved", "open") else None
    return None


def _id(rule: int, event: Event, place: int) -> UUID:
    return uuid5(_SPACE, f"{rule}:{event.conversation}:{event.seq}:{event.on}:{place}")
