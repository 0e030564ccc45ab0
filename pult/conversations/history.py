"""Reading a log as a whole: finding words in it, what was said to somebody, everything from the first line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from pult.conversations import history_store as store
from pult.conversations.events import Entry
from pult.conversations.store import before, changes

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

MOST = 50
"""Lines that one search finds."""
WHOLE = 100_000
"""Entries of one talk that are handed out at once."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A message or note with certain words in it; `text` as it reads now."""

    seq: int
    kind: str
    actor: str
    name: str | None
    at: datetime
    text: str


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What we once said."""

    text: str
    at: datetime


async def search(db: Database, conversation: int, patterns: Sequence[str]) -> list[Found]:
    """The newest lines first, at most `MOST`. `patterns` are folded, for `LIKE ALL`."""
    return [_found(row) for row in await store.search(db, conversation, patterns, MOST)] if patterns else []


async def said_in(db: Database, conversations: Sequence[int], *, limit: int) -> list[Said]:
    """The newest messages of operators in these talks, as they read now."""
    return [Said(text=row["text"], at=row["at"]) for row in await store.said_in(db, conversations, limit)]


async def part(db: Database, conversation: int, n: int, *, limit: int) -> list[Entry]:
    """Up to `limit` entries before a number, in order, and behind them whatever has changed these since: a part of the
    log that stands for itself and reads as it reads now.
    """
    entries = await before(db, conversation, n, limit, public=False)
    if not entries:
        return []
    return [*entries, *await changes(db, conversation, first=entries[0].seq, last=entries[-1].seq)]


async def whole(db: Database, conversation: int) -> list[Entry]:
    """Every entry, in order."""
    return await before(db, conversation, 2**62, WHOLE, public=False)


def _found(row: Record) -> Found:
    return Found(
        seq=row["seq"], kind=row["kind"], actor=row["actor_kind"], name=row["name"], at=row["at"], text=row["text"]
    )
