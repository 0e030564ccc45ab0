"""SQL of side questions. Private to this folder; reads what other folders publish for joins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

_ONE = (
    "q.id, q.conversation_id, q.department, q.mail, q.text, q.language, q.asked_at, q.answered_at, q.answer,"
    " q.taken_back_at, q.left_by, q.asked_by, o.name AS by_name"
)


async def of_talk(db: Database, conversation: str) -> list[Record]:
    """A talk's, the newest first."""
    return await db.fetch(
        f"SELECT {_ONE} FROM consulting.question q JOIN conversations.conversation c ON c.id = q.conversation_id"
        " LEFT JOIN operators.operator o ON o.id = q.asked_by WHERE c.public_id = $1 ORDER BY q.id DESC",
        conversation,
    )


async def count(connection: Connection, conversation: str) -> int:
    """How many a talk has; they wait for each other from here on."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 10))", conversation)
    return await connection.fetchval(
        "SELECT count(*) FROM consulting.question q JOIN conversations.conversation c ON c.id = q.conversation_id"
        " WHERE c.public_id = $1",
        conversation,
    )


async def add(
    connection: Connection,
    conversation: str,
    *,
    department: str,
    mail: str | None,
    text: str,
    language: str,
    token: bytes,
    reply: bytes,
    by: int,
) -> int | None:
    """A new one; None: there is no such talk."""
    return await connection.fetchval(
        "INSERT INTO consulting.question (conversation_id, department, mail, text, language, token, asked_by, reply)"
        " SELECT id, $2, $3, $4, $5, $6, $7, $8 FROM conversations.conversation WHERE public_id = $1 RETURNING id",
        conversation,
        department,
        mail,
        text,
        language,
        token,
        by,
        reply,
    )


async def left(db: Database, question: int, how: str) -> None:
    """How it reached them: `mail`, or `link` (somebody hands it over)."""
    await db.execute("UPDATE consulting.question SET left_by = $2 WHERE id = $1", question, how)


async def take_back(connection: Connection, question: int, conversation: str) -> bool:
    """Whether one that stood open stands open no more."""
    row = await connection.fetchrow(
        "UPDATE consulting.question q SET taken_back_at = clock_timestamp() FROM conversations.conversation c"
        " WHERE q.id = $1 AND c.id = q.conversation_id AND c.public_id = $2 AND q.taken_back_at IS NULL"
        " AND q.answered_at IS NULL RETURNING q.id",
        question,
        conversation,
    )
    return row is not None


async def by_token(on: Database | Connection, token: bytes, *, held: bool = False) -> Record | None:
    """The one that a link leads to."""
    return await on.fetchrow(
        f"SELECT {_ONE}, c.public_id, c.case_no FROM consulting.question q"
        " JOIN conversations.conversation c ON c.id = q.conversation_id"
        f" LEFT JOIN operators.operator o ON o.id = q.asked_by WHERE q.token = $1{' FOR UPDATE OF q' if held else ''}",
        token,
    )


async def by_reply(connection: Connection, keys: Sequence[bytes]) -> bytes | None:
    """The link's hash of the one that a letter replies to, by what is kept of its keys; it is held."""
    return await connection.fetchval(
        "SELECT token FROM consulting.question WHERE reply = ANY ($1) ORDER BY id DESC LIMIT 1 FOR UPDATE", keys
    )


async def heard(connection: Connection, question: int, *, mark: bytes, letter: int, automatic: bool) -> int:
    """A letter about a question, remembered by its Message-ID's hash: the number of the letter that came first."""
    return await connection.fetchval(
        "INSERT INTO consulting.letter (question_id, mark, letter, automatic) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (question_id, mark) DO UPDATE SET letter = consulting.letter.letter RETURNING letter",
        question,
        mark,
        letter,
        automatic,
    )


async def heard_count(connection: Connection, question: int, *, but: int, automatic: bool) -> int:
    """How many other letters came about a question: within an hour from people, ever from machines."""
    return await connection.fetchval(
        "SELECT count(*) FROM consulting.letter WHERE question_id = $1 AND automatic = $2 AND letter <> $3"
        " AND ($2 OR at > clock_timestamp() - interval '1 hour')",
        question,
        automatic,
        but,
    )


async def answered(connection: Connection, question: int, text: str) -> None:
    """The answer; the time is that of the first one."""
    await connection.execute(
        "UPDATE consulting.question SET answer = $2, answered_at = coalesce(answered_at, clock_timestamp())"
        " WHERE id = $1",
        question,
        text,
    )
