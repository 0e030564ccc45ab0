"""Public id ↔ number of talks, and who may see them: whose team's they are, who was asked in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from pult.desk import store
from pult.operators.access import Access

if TYPE_CHECKING:
    from pult.kit.db import Database

MOST_NAMES = 50_000
NOBODY: Mapping[int, str] = {}


class Seen(msgspec.Struct, frozen=True):
    """Who may see a talk: everybody who sees its team, and `guests` (operator → what she may)."""

    team: int | None
    guests: Mapping[int, str] = NOBODY

    def by(self, access: Access, *, guest: bool) -> bool:
        """Whether they see it; `guest`: also as somebody who was asked in."""
        return access.sees(self.team) or (guest and access.operator.id in self.guests)


class Names:
    """The first two never change; who may see a talk does, rarely, and `moved` says so. Whoever asks says whether being
    a guest is enough: it is not, unless they say so.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._numbers: dict[str, int] = {}
        self._public: dict[int, str] = {}
        self._seen: dict[int, Seen] = {}
        self._channels: dict[int, int] = {}
        self._parts: dict[int, int] = {}

    def channel(self, number: int | None) -> int:
        """By which channel a talk that was asked for by its public id came; 0 for one that is not known."""
        return self._channels.get(number or 0, 0)

    def whole(self, number: int) -> int | None:
        """The talk that this one, which was asked for by its public id, is a part of; None: it is one itself."""
        return self._parts.get(number)

    def known(self, conversation: str, access: Access, *, guest: bool = False) -> int | None:
        """From memory; None also when it is not for them."""
        number = self._numbers.get(conversation)
        return number if number is not None and self._seen[number].by(access, guest=guest) else None

    def public(self, number: int) -> str:
        """The public id of a talk that was asked for by it."""
        return self._public[number]

    def public_known(self, number: int) -> str | None:
        """The public id, if it was asked for by it lately."""
        return self._public.get(number)

    def team(self, number: int) -> int | None:
        """The team of a talk that was asked for by its public id."""
        return self._seen[number].team if number in self._seen else None

    def guests(self, number: int) -> Mapping[int, str]:
        """Who was asked into it, and what they may there."""
        return self._seen[number].guests if number in self._seen else NOBODY

    def moved(self, number: int, seen: Seen) -> None:
        """Others may see a talk now."""
        if number in self._seen:
            self._seen[number] = seen

    async def find(self, conversation: str, access: Access, *, guest: bool = False) -> int | None:
        """From memory or the database. A talk that is not for them looks like none."""
        number = self.known(conversation, access, guest=guest)
        if number is None and 0 < len(conversation) <= 64:
            found = await store.place(self._db, conversation)
            if found is None:
                return None
            self._keep(conversation, found)
            number = found.number
            return number if self._seen[number].by(access, guest=guest) else None
        return number

    async def sees(self, conversation: str, access: Access) -> bool:
        """Whether they see a talk, as a guest too."""
        return await self.find(conversation, access, guest=True) is not None

    def _keep(self, conversation: str, place: store.Place) -> None:
        if len(self._numbers) >= MOST_NAMES:
            oldest = self._numbers.pop(next(iter(self._numbers)))
            for known in (self._public, self._seen, self._channels, self._parts):
                known.pop(oldest, None)
        self._numbers[conversation] = place.number
        self._public[place.number] = conversation
        self._seen[place.number] = Seen(place.team, place.guests)
        self._channels[place.number] = place.channel
        if place.part_of is not None:
            self._parts[place.number] = place.part_of
