"""SQL of the settings of time, and of what is watched. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from pult.timing.absence_rules import Held
from pult.timing.events import Policy

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database


RIPE = "SELECT conversation_id FROM timing.watch WHERE at <= now() ORDER BY at LIMIT $1"


class Watched(msgspec.Struct, frozen=True, kw_only=True):
    """A talk as it was looked at: it stood at `seq`, the settings were of `version`; at `at` something is due; `told`:
    marks of what was done.
    """

    conversation: int
    seq: int
    version: int
    at: datetime | None
    told: tuple[str, ...] = ()


async def policies(db: Database | Connection) -> list[Record]:
    """(team_id, body, version) of all that was set."""
    return await db.fetch("SELECT team_id, body, version FROM timing.policy ORDER BY team_id")


async def one_after_another(connection: Connection) -> None:
    """Changes of settings wait for each other: each sees what the one before has set."""
    await connection.execute("LOCK TABLE timing.policy IN SHARE ROW EXCLUSIVE MODE")


async def put(connection: Connection, team: int, policy: Policy) -> None:
    """Set it: what was looked at by older settings counts as not looked at."""
    await connection.execute(
        "INSERT INTO timing.policy (team_id, body) VALUES ($1, $2::jsonb)"
        " ON CONFLICT (team_id) DO UPDATE SET body = excluded.body, version = excluded.version",
        team,
        msgspec.json.encode(policy).decode(),
    )


async def missed(db: Database, version: int, limit: int) -> list[int]:
    """Talks that have gone on since they were looked at, or were never looked at: what a node that died left behind,
    and what new settings change.
    """
    rows = await db.fetch(
        "SELECT c.id FROM conversations.conversation c LEFT JOIN timing.watch w ON w.conversation_id = c.id"
        " WHERE c.status <> 'resolved' AND (w.seq IS DISTINCT FROM c.last_seq OR w.version < $1)"
        " ORDER BY c.id LIMIT $2",
        version,
        limit,
    )
    return [row["id"] for row in rows]


async def ripe(db: Database, limit: int) -> list[int]:
    """Talks in which something is due, the oldest first; by the index of the times, whatever else there is."""
    rows = await db.fetch(RIPE, limit)
    return [row["conversation_id"] for row in rows]


async def told(db: Database, conversations: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Talk → marks of what was done for it."""
    rows = await db.fetch(
        "SELECT conversation_id, told FROM timing.watch WHERE conversation_id = ANY ($1)", list(conversations)
    )
    return {row["conversation_id"]: tuple(row["told"]) for row in rows}


async def told_of(db: Database, contacts: Sequence[int]) -> dict[int, tuple[str | None, str | None]]:
    """Contact → (signed, said): what is told of them, as it is kept."""
    rows = await db.fetch(
        "SELECT contact_id, signed, said FROM contacts.profile WHERE contact_id = ANY ($1)", list(contacts)
    )
    return {row["contact_id"]: (row["signed"], row["said"]) for row in rows}


async def watch(db: Database, ones: Sequence[Watched]) -> None:
    """Remember when these are due. Whoever has seen later entries and settings has the last word."""
    await db.execute(
        """
        INSERT INTO timing.watch AS w (conversation_id, seq, version, at, told)
        SELECT id, seq, version, at, string_to_array(told, ' ')
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::text[])
            AS n (id, seq, version, at, told) ORDER BY id
        ON CONFLICT (conversation_id) DO UPDATE
        SET seq = excluded.seq, version = excluded.version, at = excluded.at, told = excluded.told
        WHERE w.seq <= excluded.seq AND w.version <= excluded.version
        """,
        [one.conversation for one in ones],
        [one.seq for one in ones],
        [one.version for one in ones],
        [one.at for one in ones],
        [" ".join(one.told) for one in ones],
    )


async def forget(db: Database, conversations: Sequence[int]) -> None:
    """Nothing is due in these any more."""
    await db.execute("DELETE FROM timing.watch WHERE conversation_id = ANY ($1)", list(conversations))


async def mark(db: Database, conversation: int, told: Sequence[str]) -> None:
    """These were done for a talk."""
    await db.execute("UPDATE timing.watch SET told = $2 WHERE conversation_id = $1", conversation, list(told))


