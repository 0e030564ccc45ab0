"""A visitor proves who they are: the browser is bound to the person, and what was begun here anonymously becomes
theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pult.contacts import commands as contacts
from pult.contacts.commands import Proven
from pult.conversations import joining_store, store

if TYPE_CHECKING:
    from pult.kit.db import Database

JOIN_HOURS = 24
"""An anonymous talk older than this stays anonymous: somebody else may have sat here."""


async def join(db: Database, *, channel: int, key_hash: bytes, proven: Proven) -> int | None:
    """Bind the browser to the person behind `key_hash`; the anonymous talk that became theirs, if there was one.

    Only a browser that was never bound brings its talk along. When the person has a living talk already, the
    anonymous one stands beside it and further words go to the older. Raises `Conflict` (`other_subject`) when the
    browser is bound to somebody else.
    """
    async with db.transaction() as connection:
        identity, contact = await contacts.identify(connection, channel=channel, key_hash=key_hash, proven=proven)
        before = await contacts.anonymous(connection, channel=channel, browser=proven.browser)
        if before is None:
            return None
        # Lock order: threads, then the talk.
        living = await store.lock_thread(connection, channel=channel, identity=identity)
        conversation = await store.lock_thread(connection, channel=channel, identity=before)
        if conversation is None or not await joining_store.is_young(connection, conversation, hours=JOIN_HOURS):
            return None
        await store.lock(connection, conversation)
        if living is not None:
            await store.close_thread(connection, channel=channel, identity=before)
        await joining_store.hand_to(
            connection, conversation, channel=channel, before=before, identity=identity, contact=contact
        )
        return conversation
