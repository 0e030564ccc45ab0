"""SQL of operators. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from pult.operators.events import Operator

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

_COLUMNS = "id, login, name, public_name"


def _operator(row: Record) -> Operator:
    return Operator(id=row["id"], login=row["login"], name=row["name"], public_name=row["public_name"])


async def put(db: Database, *, login: str, name: str, public_name: str, password_hash: str) -> Operator:
    """Create, or change name and password of the one with this login."""
    row = await db.fetchrow(
        f"INSERT INTO operators.operator (login, name, public_name, password_hash) VALUES ($1, $2, $3, $4)"
        f" ON CONFLICT (lower(login)) DO UPDATE SET name = excluded.name, public_name = excluded.public_name,"
        f" password_hash = excluded.password_hash, active = true RETURNING {_COLUMNS}",
        login,
        name,
        public_name,
        password_hash,
    )
    assert row is not None
    return _operator(row)


async def by_login(db: Database, login: str) -> tuple[Operator, str] | None:
    """(operator, password hash) of an active account."""
    row = await db.fetchrow(
        f"SELECT {_COLUMNS}, password_hash FROM operators.operator WHERE lower(login) = lower($1) AND active", login
    )
    return (_operator(row), row["password_hash"]) if row else None


async def every(db: Database) -> list[Operator]:
    """All active accounts, by name."""
    rows = await db.fetch(
        f"SELECT {_COLUMNS} FROM operators.operator WHERE active ORDER BY replace(lower(name), 'ё', 'е'), id"
    )
    return [_operator(row) for row in rows]


async def one(db: Database, operator: int) -> Operator | None:
    """An active account."""
    row = await db.fetchrow(f"SELECT {_COLUMNS} FROM operators.operator WHERE id = $1 AND active", operator)
    return _operator(row) if row else None


async def open_session(db: Database, *, token_hash: bytes, operator: int, expires_at: datetime) -> None:
    """Remember a session by its token's hash."""
    await db.execute(
        "INSERT INTO operators.session (token_hash, operator_id, expires_at) VALUES ($1, $2, $3)",
        token_hash,
        operator,
        expires_at,
    )


async def by_session(db: Database, token_hash: bytes) -> Operator | None:
    """Whose session this is, if it has not ended."""
    row = await db.fetchrow(
        f"SELECT {', '.join('o.' + c for c in _COLUMNS.split(', '))} FROM operators.session s"
        " JOIN operators.operator o ON o.id = s.operator_id AND o.active"
        " WHERE s.token_hash = $1 AND s.expires_at > now()",
        token_hash,
    )
    return _operator(row) if row else None


async def close_session(db: Database, token_hash: bytes) -> None:
    """End one."""
    await db.execute("DELETE FROM operators.session WHERE token_hash = $1", token_hash)


async def burn(db: Database, tickets: Sequence[tuple[UUID, datetime]]) -> set[UUID]:
    """Those of the tickets that were not burnt before; they are now."""
    rows = await db.fetch(
        "INSERT INTO operators.burnt_ticket (id, expires_at) SELECT * FROM unnest($1::uuid[], $2::timestamptz[])"
        " ON CONFLICT DO NOTHING RETURNING id",
        [t[0] for t in tickets],
        [t[1] for t in tickets],
    )
    return {row["id"] for row in rows}


async def purge(db: Database) -> None:
    """Forget ended sessions and tickets that could not be used any more anyway."""
    await db.execute("DELETE FROM operators.session WHERE expires_at < now()")
    await db.execute("DELETE FROM operators.burnt_ticket WHERE expires_at < now() - interval '1 day'")
