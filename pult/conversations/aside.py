"""What the team does with a talk beside answering, each as one command: putting aside, promising, tagging, closing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from pult.conversations import aside_rules, changes_store, owing, parts_store, rules
from pult.conversations.append import Answer
from pult.conversations.commands import DESK, Commands
from pult.conversations.events import Actor
from pult.conversations.rules import Decision, Head, Who
from pult.kit.again import Again
from pult.kit.errors import Conflict
from pult.kit.ids import uuid7

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database

BATCH = 100
LATEST = 32_000_000_000_000
"""A time that any calendar holds; what is refused is refused by the rules."""
SYSTEM = Who(kind=Actor.SYSTEM, id=0)
Asked = Callable[[Head], tuple[str | None, tuple[dict[str, str], ...]]]
"""What is asked on closing a talk → (topic, fields) as they are kept; raises `Invalid` where something is missing."""


async def snooze(commands: Commands, conversation: str, *, who: Who, cid: UUID, until: int, seen: int | None) -> Answer:
    """Put a talk aside until a time (milliseconds since 1970)."""

    async def decide(_connection: Connection, head: Head, now: datetime) -> Decision:
        return aside_rules.snooze(head, who, until=_time(until), seen=seen, now=now)

    return await commands.decide(conversation, DESK, who, cid, ("snooze", str(until)), decide)


async def wake(commands: Commands, conversation: str, *, who: Who, cid: UUID) -> Answer:
    """Bring a talk back that was put aside."""

    async def decide(_connection: Connection, head: Head, _now: datetime) -> Decision:
        return aside_rules.wake(head, who, why="hand")

    return await commands.decide(conversation, DESK, who, cid, ("wake",), decide)


async def promise(commands: Commands, conversation: str, *, who: Who, cid: UUID, text: str, due: int) -> Answer:
    """Pin what was promised, until when (milliseconds since 1970)."""

    async def decide(_connection: Connection, head: Head, now: datetime) -> Decision:
        return aside_rules.promise(head, who, text=text, due=_time(due), now=now)

    return await commands.decide(conversation, DESK, who, cid, ("promise", text, str(due)), decide)


async def settle(commands: Commands, conversation: str, *, who: Who, cid: UUID, kept: bool) -> Answer:
    """The promise is kept, or taken back."""

    async def decide(_connection: Connection, head: Head, _now: datetime) -> Decision:
        return aside_rules.settle(head, who, kept=kept)

    return await commands.decide(conversation, DESK, who, cid, ("settle", str(kept)), decide)


async def tag(
    commands: Commands, conversation: str, *, who: Who, cid: UUID, add: Sequence[str], remove: Sequence[str]
) -> Answer:
    """Put tags on a talk and take others off."""

    async def decide(connection: Connection, head: Head, now: datetime) -> Decision:
        decision = aside_rules.tag(head, who, add=add, remove=remove)
        await changes_store.count_tags(connection, decision.drafts[0].body["added"], now)
        return decision

    return await commands.decide(conversation, DESK, who, cid, ("tag", *add, "\0", *remove), decide)


async def prioritise(commands: Commands, conversation: str, *, who: Who, cid: UUID, to: int, reason: str) -> Answer:
    """Move a talk up (above 0) or down in its queue; the reason stands beside it."""
    rules.check_optional(reason, pointer="/reason")

    async def decide(connection: Connection, head: Head, _now: datetime) -> Decision:
        stands = await changes_store.priority(connection, head.id)
        return aside_rules.prioritise(head, who, stands=stands, to=to, reason=reason)

    return await commands.decide(conversation, DESK, who, cid, ("priority", str(to), reason), decide)


async def note(
    commands: Commands, conversation: str, *, who: Who, cid: UUID, text: str, to: tuple[int, str] | None = None
) -> Answer:
    """Words for the team, meant for one of them (`to`: number and name) or for all, in a transaction of their own."""
    draft = rules.note(who, rules.check_text(text), to=to)

    async def decide(_connection: Connection, _head: Head, _now: datetime) -> Decision:
        return Decision(drafts=(draft,))

    return await commands.decide(conversation, DESK, who, cid, ("note", text), decide)


async def resolve(
    commands: Commands, conversation: str, *, who: Who, cid: UUID, asked: Asked, said: tuple[str, ...], reason: str
) -> Answer:
    """Close a talk. `asked` checks what its site wants to know on closing; `said` is the answers, for the hash."""
    rules.check_optional(reason, pointer="/reason")

    async def decide(connection: Connection, head: Head, _now: datetime) -> Decision:
        rules.must_be_whole(head)
        topic, fields = asked(head)
        _, parts = await parts_store.stands(connection, head.id)
        return rules.resolve(head, who, reason=reason, topic=topic, fields=fields, parts=parts)

    return await commands.decide(conversation, DESK, who, cid, ("resolve", reason, *said), decide)


async def tags(db: Database, beginning: str, limit: int) -> list[str]:
    """Tags that begin so, the most used first."""
    return await changes_store.tags_like(db, " ".join(beginning.lstrip(" #").split()).lower(), limit)


class Sweep(Again):
    """Brings talks back that were put aside, when their time has come, their contact has written, or whoever
    owes words in them is at a desk again. It asks the database again and again, so nothing is forgotten by a restart;
    on several nodes the first one does it.
    """

    def __init__(self, db: Database, commands: Commands, *, period: float) -> None:
        super().__init__(self._sweep, period=period, name="put aside")
        self._db, self._commands = db, commands

    async def _sweep(self) -> None:
        for conversation in await changes_store.due(self._db, BATCH):
            await self._wake(conversation)
        await owing.look(self._db, self._commands)

    async def _wake(self, conversation: str) -> None:
        async def decide(connection: Connection, head: Head, _now: datetime) -> Decision:
            due, word = await changes_store.is_due(connection, head.id)
            if not due and not word:
                raise Conflict("the talk is put aside anew", code="not_due")
            return await owing.wake(connection, head, why="word" if word else "due")

        try:
            await self._commands.decide(conversation, DESK, SYSTEM, uuid7(), ("wake",), decide)
        except Conflict:
            return  # another node, or an operator, was faster


def _time(at: int) -> datetime:
    return datetime.fromtimestamp(min(at, LATEST) / 1000, UTC)
