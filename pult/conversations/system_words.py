"""Words that the house says by itself: a reply when nobody is there, a notice before a silent talk is closed, and the
closing.

They answer nobody: whoever waits goes on waiting, at the same place, and lists go on showing what the contact said.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from pult.conversations import by_clock_rules, clocks_store, store
from pult.conversations.append import Operation, Result, append, written
from pult.conversations.by_clock import occasion
from pult.conversations.by_clock_rules import SYSTEM
from pult.conversations.commands import DESK, Commands
from pult.conversations.events import Appended, Clock, Status
from pult.conversations.rules import Decision, Head

if TYPE_CHECKING:
    from pult.kit.db import Connection

Once = Callable[["Connection"], Awaitable[bool]]
"""Asked under the lock of the talk, in its transaction: whether this may be said."""
May = Callable[["Connection", Head], Awaitable[bool]]


async def say(commands: Commands, clock: Clock, *, mark: str, name: str, text: str, once: Once | None = None) -> bool:
    """Say `text` in the name of the site, if nothing was said in the talk since `clock` was read. Once for a `mark`, on
    however many nodes; False: it was not said now.
    """

    async def may(connection: Connection, head: Head) -> bool:
        newest = await clocks_store.newest_word(connection, head.id)
        return by_clock_rules.may_say(head, clock, newest) and (once is None or await once(connection))

    return await _speak(commands, (clock.id, clock.public_id), mark=mark, name=name, text=text, may=may)


async def announce(commands: Commands, talk: tuple[int, str], *, mark: str, name: str, text: str) -> bool:
    """Say `text` in the name of the site in a talk (its number and public id) that has not ended. Once for a `mark`, on
    however many nodes; False: it was not said now.
    """

    async def may(_connection: Connection, head: Head) -> bool:
        return head.status is not Status.RESOLVED

    return await _speak(commands, talk, mark=mark, name=name, text=text, may=may)


async def _speak(commands: Commands, talk: tuple[int, str], *, mark: str, name: str, text: str, may: May) -> bool:
    number, public_id = talk
    cid = occasion(public_id, mark)
    digest = commands.digest("system", mark)

    async def work(connection: Connection) -> tuple[bool, Appended | None]:
        head, _ = await store.lock(connection, number)
        if await store.key(connection, channel=DESK, sender=SYSTEM.id, cid=cid, hash=digest) is not None:
            return False, None
        if not await may(connection, head):
            return False, None
        before = await clocks_store.standing(connection, head.id)
        drafts = (by_clock_rules.words(text, name=name),)
        operation = Operation(conversation=head.id, channel=DESK, sender=SYSTEM.id, cid=cid, hash=digest, drafts=drafts)
        (answer,) = await append(connection, [operation], wait=True)
        if answer.result is not Result.DONE:
            return False, None
        await clocks_store.stand(connection, head.id, before)
        return True, written(operation, answer)

    return await commands.transact(work)


async def close(commands: Commands, clock: Clock, *, mark: str, unless: str, why: dict[str, Any]) -> None:
    """Close a talk whose contact is silent, if nothing was said in it since `clock` was read, nothing is promised, and
    it does not have the tag `unless`. Raises `Conflict` otherwise.
    """

    async def decide(connection: Connection, head: Head, _now: object) -> Decision:
        newest = await clocks_store.newest_word(connection, head.id)
        return by_clock_rules.close(head, clock, newest, unless=unless, why=why)

    cid = occasion(clock.public_id, mark)
    await commands.decide(clock.public_id, DESK, SYSTEM, cid, ("close", mark), decide)
