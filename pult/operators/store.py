"""SQL of accounts, sessions, tickets and tries. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from pult.operators.access import Access
from pult.operators.events import Operator
from pult.operators.rules import Role

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

COLUMNS = (
    "o.id, o.login, o.name, o.public_name,"
    " (SELECT json_object_agg(f.channel_id, json_build_array(f.name, f.picture))"
    " FROM operators.face f WHERE f.operator_id = o.id) AS faces"
)
"""Of `operators.operator o`: what `operator_of` reads."""
_FACES = msgspec.json.Decoder(dict[int, tuple[str | None, str | None]])
_ACCESS = (
    f"{COLUMNS}, o.role, o.access_no, s.id AS session,"
    " ARRAY(SELECT m.team_id FROM operators.membership m WHERE m.operator_id = o.id) AS teams"
    " FROM operators.session s JOIN operators.operator o ON o.id = s.operator_id AND o.active"
)
SEEN_SECONDS = 60
"""How exact «last seen» of a session is."""


def operator_of(row: Record) -> Operator:
    """What colleagues see."""
    return Operator(
        id=row["id"],
        login=row["login"],
        name=row["name"],
        public_name=row["public_name"],
        faces=_FACES.decode(row["faces"]) if row["faces"] else {},
    )


def _access(row: Record) -> Access:
    return Access(
        operator=operator_of(row),
        role=Role(row["role"]),
        teams=frozenset(row["teams"]),
        session=row["session"],
        number=row["access_no"],
    )


async def put(
    connection: Connection, *, login: str, name: str, public_name: str, password_hash: str, role: Role, capacity: int
) -> tuple[Operator, bool]:
    """Create, or change name and password of the one with this login (and let them in again). → (operator, is it new);
    the very first account is an administrator's. The caller holds `lock_admins`.
    """
    row = await connection.fetchrow(
        "INSERT INTO operators.operator AS o (login, name, public_name, password_hash, capacity, role)"
        " VALUES ($1, $2, $3, $4, $6,"
        " CASE WHEN EXISTS (SELECT FROM operators.operator a WHERE a.role = 'admin' AND a.active)"
        " THEN $5 ELSE 'admin' END)"
        " ON CONFLICT (lower(login)) DO UPDATE SET name = excluded.name, public_name = excluded.public_name,"
        f" password_hash = excluded.password_hash, active = true RETURNING {COLUMNS}, xmax = 0 AS new",
        login,
        name,
        public_name,
        password_hash,
        role,
        capacity,
    )
    assert row is not None
    return operator_of(row), row["new"]


async def by_login(db: Database, login: str) -> tuple[Operator, str] | None:
    """(operator, password hash) of an active account."""
    row = await db.fetchrow(
        f"SELECT {COLUMNS}, o.password_hash FROM operators.operator o WHERE lower(o.login) = lower($1) AND o.active",
        login,
    )
    return (operator_of(row), row["password_hash"]) if row else None


async def password_hash(db: Database, operator: int) -> str | None:
    """Of an active account."""
    return await db.fetchval("SELECT password_hash FROM operators.operator WHERE id = $1 AND active", operator)


async def renew_password(connection: Connection, operator: int, *, was: str, now: str) -> None:
    """The same password, kept in another way; nothing when it has been changed meanwhile."""
    await connection.execute(
        "UPDATE operators.operator SET password_hash = $3 WHERE id = $1 AND password_hash = $2", operator, was, now
    )


async def set_password(connection: Connection, operator: int, digest: str) -> None:
    """Another password."""
    await connection.execute("UPDATE operators.operator SET password_hash = $2 WHERE id = $1", operator, digest)


async def every(db: Database) -> list[Record]:
    """All active accounts, by name (ё sorts as е), with role and teams."""
    return await db.fetch(
        f"SELECT {COLUMNS}, o.role, o.state, o.named_id, o.state_comment, o.state_at, o.load, o.capacity,"
        " EXISTS (SELECT FROM operators.present p JOIN operators.node n ON n.id = p.node_id WHERE p.operator_id = o.id"
        " AND n.seen_at > now() - interval '10 seconds') AS here,"
        " ARRAY(SELECT m.team_id FROM operators.membership m WHERE m.operator_id = o.id ORDER BY 1) AS teams"
        " FROM operators.operator o WHERE o.active ORDER BY replace(lower(o.name), 'ё', 'е'), o.id"
    )


async def one(db: Database, operator: int) -> Operator | None:
    """An active account."""
    row = await db.fetchrow(f"SELECT {COLUMNS} FROM operators.operator o WHERE o.id = $1 AND o.active", operator)
    return operator_of(row) if row else None


async def rights(db: Database, operator: int) -> tuple[Role, frozenset[int]] | None:
    """Role and teams of an active account."""
    row = await db.fetchrow(
        "SELECT o.role, ARRAY(SELECT m.team_id FROM operators.membership m WHERE m.operator_id = o.id) AS teams"
        " FROM operators.operator o WHERE o.id = $1 AND o.active",
        operator,
    )
    return (Role(row["role"]), frozenset(row["teams"])) if row else None


async def open_session(
    connection: Connection, *, token_hash: bytes, operator: int, expires_at: datetime, agent: str, address: str
) -> None:
    """Remember a session by its token's hash."""
    await connection.execute(
        "INSERT INTO operators.session (token_hash, operator_id, expires_at, agent, address)"
        " VALUES ($1, $2, $3, $4, $5)",
        token_hash,
        operator,
        expires_at,
        agent,
        address,
    )


