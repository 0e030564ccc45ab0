"""SQL of a talk that becomes a person's. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pult.kit.db import Connection


async def is_young(connection: Connection, conversation: int, *, hours: int) -> bool:
    """Whether a talk began less than so many hours ago."""
    return await connection.fetchval(
        "SELECT created_at > clock_timestamp() - make_interval(hours => $2) FROM conversations.conversation"
        " WHERE id = $1",
        conversation,
        hours,
    )


async def hand_to(
    connection: Connection, conversation: int, *, channel: int, before: int, identity: int, contact: int
) -> None:
    """The talk belongs to another identity from now on; what was said in it keeps its keys, so that a repeat of an
    earlier word still finds its answer.
    """
    await connection.execute(
        "UPDATE conversations.conversation SET identity_id = $2, contact_id = $3 WHERE id = $1",
        conversation,
        identity,
        contact,
    )
    await connection.execute(
        "UPDATE conversations.conversation SET identity_id = $2, contact_id = $3"
        " WHERE part_of = $1 AND status <> 'resolved'",
        conversation,
        identity,
        contact,
    )
    await connection.execute(
        "UPDATE conversations.thread SET thread_key = $3 WHERE channel_id = $1 AND thread_key = $2 AND open",
        channel,
        before,
        identity,
    )
    await connection.execute(
        "UPDATE conversations.entry_key k SET sender = $3 FROM conversations.entry e"
        " WHERE e.conversation_id = $1 AND k.cid = e.cid AND k.channel_id = $2 AND k.sender = $4",
        conversation,
        channel,
        identity,
        before,
    )
