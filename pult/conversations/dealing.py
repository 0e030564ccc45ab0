"""Many waiting talks given away at once: claimed at the head of the queue, each into one pair of hands, in one
transaction with what those hands carry.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from pult.conversations import dealing_store as store
from pult.conversations import handing_rules
from pult.conversations.append import Operation, Result, append, written
from pult.conversations.commands import DESK, Commands
from pult.conversations.events import Appended, Holder
from pult.conversations.rules import Head, Who
from pult.conversations.waiting import Waiting as Waiting
from pult.kit import points
from pult.kit.ids import uuid7
from pult.operators import load
from pult.operators.events import Face

if TYPE_CHECKING:
    from pult.kit.db import Connection


class Gift(msgspec.Struct, frozen=True, kw_only=True):
    """A claimed talk, whose it becomes (and what visitors see of her), and why."""

    talk: Waiting
    to: Holder
    face: Face
    why: dict[str, Any]


async def claim(connection: Connection, team: int | None, *, limit: int, but: Iterable[int] = ()) -> list[Waiting]:
    """At most `limit` talks at the head of a team's queue (None: everybody's), first come first, locked until the
    transaction ends; those that somebody else has in hand just now are passed over, and so are `but`.
    """
    numbers = await store.lock(connection, team, limit=limit, but=list(but))
    return await store.waiting(connection, numbers) if numbers else []


async def claim_one(connection: Connection, head: Head) -> Waiting:
    """The same of a talk whose row is locked. Raises `Conflict` unless it waits."""
    handing_rules.must_wait(head)
    (found,) = await store.waiting(connection, [head.id])
    return found


async def give(connection: Connection, commands: Commands, gifts: Sequence[Gift], *, who: Who) -> list[Appended]:
    """Give claimed talks away. The caller holds the rooms of whoever gets them (`operators.load.rooms`); → what is to
    be announced after COMMIT.
    """
    operations = [_operation(commands, gift, who) for gift in gifts]
    answers = await append(connection, operations, wait=True)
    assert all(answer.result is Result.DONE for answer in answers), "a claimed talk takes every entry"
    await store.hold(connection, [(gift.talk.head.id, gift.to.id or 0) for gift in gifts])
    amounts: Counter[int] = Counter()
    for gift in gifts:
        amounts[gift.to.id or 0] += gift.talk.head.weight
    await load.give(connection, amounts)
    points.reach("chosen")
    return [
        msgspec.structs.replace(written(operation, answer), public_id=gift.talk.head.public_id)
        for operation, answer, gift in zip(operations, answers, gifts, strict=True)
    ]


def _operation(commands: Commands, gift: Gift, who: Who) -> Operation:
    head, cid = gift.talk.head, uuid7()
    return Operation(
        conversation=head.id,
        channel=DESK,
        sender=who.id,
        cid=cid,
        hash=commands.digest(head.public_id, "assign"),
        drafts=handing_rules.assign(head, who, to=gift.to, face=gift.face, why=gift.why).drafts,
    )
