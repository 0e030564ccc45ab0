"""A rule tried on the last week, before it counts: which talks it would have touched. Nothing is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from pult.automation import looking, store
from pult.automation.conditions import holds
from pult.automation.looking import HoursOfChannel
from pult.automation.rules import Rule
from pult.automation.running import Event, ReadHours, events_of
from pult.conversations import queries as log_of_talks
from pult.conversations.events import Actor, Kind
from pult.conversations.queries import Written

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

DAYS = 7
MOST_TALKS, MOST_ENTRIES = 5_000, 100_000
EXAMPLES = 10


class Example(msgspec.Struct, kw_only=True):
    """A talk that it would have touched, and the words that made it look."""

    conv: str
    no: int
    at: datetime
    text: str


class Tried(msgspec.Struct, kw_only=True):
    """Of `talks` that began in the last `days` days it would have touched `matched`. `whole`: these were all of them,
    not only the newest. Topic, team, tags and attributes count as they stand today: the log does not keep how they
    stood.
    """

    talks: int
    matched: int
    whole: bool
    days: int
    examples: list[Example]


async def on_last_week(db: Database, rule: Rule, *, hours: ReadHours) -> Tried:
    """Try it. Hours of sites and teams count as they are set today, at the moment at which something was written."""
    of = await hours()
    rows = await store.lately(db, datetime.now(UTC) - timedelta(days=DAYS), MOST_TALKS + 1)
    talks = {row["id"]: row for row in rows[:MOST_TALKS]}
    written = await log_of_talks.written_in(db, list(talks), limit=MOST_ENTRIES)
    times = {(one.conversation, one.seq): one.at for one in written}
    events = waits_of(written, rule.minutes) if rule.on == "waits" else events_of(written)
    hit: dict[int, Example] = {}
    for event in events:
        row = talks[event.conversation]
        if event.on == rule.on and event.conversation not in hit and _holds(rule, event, row, of):
            at = times[event.conversation, event.seq]
            hit[event.conversation] = Example(conv=row["public_id"], no=row["case_no"], at=at, text=event.text[:200])
    return Tried(
        talks=len(talks),
        matched=len(hit),
        whole=len(rows) <= MOST_TALKS and len(written) < MOST_ENTRIES,
        days=DAYS,
        examples=list(hit.values())[:EXAMPLES],
    )


def _holds(rule: Rule, event: Event, row: Record, hours: HoursOfChannel) -> bool:
    known = looking.known(row, text=event.text, at=event.at, hours=hours)
    return holds(rule.when, msgspec.structs.replace(known, waited=float(rule.minutes)) if rule.minutes else known)


def waits_of(written: Sequence[Written], minutes: int) -> Iterator[Event]:
    """Where a contact waited so long for an answer, or for the end of the talk."""
    since: Written | None = None
    long = timedelta(minutes=minutes)
    for one in (*written, None):
        other = one is None or (since is not None and one.conversation != since.conversation)
        if since is not None and (other or _ends(one)):
            until = datetime.now(UTC) if other or one is None else one.at
            if until - since.at >= long:
                yield Event("waits", since.conversation, since.seq, "", since.at + long)
            since = None
        if one is not None and since is None and _begins(one):
            since = one


def _begins(one: Written) -> bool:
    """Words of a contact; mere thanks after the end begin no waiting, unless they were changed into more."""
    if one.actor != Actor.CONTACT:
        return False
    return (
        one.became == ("resolved", "open") if one.kind == Kind.STATUS else one.kind == Kind.MESSAGE and not one.thanks
    )


def _ends(one: Written | None) -> bool:
    """An answer, or the end."""
    if one is None or (one.kind == Kind.MESSAGE and one.actor != Actor.CONTACT):
        return True
    return one.became is not None and one.became[1] in ("resolved", "snoozed")
