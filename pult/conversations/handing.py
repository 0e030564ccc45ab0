"""Handing talks on to another team, or out of the hands of somebody who may not hold them any more."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from pult.conversations import rules
from pult.conversations.append import Answer
from pult.conversations.commands import DESK, Commands
from pult.conversations.events import Holder
from pult.conversations.rules import Decision, Head, Who
from pult.kit.errors import Absent
from pult.kit.ids import uuid7

if TYPE_CHECKING:
    from pult.kit.db import Connection


async def to_team(
    commands: Commands,
    conversation: str,
    *,
    who: Who,
    cid: UUID,
    team: int | None,
    name: str | None,
    reason: str,
    remark: str = "",
    sees: bool = True,
) -> Answer:
    """Give a talk to another team (None: to everybody): it waits in the queue there. Its holder may, and anybody who
    `sees` it while it waits in a queue; to others it is absent, unless this very press was answered before.
    """
    rules.check_optional(reason, pointer="/reason")
    rules.check_optional(remark, pointer="/note")

    async def decide(_connection: Connection, head: Head, _now: datetime) -> Decision:
        if not sees:
            raise Absent("there is no such conversation", pointer="/conv")
        return rules.give_to_team(head, who, team=team, name=name, reason=reason, remark=remark)

    return await commands.decide(
        conversation, DESK, who, cid, ("team", str(team), reason, *([remark] if remark else [])), decide
    )


async def take_from(
    commands: Commands, conversation: str, *, holder: int, who: Who, to: Holder, public_name: str | None
) -> Answer:
    """Take a talk out of this operator's hands and give it to `to`. Raises `Conflict` when they hold it no more."""

    async def decide(_connection: Connection, head: Head, _now: datetime) -> Decision:
        return rules.take_from(head, who, holder=holder, to=to, public_name=public_name)

    return await commands.decide(conversation, DESK, who, uuid7(), ("take_from", str(holder), str(to.id)), decide)
