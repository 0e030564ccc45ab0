"""Handing talks on: to a colleague, to another team, out of the hands of somebody who may not hold them any more, into
one's own.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from pult.conversations import handing_rules, rules
from pult.conversations.append import Answer
from pult.conversations.commands import DESK, Commands
from pult.conversations.events import Holder
from pult.conversations.moving import must_be_with
from pult.conversations.rules import Decision, Head, Who
from pult.kit.errors import Absent
from pult.kit.ids import uuid7
from pult.operators.events import Face

if TYPE_CHECKING:
    from pult.kit.db import Connection


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What goes along: a reason for the log, a note for whoever gets it. `lead`: also out of a colleague's hands;
    `beyond`: also above the limit of whoever gets it; `was`: only if it is still with this operator (None: with none).
    """

    reason: str = ""
    remark: str = ""
    lead: bool = False
    beyond: bool = False
    was: int | msgspec.UnsetType | None = msgspec.UNSET

    def checked(self) -> Said:
        """The same if it may be said."""
        rules.check_optional(self.reason, pointer="/reason")
        rules.check_optional(self.remark, pointer="/note")
        return self

    def parts(self) -> tuple[str, ...]:
        """What makes two presses the same."""
        more = [self.remark] if self.remark or self.beyond else []
        return self.reason, *more, *(["beyond"] if self.beyond else [])


async def to_colleague(
    commands: Commands,
    conversation: str,
    *,
    who: Who,
    cid: UUID,
    to: Holder,
    face: Face | None,
    said: Said,
    act: tuple[str, ...] | None = None,
) -> Answer:
    """Hand a talk on to a colleague, or back to the queue. Raises `AtLimit` when they carry all they may. `act`: what
    makes two presses the same, if not all of this.
    """
    said.checked()

    async def decide(connection: Connection, head: Head, _now: datetime) -> Decision:
        if said.was is not msgspec.UNSET:
            await must_be_with(connection, head, said.was)
        return handing_rules.transfer(
            head,
            who,
            to=to,
            face=face,
            reason=said.reason,
            remark=said.remark,
            lead=said.lead,
            beyond=said.beyond,
        )

    act = act or ("transfer", str(to.id), *said.parts())
    return await commands.decide(conversation, DESK, who, cid, act, decide)


async def to_team(
    commands: Commands,
    conversation: str,
    *,
    who: Who,
    cid: UUID,
    team: int | None,
    name: str | None,
    said: Said,
    sees: bool = True,
) -> Answer:
    """Give a talk to another team (None: to everybody): it waits in the queue there. Its holder may, and anybody who
    `sees` it while it waits in a queue; to others it is absent, unless this very press was answered before.
    """
    said.checked()

    async def decide(connection: Connection, head: Head, _now: datetime) -> Decision:
        if not sees:
            raise Absent("there is no such conversation", pointer="/conv")
        if said.was is not msgspec.UNSET:
            await must_be_with(connection, head, said.was)
        return handing_rules.give_to_team(
            head, who, team=team, name=name, reason=said.reason, remark=said.remark, lead=said.lead
        )

    return await commands.decide(conversation, DESK, who, cid, ("team", str(team), *said.parts()), decide)


async def take_from(
    commands: Commands, conversation: str, *, holder: int, who: Who, to: Holder, face: Face | None
) -> Answer:
    """Take a talk out of this operator's hands and give it to `to`. Raises `Conflict` when they hold it no more."""

    async def decide(_connection: Connection, head: Head, _now: datetime) -> Decision:
        return handing_rules.take_from(head, who, holder=holder, to=to, face=face)

    return await commands.decide(conversation, DESK, who, uuid7(), ("take_from", str(holder), str(to.id)), decide)


async def take_over(commands: Commands, conversation: str, *, who: Who, cid: UUID, reason: str) -> Answer:
    """Take a talk out of a colleague's hands into one's own, with everything. The caller has seen that they may."""
    rules.check_optional(reason, pointer="/reason")

    async def decide(_connection: Connection, head: Head, _now: datetime) -> Decision:
        return handing_rules.take_over(head, who, reason=reason)

    return await commands.decide(conversation, DESK, who, cid, ("over", reason), decide)
