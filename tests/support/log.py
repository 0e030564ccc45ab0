"""A migrated database and talks in it, for tests of the log itself."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TypeAlias
from uuid import UUID

import asyncpg

from pult.conversations.append import ANYHOW, Expect, Operation
from pult.conversations.events import Actor, Audience, Draft, Kind
from pult.kit.ids import uuid7

CHANNEL = 1
Line: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


async def new_talks(line: Line, number: int) -> list[int]:
    """That many talks in the queue; their ids, ascending and without a gap."""
    return [
        row["id"]
        for row in await line.fetch(
            "INSERT INTO conversations.conversation (public_id, channel_id, identity_id, contact_id)"
            " SELECT gen_random_uuid()::text, $1, n, n FROM generate_series(1, $2) n RETURNING id",
            CHANNEL,
            number,
        )
    ]


def words(
    text: str,
    *,
    sender: int = 1,
    audience: Audience = Audience.PUBLIC,
    deliver: bool = False,
    actor: Actor = Actor.CONTACT,
) -> Draft:
    """One message, or a note."""
    kind = Kind.MESSAGE if audience is Audience.PUBLIC else Kind.NOTE
    return Draft(kind=kind, audience=audience, actor=actor, actor_id=sender, body={"text": text}, deliver=deliver)


def operation(
    talk: int,
    text: str = "слово",
    *,
    cid: UUID | None = None,
    sender: int = 1,
    expect: Expect = ANYHOW,
    drafts: Sequence[Draft] = (),
    content: str | None = None,
) -> Operation:
    """What a sender does once; `content` is what the hash covers (the text)."""
    return Operation(
        conversation=talk,
        channel=CHANNEL,
        sender=sender,
        cid=cid or uuid7(),
        hash=(content or text).encode(),
        drafts=tuple(drafts) or (words(text, sender=sender),),
        expect=expect,
    )


async def waiting(line: Line, *, application: str, number: int = 1, seconds: float = 15.0) -> list[int]:
    """Wait until that many statements of an application wait for a lock; their backends."""
    async with asyncio.timeout(seconds):
        while True:
            rows = await line.fetch(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE $1"
                " AND wait_event_type = 'Lock' AND state = 'active'",
                application,
            )
            if len(rows) >= number:
                return [row["pid"] for row in rows]
            await asyncio.sleep(0.01)
