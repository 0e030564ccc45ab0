"""SQL of rules, of what they did, and of what they ask about talks. Private to this folder; reads what other folders
publish for joins.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

_RULE = "r.id, r.place, r.body, r.enabled, r.version, r.changed_at"


async def every(db: Database) -> list[Record]:
    """All rules in their order, each with how often it acted in the last week and when last."""
    return await db.fetch(
        f"""
        SELECT {_RULE}, coalesce(d.n, 0) AS acted, d.last, o.name AS changed_by
        FROM automation.rule r
        LEFT JOIN operators.operator o ON o.id = r.changed_by
        LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE a.at > now() - interval '7 days') AS n, max(a.at) AS last
                           FROM automation.ran a WHERE a.rule_id = r.id AND a.failed IS NULL) d ON true
        WHERE r.removed_at IS NULL ORDER BY r.place, r.id
        """
    )


async def enabled(on: Database | Connection) -> list[Record]:
    """Those that count, in their order."""
    return await on.fetch(
        f"SELECT {_RULE} FROM automation.rule r WHERE r.enabled AND r.removed_at IS NULL ORDER BY r.place, r.id"
    )


async def name(db: Database, rule: int) -> str | None:
    """How a rule is called, also one that was taken away."""
    return await db.fetchval("SELECT body ->> 'name' FROM automation.rule WHERE id = $1", rule)


async def lock_all(connection: Connection) -> None:
    """Changes of rules wait for each other, on all nodes."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('automation', 9))")


async def count(connection: Connection, *, enabled: bool = False) -> int:
    """How many rules there are."""
    return await connection.fetchval(
        "SELECT count(*) FROM automation.rule WHERE removed_at IS NULL AND (enabled OR NOT $1)", enabled
    )


async def lock(connection: Connection, rule: int) -> Record | None:
    """One rule, held."""
    return await connection.fetchrow(
        f"SELECT {_RULE} FROM automation.rule r WHERE r.id = $1 AND r.removed_at IS NULL FOR UPDATE", rule
    )


async def add(connection: Connection, *, body: str, enabled: bool, by: int) -> int:
    """A rule behind all others."""
    return await connection.fetchval(
        "INSERT INTO automation.rule (place, body, enabled, changed_by)"
        " SELECT coalesce(max(place), 0) + 1, $1::jsonb, $2, $3 FROM automation.rule RETURNING id",
        body,
        enabled,
        by,
    )


async def change(connection: Connection, rule: int, *, body: str, enabled: bool, by: int) -> None:
    """Another content."""
    await connection.execute(
        "UPDATE automation.rule SET body = $2::jsonb, enabled = $3, changed_by = $4, changed_at = clock_timestamp(),"
        " version = version + 1 WHERE id = $1",
        rule,
        body,
        enabled,
        by,
    )


async def remove(connection: Connection, rule: int, *, by: int) -> None:
    """It counts no more."""
    await connection.execute(
        "UPDATE automation.rule SET removed_at = clock_timestamp(), enabled = false, changed_by = $2 WHERE id = $1",
        rule,
        by,
    )


async def order(connection: Connection, rules: Sequence[int]) -> None:
    """These come in this order."""
    await connection.execute(
        "UPDATE automation.rule r SET place = o.place FROM unnest($1::bigint[]) WITH ORDINALITY AS o (id, place)"
        " WHERE r.id = o.id",
        list(rules),
    )


async def begin_here(connection: Connection) -> None:
    """The first rule looks at nothing that stands in the log already."""
    await connection.execute(
        "UPDATE automation.cursor SET generation = i.generation, xid = pg_current_xact_id() FROM kit.installation i"
    )


async def cursor(connection: Connection) -> tuple[int, str] | None:
    """(generation, xid) up to which all was looked at, locked; None: another node is at it."""
    row = await connection.fetchrow("SELECT generation, xid::text AS xid FROM automation.cursor FOR UPDATE SKIP LOCKED")
    return (row["generation"], row["xid"]) if row else None


async def move(connection: Connection, generation: int, xid: str) -> None:
    """All was looked at up to here."""
    await connection.execute("UPDATE automation.cursor SET generation = $1, xid = $2::text::xid8", generation, xid)


async def ran(connection: Connection, rule: int, conversation: int, seq: int, failed: str | None) -> None:
    """It has acted, or could not."""
    await connection.execute(
        "INSERT INTO automation.ran (rule_id, conversation_id, seq, failed) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT DO NOTHING",
        rule,
        conversation,
        seq,
        failed,
    )


async def forget(db: Database) -> None:
    """What was done long ago."""
    await db.execute("DELETE FROM automation.ran WHERE at < now() - interval '90 days'")


_TALK = """
    SELECT c.id, c.public_id, c.case_no, c.status, c.topic, c.team_id, c.language, c.tags, c.priority, c.waiting_since,
           c.rating, c.holder_kind, c.holder_id, c.last_by, c.created_at, c.channel_id,
           g.kind AS channel, g.key AS site, i.subject IS NOT NULL AS verified, p.signed, p.said, p.context,
           (SELECT count(*) FROM conversations.conversation o WHERE o.contact_id = c.contact_id AND o.id < c.id
                AND o.part_of IS NULL) AS before
    FROM conversations.conversation c
    JOIN gateway.channel g ON g.id = c.channel_id
    JOIN contacts.identity i ON i.id = c.identity_id
    LEFT JOIN contacts.profile p ON p.contact_id = c.contact_id
"""


async def talks(on: Database | Connection, conversations: Sequence[int]) -> list[Record]:
    """What rules ask about these talks."""
    return await on.fetch(f"{_TALK} WHERE c.id = ANY ($1::bigint[]) AND c.part_of IS NULL", list(conversations))


async def lately(db: Database, since: datetime, limit: int) -> list[Record]:
    """The newest talks that began since then: by number, which grows with time."""
    return await db.fetch(
        f"{_TALK} WHERE c.created_at > $1 AND c.part_of IS NULL ORDER BY c.id DESC LIMIT $2", since, limit
    )