async def by_session(db: Database, token_hash: bytes) -> tuple[Access, bool] | None:
    """(whose session this is, whether it should be marked as seen), if it has not ended."""
    row = await db.fetchrow(
        f"SELECT s.seen_at < now() - make_interval(secs => $2) AS stale, {_ACCESS}"
        " WHERE s.token_hash = $1 AND s.expires_at > now()",
        token_hash,
        SEEN_SECONDS,
    )
    return (_access(row), row["stale"]) if row else None


async def by_session_id(db: Database, session: UUID) -> Access | None:
    """Whose session this is, if it has not ended."""
    row = await db.fetchrow(f"SELECT {_ACCESS} WHERE s.id = $1 AND s.expires_at > now()", session)
    return _access(row) if row else None


async def numbers(db: Database, sessions: Sequence[UUID]) -> dict[UUID, int]:
    """The access number behind each of these sessions that has not ended; they are marked as seen."""
    rows = await db.fetch(
        "SELECT s.id, o.access_no FROM operators.session s"
        " JOIN operators.operator o ON o.id = s.operator_id AND o.active"
        " WHERE s.id = ANY ($1) AND s.expires_at > now()",
        list(sessions),
    )
    return {row["id"]: row["access_no"] for row in rows}


async def mark_seen(db: Database, sessions: Sequence[UUID]) -> None:
    """These sessions are in use."""
    await db.execute(
        "UPDATE operators.session SET seen_at = now()"
        " WHERE id = ANY ($1) AND seen_at < now() - make_interval(secs => $2)",
        list(sessions),
        SEEN_SECONDS,
    )


async def sessions(db: Database, operator: int) -> list[Record]:
    """What has not ended, the one seen last first."""
    return await db.fetch(
        "SELECT id, agent, address, created_at, seen_at FROM operators.session"
        " WHERE operator_id = $1 AND expires_at > now() ORDER BY seen_at DESC, id",
        operator,
    )


async def close_session(db: Database, token_hash: bytes) -> None:
    """End one."""
    await db.execute("DELETE FROM operators.session WHERE token_hash = $1", token_hash)


