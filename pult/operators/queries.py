"""Reading operators."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from pult.operators import here_store, people_store, rules, store
from pult.operators.events import Operator, Team
from pult.operators.rules import Permission, Role

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """An active operator as the others see them; `since`: when the state began; `load` and `limit` are hundredths of a
    chat; `here`: at a desk on some node.
    """

    operator: Operator
    role: Role
    teams: tuple[int, ...]
    state: str
    named: int | None
    comment: str
    since: datetime
    load: int
    limit: int
    here: bool


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is at a desk, available and has room. `load` and `limit` are hundredths of a chat; `given`: when she
    was given a talk last; `since`: that, or when she became available, whichever is later;
    `channels`: of which kinds of channels she takes talks in her state (None: of all).
    """

    id: int
    load: int
    limit: int
    since: datetime | None
    given: datetime | None
    channels: frozenset[str] | None = None


async def every(db: Database) -> list[Colleague]:
    """All active operators, by name (ё sorts as е)."""
    return [
        Colleague(
            operator=store.operator_of(row),
            role=Role(row["role"]),
            teams=tuple(row["teams"]),
            state=row["state"],
            named=row["named_id"],
            comment=row["state_comment"],
            since=row["state_at"],
            load=row["load"],
            limit=row["capacity"],
            here=row["here"],
        )
        for row in await store.every(db)
    ]


async def ready(on: Database | Connection, team: int | None) -> list[Ready]:
    """Who can be given a talk of this team without being asked: its members (None: anybody who answers talks) who are
    available, at a desk and not full.
    """
    return [
        Ready(
            id=row["id"],
            load=row["load"],
            limit=row["limit"],
            since=row["since"],
            given=row["given"],
            channels=frozenset(row["channels"]) if row["channels"] else None,
        )
        for row in await here_store.ready(on, team, _ANSWER)
    ]


async def present(on: Database | Connection, people: Collection[int]) -> set[int]:
    """Those of these active operators who are at a desk and take talks that are given to them."""
    return set(await here_store.taking(on, list(people)))


async def takes(db: Database, operator: int) -> list[str] | None:
    """Of which kinds of channels somebody takes new talks in the state she is in; None: of all."""
    return await here_store.takes(db, operator)


_ANSWER = [role for role in Role if rules.may(role, Permission.TALKS_WRITE)]


async def named(on: Database | Connection, numbers: Collection[int]) -> dict[int, Operator]:
    """These operators by their numbers."""
    return {row["id"]: store.operator_of(row) for row in await here_store.named(on, list(numbers))}


async def one(db: Database, operator: int) -> Operator | None:
    """An active operator."""
    return await store.one(db, operator)


async def teams(db: Database | Connection) -> list[Team]:
    """All teams by name."""
    return await people_store.teams(db)


async def team(db: Database, team: int) -> Team | None:
    """One team."""
    return await people_store.team(db, team)


async def open_to_all(db: Database) -> frozenset[int]:
    """Teams in whose talks anybody of the team may reply, not only whoever holds one."""
    return await people_store.open_to_all(db)


async def living(db: Database, sessions: Sequence[UUID]) -> set[UUID]:
    """Those of these sessions that have not ended, of accounts that are open."""
    return set(await store.numbers(db, sessions))


async def answers(db: Database, operator: int, *, team: int | None) -> bool:
    """Whether an active operator can hold a talk of this team."""
    found = await store.rights(db, operator)
    return found is not None and rules.may(found[0], Permission.TALKS_WRITE) and rules.sees(*found, team)


async def writes(db: Database, operator: int) -> bool:
    """Whether an active operator answers talks at all."""
    found = await store.rights(db, operator)
    return found is not None and rules.may(found[0], Permission.TALKS_WRITE)


async def sees(db: Database, operator: int, *, team: int | None) -> bool:
    """Whether an active operator may read what belongs to this team."""
    found = await store.rights(db, operator)
    return found is not None and rules.sees(*found, team)
