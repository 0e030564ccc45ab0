"""A talk whose visitor is silent weighs nothing: its slot is free. It weighs again as soon as they write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pult.conversations import weighing_store as store
from pult.conversations.append import Answer
from pult.conversations.commands import DESK, Commands
from pult.conversations.events import Actor, Audience, Draft, Kind
from pult.conversations.rules import Changes, Decision, Head, Who, must_be_held, named
from pult.kit.errors import Conflict
from pult.kit.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from pult.kit.db import Connection, Database

SYSTEM = Who(kind=Actor.SYSTEM, id=0)


async def silent(db: Database, teams: Sequence[tuple[int, int]], limit: int) -> list[tuple[str, int]]:
    """(public id, seconds) of held talks whose visitor has said nothing for the seconds of its team after they were
    answered. `teams`: (team, seconds), 0 is everybody's.
    """
    return await store.silent(db, teams, limit)


async def stirred(db: Database, limit: int) -> list[str]:
    """Public ids of talks that weigh nothing though their visitor has written again."""
    return await store.stirred(db, limit)


async def rest(commands: Commands, conversation: str, *, seconds: int) -> Answer:
    """The visitor has been silent for `seconds`: the talk weighs nothing. Raises `Conflict` when it is otherwise."""

    async def decide(connection: Connection, head: Head, _now: datetime) -> Decision:
        must_be_held(head)
        if head.weight == 0 or not await store.is_silent(connection, head.id, seconds):
            raise Conflict("the talk is alive", code="not_silent")
        return _weigh(head, 0)

    return await commands.decide(conversation, DESK, SYSTEM, uuid7(), ("rest",), decide)


async def stir(commands: Commands, conversation: str) -> Answer:
    """The visitor has written: the talk weighs what it did, above the limit of whoever holds it too, who is answering
    it already. Raises `Conflict` when it is otherwise.
    """

    async def decide(connection: Connection, head: Head, _now: datetime) -> Decision:
        must_be_held(head)
        if head.weight > 0:
            raise Conflict("the talk weighs already", code="not_silent")
        return _weigh(head, await store.usual(connection, head.channel_id))

    return await commands.decide(conversation, DESK, SYSTEM, uuid7(), ("stir",), decide)


def _weigh(head: Head, weight: int) -> Decision:
    body = named(SYSTEM, {"weight": weight, "was": head.weight})
    draft = Draft(kind=Kind.WEIGHED, audience=Audience.INTERNAL, actor=SYSTEM.kind, actor_id=0, body=body)
    return Decision(drafts=(draft,), changes=Changes(weight=weight, beyond=True))


USUAL = {
    **dict.fromkeys(("webchat", "mobile"), 100),
    **dict.fromkeys(("telegram", "vk", "viber", "whatsapp", "max", "avito", "instagram", "sms"), 50),
    "mail": 20,
}
"""What a new house begins with (schema 0027), so that people can be told."""


async def weights(db: Database) -> dict[str, int]:
    """Kind of channel → what its talks weigh (hundredths of a chat); kinds that are not named weigh a whole chat."""
    return await store.weights(db)


async def set_weight(connection: Connection, kind: str, weight: int) -> None:
    """Talks that begin or change hands from now on weigh so much (1 … 100)."""
    await store.set_weight(connection, kind, weight)
