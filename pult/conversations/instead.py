"""Who does not want to wait leaves a mail address, or a number to be called at; the talk keeps its place."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from pult.conversations.answering import keep_consents
from pult.conversations.append import Answer
from pult.conversations.commands import Commands
from pult.conversations.events import Answered, Audience, Draft, HolderKind, Kind, Promise, Status
from pult.conversations.rules import Changes, Decision, Head, Who
from pult.kit.clock import milliseconds
from pult.kit.errors import Conflict

if TYPE_CHECKING:
    from pult.kit.db import Connection


class Instead(msgspec.Struct, frozen=True, kw_only=True):
    """What was left: the fields (with a consent where one was given) and the same in words; `mail`: where answers go
    from now on; `promise`: what operators then owe, within so many minutes.
    """

    text: str
    fields: tuple[Answered, ...]
    mail: str | None = None
    promise: str | None = None
    minutes: int = 60


async def leave(
    commands: Commands, *, conversation: str, channel: int, who: Who, cid: UUID, instead: Instead
) -> Answer:
    """Write it into the talk, once for a cid. Raises `Conflict` (`not_open`, `not_waiting`) when nobody has to wait
    there any more.
    """

    async def decide(connection: Connection, head: Head, now: datetime) -> Decision:
        decision = decided(head, who, instead, now=now)
        if instead.mail is not None:
            await connection.execute(
                "UPDATE conversations.conversation SET mail = $2 WHERE id = $1", head.id, instead.mail
            )
        await keep_consents(connection, head, instead.fields)
        return decision

    values = tuple(f"{field.key}={field.value}" for field in instead.fields)
    return await commands.decide(conversation, channel, who, cid, ("instead", *values), decide)


def decided(head: Head, who: Who, instead: Instead, *, now: datetime) -> Decision:
    """Words of the visitor's, and a promise where nothing is promised yet."""
    if head.status is Status.RESOLVED:
        raise Conflict("the talk is resolved", code="not_open")
    if head.holder.kind is not HolderKind.QUEUE:
        raise Conflict("somebody has it by now", code="not_waiting")
    words = Draft(
        kind=Kind.MESSAGE,
        audience=Audience.PUBLIC,
        actor=who.kind,
        actor_id=who.id,
        body={"text": instead.text, "answers": msgspec.to_builtins(instead.fields)},
        verified=who.verified,
    )
    if instead.promise is None or head.promise is not None:
        return Decision(drafts=(words,))
    due = milliseconds(now + timedelta(minutes=instead.minutes))
    promise = Promise(text=instead.promise, due=due, by="Pult")
    owed = Draft(
        kind=Kind.PROMISED,
        audience=Audience.INTERNAL,
        actor=who.kind,
        actor_id=who.id,
        body={"promise": msgspec.to_builtins(promise)},
    )
    return Decision(drafts=(words, owed), changes=Changes(promise=(promise,)))
