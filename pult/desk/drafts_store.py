"""SQL of drafts and preferences. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

_DRAFT = (
    "d.version, d.mode, d.reply, d.note, d.quote, d.files, d.began_at_seq, d.began_at_public, d.from_note, d.canned,"
    " d.updated_at"
)


async def every(db: Database, operator: int, teams: Sequence[int] | None) -> list[Record]:
    """All drafts of one operator in talks of these teams and of none (None: of every team), with the public ids of the
    talks, the newest first.
    """
    return await db.fetch(
        f"SELECT c.public_id, {_DRAFT} FROM desk.draft d JOIN conversations.conversation c ON c.id = d.conversation_id"
        " WHERE d.operator_id = $1 AND ($2::bigint[] IS NULL OR c.team_id IS NULL OR c.team_id = ANY ($2)"
        " OR EXISTS (SELECT FROM conversations.guest g WHERE g.conversation_id = c.id AND g.operator_id = $1))"
        " ORDER BY d.updated_at DESC LIMIT 500",
        operator,
        None if teams is None else list(teams),
    )


async def one(on: Database | Connection, operator: int, conversation: int) -> Record | None:
    """The draft of one talk."""
    return await on.fetchrow(
        f"SELECT c.public_id, {_DRAFT} FROM desk.draft d JOIN conversations.conversation c ON c.id = d.conversation_id"
        " WHERE d.operator_id = $1 AND d.conversation_id = $2",
        operator,
        conversation,
    )


async def lock(connection: Connection, operator: int, conversation: int) -> int:
    """The version that stands now (0: nothing is begun); nobody else changes it before this transaction ends."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended($1, 7))", f"draft:{operator}:{conversation}"
    )
    found = await connection.fetchval(
        "SELECT version FROM desk.draft WHERE operator_id = $1 AND conversation_id = $2", operator, conversation
    )
    return found or 0


async def put(connection: Connection, operator: int, conversation: int, row: dict[str, Any]) -> int:
    """Write a draft; its new version."""
    return await connection.fetchval(
        """
        INSERT INTO desk.draft AS d (operator_id, conversation_id, mode, reply, note, quote, files, began_at_seq,
            began_at_public, from_note, canned)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (operator_id, conversation_id) DO UPDATE SET version = nextval('desk.draft_version'),
            mode = excluded.mode, reply = excluded.reply, note = excluded.note, quote = excluded.quote,
            files = excluded.files, began_at_seq = excluded.began_at_seq, began_at_public = excluded.began_at_public,
            from_note = excluded.from_note, canned = excluded.canned, updated_at = now()
        RETURNING d.version
        """,
        operator,
        conversation,
        row["mode"],
        row["reply"],
        row["note"],
        row["quote"],
        msgspec.json.encode(row["files"]).decode(),
        row["began_at_seq"],
        row["began_at_public"],
        row["from_note"],
        msgspec.json.encode(row["canned"]).decode() if row["canned"] is not None else None,
    )


async def drop(connection: Connection, operator: int, conversation: int) -> None:
    """Nothing is begun any more."""
    await connection.execute(
        "DELETE FROM desk.draft WHERE operator_id = $1 AND conversation_id = $2", operator, conversation
    )


async def purge(db: Database, *, days: int) -> None:
    """Forget drafts that nobody has touched for so long."""
    await db.execute("DELETE FROM desk.draft WHERE updated_at < now() - make_interval(days => $1)", days)


async def waiting_files(db: Database) -> list[str]:
    """Ids of the files that stand in drafts."""
    rows = await db.fetch("SELECT DISTINCT f ->> 'id' AS id FROM desk.draft d, jsonb_array_elements(d.files) f")
    return [row["id"] for row in rows]


async def preferences(db: Database, operator: int) -> str | None:
    """As they were written."""
    return await db.fetchval("SELECT body FROM desk.preference WHERE operator_id = $1", operator)


async def lock_preferences(connection: Connection, operator: int) -> str:
    """As they were written, or nothing yet (`{}`); nobody else changes them until the transaction ends."""
    await connection.execute(
        "INSERT INTO desk.preference (operator_id) VALUES ($1) ON CONFLICT (operator_id) DO NOTHING", operator
    )
    return await connection.fetchval("SELECT body FROM desk.preference WHERE operator_id = $1 FOR UPDATE", operator)


async def prefer(connection: Connection, operator: int, body: str) -> None:
    """Write them. The caller holds `lock_preferences`."""
    await connection.execute("UPDATE desk.preference SET body = $2::jsonb WHERE operator_id = $1", operator, body)


def touched(row: Record, names: Sequence[str]) -> dict[str, Any]:
    """These columns as a dict, JSON decoded."""
    found = {name: row[name] for name in names}
    for name in ("files", "canned"):
        if isinstance(found.get(name), str):
            found[name] = msgspec.json.decode(found[name])
    return found
