"""What a clock must know of a talk, and when something about it is due: read and written for many talks at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pult.conversations import clocks_store as store
from pult.conversations.events import Clock, Due, Holder, HolderKind, Status

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database


async def clocks(db: Database, conversations: Sequence[int]) -> list[Clock]:
    """These talks, as far as they exist; one query."""
    return [_clock(row) for row in await store.clocks(db, conversations)]


async def taken(db: Database, conversations: Sequence[int]) -> dict[int, datetime]:
    """Talk → when whoever holds it took it with her own hands; what she was given is not among them."""
    return {row["id"]: row["at"] for row in await store.taken(db, conversations)}


async def set_due(db: Database, dues: Sequence[Due]) -> list[int]:
    """Write it on the rows of talks that have not gone on meanwhile; those whose row is another one now."""
    return await store.set_due(db, dues)


def _clock(row: Record) -> Clock:
    began = row["reopened_at"] or row["created_at"]
    said = (row["said_seq"], row["said_by"], row["said_at"]) if row["said_seq"] is not None else None
    return Clock(
        id=row["id"],
        public_id=row["public_id"],
        seq=row["last_seq"],
        status=Status(row["status"]),
        holder=Holder(HolderKind(row["holder_kind"]), row["holder_id"]),
        team=row["team_id"],
        channel=row["channel_id"],
        topic=row["topic"],
        contact=row["contact_id"],
        language=row["language"],
        tags=tuple(row["tags"]),
        promised=row["promised"],
        known=row["known"],
        waiting=row["waiting_since"],
        answered=row["answered"],
        began=began,
        moved=(row["moved_seq"], row["moved_at"]) if row["moved_seq"] is not None else (0, began),
        said=said,
    )
