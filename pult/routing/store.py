"""SQL of manners, limits and of what waits. Private to this folder; reads what other folders publish for joins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from pult.routing.events import EVERYBODY, Manners

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

_NAMES = tuple(field for field in Manners.__struct_fields__ if field != "team")
_COLUMNS = ", ".join(_NAMES)


def _manners(row: Record) -> Manners:
    return Manners(team=row["team_id"], **{name: row[name] for name in _NAMES})


async def manners(db: Database) -> list[Manners]:
    """What was set, team by team."""
    return [_manners(row) for row in await db.fetch(f"SELECT team_id, {_COLUMNS} FROM routing.team ORDER BY team_id")]


async def manners_of(on: Database | Connection, team: int) -> Manners:
    """Of one team, with the defaults where nothing was set."""
    row = await on.fetchrow(f"SELECT team_id, {_COLUMNS} FROM routing.team WHERE team_id = $1", team)
    return _manners(row) if row else Manners(team=team)


async def put(connection: Connection, wanted: Manners) -> None:
    """Set it."""
    places = ", ".join(f"${number}" for number in range(2, len(_NAMES) + 2))
    changes = ", ".join(f"{name} = excluded.{name}" for name in _NAMES)
    await connection.execute(
        f"INSERT INTO routing.team (team_id, {_COLUMNS}) VALUES ($1, {places})"
        f" ON CONFLICT (team_id) DO UPDATE SET {changes}",
        wanted.team,
        *(msgspec.structs.asdict(wanted)[name] for name in _NAMES),
    )


async def stirring(db: Database, teams: Sequence[int]) -> list[int]:
    """Those of these teams in whose queue something waits (0: everybody's), where it has waited longest first."""
    rows = await db.fetch(
        "SELECT t.team FROM unnest($1::bigint[]) AS t (team) CROSS JOIN LATERAL ("
        " (SELECT priority, waiting_since, id FROM conversations.conversation WHERE status = 'open'"
        " AND holder_kind = 'queue' AND team_id = t.team ORDER BY priority DESC, waiting_since, id LIMIT 1)"
        " UNION ALL"
        " (SELECT priority, waiting_since, id FROM conversations.conversation WHERE status = 'open'"
        f" AND holder_kind = 'queue' AND team_id IS NULL AND t.team = {EVERYBODY}"
        " ORDER BY priority DESC, waiting_since, id LIMIT 1)"
        ") q ORDER BY q.priority DESC, q.waiting_since, q.id",
        list(teams),
    )
    return [row["team"] for row in rows]


async def queued(db: Database, team: int, most: int) -> int:
    """How many talks wait in the queue of a team (0: everybody's); it stops counting at `most`."""
    query = (
        "SELECT count(*) FROM (SELECT FROM conversations.conversation WHERE status = 'open' AND holder_kind = 'queue'"
        " AND {} LIMIT $1) q"
    )
    if team == EVERYBODY:
        return await db.fetchval(query.format("team_id IS NULL"), most)
    return await db.fetchval(query.format("team_id = $2"), most, team)


async def held(connection: Connection, team: int | None) -> dict[int, int]:
    """Operator → talks of this team in her hands."""
    query = (
        "SELECT holder_id, count(*) AS talks FROM conversations.conversation WHERE status <> 'resolved'"
        " AND holder_kind = 'operator' AND {} GROUP BY holder_id"
    )
    rows = await (
        connection.fetch(query.format("team_id IS NULL"))
        if team is None
        else connection.fetch(query.format("team_id = $1"), team)
    )
    return {row["holder_id"]: row["talks"] for row in rows}


async def one_after_another(connection: Connection, team: int) -> None:
    """Choices for one team wait for each other, on all nodes, until their transactions end: each sees what the one
    before has given, and nothing overtakes what waits before it.
    """
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 9))", f"routing:{team}")


async def sites(connection: Connection) -> dict[int, int]:
    """Channel → how many of its talks may still be given; whoever asks where one has a limit waits for the others who
    do.
    """
    limits = await connection.fetch("SELECT channel_id, most FROM routing.site")
    if not limits:
        return {}
    await connection.execute("SELECT pg_advisory_xact_lock(hashtextextended('routing:sites', 9))")
    rows = await connection.fetch(
        "SELECT channel_id, count(*) AS talks FROM conversations.conversation WHERE status <> 'resolved'"
        " AND holder_kind = 'operator' GROUP BY channel_id"
    )
    held = {row["channel_id"]: row["talks"] for row in rows}
    return {row["channel_id"]: max(row["most"] - held.get(row["channel_id"], 0), 0) for row in limits}


async def site_limits(db: Database) -> dict[int, int]:
    """Channel → its limit."""
    rows = await db.fetch("SELECT channel_id, most FROM routing.site ORDER BY channel_id")
    return {row["channel_id"]: row["most"] for row in rows}


async def put_site(connection: Connection, channel: int, most: int | None) -> None:
    """At most so many of its talks in hands; None: no limit."""
    if most is None:
        await connection.execute("DELETE FROM routing.site WHERE channel_id = $1", channel)
        return
    await connection.execute(
        "INSERT INTO routing.site (channel_id, most) VALUES ($1, $2)"
        " ON CONFLICT (channel_id) DO UPDATE SET most = excluded.most",
        channel,
        most,
    )


async def is_site(db: Database, channel: int) -> bool:
    """Whether there is such a channel."""
    return await db.fetchval("SELECT EXISTS (SELECT FROM gateway.channel WHERE id = $1 AND id > 0)", channel)
