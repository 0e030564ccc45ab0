"""To the personal manager in one step: to her, to who stands in for her, or, where all of them are away, a promise that
she writes back by a time, of which the visitor is told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from pult.conversations import handing, owing, system_words
from pult.conversations.append import Answer
from pult.conversations.commands import Commands
from pult.conversations.events import Actor, Holder, HolderKind
from pult.conversations.owing_rules import Owed
from pult.conversations.rules import Head, Who
from pult.gateway.contract import Site
from pult.kit import jobs
from pult.kit.clock import milliseconds
from pult.kit.errors import Absent, Invalid
from pult.operators import queries as operators
from pult.operators.access import Access
from pult.operators.rules import Permission
from pult.routing import skills_store as store
from pult.routing.skills_rules import stand_ins
from pult.routing.words import told

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database
    from pult.operators.events import Operator

TELL = "routing.writing_back"
LATEST = 32_000_000_000_000
"""A time that any calendar holds; what is too far is refused by the rules."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By when she is to write back (`at`, ms since 1970), what is promised (`text`, for the team), why, and a note for
    whoever gets it. `lead`: also out of a colleague's hands.
    """

    cid: UUID
    at: Annotated[int, msgspec.Meta(ge=0, le=2**53)]
    text: str
    reason: str = ""
    note: str = ""
    lead: bool = False

    def act(self) -> tuple[str, ...]:
        """What makes two presses the same, whoever is there by the second."""
        return "manager", str(self.at), self.text, self.reason, self.note


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """Who has the talk now; `handed`: she is there after all, nothing was promised."""

    how: Literal["handed", "promised"]
    to: int
    name: str


class WritingBack:
    """Hold one per process. `site` finds a connected site, whose name stands over the words."""

    def __init__(self, db: Database, commands: Commands, *, site: Callable[[int], Site | None]) -> None:
        self._db, self._commands, self._site = db, commands, site

    async def ask(self, conversation: str, wanted: Wanted, *, access: Access) -> Done:
        """Hand a talk to its person's manager. Raises `Absent`, `Invalid` (`no_manager`, `not_in_team`), `AtLimit`. The
        same press again is answered as before, whoever is there, or is the manager, by now.
        """
        if wanted.lead:
            access.require(Permission.TALKS_LEAD)
        me, act = access.operator, wanted.act()
        answer = await owing.answered(self._db, self._commands, conversation, who=me.id, cid=wanted.cid, act=act)
        if answer is None:
            answer = await self._give(conversation, wanted, access=access)
        came = await owing.came_of(self._db, answer)
        return Done(how="promised" if came.owes else "handed", to=came.to, name=came.name)

    async def _give(self, conversation: str, wanted: Wanted, *, access: Access) -> Answer:
        row = await store.whose(self._db, conversation)
        if row is None or not access.sees(row["team_id"]):
            raise Absent("there is no such conversation", pointer="/conv")
        manager = (await store.managers(self._db, [row["contact_id"]])).get(row["contact_id"])
        hers = await operators.one(self._db, manager) if manager is not None else None
        if hers is None:
            raise Invalid("nobody is this person's manager", pointer="/conv", code="no_manager")
        me = access.operator
        face = me.face(row["channel_id"])
        who = Who(kind=Actor.OPERATOR, id=me.id, name=me.name, public_name=face.name, picture=face.picture)
        there = await self._there(hers, row["team_id"], but=row["holder"])
        if there is not None:
            return await self._hand(conversation, wanted, row, who=who, to=there)
        if not await operators.answers(self._db, hers.id, team=row["team_id"]):
            raise Invalid("she does not answer talks of this team", pointer="/conv", code="not_in_team")
        return await self._owe(conversation, wanted, row, who=who, to=hers)

    async def _there(self, manager: Operator, team: int | None, *, but: int | None) -> Operator | None:
        """She, or the first who stands in for her, of those who are at a desk and answer talks of this team."""
        people = [manager.id, *stand_ins(await store.deputies(self._db), manager.id)]
        here = await operators.present(self._db, people)
        for one in people:
            if one in here and one != but and await operators.answers(self._db, one, team=team):
                return await operators.one(self._db, one)
        return None

    async def _hand(self, conversation: str, wanted: Wanted, row: Record, *, who: Who, to: Operator) -> Answer:
        return await handing.to_colleague(
            self._commands,
            conversation,
            who=who,
            cid=wanted.cid,
            to=Holder(HolderKind.OPERATOR, to.id, to.name),
            face=to.face(row["channel_id"]),
            said=handing.Said(reason=wanted.reason, remark=wanted.note, lead=wanted.lead),
            act=wanted.act(),
        )

    async def _owe(self, conversation: str, wanted: Wanted, row: Record, *, who: Who, to: Operator) -> Answer:
        face, due = to.face(row["channel_id"]), datetime.fromtimestamp(min(wanted.at, LATEST) / 1000, UTC)

        async def then(connection: Connection, head: Head) -> None:
            body = {"id": head.id, "conv": conversation, "channel": head.channel_id, "language": row["language"]}
            body |= {"name": face.name, "due": milliseconds(due), "mark": f"writes back {wanted.cid}"}
            await jobs.later(connection, TELL, body)

        return await owing.owe(
            self._commands,
            conversation,
            who=who,
            cid=wanted.cid,
            owed=Owed(text=wanted.text, due=due, reason=wanted.reason, remark=wanted.note, lead=wanted.lead),
            to=Holder(HolderKind.OPERATOR, to.id, to.name),
            face=face,
            act=wanted.act(),
            then=then,
        )

    async def tell(self, body: dict[str, Any]) -> None:
        """The job: the visitor hears who writes to them by when, once."""
        site = self._site(body["channel"])
        zone = ZoneInfo(site.settings.get("zone", "Europe/Moscow") if site else "UTC")
        text = told(body["language"], name=body["name"], at=datetime.fromtimestamp(body["due"] / 1000, zone))
        talk = (body["id"], body["conv"])
        name = site.name if site else ""
        await system_words.announce(self._commands, talk, mark=body["mark"], name=name, text=text)
