"""What a talk began with: written once, in the transaction that makes the talk; read for the desk and for letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pult.contacts import commands as contacts
from pult.conversations.events import Start

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Which talk a letter is about, and in which language its visitor reads."""

    conversation: int
    channel: int
    no: int
    language: str | None


async def write(connection: Connection, conversation: int, *, contact: int, channel: int, start: Start) -> None:
    """Keep what a new talk begins with, and proof of every consent."""
    await connection.execute(
        "UPDATE conversations.conversation SET topic = $2, fields = $3::jsonb, about = $4, notice = $5, mail = $6,"
        " language = $7 WHERE id = $1",
        conversation,
        start.topic,
        msgspec.json.encode(start.fields).decode() if start.fields else None,
        start.about,
        start.notice,
        start.mail,
        start.language,
    )
    for field in start.fields:
        if field.kind == "consent":
            await contacts.consented(
                connection,
                contact=contact,
                channel=channel,
                conversation=conversation,
                field=field.key,
                version=field.version,
                statement=field.statement,
            )


async def link(connection: Connection, conversation: int, *, to: int) -> None:
    """A new talk goes on where another ended: it has the same number, and is the child of the first of them."""
    await connection.execute(
        "UPDATE conversations.conversation c SET parent_id = coalesce(p.parent_id, p.id), case_no = p.case_no"
        " FROM conversations.conversation p WHERE c.id = $1 AND p.id = $2",
        conversation,
        to,
    )


async def address(db: Database, conversation: str) -> Address | None:
    """By public id."""
    row = await db.fetchrow(
        "SELECT id, channel_id, case_no, language FROM conversations.conversation WHERE public_id = $1", conversation
    )
    if row is None:
        return None
    return Address(conversation=row["id"], channel=row["channel_id"], no=row["case_no"], language=row["language"])
