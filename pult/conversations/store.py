"""SQL of the log. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec

from pult.conversations.append import Answer, Result
from pult.conversations.events import Actor, Audience, Entry, Holder, HolderKind, Promise, Status
from pult.conversations.rules import Head
from pult.kit.ids import public_id

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

HEAD = """
    c.id, c.public_id, c.channel_id, c.identity_id, c.contact_id, c.status, c.holder_kind, c.holder_id, o.name AS
    holder_name, c.last_seq, c.last_public, c.resolved_at, c.tags, c.promise,
    c.topic, c.weight, c.part_of
    FROM conversations.conversation c LEFT JOIN operators.operator o ON c.holder_kind = 'operator' AND o.id =
    c.holder_id
"""
_ENTRY = "conversation_id, seq, public_no, kind, audience, actor_kind, actor_id, at, target_seq, verified, body"


def head_of(row: Record) -> Head:
    return Head(
        id=row["id"],
        public_id=row["public_id"],
        channel_id=row["channel_id"],
        identity_id=row["identity_id"],
        contact_id=row["contact_id"],
        status=Status(row["status"]),
        holder=Holder(HolderKind(row["holder_kind"]), row["holder_id"], row["holder_name"]),
        last_seq=row["last_seq"],
        last_public=row["last_public"],
        resolved_at=row["resolved_at"],
        tags=tuple(row["tags"]),
        promise=msgspec.json.decode(row["promise"], type=Promise) if row["promise"] else None,
        topic=row["topic"],
        weight=row["weight"],
        part_of=row["part_of"],
    )


def _entry(row: Record) -> Entry:
    body: dict[str, Any] = msgspec.json.decode(row["body"])
    return Entry(
        conversation=row["conversation_id"],
        seq=row["seq"],
        public_no=row["public_no"],
        kind=row["kind"],
        audience=Audience(row["audience"]),
        actor=Actor(row["actor_kind"]),
        actor_id=row["actor_id"],
        at=row["at"],
        target=row["target_seq"],
        target_public=body.get("target_public"),
        verified=row["verified"],
        body=body,
    )


async def head(db: Database, conversation: str) -> Head | None:
    """By public id."""
    row = await db.fetchrow(f"SELECT {HEAD} WHERE c.public_id = $1", conversation)
    return head_of(row) if row else None


async def lock(connection: Connection, conversation: int) -> tuple[Head, datetime]:
    """The row, locked until the transaction ends, and the database's clock. Two statements: the second one sees what
    the first waited for.
    """
    await connection.execute("SELECT FROM conversations.conversation WHERE id = $1 FOR NO KEY UPDATE", conversation)
    row = await connection.fetchrow(f"SELECT clock_timestamp() AS now, {HEAD} WHERE c.id = $1", conversation)
    assert row is not None
    return head_of(row), row["now"]


async def alive(db: Database, *, channel: int, identity: int) -> Head | None:
    """The talk that the next word of this identity would go to."""
    row = await db.fetchrow(
        f"SELECT {HEAD} JOIN conversations.thread t ON t.conversation_id = c.id"
        " WHERE t.channel_id = $1 AND t.thread_key = $2 AND t.open",
        channel,
        identity,
    )
    return head_of(row) if row else None


async def lock_thread(connection: Connection, *, channel: int, identity: int) -> int | None:
    """The open thread's conversation, the thread row locked."""
    return await connection.fetchval(
        "SELECT conversation_id FROM conversations.thread WHERE channel_id = $1 AND thread_key = $2 AND open"
        " FOR UPDATE",
        channel,
        identity,
    )


async def close_thread(connection: Connection, *, channel: int, identity: int) -> None:
    """Nothing more goes to that talk by itself."""
    await connection.execute(
        "UPDATE conversations.thread SET open = false WHERE channel_id = $1 AND thread_key = $2 AND open",
        channel,
        identity,
    )


