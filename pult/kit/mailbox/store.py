"""SQL of letters and of the mailboxes they come from. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database


async def hold(db: Database, name: str, node: UUID, *, seconds: float) -> Record | None:
    """A mailbox is this node's alone for so long: its row. None: it is another node's."""
    await db.execute("INSERT INTO kit.mailbox (name) VALUES ($1) ON CONFLICT (name) DO NOTHING", name)
    return await db.fetchrow(
        "UPDATE kit.mailbox SET holder = $2, held_until = clock_timestamp() + make_interval(secs => $3)"
        " WHERE name = $1 AND (holder IS NULL OR holder = $2 OR held_until < clock_timestamp())"
        " RETURNING id, validity, upto, looked_at, made_at",
        name,
        node,
        seconds,
    )


async def let_go(db: Database, name: str, node: UUID) -> None:
    """Another node may have it."""
    await db.execute("UPDATE kit.mailbox SET holder = NULL WHERE name = $1 AND holder = $2", name, node)


async def open_at(db: Database, mailbox: int, validity: int, upto: int) -> None:
    """From where on letters of a folder are new."""
    await db.execute("UPDATE kit.mailbox SET validity = $2, upto = $3 WHERE id = $1", mailbox, validity, upto)


async def keep(
    connection: Connection, mailbox: int, *, validity: int, uid: int, size: int, raw: bytes, digest: bytes
) -> bool:
    """A letter as it came, and the place behind it; whether it is new."""
    made = await connection.fetchval(
        "INSERT INTO kit.letter (mailbox_id, validity, uid, size, raw, digest) VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT DO NOTHING RETURNING id",
        mailbox,
        validity,
        uid,
        size,
        raw,
        digest,
    )
    await passed(connection, mailbox, validity, uid)
    return made is not None


async def passed(on: Connection | Database, mailbox: int, validity: int, uid: int) -> None:
    """Nothing up to here is new any more."""
    await on.execute(
        "UPDATE kit.mailbox SET upto = greatest(upto, $3) WHERE id = $1 AND validity = $2", mailbox, validity, uid
    )


async def looked(db: Database, name: str, failed: str | None) -> None:
    """The folder was looked into, or could not be."""
    await db.execute(
        "UPDATE kit.mailbox SET failed = $2, failed_since = CASE WHEN $2::text IS NULL THEN NULL"
        " ELSE coalesce(failed_since, clock_timestamp()) END, looked_at = CASE WHEN $2::text IS NULL"
        " THEN clock_timestamp() ELSE looked_at END WHERE name = $1",
        name,
        failed,
    )


async def claim(db: Database, *, most: int, seconds: float) -> list[Record]:
    """Letters that nobody has read yet, the oldest first; they are this node's for so long. What came after a letter
    that another node is reading waits for it; what could not be read (`said`) holds up nobody.
    """
    return await db.fetch(
        "UPDATE kit.letter l SET attempts = l.attempts + 1, due_at = clock_timestamp() + make_interval(secs => $2)"
        " FROM (SELECT q.id FROM kit.letter q WHERE q.outcome IS NULL AND q.due_at <= clock_timestamp()"
        " AND NOT EXISTS (SELECT FROM kit.letter e WHERE e.outcome IS NULL AND e.id < q.id AND e.said = ''"
        " AND e.due_at > clock_timestamp()) ORDER BY q.id LIMIT $1 FOR UPDATE SKIP LOCKED) due"
        " WHERE l.id = due.id RETURNING l.id, l.raw, l.size, l.attempts",
        most,
        seconds,
    )


async def settle(db: Database, letter: int, *, outcome: str, sender: str, subject: str, said: str) -> None:
    """What came of a letter."""
    await db.execute(
        "UPDATE kit.letter SET outcome = $2, sender = $3, subject = $4, said = $5, settled_at = clock_timestamp()"
        " WHERE id = $1",
        letter,
        outcome,
        sender,
        subject,
        said,
    )


async def postpone(db: Database, letter: int, *, seconds: float, said: str) -> None:
    """It could not be read now."""
    await db.execute(
        "UPDATE kit.letter SET due_at = clock_timestamp() + make_interval(secs => $2), said = $3 WHERE id = $1",
        letter,
        seconds,
        said,
    )


async def mailbox(db: Database, name: str) -> Record | None:
    """How it stands with a mailbox."""
    return await db.fetchrow("SELECT name, looked_at, failed, failed_since FROM kit.mailbox WHERE name = $1", name)


async def latest(db: Database, most: int) -> list[Record]:
    """Letters, the newest first."""
    return await db.fetch(
        "SELECT id, arrived_at, size, sender, subject, outcome, said, raw IS NOT NULL AS kept FROM kit.letter"
        " ORDER BY id DESC LIMIT $1",
        most,
    )


async def raw(db: Database, letter: int) -> bytes | None:
    """A letter as it came."""
    return await db.fetchval("SELECT raw FROM kit.letter WHERE id = $1", letter)


async def forget(db: Database) -> None:
    """After a month a letter's content goes, after a year the letter."""
    await db.execute(
        "UPDATE kit.letter SET raw = NULL, sender = '', subject = '', said = '' WHERE raw IS NOT NULL"
        " AND settled_at < now() - interval '30 days'"
    )
    await db.execute("DELETE FROM kit.letter WHERE settled_at < now() - interval '1 year'")
