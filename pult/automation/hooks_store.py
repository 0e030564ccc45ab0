"""SQL of addresses that rules call, and of the calls. Private to this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from pult.automation.hooks_rules import Sent

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

_HOOK = (
    "h.id, h.name, h.url, h.secret, h.before, h.before_until, h.enabled, h.off, h.failures, h.failing_since,"
    " h.held_until, h.version, h.changed_at"
)
_NEXT = "n.hook_id = $1 AND n.due_at IS NOT NULL"
KEPT_CALLS = 200
"""Calls of one address that its page can show."""


async def every(db: Database) -> list[Record]:
    """All addresses, each with its last attempt, how many calls wait, and how many rules call it."""
    return await db.fetch(
        f"""
        SELECT {_HOOK}, o.name AS changed_by, l.tried_at, l.code, l.failed, w.n AS waiting, u.n AS rules
        FROM automation.hook h
        LEFT JOIN operators.operator o ON o.id = h.changed_by
        LEFT JOIN LATERAL (SELECT c.tried_at, c.code, c.failed FROM automation.call c
            WHERE c.hook_id = h.id AND c.tried_at IS NOT NULL ORDER BY c.number DESC LIMIT 1) l ON true
        LEFT JOIN LATERAL (SELECT count(*) AS n FROM automation.call c
            WHERE c.hook_id = h.id AND c.due_at IS NOT NULL) w ON true
        LEFT JOIN LATERAL (SELECT count(*) AS n FROM automation.rule r
            WHERE r.removed_at IS NULL AND r.body -> 'then' @> jsonb_build_array(jsonb_build_object('do', 'call',
            'hook', h.id))) u ON true
        WHERE h.removed_at IS NULL ORDER BY lower(h.name), h.id
        """
    )


async def one(on: Database | Connection, hook: int) -> Record | None:
    """An address."""
    return await on.fetchrow(f"SELECT {_HOOK} FROM automation.hook h WHERE h.id = $1 AND h.removed_at IS NULL", hook)


async def lock(connection: Connection, hook: int) -> Record | None:
    """An address, held."""
    return await connection.fetchrow(
        f"SELECT {_HOOK} FROM automation.hook h WHERE h.id = $1 AND h.removed_at IS NULL FOR UPDATE", hook
    )


async def count(connection: Connection) -> int:
    """How many addresses there are."""
    return await connection.fetchval("SELECT count(*) FROM automation.hook WHERE removed_at IS NULL")


async def add(connection: Connection, *, name: str, url: str, enabled: bool, by: int) -> int:
    """An address, without its secret yet."""
    return await connection.fetchval(
        "INSERT INTO automation.hook (name, url, secret, enabled, changed_by) VALUES ($1, $2, '', $3, $4) RETURNING id",
        name,
        url,
        enabled,
        by,
    )


async def change(connection: Connection, hook: int, *, name: str, url: str, enabled: bool, by: int) -> None:
    """Another content; whatever was wrong before begins anew."""
    await connection.execute(
        "UPDATE automation.hook SET name = $2, url = $3, enabled = $4, changed_by = $5, changed_at = clock_timestamp(),"
        " version = version + 1, off = NULL, failures = 0, failing_since = NULL, held_until = NULL WHERE id = $1",
        hook,
        name,
        url,
        enabled,
        by,
    )


async def put_secret(connection: Connection, hook: int, sealed: str, *, overlap: float) -> None:
    """A new secret; the one before signs too for `overlap` seconds."""
    await connection.execute(
        "UPDATE automation.hook SET before = nullif(secret, ''), secret = $2,"
        " before_until = clock_timestamp() + make_interval(secs => $3) WHERE id = $1",
        hook,
        sealed,
        overlap,
    )


async def remove(connection: Connection, hook: int, *, by: int) -> None:
    """It is called no more; nothing of its secrets stays."""
    await connection.execute(
        "UPDATE automation.hook SET removed_at = clock_timestamp(), enabled = false, secret = '', before = NULL,"
        " changed_by = $2 WHERE id = $1",
        hook,
        by,
    )
    await connection.execute("UPDATE automation.call SET due_at = NULL WHERE hook_id = $1", hook)


async def used(connection: Connection, hook: int) -> bool:
    """Whether a rule calls it."""
    return await connection.fetchval(
        "SELECT EXISTS (SELECT FROM automation.rule WHERE removed_at IS NULL AND body -> 'then' @>"
        " jsonb_build_array(jsonb_build_object('do', 'call', 'hook', $1::bigint)))",
        hook,
    )


async def call(
    connection: Connection, id: UUID, *, hook: int, kind: str, rule: int | None, talk: tuple[int, int] | None,
    decides: bool,
) -> None:  # fmt: skip
    """A call that is to be made; the same one only once."""
    await connection.execute(
        "INSERT INTO automation.call (id, hook_id, kind, rule_id, conversation_id, seq, decides)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO NOTHING",
        id,
        hook,
        kind,
        rule,
        talk[0] if talk else None,
        talk[1] if talk else None,
        decides,
    )


async def next_due(db: Database, hook: int) -> Record | None:
    """The call of an address that is to be made now, the oldest first; None: the address is off, rests, or has none."""
    return await db.fetchrow(
        f"""
        SELECT n.id, n.rule_id, n.conversation_id, n.seq, n.kind, n.at, n.attempts, n.decides
        FROM automation.call n JOIN automation.hook h ON h.id = n.hook_id AND h.enabled AND h.removed_at IS NULL
        WHERE {_NEXT} AND n.due_at <= now() AND coalesce(h.held_until, '-infinity') <= now()
        ORDER BY n.due_at, n.number LIMIT 1
        """,
        hook,
    )


async def next_in(db: Database, hook: int) -> float | None:
    """Seconds until a call of an address is to be made; None: there is none, or it is off."""
    return await db.fetchval(
        f"""
        SELECT extract(epoch FROM greatest(min(n.due_at), max(h.held_until), now()) - now())::float8
        FROM automation.call n JOIN automation.hook h ON h.id = n.hook_id AND h.enabled AND h.removed_at IS NULL
        WHERE {_NEXT}
        """,
        hook,
    )


async def tried(connection: Connection, call: UUID, sent: Sent, *, took: int, again: float | None) -> None:
    """How an attempt went (in `took` ms); `again`: seconds until the next one, None: there is none."""
    await connection.execute(
        "UPDATE automation.call SET attempts = attempts + 1, tried_at = clock_timestamp(), took = $2, code = $3,"
        " failed = $4, done_at = CASE WHEN $4::text IS NULL THEN clock_timestamp() END,"
        " due_at = clock_timestamp() + make_interval(secs => $5) WHERE id = $1",
        call,
        took,
        sent.code,
        sent.failed,
        again,
    )


async def heard(connection: Connection, hook: int) -> None:
    """The address works."""
    await connection.execute(
        "UPDATE automation.hook SET failures = 0, failing_since = NULL, held_until = NULL WHERE id = $1", hook
    )


async def failing(connection: Connection, hook: int, *, rest: float | None) -> None:
    """It failed once more and has peace for `rest` seconds."""
    await connection.execute(
        "UPDATE automation.hook SET failures = failures + 1,"
        " failing_since = coalesce(failing_since, clock_timestamp()),"
        " held_until = clock_timestamp() + make_interval(secs => $2) WHERE id = $1",
        hook,
        rest,
    )


async def switch_off(connection: Connection, hook: int, why: str) -> None:
    """The house calls it no more."""
    await connection.execute(
        "UPDATE automation.hook SET enabled = false, off = $2, version = version + 1 WHERE id = $1", hook, why
    )


async def ended(connection: Connection, call: UUID, outcome: str) -> None:
    """What became of an answer that decides."""
    await connection.execute("UPDATE automation.call SET outcome = $2 WHERE id = $1", call, outcome)


async def calls(db: Database, hook: int) -> list[Record]:
    """The newest calls of an address, with the rule and the talk they are about."""
    return await db.fetch(
        """
        SELECT n.id, n.kind, n.at, n.due_at, n.attempts, n.tried_at, n.took, n.code, n.failed, n.done_at, n.decides,
               n.outcome, n.rule_id, r.body ->> 'name' AS rule, c.public_id AS conv, c.case_no AS no
        FROM automation.call n
        LEFT JOIN automation.rule r ON r.id = n.rule_id
        LEFT JOIN conversations.conversation c ON c.id = n.conversation_id
        WHERE n.hook_id = $1 ORDER BY n.number DESC LIMIT $2
        """,
        hook,
        KEPT_CALLS,
    )


async def again(connection: Connection, hook: int, call: UUID) -> bool:
    """It is to be made now, as if it had never failed; whether there is such a call. The address has no peace."""
    found = await connection.fetchval(
        "UPDATE automation.call SET due_at = clock_timestamp(), attempts = 0 WHERE id = $1 AND hook_id = $2"
        " RETURNING true",
        call,
        hook,
    )
    await connection.execute("UPDATE automation.hook SET held_until = NULL WHERE id = $1", hook)
    return bool(found)


async def due(db: Database) -> list[int]:
    """Addresses with calls that wait: what a node that died has left behind."""
    rows = await db.fetch(
        "SELECT DISTINCT n.hook_id FROM automation.call n JOIN automation.hook h ON h.id = n.hook_id AND h.enabled"
        " WHERE n.due_at <= now()"
    )
    return [row["hook_id"] for row in rows]


async def forget(db: Database) -> None:
    """Calls of long ago."""
    await db.execute(
        "DELETE FROM automation.call WHERE at < now() - CASE WHEN done_at IS NULL THEN interval '30 days'"
        " ELSE interval '7 days' END"
    )
