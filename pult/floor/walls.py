"""Big screens without anybody signed in: a link shows figures of the floor, to whoever has it, until it is taken back,
its time is over, or its maker may not see the floor any more: a link can do no more than whoever made it.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from pult.floor import walls_store as store
from pult.floor.events import WALL_MADE, WALL_TAKEN_BACK, Glance
from pult.floor.subscribers import Board
from pult.kit import facts
from pult.kit.errors import Absent, Conflict, Invalid
from pult.operators.events import Actor
from pult.operators.rules import Permission, Role, may

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

MOST, NAME_LENGTH, LONGEST = 50, 60, 366
"""Screens at once; characters of a name; days that a link holds, if not for good."""


class Wall(msgspec.Struct, frozen=True, kw_only=True):
    """A screen as leads see it; `over`: its time has passed; `stopped`: its maker's account is closed, or has not the
    right to the floor any more.
    """

    id: int
    name: str
    made_by: str | None
    made_at: datetime
    expires_at: datetime | None
    seen_at: datetime | None
    over: bool
    stopped: bool


class Walls:
    """Hold one per process. `origin`: where our pages are."""

    def __init__(self, db: Database, *, board: Board, origin: str) -> None:
        self._db, self._board, self._origin = db, board, origin

    async def every(self) -> list[Wall]:
        """All of them, the newest first."""
        return [_wall(row) for row in await store.every(self._db)]

    async def make(self, *, name: str, days: int | None, by: Actor) -> str:
        """A new screen; its link, which stands nowhere else. `days`: how long it holds, None: until it is taken back.
        Raises `Invalid`, `Conflict` (`too_many`).
        """
        kept = " ".join(name.split())
        if not 1 <= len(kept) <= NAME_LENGTH or not kept.isprintable():
            raise Invalid(f"a name has 1 to {NAME_LENGTH} characters", pointer="/name")
        if days is not None and not 1 <= days <= LONGEST:
            raise Invalid(f"1 to {LONGEST} days", pointer="/days", code="out_of_range")
        token, lasts = secrets.token_urlsafe(32), timedelta(days=days) if days is not None else None
        async with self._db.transaction() as connection:
            if await store.count(connection) >= MOST:
                raise Conflict(f"at most {MOST} screens", code="too_many", limit=MOST)
            id = await store.add(connection, name=kept, token=hash_of(token), by=by.id, lasts=lasts)
            await facts.record(connection, kind=WALL_MADE, subject=f"wall:{id}", body=by.fact(name=kept, days=days))
        return f"{self._origin}/desk/#wall/{token}"

    async def take_back(self, wall: int, *, by: Actor) -> None:
        """Its link leads nowhere from now on. Raises `Absent`."""
        async with self._db.transaction() as connection:
            name = await store.remove(connection, wall)
            if name is None:
                raise Absent("there is no such screen")
            await facts.record(connection, kind=WALL_TAKEN_BACK, subject=f"wall:{wall}", body=by.fact(name=name))

    async def look(self, token: str) -> tuple[str, Glance]:
        """What the screen behind a link shows now: its name and figures. Raises `Absent`."""
        row = await store.known(self._db, hash_of(token))
        if row is None or not _may(row):
            raise Absent("there is no such screen")
        if row["tell"]:
            await store.seen(self._db, row["id"])
        return row["name"], await self._board.glance()


def hash_of(token: str) -> bytes:
    """What is kept of a link's secret."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()


def _wall(row: Record) -> Wall:
    return msgspec.convert({**dict(row), "stopped": not _may(row)}, Wall)


def _may(row: Record) -> bool:
    """Whether its maker may see the floor."""
    return bool(row["active"]) and may(Role(row["role"]), Permission.FLOOR)
