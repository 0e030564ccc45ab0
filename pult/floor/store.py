"""SQL of the floor. Private to this folder; reads what other folders publish for joins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pult.floor.events import Bar, Standing
from pult.kit.clock import milliseconds

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

_TALK = """
    SELECT c.id, c.public_id, c.case_no, c.status, c.holder_kind, c.holder_id, c.team_id, c.topic, c.waiting_since,
           c.due_at, c.priority, k.name, k.number, g.kind
    FROM conversations.conversation c
    JOIN contacts.contact k ON k.id = c.contact_id
    JOIN gateway.channel g ON g.id = c.channel_id
"""
NAME_LENGTH = 60
"""Characters of names and topics that the floor shows."""


async def every(db: Database) -> dict[int, Standing]:
    """All open talks."""
    rows = await db.fetch(f"{_TALK} WHERE c.status <> 'resolved'")
    return {row["id"]: _standing(row) for row in rows}


async def some(db: Database, conversations: Sequence[int]) -> dict[int, Standing]:
    """Those of these talks that are open."""
    rows = await db.fetch(f"{_TALK} WHERE c.id = ANY ($1) AND c.status <> 'resolved'", list(conversations))
    return {row["id"]: _standing(row) for row in rows}


def _standing(row: Record) -> Standing:
    return Standing(
        conv=row["public_id"],
        no=row["case_no"],
        name=row["name"][:NAME_LENGTH] if row["name"] else None,
        number=row["number"],
        channel=row["kind"],
        team=row["team_id"],
        topic=row["topic"][:NAME_LENGTH] if row["topic"] else None,
        holder=row["holder_id"] if row["holder_kind"] == "operator" else None,
        bot=row["holder_kind"] == "bot",
        waiting=milliseconds(row["waiting_since"]) if row["waiting_since"] else None,
        due=milliseconds(row["due_at"]) if row["due_at"] else None,
        priority=row["priority"],
        aside=row["status"] == "snoozed",
    )


async def bars(db: Database) -> list[Bar]:
    """What is to be reached, as far as it was set."""
    rows = await db.fetch("SELECT channel, first_reply, waiting FROM floor.bar ORDER BY channel")
    return [Bar(channel=row["channel"], first_reply=row["first_reply"], waiting=row["waiting"]) for row in rows]


async def put_bars(connection: Connection, bars: Sequence[Bar]) -> None:
    """These and no others."""
    await connection.execute("DELETE FROM floor.bar")
    await connection.executemany(
        "INSERT INTO floor.bar (channel, first_reply, waiting) VALUES ($1, $2, $3)",
        [(one.channel, one.first_reply, one.waiting) for one in bars],
    )
