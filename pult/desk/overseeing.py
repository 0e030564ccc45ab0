"""Beside colleagues' work: what they are writing, for those who may see it, and who looks into a talk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from pult.conversations.following import Following
from pult.desk import overseeing_store as store
from pult.desk.names import Names
from pult.kit import facts
from pult.kit.clock import milliseconds
from pult.live.contract import Hub
from pult.operators.access import Access
from pult.operators.events import Operator
from pult.operators.rules import Permission

if TYPE_CHECKING:
    from pult.kit.db import Database

LOOKED = "talk.looked"
"""A supervisor has looked into a colleague's talk: kept, whoever was told of it at the time."""


class Overseeing:
    """Hold one per process. `shows(team)`: whether colleagues are told when a supervisor looks in."""

    def __init__(
        self, db: Database, *, hub: Hub, following: Following, names: Names, shows: Callable[[int | None], bool]
    ) -> None:
        self._db, self._hub, self._following, self._names, self._shows = db, hub, following, names, shows
        self._looking: set[tuple[int, int]] = set()

    async def drafts(self, conversation: int, public_id: str) -> bytes:
        """What is being written in a talk, by whom: the frame that a follower begins with."""
        found = [
            {
                "by": {"id": row["operator_id"], "name": row["name"]},
                "text": row["reply"],
                "at": milliseconds(row["updated_at"]),
            }
            for row in await store.drafts(self._db, conversation)
        ]
        return msgspec.json.encode({"t": "drafts", "id": f"drafts:{public_id}", "drafts": found})

    def writing(self, conversation: int, public_id: str, *, by: Operator, text: str) -> None:
        """A colleague's reply stands so now; empty: it was sent or given up."""
        frame = {
            "t": "writing",
            "id": f"drafts:{public_id}",
            "by": {"id": by.id, "name": by.name},
            "text": text,
        }
        self._hub.signal(f"s:{conversation}", msgspec.json.encode(frame), key=f"writing:{conversation}:{by.id}")

    async def look(self, conversation: int, public_id: str, access: Access, *, on: bool) -> None:
        """Somebody has a talk before her eyes, or no longer. Colleagues are told, unless it is a supervisor beside
        somebody's work and the team does not want to know; that she was there is kept in any case.
        """
        me = access.operator
        if self._is_beside(conversation, access):
            await self._keep(conversation, public_id, me, on=on)
            if not self._shows(self._names.team(conversation)):
                return
        frame = {"t": "looking", "id": f"c:{public_id}", "by": {"id": me.id, "name": me.name}, "on": on}
        self._hub.signal(f"d:{conversation}", msgspec.json.encode(frame), key=f"looking:{conversation}:{me.id}")

    def _is_beside(self, conversation: int, access: Access) -> bool:
        """A supervisor with somebody else's talk that she was not asked into."""
        holder, me = self._following.holder(conversation), access.operator.id
        beside = holder not in (None, me) and me not in self._names.guests(conversation)
        return beside and access.may(Permission.TALKS_LEAD)

    async def _keep(self, conversation: int, public_id: str, by: Operator, *, on: bool) -> None:
        key = (by.id, conversation)
        if not on:
            self._looking.discard(key)
        elif key not in self._looking:
            self._looking.add(key)
            await facts.record(self._db, kind=LOOKED, subject=f"operator:{by.id}", body={"talk": public_id})

    def gone(self, operator: int) -> None:
        """Her last window here was closed."""
        self._looking = {key for key in self._looking if key[0] != operator}
