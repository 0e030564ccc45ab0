"""SQL of the pages of lists and of their counters. Private to this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from pult.desk.store import ROW

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database


Order = Literal["urgent", "last", "began", "promise", "resolved"]


class Which(msgspec.Struct, frozen=True, kw_only=True):
    """Which talks: SQL about `c`, a talk, with parameters from `$7` on (`$1` is the operator). It is made of constants;
    whatever a person gave stands in `given`. `order`: who waits longest, the newest word, who came first, what is
    promised soonest, the last solved.
    """

    sql: str
    given: tuple[Any, ...] = ()
    order: Order = "urgent"


class Place(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """Where a page ended: times as PostgreSQL reads them, and the talk."""

    first: str
    second: str
    talk: int


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """An order as SQL: what stands behind a place (`$4`, `$5`, `$6`), the sorting, and where a list begins. `{t}` is
    the talk. Every parameter is named, so that each has a type.
    """

    behind: str
    by: str
    start: Place


_WAIT = "coalesce({t}.waiting_since, 'infinity')"
_DUE = "coalesce('epoch'::timestamptz + ({t}.promise ->> 'due')::bigint * interval '1 millisecond', 'infinity')"
_LOW = Place(first="-infinity", second="-infinity", talk=0)
_HIGH = Place(first="infinity", second="infinity", talk=2**62)
# A time that changes with every message stands in no index: the open talks, which are few, are sorted.
WAYS: dict[Order, Way] = {
    "urgent": Way(
        behind=f"({_WAIT} > $4::text::timestamptz OR ({_WAIT} = $4::text::timestamptz"
        " AND ({t}.last_at, {t}.id) < ($5::text::timestamptz, $6::bigint)))",
        by=f"{_WAIT}, {{t}}.last_at DESC, {{t}}.id DESC",
        start=_LOW,
    ),
    "last": Way(
        behind="({t}.last_at, {t}.id) < ($4::text::timestamptz, $6::bigint) AND $5::text IS NOT NULL",
        by="{t}.last_at DESC, {t}.id DESC",
        start=_HIGH,
    ),
    "began": Way(
        behind="({t}.created_at, {t}.id) > ($4::text::timestamptz, $6::bigint) AND $5::text IS NOT NULL",
        by="{t}.created_at, {t}.id",
        start=_LOW,
    ),
    "promise": Way(
        behind=f"({_DUE}, {{t}}.id) > ($4::text::timestamptz, $6::bigint) AND $5::text IS NOT NULL",
        by=f"{_DUE}, {{t}}.id",
        start=_LOW,
    ),
    "resolved": Way(
        behind="({t}.resolved_at, {t}.id) < ($4::text::timestamptz, $6::bigint) AND $5::text IS NOT NULL",
        by="{t}.resolved_at DESC, {t}.id DESC",
        start=_HIGH,
    ),
}
SEEN = (
    "($2::bigint[] IS NULL OR c.team_id IS NULL OR c.team_id = ANY ($2)"
    " OR EXISTS (SELECT FROM conversations.guest u WHERE u.conversation_id = c.id AND u.operator_id = $1))"
)


async def page(
    db: Database, which: Which, *, operator: int, teams: Sequence[int] | None, after: Place, limit: int
) -> list[Record]:
    """At most `limit` rows behind `after`, of these teams and of none (None: of every team), with how far this operator
    has read each.
    """
    way = WAYS[which.order]
    behind, by, again = way.behind.replace("{t}", "c"), way.by.replace("{t}", "c"), way.by.replace("{t}", "t")
    return await db.fetch(
        f"SELECT t.*, coalesce(r.seq, 0) AS read FROM ({ROW} WHERE c.id = ANY (ARRAY("
        f"SELECT c.id FROM conversations.conversation c WHERE {which.sql} AND {SEEN} AND {behind}"
        f" ORDER BY {by} LIMIT $3))) t"
        f" LEFT JOIN conversations.reader r ON r.conversation_id = t.id AND r.operator_id = $1 ORDER BY {again}",
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
