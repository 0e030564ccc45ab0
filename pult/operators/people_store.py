"""SQL of people: accounts as an administrator sees them, teams, one-time links. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pult.operators.events import Team
from pult.operators.rules import Role

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database


async def lock_admins(connection: Connection) -> set[int]:
    """The active administrators. Whoever changes who they are waits here for the others."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('operators.admins', 7))")
    rows = await connection.fetch("SELECT id FROM operators.operator WHERE role = 'admin' AND active")
    return {row["id"] for row in rows}


async def every(db: Database) -> list[Record]:
    """All accounts, also closed ones, by name (ё sorts as е)."""
    return await db.fetch(
        "SELECT o.id, o.login, o.name, o.public_name, o.mail, o.role, o.active, o.created_at, o.capacity, o.state,"
        " o.named_id, o.state_comment, o.state_at, (SELECT f.picture FROM operators.face f"
        " WHERE f.operator_id = o.id AND f.channel_id = 0) AS picture,"
        " ARRAY(SELECT m.team_id FROM operators.membership m WHERE m.operator_id = o.id ORDER BY 1) AS teams,"
        " count(s.id) AS sessions, max(s.seen_at) AS seen_at"
        " FROM operators.operator o LEFT JOIN operators.session s ON s.operator_id = o.id AND s.expires_at > now()"
        " GROUP BY o.id ORDER BY o.active DESC, replace(lower(o.name), 'ё', 'е'), o.id"
    )


async def lock(connection: Connection, operator: int) -> Record | None:
    """One account, locked until the transaction ends."""
    return await connection.fetchrow(
        "SELECT id, login, name, role, active, mail FROM operators.operator WHERE id = $1 FOR UPDATE", operator
    )


async def by_login(connection: Connection, login: str) -> Record | None:
    """One account by its login, whether open or closed."""
    return await connection.fetchrow(
        "SELECT id, login, name, role, active, mail FROM operators.operator WHERE lower(login) = lower($1)", login
    )


async def set_rights(connection: Connection, operator: int, *, role: Role | None, active: bool | None) -> None:
    """Another role, or open or close the account; sockets that are open notice."""
    await connection.execute(
        "UPDATE operators.operator SET role = coalesce($2, role), active = coalesce($3, active),"
        " access_no = access_no + 1 WHERE id = $1",
        operator,
        role,
        active,
    )


async def set_capacity(connection: Connection, operator: int, capacity: int) -> None:
    """So much at once (hundredths of a chat); what she carries above it by now is her overflow."""
    await connection.execute(
        "UPDATE operators.operator SET capacity = $2, overflow = greatest(load - $2, 0) WHERE id = $1",
        operator,
        capacity,
    )


async def set_teams(connection: Connection, operator: int, teams: Sequence[int]) -> None:
    """In these teams and no other; sockets that are open notice."""
    await connection.execute(
        "DELETE FROM operators.membership WHERE operator_id = $1 AND team_id <> ALL ($2)", operator, list(teams)
    )
    await connection.execute(
        "INSERT INTO operators.membership (operator_id, team_id) SELECT $1, unnest($2::bigint[])"
        " ON CONFLICT DO NOTHING",
        operator,
        list(teams),
    )
    await connection.execute("UPDATE operators.operator SET access_no = access_no + 1 WHERE id = $1", operator)


async def teams(db: Database | Connection) -> list[Team]:
    """All teams by name."""
    rows = await db.fetch("SELECT id, name, replies FROM operators.team ORDER BY replace(lower(name), 'ё', 'е'), id")
    return [_team(row) for row in rows]


async def team(db: Database | Connection, team: int) -> Team | None:
    """One team."""
    row = await db.fetchrow("SELECT id, name, replies FROM operators.team WHERE id = $1", team)
    return _team(row) if row else None


def _team(row: Record) -> Team:
    return Team(id=row["id"], name=row["name"], replies=row["replies"])


async def open_to_all(db: Database) -> frozenset[int]:
    """Teams in whose talks anybody of the team may reply."""
    return frozenset(row["id"] for row in await db.fetch("SELECT id FROM operators.team WHERE replies = 'anybody'"))