async def now(db: Database) -> datetime:
    """The database's clock, by which everything is due."""
    found = await db.fetchval("SELECT clock_timestamp()")
    assert found is not None
    return found


async def tick(db: Database, name: str, period: float) -> float | None:
    """Take a turn that one node takes every `period` seconds: how many seconds ago the one before was; None: it was
    just now.
    """
    return await db.fetchval(
        "UPDATE timing.tick t SET at = clock_timestamp()"
        " FROM (SELECT name, at FROM timing.tick WHERE name = $1 FOR UPDATE) was"
        " WHERE t.name = was.name AND was.at <= clock_timestamp() - make_interval(secs => $2)"
        " RETURNING extract(epoch FROM clock_timestamp() - was.at)::float8",
        name,
        period,
    )


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """A talk at the head of a queue, what it weighs (hundredths of a chat), and the kind of its channel."""

    id: int
    public_id: str
    weighs: tuple[int, str]


async def heads(db: Database, team: int, limit: int) -> list[Head]:
    """The first talks of a team's queue (0: everybody's), in order, from its index."""
    query = (
        "SELECT id, public_id, weight, (SELECT g.kind FROM gateway.channel g WHERE g.id = channel_id) AS kind"
        " FROM conversations.conversation WHERE status = 'open' AND holder_kind = 'queue'"
        " AND {} ORDER BY priority DESC, waiting_since, id LIMIT $1"
    )
    rows = await (
        db.fetch(query.format("team_id = $2"), limit, team)
        if team
        else db.fetch(query.format("team_id IS NULL"), limit)
    )
    return [Head(id=row["id"], public_id=row["public_id"], weighs=(row["weight"], row["kind"])) for row in rows]


async def held_by(db: Database, operators: Sequence[int]) -> list[Held]:
    """Open talks in the hands of these operators, those first whose contacts have waited longest."""
    rows = await db.fetch(
        "SELECT id, public_id, holder_id, team_id, waiting_since, CASE last_by WHEN 'contact' THEN last_at END AS word"
        " FROM conversations.conversation WHERE status = 'open' AND holder_kind = 'operator'"
        " AND holder_id = ANY ($1::bigint[]) ORDER BY priority DESC, waiting_since, id",
        list(operators),
    )
    return [
        Held(
            conversation=row["id"],
            public_id=row["public_id"],
            holder=row["holder_id"],
            team=row["team_id"],
            waiting=row["waiting_since"],
            word=row["word"],
        )
        for row in rows
    ]


async def gone(db: Database, away: AbstractSet[int], *, anew: bool) -> dict[int, datetime]:
    """Remember who is at no desk: operator → since when that is known. `anew`: all of them since now."""
    known = {row["operator_id"]: row["since"] for row in await db.fetch("SELECT operator_id, since FROM timing.gone")}
    if not anew and known.keys() == away:
        return known
    await db.execute("DELETE FROM timing.gone WHERE $2 OR operator_id <> ALL ($1::bigint[])", sorted(away), anew)
    rows = await db.fetch(
        "WITH new AS (INSERT INTO timing.gone (operator_id) SELECT unnest($1::bigint[]) ON CONFLICT DO NOTHING"
        " RETURNING operator_id, since)"
        " SELECT operator_id, since FROM new UNION ALL SELECT operator_id, since FROM timing.gone",
        sorted(away),
    )
    return {row["operator_id"]: row["since"] for row in rows}


async def may_reply(connection: Connection, *, contact: int, channel: int) -> bool:
    """Whether this person has had no automatic reply in this channel for twelve hours; then this one counts."""
    found = await connection.fetchval(
        "INSERT INTO timing.replied AS r (contact_id, channel_id) VALUES ($1, $2)"
        " ON CONFLICT (contact_id, channel_id) DO UPDATE SET at = clock_timestamp()"
        " WHERE r.at <= clock_timestamp() - interval '12 hours' RETURNING true",
        contact,
        channel,
    )
    return bool(found)


async def forget_replies(db: Database) -> None:
    """What counts no more."""
    await db.execute("DELETE FROM timing.replied WHERE at < now() - interval '1 day'")