async def end_sessions(
    connection: Connection, operator: int, *, one: UUID | None = None, but: UUID | None = None
) -> int:
    """End this one, or all (`but` one); how many ended."""
    rows = await connection.fetch(
        "DELETE FROM operators.session WHERE operator_id = $1 AND ($2::uuid IS NULL OR id = $2)"
        " AND ($3::uuid IS NULL OR id <> $3) RETURNING id",
        operator,
        one,
        but,
    )
    return len(rows)


async def burn(db: Database, tickets: Sequence[tuple[UUID, datetime]]) -> set[UUID]:
    """Those of the tickets that were not burnt before; they are now."""
    rows = await db.fetch(
        "INSERT INTO operators.burnt_ticket (id, expires_at) SELECT * FROM unnest($1::uuid[], $2::timestamptz[])"
        " ON CONFLICT DO NOTHING RETURNING id",
        [t[0] for t in tickets],
        [t[1] for t in tickets],
    )
    return {row["id"] for row in rows}


async def attempt(connection: Connection, keys: Sequence[bytes], *, most: int, seconds: float) -> float | None:
    """Count one more try under each key; None: it may be made. Else nothing is counted, and the answer is how many
    seconds are left. Tries under one key go one after another, so that many at once are not more than many in a row.
    """
    await connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended(encode(k, 'hex'), 7)) FROM unnest($1::bytea[]) AS k ORDER BY k",
        sorted(keys),
    )
    wait: float | None = await connection.fetchval(
        "SELECT max(left_over) FROM (SELECT count(*) AS n,"
        " extract(epoch FROM min(at) + make_interval(secs => $3) - clock_timestamp())::float8 AS left_over"
        " FROM operators.attempt WHERE key = ANY ($1) AND at > clock_timestamp() - make_interval(secs => $3)"
        " GROUP BY key) t WHERE n >= $2",
        list(keys),
        most,
        seconds,
    )
    if wait is None:
        await connection.execute("INSERT INTO operators.attempt (key) SELECT unnest($1::bytea[])", list(keys))
    return wait


async def forgive(connection: Connection, *, all_of: bytes, one_of: bytes) -> None:
    """Forget the tries under one key, and the newest one under another."""
    await connection.execute(
        "DELETE FROM operators.attempt WHERE key = $1 OR ctid = ("
        " SELECT ctid FROM operators.attempt WHERE key = $2 ORDER BY at DESC LIMIT 1)",
        all_of,
        one_of,
    )


async def purge(db: Database, *, seconds: float) -> None:
    """Forget ended sessions, tickets and links that could not be used any more anyway, and old tries."""
    await db.execute("DELETE FROM operators.session WHERE expires_at < now()")
    await db.execute("DELETE FROM operators.burnt_ticket WHERE expires_at < now() - interval '1 day'")
    await db.execute("DELETE FROM operators.invitation WHERE expires_at < now() - interval '7 days'")
    await db.execute("DELETE FROM operators.attempt WHERE at < now() - make_interval(secs => $1)", seconds)


async def profile(db: Database, operator: int) -> Record | None:
    """The own names, signature, mail address and usual picture."""
    return await db.fetchrow(
        "SELECT o.name, o.public_name, o.signature, o.mail, f.picture FROM operators.operator o"
        " LEFT JOIN operators.face f ON f.operator_id = o.id AND f.channel_id = 0 WHERE o.id = $1",
        operator,
    )


async def set_profile(connection: Connection, operator: int, given: dict[str, str]) -> None:
    """Change what is given of name, public_name and signature. Open sockets learn of another name by coming back."""
    await connection.execute(
        "UPDATE operators.operator SET name = coalesce($2, name), public_name = coalesce($3, public_name),"
        " signature = coalesce($4, signature),"
        " access_no = access_no + CASE WHEN $2 IS NULL AND $3 IS NULL THEN 0 ELSE 1 END WHERE id = $1",
        operator,
        given.get("name"),
        given.get("public_name"),
        given.get("signature"),
    )