async def add_team(connection: Connection, name: str) -> int | None:
    """A new team; None: the name is in use."""
    return await connection.fetchval(
        "INSERT INTO operators.team (name) VALUES ($1) ON CONFLICT (lower(name)) DO NOTHING RETURNING id", name
    )


async def change_team(connection: Connection, team: int, name: str, replies: str | None) -> Team | bool:
    """Another name, and (unless None) who may reply; False: there is no such team, True: the name is in use."""
    if await connection.fetchval("SELECT 1 FROM operators.team WHERE lower(name) = lower($1) AND id <> $2", name, team):
        return True
    row = await connection.fetchrow(
        "UPDATE operators.team SET name = $2, replies = coalesce($3, replies) WHERE id = $1"
        " RETURNING id, name, replies",
        team,
        name,
        replies,
    )
    return _team(row) if row else False


async def drop_team(connection: Connection, team: int) -> bool:
    """Without it; who was in it notices."""
    await connection.execute(
        "UPDATE operators.operator SET access_no = access_no + 1"
        " WHERE id IN (SELECT operator_id FROM operators.membership WHERE team_id = $1)",
        team,
    )
    row = await connection.fetchrow("DELETE FROM operators.team WHERE id = $1 RETURNING id", team)
    return row is not None


async def add_link(
    connection: Connection,
    *,
    token_hash: bytes,
    operator: int | None,
    login: str,
    name: str,
    mail: str | None,
    role: Role,
    teams: Sequence[int],
    by: int | None,
    hours: int,
) -> int:
    """A link that works once; its number."""
    return await connection.fetchval(
        "INSERT INTO operators.invitation AS i (token_hash, operator_id, login, name, mail, role, teams, invited_by,"
        " created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now(), now() + make_interval(hours => $9))"
        " RETURNING i.id",
        token_hash,
        operator,
        login,
        name,
        mail,
        role,
        list(teams),
        by,
        hours,
    )


_LINK = (
    "SELECT id, operator_id, login, name, mail, role, teams, invited_by, created_at, expires_at FROM"
    " operators.invitation WHERE used_at IS NULL AND expires_at > now()"
)


async def link(db: Database, token_hash: bytes) -> Record | None:
    """A link that can still be used."""
    return await db.fetchrow(_LINK + " AND token_hash = $1", token_hash)


async def use_link(connection: Connection, token_hash: bytes) -> Record | None:
    """The same, and from now on it cannot."""
    return await connection.fetchrow(
        "UPDATE operators.invitation SET used_at = now() WHERE token_hash = $1 AND used_at IS NULL"
        " AND expires_at > now() RETURNING id, operator_id, login, name, mail, role, teams, invited_by",
        token_hash,
    )


async def links(db: Database) -> list[Record]:
    """Invitations of new people that wait, the newest first."""
    return await db.fetch(_LINK + " AND operator_id IS NULL ORDER BY id DESC")


async def drop_link(connection: Connection, number: int) -> bool:
    """It cannot be used any more."""
    row = await connection.fetchrow(
        "DELETE FROM operators.invitation WHERE id = $1 AND used_at IS NULL RETURNING id", number
    )
    return row is not None


async def void_links(connection: Connection, operator: int) -> None:
    """No link gives this account another password any more."""
    await connection.execute("DELETE FROM operators.invitation WHERE operator_id = $1 AND used_at IS NULL", operator)


async def void_invitations(connection: Connection, login: str) -> None:
    """Nobody is invited under this login any more."""
    await connection.execute(
        "DELETE FROM operators.invitation WHERE lower(login) = lower($1) AND operator_id IS NULL AND used_at IS NULL",
        login,
    )


async def add(
    connection: Connection,
    *,
    login: str,
    name: str,
    mail: str | None,
    password_hash: str,
    role: Role,
    capacity: int,
) -> int | None:
    """A new account; None: the login is in use."""
    return await connection.fetchval(
        "INSERT INTO operators.operator (login, name, public_name, mail, password_hash, role, capacity)"
        " VALUES ($1, $2, $2, $3, $4, $5, $6) ON CONFLICT (lower(login)) DO NOTHING RETURNING id",
        login,
        name,
        mail,
        password_hash,
        role,
        capacity,
    )
