"""SQL of saved views: their own table, and what a tree of conditions becomes. Private to this folder.

Conditions are made of constants; whatever a person gave goes as a parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from pult.desk import views_rules as rules
from pult.desk.pages_store import SEEN, Which
from pult.desk.views_rules import MOST_COUNTED, Shape, Tree

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

_VIEW = "id, version, scope, owner_id, team_id, name, body, changed_by, changed_at, removed_at"
_MINE = "(scope = 'all' OR owner_id = $1 OR (scope = 'team' AND ($2::bigint[] IS NULL OR team_id = ANY ($2))))"
_RATED = (
    "CASE WHEN c.rating IS NULL THEN 'none'"
    " WHEN (c.rating ->> 'score')::int * 2 > (c.rating ->> 'of')::int + 1 THEN 'good'"
    " WHEN (c.rating ->> 'score')::int * 2 = (c.rating ->> 'of')::int + 1 THEN 'middle' ELSE 'bad' END"
)
_READ = (
    "coalesce((SELECT r.public_no FROM conversations.reader r"
    " WHERE r.conversation_id = c.id AND r.operator_id = $1), 0)"
)


class Where:
    """Conditions with their parameters, which are numbered from `first` on; `$1` is always whoever looks."""

    def __init__(self, first: int) -> None:
        self._first = first
        self.given: list[Any] = []

    def shape(self, shape: Shape) -> str:
        """SQL about `c`, a talk."""
        if shape.of == "open":
            of = "c.status <> 'resolved'"
        else:
            of = (
                f"c.status = 'resolved' AND c.resolved_at > now() - make_interval(days => {self._put(shape.days)}::int)"
            )
        return f"{of} AND {self.tree(shape.filter)}"

    def tree(self, part: Tree) -> str:
        """One part of a tree. What is not known of a talk counts as «no», so that its «not» counts as «yes»."""
        match part:
            case rules.All():
                return self._group(part.of, "AND", "true")
            case rules.Some():
                return self._group(part.of, "OR", "false")
            case rules.Not():
                return f"(NOT {self.tree(part.of)})"
            case _:
                return f"coalesce({self._condition(part)}, false)"

    def _group(self, parts: Sequence[Tree], word: str, nothing: str) -> str:
        return f"({f' {word} '.join(self.tree(one) for one in parts)})" if parts else nothing

    def _condition(self, part: Tree) -> str:
        match part:
            case rules.Status():
                return f"c.status = ANY ({self._put(list(part.values))}::text[])"
            case rules.HeldBy():
                return self._held(part)
            case rules.OfTeam():
                return self._or_none("c.team_id", part.values, "bigint")
            case rules.Site():
                return f"c.channel_id IN (SELECT g.id FROM gateway.channel g WHERE g.key = ANY ({self._texts(part)}))"
            case rules.Channel():
                return f"c.channel_id IN (SELECT g.id FROM gateway.channel g WHERE g.kind = ANY ({self._texts(part)}))"
            case rules.Topic():
                return self._or_none("c.topic", part.values, "text")
            case rules.Tagged():
                tags = [" ".join(one.lstrip("#").split()).lower() for one in part.values if one is not None]
                none = " OR c.tags = '{}'" if None in part.values else ""
                return f"(c.tags && {self._put(tags)}::text[]{none})"
            case rules.Language():
                return f"c.language = ANY ({self._texts(part)})"
            case rules.Rated():
                return f"{_RATED} = ANY ({self._texts(part)})"
            case _:
                return self._moment(part)

    def _moment(self, part: Tree) -> str:
        """Conditions on times and on marks."""
        match part:
            case rules.Waiting():
                return f"c.waiting_since <= now() - {self._minutes(part.minutes)}"
            case rules.Promised() if part.minutes is None:
                return "c.promise IS NOT NULL"
            case rules.Promised():
                due = "'epoch'::timestamptz + (c.promise ->> 'due')::bigint * interval '1 millisecond'"
                return f"{due} <= now() + {self._minutes(part.minutes or 0)}"
            case rules.Started():
                return f"c.created_at > now() - {self._minutes(part.minutes)}"
            case rules.LastWord():
                return f"c.last_at > now() - {self._minutes(part.minutes)}"
            case rules.Unread():
                return f"c.last_by = 'contact' AND {_READ} < c.last_public"
            case rules.Verified():
                return "EXISTS (SELECT FROM contacts.identity i WHERE i.id = c.identity_id AND i.subject IS NOT NULL)"
            case rules.Missed():
                return "c.missed"
            case _:
                raise AssertionError(part)

    def _held(self, part: rules.HeldBy) -> str:
        people = [one for one in part.values if isinstance(one, int)]
        among = (
            [f"(c.holder_kind = 'operator' AND c.holder_id = ANY ({self._put(people)}::bigint[]))"] if people else []
        )
        words = {
            "me": "(c.holder_kind = 'operator' AND c.holder_id = $1)",
            "queue": "c.holder_kind = 'queue'",
            "bot": "c.holder_kind = 'bot'",
        }
        return f"({' OR '.join([*among, *(sql for word, sql in words.items() if word in part.values)])})"

    def _or_none(self, column: str, values: Sequence[Any], kind: str) -> str:
        some = f"{column} = ANY ({self._put([one for one in values if one is not None])}::{kind}[])"
        return f"({some} OR {column} IS NULL)" if None in values else some

    def _texts(self, part: rules.Site | rules.Channel | rules.Language | rules.Rated) -> str:
        return f"{self._put(list(part.values))}::text[]"

    def _minutes(self, minutes: int) -> str:
        return f"make_interval(mins => {self._put(minutes)}::int)"

    def _put(self, value: Any) -> str:
        self.given.append(value)
        return f"${self._first + len(self.given) - 1}"


def which(shape: Shape, *, among: Sequence[str] | None = None) -> Which:
    """The talks of a view as a list; with `among`, those of these (public ids) that stand in it."""
    where = Where(first=7)
    sql = where.shape(shape)
    given = [*where.given]
    if among is not None:
        given.append(list(among))
        sql = f"c.public_id = ANY (${6 + len(given)}::text[]) AND {sql}"
    return Which(sql=sql, given=tuple(given), order="resolved" if shape.of == "resolved" else shape.order)


async def counts(
    db: Database, shapes: Sequence[Shape], *, operator: int, teams: Sequence[int] | None
) -> dict[int, int]:
    """Place in `shapes` → how many talks stand there, counted up to `MOST_COUNTED`; one query for all."""
    where = Where(first=3)
    parts = [
        f"SELECT {place} AS place, count(*) AS n FROM (SELECT FROM conversations.conversation c"
        f" WHERE $1::bigint IS NOT NULL AND {where.shape(shape)} AND {SEEN} LIMIT {MOST_COUNTED}) t{place}"
        for place, shape in enumerate(shapes)
    ]
    rows = await db.fetch(" UNION ALL ".join(parts), operator, None if teams is None else list(teams), *where.given)
    return {row["place"]: row["n"] for row in rows}


async def every(db: Database, operator: int, teams: Sequence[int] | None) -> list[Record]:
    """What somebody has at hand: own ones, then those of teams and of all, by name (ё sorts as е)."""
    return await db.fetch(
        f"SELECT {_VIEW} FROM desk.view WHERE removed_at IS NULL AND {_MINE}"
        " ORDER BY scope <> 'own', scope <> 'team', replace(lower(name), 'ё', 'е'), id",
        operator,
        teams,
    )


async def one(on: Database, id: int) -> Record | None:
    """A view, whoever's it is, unless it is taken away."""
    return await on.fetchrow(f"SELECT {_VIEW} FROM desk.view WHERE id = $1 AND removed_at IS NULL", id)


