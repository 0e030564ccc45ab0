"""Who may not come in, held in memory: sockets and plain words cost no SQL. Read anew within `period` seconds of any
change, and at once when the bell says so. What begins or reopens a talk asks the database besides (`contacts.bans`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, Any

from pult.contacts import bans
from pult.contacts.ban_rules import Key, Kind, Refused, keys_of_address, mail_of, phone_of, told_mails, told_phones
from pult.gateway.contract import Inbound, Speaker
from pult.kit.again import Again

if TYPE_CHECKING:
    from pult.kit.db import Database

PERIOD = 2.0


class Bans(Again):
    """Hold one per process. `cut` is told when others stand than before: it ends the sockets of the banned."""

    def __init__(self, db: Database, *, cut: Callable[[Callable[[Any], bool]], object], period: float = PERIOD) -> None:
        super().__init__(self.look, period=period, name="bans")
        self._db, self._cut = db, cut
        self._mark: object = None
        self._standing: dict[Key, tuple[int, float]] = {}
        self._keys: dict[tuple[int, bytes], tuple[int, float]] = {}
        self._counts: Counter[int] = Counter()

    async def look(self) -> None:
        """Read what stands if anything was changed; write down how many were turned away."""
        counts, self._counts = self._counts, Counter()
        if counts:
            await bans.count(self._db, sorted(counts.items()))
        mark = await bans.mark(self._db)
        if mark != self._mark:
            await self._read()
            self._mark = mark
            self._cut(self.knows)

    async def _read(self) -> None:
        now = monotonic()
        standing = {
            (one.kind, one.value): (one.id, now + one.seconds if one.seconds is not None else inf)
            for one in await bans.standing(self._db)
        }
        people = {int(value): until for (kind, value), until in standing.items() if kind is Kind.PERSON}
        keys = await bans.keys_of(self._db, list(people)) if people else []
        self._keys = {(channel, key): people[person] for person, channel, key in keys if person in people}
        self._standing = standing

    def knows(self, viewer: Any) -> bool:
        """Whether this viewer of a socket is a speaker who is banned."""
        return isinstance(viewer, Speaker) and self._of(viewer) is not None

    def refuse(self, speaker: Speaker, inbound: Inbound | None = None) -> None:
        """Raise `Refused` for somebody who is banned, by what is known of them and of what they begin a talk with."""
        if not self._standing:
            return
        ban = self._of(speaker)
        if ban is None and inbound is not None:
            ban = self._by(_keys_of(inbound))
        if ban is not None:
            self.count(ban)
            raise Refused(ban)

    def count(self, ban: int | None) -> None:
        """Somebody was turned away."""
        if ban is not None:
            self._counts[ban] += 1

    def _of(self, speaker: Speaker) -> int | None:
        if not self._standing:
            return None
        for key in (speaker.key_hash, speaker.browser):
            found = self._keys.get((speaker.channel, key))
            if found is not None and found[1] > monotonic():
                return found[0]
        claims = speaker.subject.claims if speaker.subject else {}
        return self._by(
            [
                *([(Kind.PERSON, str(speaker.contact))] if speaker.contact is not None else []),
                *keys_of_address(speaker.address),
                *((Kind.MAIL, mail) for mail in told_mails(claims)),
                *((Kind.PHONE, phone) for phone in told_phones(claims)),
            ]
        )

    def _by(self, keys: Iterable[Key]) -> int | None:
        for key in keys:
            found = self._standing.get(key)
            if found is not None and found[1] > monotonic():
                return found[0]
        return None


def _keys_of(inbound: Inbound) -> list[Key]:
    """Mail addresses and phone numbers that a talk begins with."""
    start = inbound.start
    if start is None:
        return []
    fields = [field.value for field in start.fields if field.kind in ("mail", "phone")]
    found: list[Key] = []
    for value in (*fields, *([start.mail] if start.mail else [])):
        mail, phone = mail_of(value), phone_of(value)
        found += [(Kind.MAIL, mail)] if mail else []
        found += [(Kind.PHONE, phone)] if phone else []
    return found
