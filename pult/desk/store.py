"""SQL of the desk's lists. Private to this folder; reads what other folders publish for joins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

ROW = """
    SELECT c.id, c.public_id, c.channel_id,
    c.case_no, c.last_seq, c.status, c.holder_kind, c.holder_id, o.name AS holder_name,
    k.name AS contact_name, k.number AS contact_number,
    i.subject IS NOT NULL AS contact_verified, g.kind AS channel_kind, g.name AS channel_name, c.topic,
    c.last_text,
           c.last_by, c.last_at, c.waiting_since, c.team_id, c.rating, c.visitor_read, c.visitor_got, c.created_at,
           c.fields, c.about, c.notice, c.mail, c.resolved_at, c.snoozed_until, c.promise, c.tags,
           c.due_at, c.due_kind, c.part_of, c.given_seq, c.given_by,
           (SELECT json_agg(json_strip_nulls(json_build_object('id', u.operator_id, 'name', n.name, 'may', u.may,
                'part', (SELECT w.public_id FROM conversations.conversation w WHERE w.id = u.part_id),
                'stays', u.invited)) ORDER BY u.at, n.id)
            FROM conversations.guest u JOIN operators.operator n ON n.id = u.operator_id
            WHERE u.conversation_id = c.id) AS guests,
           (SELECT w.public_id FROM conversations.conversation w WHERE w.id = c.part_of) AS whole,
           (SELECT json_agg(json_build_object('conv', w.public_id, 'topic', w.topic) ORDER BY w.id)
            FROM conversations.conversation w WHERE w.part_of = c.id AND w.status <> 'resolved') AS parts
    FROM conversations.conversation c
    JOIN contacts.contact k ON k.id = c.contact_id
    JOIN contacts.identity i ON i.id = c.identity_id
    JOIN gateway.channel g ON g.id = c.channel_id
    LEFT JOIN operators.operator o ON c.holder_kind = 'operator' AND o.id = c.holder_id
"""


_SEEN = (
    "SELECT c.id, c.channel_id, c.team_id, c.part_of,"
    " (SELECT json_object_agg(g.operator_id, g.may) FROM conversations.guest g"
    " WHERE g.conversation_id = c.id) AS guests FROM conversations.conversation c"
)


class Place(msgspec.Struct, frozen=True):
    """A talk's number, its team, its channel, who was asked into it (operator → what she may), and of which talk it is
    a part (None: of none).
    """

    number: int
    team: int | None
    channel: int
    guests: dict[int, str]
    part_of: int | None = None


def _seen(row: Record) -> Place:
    guests = msgspec.json.decode(row["guests"] or "{}", type=dict[int, str])
    return Place(row["id"], row["team_id"], row["channel_id"], guests, row["part_of"])


async def place(db: Database, conversation: str) -> Place | None:
    """Of a talk by its public id."""
    row = await db.fetchrow(f"{_SEEN} WHERE c.public_id = $1", conversation)
    return _seen(row) if row else None


async def place_of(db: Database, conversation: int) -> Place | None:
    """The same by its number."""
    row = await db.fetchrow(f"{_SEEN} WHERE c.id = $1", conversation)
    return _seen(row) if row else None


async def public_id(db: Database, conversation: int) -> str | None:
    """What outsiders call it."""
    return await db.fetchval("SELECT public_id FROM conversations.conversation WHERE id = $1", conversation)


async def moved(db: Database, *, seconds: float) -> list[Place]:
    """Talks that other people may see since this time."""
    rows = await db.fetch(f"{_SEEN} WHERE c.team_at > clock_timestamp() - make_interval(secs => $1)", seconds)
    return [_seen(row) for row in rows]


async def held(db: Database) -> dict[int, int]:
    """Open talks in the hands of each operator."""
    rows = await db.fetch(
        "SELECT holder_id, count(*) AS n FROM conversations.conversation"
        " WHERE status <> 'resolved' AND holder_kind = 'operator' GROUP BY holder_id"
    )
    return {row["holder_id"]: row["n"] for row in rows}


async def held_by(db: Database, operator: int) -> list[tuple[str, int | None, int]]:
    """(public id, team, channel) of the open talks in one operator's hands."""
    rows = await db.fetch(
        "SELECT public_id, team_id, channel_id FROM conversations.conversation"
        " WHERE status <> 'resolved' AND holder_kind = 'operator' AND holder_id = $1 ORDER BY id",
        operator,
    )
    return [(row["public_id"], row["team_id"], row["channel_id"]) for row in rows]


async def uses(db: Database, team: int) -> bool:
    """Whether a talk or a channel belongs to this team."""
    return await db.fetchval(
        "SELECT EXISTS (SELECT FROM conversations.conversation WHERE team_id = $1)"
        " OR EXISTS (SELECT FROM gateway.channel WHERE team_id = $1)",
        team,
    )


async def rows(db: Database, conversations: Sequence[int]) -> list[Record]:
    """These talks as rows, whatever their status."""
    return await db.fetch(f"{ROW} WHERE c.id = ANY ($1)", list(conversations))


_EARLIER = """
    EXISTS (SELECT FROM contacts.contact k
        JOIN contacts.contact same
            ON same.id = coalesce(k.merged_into, k.id) OR same.merged_into = coalesce(k.merged_into, k.id)
        JOIN conversations.conversation o ON o.contact_id = same.id AND o.id < c.id AND o.part_of IS NULL
        AND o.id IS DISTINCT FROM c.part_of
        WHERE k.id = c.contact_id AND ($2::bigint[] IS NULL OR o.team_id IS NULL OR o.team_id = ANY ($2))) AS earlier
"""


async def one(db: Database | Connection, conversation: int, *, teams: Sequence[int] | None = None) -> Record | None:
    """One talk, with how far the team has read, what is told about the contact, and whether the person has had a talk
    before that these teams (None: any) see.
    """
    return await db.fetchrow(
        f"SELECT t.*, {_EARLIER}, (SELECT coalesce(max(r.team_seq), 0) FROM conversations.reader r"
        f" WHERE r.conversation_id = t.id) AS team_read, p.signed, p.said, p.context"
        f" FROM ({ROW} WHERE c.id = $1) t JOIN conversations.conversation c ON c.id = t.id"
        f" LEFT JOIN contacts.profile p ON p.contact_id = c.contact_id",
        conversation,
        teams,
    )


async def channels(
    db: Database, talks: Sequence[str], teams: Sequence[int] | None
) -> dict[str, tuple[int, int | None]]:
    """Public id → channel and team of these talks, as far as they are of these teams or of none (None: of every
    team).
    """
    rows = await db.fetch(
        "SELECT c.public_id, c.channel_id, c.team_id FROM conversations.conversation c WHERE c.public_id = ANY ($1)"
        " AND ($2::bigint[] IS NULL OR c.team_id IS NULL OR c.team_id = ANY ($2))",
        list(talks),
        None if teams is None else list(teams),
    )
    return {row["public_id"]: (row["channel_id"], row["team_id"]) for row in rows}