async def lock(connection: Connection, id: int) -> Record | None:
    """The same, also when it is taken away, unchanged until this transaction ends."""
    return await connection.fetchrow(f"SELECT {_VIEW} FROM desk.view WHERE id = $1 FOR UPDATE", id)


async def count(connection: Connection, operator: int | None) -> int:
    """How many somebody has of their own (None: how many are shared)."""
    return await connection.fetchval(
        "SELECT count(*) FROM desk.view WHERE removed_at IS NULL AND owner_id IS NOT DISTINCT FROM $1", operator
    )


async def add(connection: Connection, row: dict[str, Any]) -> int:
    """Write a new one; its id."""
    return await connection.fetchval(
        "INSERT INTO desk.view (scope, owner_id, team_id, name, body, changed_by)"
        " VALUES ($1, $2, $3, $4, $5::jsonb, $6) RETURNING id",
        *_values(row),
    )


async def change(connection: Connection, id: int, row: dict[str, Any]) -> None:
    """Make another one of it."""
    await connection.execute(
        "UPDATE desk.view SET scope = $1, owner_id = $2, team_id = $3, name = $4, body = $5::jsonb, changed_by = $6,"
        " changed_at = clock_timestamp(), version = version + 1 WHERE id = $7",
        *_values(row),
        id,
    )


async def put_away(connection: Connection, id: int, *, gone: bool) -> None:
    """Taken away, or brought back; what was taken away a day ago is forgotten."""
    await connection.execute(
        "UPDATE desk.view SET removed_at = CASE WHEN $2 THEN clock_timestamp() END, version = version + 1"
        " WHERE id = $1",
        id,
        gone,
    )
    await connection.execute("DELETE FROM desk.view WHERE removed_at < now() - interval '1 day'")


def _values(row: dict[str, Any]) -> list[Any]:
    body = msgspec.json.encode(row["shape"]).decode()
    return [row["scope"], row["owner"], row["team"], row["name"], body, row["by"]]


async def sites(db: Database, teams: Sequence[int] | None) -> list[Record]:
    """Connected sites whose talks these teams see (None: all), by name."""
    return await db.fetch(
        "SELECT id, key, name FROM gateway.channel WHERE enabled AND id > 0"
        " AND ($1::bigint[] IS NULL OR team_id IS NULL OR team_id = ANY ($1)) ORDER BY lower(name), id",
        None if teams is None else list(teams),
    )
