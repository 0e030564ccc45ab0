"""SQL of skills, personal managers and deputies. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database


async def skills(on: Database | Connection) -> list[Record]:
    """All of them, by name."""
    return await on.fetch(
        "SELECT id, name, topics, languages, verified, least FROM routing.skill"
        " ORDER BY replace(lower(name), 'ё', 'е'), id"
    )


async def abilities(on: Database | Connection, operators: Sequence[int] | None = None) -> list[Record]:
    """Who knows what, of these operators or (None) of all."""
    return await on.fetch(
        "SELECT a.operator_id, a.skill_id, s.name, a.level FROM routing.ability a JOIN routing.skill s"
        " ON s.id = a.skill_id WHERE $1::bigint[] IS NULL OR a.operator_id = ANY ($1) ORDER BY 1, 2",
        None if operators is None else list(operators),
    )


async def put_skill(
    connection: Connection,
    number: int | None,
    *,
    name: str,
    topics: Sequence[str],
    languages: Sequence[str],
    verified: bool,
    least: int,
) -> int | None:
    """A new skill (None) or another form of this one. → its number; None: there is none, or -1: the name is in use."""
    used = await connection.fetchval("SELECT id FROM routing.skill WHERE lower(name) = lower($1)", name)
    if used is not None and used != number:
        return -1
    if number is None:
        return await connection.fetchval(
            "INSERT INTO routing.skill (name, topics, languages, verified, least)"
            " VALUES ($1, $2, $3, $4, $5) RETURNING id",
            name,
            list(topics),
            list(languages),
            verified,
            least,
        )
    return await connection.fetchval(
        "UPDATE routing.skill SET name = $2, topics = $3, languages = $4, verified = $5, least = $6"
        " WHERE id = $1 RETURNING id",
        number,
        name,
        list(topics),
        list(languages),
        verified,
        least,
    )


async def drop_skill(connection: Connection, number: int) -> bool:
    """Without it, and without what people knew of it."""
    return bool(await connection.fetchval("DELETE FROM routing.skill WHERE id = $1 RETURNING true", number))


async def put_ability(connection: Connection, operator: int, skill: int, level: int | None) -> bool:
    """She knows so much of it (None: nothing). False: there is no such skill."""
    if not await connection.fetchval("SELECT EXISTS (SELECT FROM routing.skill WHERE id = $1)", skill):
        return False
    if level is None:
        await connection.execute(
            "DELETE FROM routing.ability WHERE operator_id = $1 AND skill_id = $2", operator, skill
        )
        return True
    await connection.execute(
        "INSERT INTO routing.ability (operator_id, skill_id, level) VALUES ($1, $2, $3)"
        " ON CONFLICT (operator_id, skill_id) DO UPDATE SET level = excluded.level",
        operator,
        skill,
        level,
    )
    return True


async def managers(on: Database | Connection, contacts: Sequence[int]) -> dict[int, int]:
    """Contact → her personal manager, of those who have one."""
    rows = await on.fetch(
        "SELECT contact_id, operator_id FROM routing.manager WHERE contact_id = ANY ($1::bigint[])", list(contacts)
    )
    return {row["contact_id"]: row["operator_id"] for row in rows}


async def put_manager(connection: Connection, contact: int, operator: int | None, by: int) -> None:
    """Her personal manager from now on (None: nobody)."""
    if operator is None:
        await connection.execute("DELETE FROM routing.manager WHERE contact_id = $1", contact)
        return
    await connection.execute(
        "INSERT INTO routing.manager (contact_id, operator_id, by_id) VALUES ($1, $2, $3) ON CONFLICT (contact_id)"
        " DO UPDATE SET operator_id = excluded.operator_id, by_id = excluded.by_id, at = clock_timestamp()",
        contact,
        operator,
        by,
    )


async def deputies(on: Database | Connection) -> dict[int, int]:
    """Operator → who stands in for her."""
    rows = await on.fetch("SELECT operator_id, deputy_id FROM routing.deputy ORDER BY operator_id")
    return {row["operator_id"]: row["deputy_id"] for row in rows}


async def lock_deputies(connection: Connection) -> None:
    """Whoever changes a deputy waits here for the others: two changes at once could close a circle."""
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('routing:deputies', 9))")


async def put_deputy(connection: Connection, operator: int, deputy: int | None) -> None:
    """Who stands in for her from now on (None: nobody)."""
    if deputy is None:
        await connection.execute("DELETE FROM routing.deputy WHERE operator_id = $1", operator)
        return
    await connection.execute(
        "INSERT INTO routing.deputy (operator_id, deputy_id) VALUES ($1, $2)"
        " ON CONFLICT (operator_id) DO UPDATE SET deputy_id = excluded.deputy_id",
        operator,
        deputy,
    )


async def whose(db: Database, conversation: str) -> Record | None:
    """Person and team of a talk, where it came by and in which language, and which operator has it (NULL: none)."""
    return await db.fetchrow(
        "SELECT contact_id, team_id, channel_id, language,"
        " CASE holder_kind WHEN 'operator' THEN holder_id END AS holder"
        " FROM conversations.conversation WHERE public_id = $1",
        conversation,
    )
