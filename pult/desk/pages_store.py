"""SQL of the pages of lists and of their counters. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from pult.desk.store import ROW

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database


class Which(msgspec.Struct, frozen=True, kw_only=True):
    """Which talks: SQL about `c`, a talk, with parameters from `$7` on (`$1` is the operator). It is made of constants;
    whatever a person gave stands in `given`. `resolved`: the solved ones, the last solved first.
    """

    sql: str
    given: tuple[Any, ...] = ()
    resolved: bool = False


class Place(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """Where a page ended: times as PostgreSQL reads them, and the talk."""

    first: str
    second: str
    talk: int


START = Place(first="-infinity", second="-infinity", talk=0)
START_RESOLVED = Place(first="infinity", second="infinity", talk=2**62)
_SEEN = "($2::bigint[] IS NULL OR c.team_id IS NULL OR c.team_id = ANY ($2))"
# Who waits longest, then who wrote last. A time that changes with every message stands in no index: the open ones,
# which are few, are sorted.
_OPEN = (
    " AND (coalesce(c.waiting_since, 'infinity') > $4::text::timestamptz OR (coalesce(c.waiting_since, 'infinity')"
    " = $4::text::timestamptz AND (c.last_at, c.id) < ($5::text::timestamptz, $6::bigint)))"
    " ORDER BY coalesce(c.waiting_since, 'infinity'), c.last_at DESC, c.id DESC LIMIT $3"
)
_RESOLVED = (
    " AND (c.resolved_at, c.id) < ($4::text::timestamptz, $6::bigint) AND $5::text IS NOT NULL"
    " ORDER BY c.resolved_at DESC, c.id DESC LIMIT $3"
)
_AGAIN = " ORDER BY coalesce(t.waiting_since, 'infinity'), t.last_at DESC, t.id DESC"
_AGAIN_RESOLVED = " ORDER BY t.resolved_at DESC, t.id DESC"


async def page(
    db: Database, which: Which, *, operator: int, teams: Sequence[int] | None, after: Place, limit: int
) -> list[Record]:
    """At most `limit` rows behind `after`, of these teams and of none (None: of every team), with how far this operator
    has read each.
    """
    ordered, again = (_RESOLVED, _AGAIN_RESOLVED) if which.resolved else (_OPEN, _AGAIN)
    return await db.fetch(
        f"SELECT t.*, coalesce(r.seq, 0) AS read FROM ({ROW} WHERE c.id = ANY (ARRAY("
        f"SELECT c.id FROM conversations.conversation c WHERE {which.sql} AND {_SEEN}{ordered}))) t"
        f" LEFT JOIN conversations.reader r ON r.conversation_id = t.id AND r.operator_id = $1{again}",
        operator,
        None if teams is None else list(teams),
        limit,
        after.first,
        after.second,
        after.talk,
        *which.given,
    )


async def standing(db: Database) -> list[tuple[int | None, str, int | None, int]]:
    """(team, kind of holder, holder, how many) of all open talks, from a small index of them alone."""
    rows = await db.fetch(
        "SELECT team_id, holder_kind, holder_id, count(*) AS n FROM conversations.conversation"
        " WHERE status <> 'resolved' GROUP BY team_id, holder_kind, holder_id"
    )
    return [(row["team_id"], row["holder_kind"], row["holder_id"], row["n"]) for row in rows]
