"""Offers: a waiting talk is offered to whose turn it is, who accepts it, refuses it, or lets the time pass; then it is
offered to somebody else, and whoever did not take it is not asked again at once. Until it is accepted it stays where it
is in the queue.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from pult.conversations import dealing, handing_rules
from pult.conversations import queries as talks
from pult.conversations.append import Answer
from pult.conversations.commands import DESK, Commands
from pult.conversations.events import Actor, Appended
from pult.conversations.rules import Decision, Head, Who
from pult.kit import facts, points
from pult.kit.clock import milliseconds
from pult.kit.errors import Absent, Conflict
from pult.operators.events import Operator
from pult.routing import offers_store as store
from pult.routing.dealing import NOTHING, Page, fitting, laid, why
from pult.routing.events import EVERYBODY

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

AGAIN = 3
"""Times an offer's length, but a minute at least: so long somebody is not offered again what she did not take."""
AGAIN_LEAST = timedelta(seconds=60)
Tell = Callable[[int, dict[str, object]], None]


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What is offered to somebody: which talk, until when (milliseconds since 1970, by the server's clock, which says
    `now`), why to her, and what it is about.
    """

    conv: str
    until: int
    now: int
    why: dict[str, Any]
    name: str | None
    number: int
    text: str | None
    topic: str | None
    team: int | None
    waiting: int | None


class Offers:
    """Hold one per process. `tell(operator, frame)` reaches all desks of an operator, on every node."""

    def __init__(self, db: Database, commands: Commands, *, tell: Tell) -> None:
        self._db, self._commands, self._tell = db, commands, tell

    async def page(self, team: int | None, *, but: Collection[int]) -> Page:
        """Offer the next talks of a team's queue, as far as somebody has room."""

        async def work(connection: Connection) -> tuple[tuple[Page, list[int]], list[Appended]]:
            return await self._page(connection, team, but), []

        page, made = await self._commands.transact_all(work)
        for row in await store.shown(self._db, made) if made else ():
            offer = msgspec.structs.asdict(_offer(row))
            self._tell(row["operator_id"], {"t": "offer", **offer})
        return page

    async def _page(self, connection: Connection, team: int | None, but: Collection[int]) -> tuple[Page, list[int]]:
        table = await laid(connection, team, manner="best", but=but)
        if table is None or not table.talks:
            return NOTHING, []
        kept = await fitting(connection, table.dealt())
        offers = [(talk.head.id, choice.id, talk.head.weight, why(choice)) for talk, choice in kept]
        await store.put(connection, team or EVERYBODY, offers, seconds=table.manners.offer_seconds)
        for conversation, operator, _, reason in offers:
            await _told(connection, "made", conversation, operator, why=reason)
        points.reach("offered")
        looked = [talk.head.id for talk in table.talks]
        return Page(looked, len(offers), table.more), [offer[0] for offer in offers]

    async def mine(self, operator: int) -> list[Offer]:
        """What is offered to somebody now."""
        return [_offer(row) for row in await store.shown(self._db, None, operator=operator)]

    async def accept(self, conversation: str, *, operator: Operator, cid: UUID) -> Answer:
        """Take what was offered. Raises `Conflict` `offer_over` when it is offered no more (too late, withdrawn, never
        to her), `AtLimit` when she has filled up meanwhile.
        """
        head = await talks.head(self._db, conversation)
        if head is None:
            raise Absent("there is no such conversation", pointer="/conv")
        face = operator.face(head.channel_id)
        who = Who(kind=Actor.OPERATOR, id=operator.id, name=operator.name, public_name=face.name, picture=face.picture)

        async def decide(connection: Connection, head: Head, _now: datetime) -> Decision:
            talk = await dealing.claim_one(connection, head)
            offer = await store.lock(connection, head.id)
            if offer is None or offer["operator_id"] != operator.id or offer["team_id"] != (talk.team or EVERYBODY):
                raise Conflict("it is offered to you no more", code="offer_over")
            await store.drop(connection, [head.id])
            await _told(connection, "accepted", head.id, operator.id)
            return handing_rules.accept(head, who, why=msgspec.json.decode(offer["why"]))

        answer = await self._commands.decide(conversation, DESK, who, cid, ("accept",), decide)
        self._tell(operator.id, {"t": "offer_over", "conv": conversation, "how": "accepted"})
        return answer

    async def refuse(self, conversation: str, *, operator: int) -> None:
        """Not now: it is offered to somebody else. Raises `Conflict` `offer_over` when it is offered no more."""
        head = await talks.head(self._db, conversation)
        if head is None:
            raise Absent("there is no such conversation", pointer="/conv")
        async with self._db.transaction() as connection:
            offer = await store.lock(connection, head.id)
            if offer is None or offer["operator_id"] != operator:
                raise Conflict("it is offered to you no more", code="offer_over")
            await self._end(connection, offer, "refused")
        self._tell(operator, {"t": "offer_over", "conv": conversation, "how": "refused"})

    async def sweep(self) -> None:
        """End offers whose time has passed, whose talk is elsewhere, or whose operator does something else now."""
        if not await store.over(self._db):
            return
        async with self._db.transaction() as connection:
            ended = await store.locked(connection, await store.over(connection))
            for offer in ended:
                await self._end(connection, offer, "lapsed" if offer["lapsed"] else "withdrawn")
        for offer in ended:
            how = "lapsed" if offer["lapsed"] else "withdrawn"
            self._tell(offer["operator_id"], {"t": "offer_over", "conv": offer["public_id"], "how": how})

    async def forget(self) -> None:
        """Who did not take something may be asked again."""
        await store.forget(self._db)

    async def _end(self, connection: Connection, offer: Record, how: str) -> None:
        conversation, operator = offer["conversation_id"], offer["operator_id"]
        await store.drop(connection, [conversation])
        if how != "withdrawn":
            again = max(AGAIN * (offer["until"] - offer["at"]), AGAIN_LEAST)
            await store.not_again(connection, conversation, operator, how=how, seconds=again.total_seconds())
        await _told(connection, how, conversation, operator)


async def _told(connection: Connection, what: str, conversation: int, operator: int, **more: Any) -> None:
    """Offers belong to no talk's log: facts tell of them."""
    body = {"operator": operator, **more}
    await facts.record(connection, kind=f"offer.{what}", subject=f"talk:{conversation}", body=body)


def _offer(row: Record) -> Offer:
    return Offer(
        conv=row["public_id"],
        until=milliseconds(row["until"]),
        now=milliseconds(row["now"]),
        why=msgspec.json.decode(row["why"]),
        name=row["name"],
        number=row["number"],
        text=row["last_text"],
        topic=row["topic"],
        team=row["team"],
        waiting=milliseconds(row["waiting_since"]) if row["waiting_since"] else None,
    )
