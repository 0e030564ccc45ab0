"""What operators are doing: chosen by themselves or by a lead, or found out by their desk; every change is a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from pult.kit import facts, jobs
from pult.kit.clock import milliseconds
from pult.kit.errors import Absent, Invalid
from pult.operators import named_store
from pult.operators import states_store as store
from pult.operators.events import STATE, Actor
from pult.operators.people import TIDY

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database

State = Literal["available", "transfers", "pause", "away", "offline"]


class StateChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody is doing from now on. `auto`: the desk noticed (nobody touches it, or somebody does again): such a
    change leaves a pause alone. `talks`: what becomes of one's open talks: kept, or back to the queue. `named`: one of
    the states with names of their own, whose basic one `state` is.
    """

    state: State
    comment: Annotated[str, msgspec.Meta(max_length=200)] = ""
    auto: bool = False
    talks: Literal["keep", "queue"] = "keep"
    named: int | None = None


class Doing(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is doing since when (milliseconds since 1970), by which name, and how much they carry. `load`,
    `limit` and how far they are above it (`overflow`) are hundredths of a chat.
    """

    state: State
    named: int | None
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
        named=row["named_id"],
        comment=row["state_comment"],
        since=milliseconds(row["state_at"]),
        load=row["load"],
        limit=row["capacity"],
        overflow=row["overflow"],
    )


async def change(db: Database, operator: int, wanted: StateChange, *, by: Actor) -> Doing:
    """Do something else from now on; the same again is no change. Raises `Absent` when there is no such operator,
    `Invalid` when there is no such named state, or it is another basic one.
    """
    comment = " ".join(wanted.comment.split())
    async with db.transaction() as connection:
        was = await store.lock(connection, operator)
        if was is None:
            raise Absent("there is no such operator")
        automatic = {"available": "away", "away": "available"}
        if wanted.auto and automatic.get(wanted.state) != was["state"]:
            return await doing(db, operator)
        named = await _named(connection, wanted)
        if (was["state"], was["state_comment"], was["named_id"]) != (wanted.state, comment, wanted.named):
            await store.change(connection, operator, state=wanted.state, comment=comment, named=wanted.named)
            body = by.fact(to=wanted.state, was=was["state"], comment=comment, auto=wanted.auto, **named)
            await facts.record(connection, kind=STATE, subject=f"operator:{operator}", body=body)
        if wanted.talks == "queue":
            job = {"operator": operator, "to": None, "by": by.id, "all": True}
            await jobs.later(connection, TIDY, job, key=f"{TIDY}:{operator}")
    return await doing(db, operator)


async def _named(connection: Connection, wanted: StateChange) -> dict[str, object]:
    """What the fact says of a named state: the past keeps the name and the meaning that it had."""
    if wanted.named is None:
        return {}
    found = await named_store.one(connection, wanted.named)
    if found is None or found["closed"]:
        raise Invalid("there is no such state", pointer="/named")
    if found["base"] != wanted.state:
        raise Invalid("this state has another basic one", pointer="/state")
    return {"named": found["id"], "name": found["name"], "emoji": found["emoji"], "works": found["works"]}
