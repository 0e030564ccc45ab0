"""SQL of the search: what was said, by month, and how far it has been read in. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

_SEEN = "($3::bigint[] IS NULL OR c.team_id IS NULL OR c.team_id = ANY ($3))"
_LIKE = 1000
"""Names alike that are weighed at most."""
_ANSWERS = (
    "((desk.folded({words}) LIKE $1::text AND desk.folded({words}) LIKE ALL ($5::text[]))"
    " OR desk.digits_of({words}) LIKE $2::text)"
)
"""The longest word asks the index (`LIKE ALL` cannot)."""
_NO_DIGITS = "none"
_TOLD = 100
"""Contacts of whom something is told that answers, at most."""


async def cursor(connection: Connection) -> tuple[int, str] | None:
    """(generation, xid) up to which all is read in, locked; None: another node is at it."""
    row = await connection.fetchrow(
        "SELECT generation, xid::text AS xid FROM desk.cursor WHERE name = 'search' FOR UPDATE SKIP LOCKED"
    )
    return (row["generation"], row["xid"]) if row else None


async def move(connection: Connection, generation: int, xid: str) -> None:
    """All is read in up to here."""
    await connection.execute(
        "UPDATE desk.cursor SET generation = $1, xid = $2::text::xid8 WHERE name = 'search'", generation, xid
    )


async def months(connection: Connection, moments: Sequence[datetime]) -> None:
    """Make room for these times."""
    await connection.execute("SELECT desk.ensure_month(m) FROM unnest($1::timestamptz[]) AS m", list(moments))


async def put(connection: Connection, said: Sequence[tuple[datetime, int, int, str]]) -> None:
    """(time, talk, number, folded text) of messages."""
    await connection.execute(
        "INSERT INTO desk.spoken AS s (at, conversation_id, seq, words)"
        " SELECT t.at, t.talk, t.seq, to_tsvector('russian', t.words)"
        " FROM unnest($1::timestamptz[], $2::bigint[], $3::bigint[], $4::text[]) AS t (at, talk, seq, words)"
        " ON CONFLICT (conversation_id, seq, at) DO UPDATE SET words = excluded.words",
        *(list(column) for column in zip(*said, strict=True)),
    )


async def change(connection: Connection, talk: int, seq: int, words: str) -> None:
    """A message reads otherwise now."""
    await connection.execute(
        "UPDATE desk.spoken SET words = to_tsvector('russian', $3) WHERE conversation_id = $1 AND seq = $2",
        talk,
        seq,
        words,
    )


async def drop(connection: Connection, talk: int, seq: int) -> None:
    """A message is erased."""
    await connection.execute("DELETE FROM desk.spoken WHERE conversation_id = $1 AND seq = $2", talk, seq)


async def spoken(
    db: Database, asked: tuple[str, str], teams: Sequence[int] | None, limit: int
) -> list[tuple[int, int]]:
    """(talk, number) of the newest messages that answer either question (each a text for `to_tsquery`)."""
    rows = await db.fetch(
        "SELECT s.conversation_id, s.seq FROM desk.spoken s"
        " JOIN conversations.conversation c ON c.id = s.conversation_id"
        f" WHERE s.words @@ (to_tsquery('russian', $1) || to_tsquery('russian', $2)) AND {_SEEN}"
        " ORDER BY s.at DESC LIMIT $4",
        *asked,
        None if teams is None else list(teams),
        limit,
    )
    return [(row["conversation_id"], row["seq"]) for row in rows]


async def people(
    db: Database, asked: tuple[str, str], teams: Sequence[int] | None, number: int | None, limit: int
) -> list[Record]:
    """Contacts whose name is like either spelling, or who have this number, with their newest talk that is seen."""
    return await db.fetch(
        f"""
        SELECT k.name, k.number, k.alike, t.public_id, t.case_no, t.status, t.last_at, t.verified FROM (
            SELECT id, name, number, alike FROM (
                SELECT id, name, number, greatest(word_similarity($1, translate(lower(name), 'ё', 'е')),
                                                  word_similarity($2, translate(lower(name), 'ё', 'е'))) AS alike
                FROM (
                    SELECT id, name, number FROM contacts.contact WHERE name IS NOT NULL AND merged_into IS NULL
                        AND ($1 <% translate(lower(name), 'ё', 'е') OR $2 <% translate(lower(name), 'ё', 'е'))
                    LIMIT {_LIKE}) names
                UNION ALL SELECT id, name, number, 2 FROM contacts.contact WHERE number = $5) one
            ORDER BY alike DESC, id DESC LIMIT {_LIKE}) k
        JOIN LATERAL (
            SELECT c.public_id, c.case_no, c.status, c.last_at, i.subject IS NOT NULL AS verified
            FROM conversations.conversation c JOIN contacts.identity i ON i.id = c.identity_id
            WHERE c.contact_id = k.id AND c.part_of IS NULL AND {_SEEN} ORDER BY c.id DESC LIMIT 1) t ON true
        ORDER BY k.alike DESC, t.last_at DESC LIMIT $4
        """,
        *asked,
        None if teams is None else list(teams),
        limit,
        number,
    )


async def told(
    db: Database, patterns: Sequence[str], digits: str | None, teams: Sequence[int] | None, limit: int
) -> list[Record]:
    """Contacts of whom all these patterns (or, for a telephone, these digits) are told: by their site, in what they
    answered to its questions, as an address for answers. With their newest talk that is seen, and all that was found.
    """
    longest, *rest = sorted(patterns, key=len, reverse=True)
    return await db.fetch(
        f"""
        WITH hit AS (
            (SELECT p.contact_id, desk.told_words(p.signed, p.said) AS words FROM contacts.profile p
                WHERE {_ANSWERS.format(words="desk.told_words(p.signed, p.said)")} LIMIT {_TOLD})
            UNION ALL
            (SELECT c.contact_id, desk.given_words(c.mail, c.fields) FROM conversations.conversation c
                WHERE (c.mail IS NOT NULL OR c.fields IS NOT NULL) AND {_SEEN}
                AND {_ANSWERS.format(words="desk.given_words(c.mail, c.fields)")} LIMIT {_TOLD}))
        SELECT k.name, k.number, h.words, t.public_id, t.case_no, t.status, t.last_at, t.verified
        FROM (SELECT contact_id, string_agg(words, E'\n') AS words FROM hit GROUP BY contact_id) h
        JOIN contacts.contact k ON k.id = h.contact_id AND k.merged_into IS NULL
        JOIN LATERAL (
            SELECT c.public_id, c.case_no, c.status, c.last_at, i.subject IS NOT NULL AS verified
            FROM conversations.conversation c JOIN contacts.identity i ON i.id = c.identity_id
            WHERE c.contact_id = k.id AND c.part_of IS NULL AND {_SEEN} ORDER BY c.id DESC LIMIT 1) t ON true
        ORDER BY t.last_at DESC LIMIT $4
        """,
        longest,
        digits or _NO_DIGITS,
        None if teams is None else list(teams),
        limit,
        rest,
    )


async def case(db: Database, number: int, teams: Sequence[int] | None) -> list[int]:
    """Talks of a case."""
    rows = await db.fetch(
        "SELECT c.id FROM conversations.conversation c WHERE c.case_no = $1 AND c.part_of IS NULL"
        " AND ($2::bigint[] IS NULL OR c.team_id IS NULL OR c.team_id = ANY ($2)) ORDER BY c.id DESC LIMIT 5",
        number,
        None if teams is None else list(teams),
    )
    return [row["id"] for row in rows]
