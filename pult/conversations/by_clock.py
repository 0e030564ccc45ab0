"""What the clock does to talks, each as one command. `mark` names the occasion: whichever nodes see it, however often,
it is done once.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, UUID, uuid5

from pult.conversations import by_clock_rules, clocks_store
from pult.conversations.append import Answer
from pult.conversations.by_clock_rules import SYSTEM, Why
from pult.conversations.commands import DESK, Commands
from pult.conversations.rules import Decision, Head

if TYPE_CHECKING:
    from pult.kit.db import Connection


def occasion(conversation: str, mark: str) -> UUID:
    """The same on every node."""
    return uuid5(NAMESPACE_OID, f"pult {conversation} {mark}")


async def overdue(
    commands: Commands, conversation: str, *, mark: str, target: str, due: datetime, since: datetime | None
) -> Answer:
    """Write down that a promise of speed was not kept. `since`: the waiting that it was about (None: the whole talk).
    Raises `Conflict` when it was kept after all.
    """

    async def decide(connection: Connection, head: Head, _now: datetime) -> Decision:
        if since is not None:
            by_clock_rules.still_waits(head, since, waiting=await clocks_store.waiting(connection, head.id))
        return by_clock_rules.overdue(head, target=target, due=due)

    return await commands.decide(conversation, DESK, SYSTEM, occasion(conversation, mark), ("overdue", mark), decide)


async def take_back(
    commands: Commands, conversation: str, *, mark: str, holder: int, since: datetime | None, why: Why
) -> Answer:
    """Take a talk out of the hands of `holder` and put it back into the queue at its old place. `since`: only if its
    contact waits since just then (None: in any case). Raises `Conflict` when somebody was faster.
    """

    async def decide(connection: Connection, head: Head, _now: datetime) -> Decision:
        if since is not None:
            by_clock_rules.still_waits(head, since, waiting=await clocks_store.waiting(connection, head.id))
        return by_clock_rules.take_back(head, holder=holder, why=why)

    return await commands.decide(conversation, DESK, SYSTEM, occasion(conversation, mark), ("take_back", mark), decide)


async def pass_on(
    commands: Commands, conversation: str, *, mark: str, moved: int, team: int, name: str, why: Why
) -> Answer:
    """Give a talk that has waited too long to another team, if it is where it came to by entry `moved`."""

    async def decide(connection: Connection, head: Head, _now: datetime) -> Decision:
        by_clock_rules.still_there(moved, await clocks_store.moved(connection, head.id))
        return by_clock_rules.pass_on(head, team=team, name=name, why=why)

    return await commands.decide(conversation, DESK, SYSTEM, occasion(conversation, mark), ("pass_on", mark), decide)
