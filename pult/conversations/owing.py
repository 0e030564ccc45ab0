"""A talk waits for somebody who is away: it is put aside in her hands until she is there again, or until a time by
which she is to write back. If she is away even then, it goes back to the queue.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from pult.conversations import clocks_store, owing_rules, owing_store, rules, store
from pult.conversations.append import Answer
from pult.conversations.by_clock_rules import SYSTEM
from pult.conversations.commands import DESK, Commands, refusal_of
from pult.conversations.events import Holder, HolderKind
from pult.conversations.owing_rules import Came, Owed
from pult.conversations.rules import Decision, Head, Who
from pult.kit.errors import Conflict
from pult.kit.ids import uuid7
from pult.operators import queries as operators
from pult.operators.events import Face

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database

Then = Callable[["Connection", Head], Awaitable[None]]
"""What else is written in the same transaction."""


async def owe(
    commands: Commands,
    conversation: str,
    *,
    who: Who,
    cid: UUID,
    owed: Owed,
    to: Holder,
    face: Face,
    act: tuple[str, ...],
    then: Then,
) -> Answer:
    """Give a talk to `to`, who is away and is to write back. Raises `AtLimit` when she carries all she may, `Invalid`
    for a time that is past or too far. `act`: what makes two presses the same.
    """
    rules.check_optional(owed.reason, pointer="/reason")
    rules.check_optional(owed.remark, pointer="/note")

    async def decide(connection: Connection, head: Head, now: datetime) -> Decision:
        since = await clocks_store.waiting(connection, head.id)
        decision = owing_rules.owe(head, who, owed, to=to, face=face, since=since or now, now=now)
        await then(connection, head)
        return decision

    return await commands.decide(conversation, DESK, who, cid, act, decide)


async def answered(
    db: Database, commands: Commands, conversation: str, *, who: int, cid: UUID, act: tuple[str, ...]
) -> Answer | None:
    """What was answered to this very press of an operator's before; None: it is new. A refusal is raised again."""
    before = await store.key(db, channel=DESK, sender=who, cid=cid, hash=commands.digest(conversation, *act))
    refusal = refusal_of(before) if before is not None else None
    if refusal is not None:
        raise refusal
    return before


async def came_of(db: Database, answer: Answer) -> Came:
    """What a press has done, by the log: whoever is there by now, it stays that."""
    return await owing_store.came_of(db, answer.conversation, answer.seq or 0)


async def wake(connection: Connection, head: Head, *, why: str) -> Decision:
    """Bring a talk back that is put aside: to whoever owes words in it, or to the queue when the time for them has come
    (`why` is `due`) and she is away.
    """
    since = await owing_store.owed(connection, head.id)
    if since is None or why != "due" or head.holder.kind is not HolderKind.OPERATOR:
        return owing_rules.back(head, why=why, since=since)
    if await operators.present(connection, [head.holder.id or 0]):
        return owing_rules.back(head, why=why, since=since)
    return owing_rules.unkept(head, since=since)


async def look(db: Database, commands: Commands) -> None:
    """Bring talks back to those who owe words in them and are there again."""
    away = await owing_store.owing(db)
    here = await operators.present(db, away) if away else set[int]()
    if not here:
        return
    for conversation, holder in await owing_store.of(db, here):
        await _back(commands, conversation, holder)


async def _back(commands: Commands, conversation: str, holder: int) -> None:
    async def decide(connection: Connection, head: Head, _now: datetime) -> Decision:
        if not await owing_store.still(connection, head.id, holder):
            raise Conflict("somebody was faster", code="not_due")
        return await wake(connection, head, why="here")

    try:
        await commands.decide(conversation, DESK, SYSTEM, uuid7(), ("here",), decide)
    except Conflict:
        return  # another node, or an operator, was faster
