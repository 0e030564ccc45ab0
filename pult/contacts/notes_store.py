"""SQL of notes about a person. Private to this folder; reads names that other folders publish for joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

_NOTE = """
    SELECT n.id, n.version, n.text, n.by_id, o.name AS by_name, n.at, n.edited_at, n.deleted_at,
           n.deleted_at > clock_timestamp() - interval '1 hour' AS fresh
    FROM contacts.note n LEFT JOIN operators.operator o ON o.id = n.by_id
"""
_SAME = "n.contact_id IN (SELECT id FROM contacts.contact WHERE id = $1 OR merged_into = $1)"


async def every(db: Database, contact: int, most: int) -> list[Record]:
    """About a person, the newest first."""
    return await db.fetch(f"{_NOTE} WHERE {_SAME} AND n.deleted_at IS NULL ORDER BY n.id DESC LIMIT $2", contact, most)


async def one(on: Connection | Database, contact: int, note: int) -> Record | None:
    """By its number, if it is about this person; a deleted one too."""
    return await on.fetchrow(f"{_NOTE} WHERE {_SAME} AND n.id = $2", contact, note)


async def count(connection: Connection, contact: int) -> int:
    """How many there are about a person; whoever adds one waits for the others."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 4))", f"notes {contact}")
    return await connection.fetchval(
        f"SELECT count(*) FROM contacts.note n WHERE {_SAME} AND n.deleted_at IS NULL", contact
    )


async def add(connection: Connection, contact: int, by: int, text: str) -> int:
    """Its number."""
    return await connection.fetchval(
        "INSERT INTO contacts.note (contact_id, by_id, text) VALUES ($1, $2, $3) RETURNING id", contact, by, text
    )


async def change(db: Database, note: int, text: str, version: int) -> bool:
    """Other words; False: it is not this version any more."""
    return bool(
        await db.fetchval(
            "UPDATE contacts.note SET text = $2, version = version + 1, edited_at = clock_timestamp()"
            " WHERE id = $1 AND version = $3 AND deleted_at IS NULL RETURNING true",
            note,
            text,
            version,
        )
    )


async def remove(on: Connection | Database, note: int, *, gone: bool) -> None:
    """Delete it, or take that back."""
    await on.execute(
        "UPDATE contacts.note SET deleted_at = CASE WHEN $2 THEN coalesce(deleted_at, clock_timestamp()) END"
        " WHERE id = $1",
        note,
        gone,
    )


async def forget(db: Database) -> None:
    """What was deleted a day ago."""
    await db.execute("DELETE FROM contacts.note WHERE deleted_at < clock_timestamp() - interval '1 day'")
