"""What operators are doing: chosen by themselves or by a lead, or found out by their desk; every change is a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from pult.kit import facts, jobs
from pult.kit.clock import milliseconds
from pult.kit.errors import Absent
from pult.operators import states_store as store
from pult.operators.events import STATE, Actor
from pult.operators.people import TIDY

if TYPE_CHECKING:
    from pult.kit.db import Database

State = Literal["available", "transfers", "pause", "away", "offline"]


class StateChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody is doing from now on. `auto`: the desk noticed (nobody touches it, or somebody does again): such a
    change leaves a pause alone. `talks`: what becomes of one's open talks: kept, or back to the queue.
    """

    state: State
    comment: Annotated[str, msgspec.Meta(max_length=200)] = ""
    auto: bool = False
    talks: Literal["keep", "queue"] = "keep"


class Doing(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is doing since when (milliseconds since 1970), and how much they carry. `load`, `limit` and how far
    they are above it (`overflow`) are hundredths of a chat.
    """

    state: State
    comment: str
    since: int
    load: int
    limit: int
    overflow: int


async def doing(db: Database, operator: int) -> Doing:
    """Of one operator."""
    row = await store.doing(db, operator)
    return Doing(
        state=row["state"],
        comment=row["state_comment"],
        since=milliseconds(row["state_at"]),
        load=row["load"],
        limit=row["capacity"],
        overflow=row["overflow"],
    )


async def change(db: Database, operator: int, wanted: StateChange, *, by: Actor) -> Doing:
    """Do something else from now on; the same again is no change. Raises `Absent` when there is no such operator."""
    comment = " ".join(wanted.comment.split())
    async with db.transaction() as connection:
        was = await store.lock(connection, operator)
        if was is None:
            raise Absent("there is no such operator")
        automatic = {"available": "away", "away": "available"}
        if wanted.auto and automatic.get(wanted.state) != was["state"]:
            return await doing(db, operator)
        if (was["state"], was["state_comment"]) != (wanted.state, comment):
            await store.change(connection, operator, state=wanted.state, comment=comment)
            body = by.fact(to=wanted.state, was=was["state"], comment=comment, auto=wanted.auto)
            await facts.record(connection, kind=STATE, subject=f"operator:{operator}", body=body)
        if wanted.talks == "queue":
            job = {"operator": operator, "to": None, "by": by.id, "all": True}
            await jobs.later(connection, TIDY, job, key=f"{TIDY}:{operator}")
    return await doing(db, operator)