async def create(connection: Connection, *, channel: int, identity: int, contact: int) -> int:
    """A new talk in the queue of its channel's team, its thread open."""
    conversation: int = await connection.fetchval(
        "INSERT INTO conversations.conversation (public_id, channel_id, identity_id, contact_id, team_id,"
        " weight) VALUES ($1, $2, $3, $4, (SELECT team_id FROM gateway.channel WHERE id = $2),"
        " conversations.weight_of($2)) RETURNING id",
        public_id(),
        channel,
        identity,
        contact,
    )
    await connection.execute(
        "INSERT INTO conversations.thread (channel_id, thread_key, conversation_id) VALUES ($1, $2, $3)",
        channel,
        identity,
        conversation,
    )
    return conversation


async def key(connection: Connection | Database, *, channel: int, sender: int, cid: UUID, hash: bytes) -> Answer | None:
    """What was answered to this id before, or None. Another content is a `conflict`."""
    row = await connection.fetchrow(
        "SELECT conversation_id, seq, public_no, at, hash, outcome FROM conversations.entry_key"
        " WHERE cid = $1 AND channel_id = $2 AND sender = $3",
        cid,
        channel,
        sender,
    )
    if row is None:
        return None
    same = row["hash"] is None or row["hash"] == hash
    return Answer(
        result=Result.REPEAT if same else Result.CONFLICT,
        conversation=row["conversation_id"],
        reason=row["outcome"],
        seq=row["seq"],
        public_no=row["public_no"],
        at=row["at"],
    )


async def keep_refusal(
    connection: Connection, *, channel: int, sender: int, cid: UUID, hash: bytes, conversation: int, outcome: str
) -> None:
    """Remember a refusal, so that the same press gets the same answer."""
    await connection.execute(
        "INSERT INTO conversations.entry_key (cid, channel_id, sender, conversation_id, hash, outcome, at)"
        " VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp()) ON CONFLICT DO NOTHING",
        cid,
        channel,
        sender,
        conversation,
        hash,
        outcome,
    )


async def entry(
    connection: Connection | Database, conversation: int, *, seq: int | None = None, public_no: int | None = None
) -> Entry | None:
    """One line of the log, by either number."""
    row = await connection.fetchrow(
        f"SELECT {_ENTRY} FROM conversations.entry WHERE conversation_id = $1"
        " AND CASE WHEN $2::bigint IS NULL THEN public_no = $3 ELSE seq = $2 END",
        conversation,
        seq,
        public_no,
    )
    return _entry(row) if row else None


async def said(
    db: Database, conversation: int, *, seq: int | None = None, public_no: int | None = None
) -> tuple[int, int | None] | None:
    """(seq, public number) of a message or note, by either number."""
    row = await db.fetchrow(
        "SELECT seq, public_no FROM conversations.entry WHERE conversation_id = $1 AND kind IN ('message', 'note')"
        " AND CASE WHEN $2::bigint IS NULL THEN public_no = $3 ELSE seq = $2 END",
        conversation,
        seq,
        public_no,
    )
    return (row["seq"], row["public_no"]) if row else None


async def preview(connection: Connection, conversation: int, seq: int, text: str) -> None:
    """Other words for the list, if entry `seq` is the newest message."""
    await connection.execute(
        "UPDATE conversations.conversation SET last_text = left($3, 160) WHERE id = $1 AND $2 = ("
        " SELECT max(seq) FROM conversations.entry WHERE conversation_id = $1 AND kind = 'message')",
        conversation,
        seq,
        text,
    )


async def blank(connection: Connection, conversation: int, seq: int) -> None:
    """Erase: the words of an entry and of its edits, the keys' hashes, the preview in the list."""
    await connection.execute(
        """
        WITH gone AS (
            UPDATE conversations.entry SET body = jsonb_strip_nulls(jsonb_build_object(
                'erased', true, 'name', body -> 'name', 'public_name', body -> 'public_name',
                'face', body -> 'face', 'target_public', body -> 'target_public', 'thanks', body -> 'thanks'))
            WHERE conversation_id = $1 AND (seq = $2 OR (target_seq = $2 AND kind = 'edited'))
            RETURNING cid, actor_kind, actor_id
        )
        UPDATE conversations.entry_key k SET hash = NULL FROM gone WHERE k.cid = gone.cid AND k.conversation_id = $1
        """,
        conversation,
        seq,
    )
    await connection.execute(
        """
        UPDATE conversations.conversation SET last_text = NULL WHERE id = $1 AND $2 = (
            SELECT max(seq) FROM conversations.entry WHERE conversation_id = $1 AND kind = 'message')
        """,
        conversation,
        seq,
    )


async def ranges(db: Database, pairs: Sequence[tuple[int, int]], limit: int, *, public: bool) -> dict[int, list[Entry]]:
    """Entries after a number (seq, or public number when `public`), at most `limit` per conversation; one query for
    all.
    """
    number = "public_no" if public else "seq"
    rows = await db.fetch(
        f"""
        SELECT e.* FROM unnest($1::bigint[], $2::bigint[]) AS w (conversation, after)
        CROSS JOIN LATERAL (
            SELECT {_ENTRY} FROM conversations.entry
            WHERE conversation_id = w.conversation AND {number} > w.after ORDER BY {number} LIMIT $3) e
        """,
        [pair[0] for pair in pairs],
        [pair[1] for pair in pairs],
        limit,
    )
    found: dict[int, list[Entry]] = {}
    for row in rows:
        found.setdefault(row["conversation_id"], []).append(_entry(row))
    return found


async def before(db: Database | Connection, conversation: int, number: int, limit: int, *, public: bool) -> list[Entry]:
    """The `limit` entries before a number, in order."""
    column = "public_no" if public else "seq"
    rows = await db.fetch(
        f"SELECT {_ENTRY} FROM conversations.entry WHERE conversation_id = $1 AND {column} < $2"
        f" ORDER BY {column} DESC LIMIT $3",
        conversation,
        number,
        limit,
    )
    return [_entry(row) for row in reversed(rows)]


async def changes(db: Database | Connection, conversation: int, *, first: int, last: int) -> list[Entry]:
    """Later edits and erasures of what stands between two numbers, in order."""
    rows = await db.fetch(
        f"SELECT {_ENTRY} FROM conversations.entry WHERE conversation_id = $1 AND seq > $3"
        " AND kind IN ('edited', 'erased') AND target_seq BETWEEN $2 AND $3 ORDER BY seq",
        conversation,
        first,
        last,
    )
    return [_entry(row) for row in rows]


async def tops(db: Database, conversations: Sequence[int]) -> list[Record]:
    """Public id, both counters and the holding operator of several talks."""
    return await db.fetch(
        "SELECT id, public_id, last_seq, last_public, CASE WHEN holder_kind = 'operator' THEN holder_id END AS operator"
        " FROM conversations.conversation WHERE id = ANY ($1)",
        list(conversations),
    )


async def public_state(db: Database | Connection, conversation: int) -> Record | None:
    """What a visitor may know of the row, with the position it stands at."""
    return await db.fetchrow(
        """
        SELECT c.public_id, c.case_no, c.last_public,
               replace(c.status, 'snoozed', 'open') AS status, c.rating, c.visitor_read, c.team_got, c.holder_kind,
               CASE WHEN c.holder_kind = 'operator' THEN coalesce(f.name, o.public_name) END AS holder_name,
               coalesce(f.picture, e.picture) AS holder_picture,
               (SELECT coalesce(max(r.public_no), 0) FROM conversations.reader r WHERE r.conversation_id = c.id) AS
               team_read FROM conversations.conversation c
        LEFT JOIN operators.operator o ON c.holder_kind = 'operator' AND o.id = c.holder_id
        LEFT JOIN operators.face f ON f.operator_id = o.id AND f.channel_id = c.channel_id
        LEFT JOIN operators.face e ON e.operator_id = o.id AND e.channel_id = 0
        WHERE c.id = $1
        """,
        conversation,
    )


async def partition_ahead(db: Database) -> int:
    """Make sure the partitions for the next million conversations exist; how many were made."""
    return await db.fetchval(
        "SELECT conversations.ensure_partitions((SELECT coalesce(max(id), 0) + 1000000"
        " FROM conversations.conversation))"
    )
