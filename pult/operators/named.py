"""States with names of their own: made by administrators, chosen like any other. Every change is a fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from pult.kit import facts
from pult.kit.errors import Absent, Conflict, Invalid
from pult.operators import named_store as store
from pult.operators.events import STATES_CHANGED, Actor
from pult.operators.states import State

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

MOST = 30
NAME_LENGTH, EMOJI_LENGTH = 60, 16
Held = Literal["keep", "back", "on_word"]
Kind = Annotated[str, msgspec.Meta(pattern="^[a-z_]{1,40}$")]
"""A kind of channel."""


class NamedWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody does in that state. `base` says whether new chats come, `works` whether it is work, `held` what
    becomes of talks in hands (null: as the basic state has it), `plan` how much of it a week shall have, in minutes
    (null: it is not planned), `channels` from which kinds of channels new talks come by themselves (null: from all).
    """

    name: str
    emoji: str = ""
    base: State = "pause"
    works: bool = False
    held: Held | None = None
    plan: Annotated[int, msgspec.Meta(ge=1, le=10_080)] | None = None
    channels: Annotated[tuple[Kind, ...], msgspec.Meta(max_length=20)] | None = None


class Named(NamedWish, frozen=True, kw_only=True):
    """A named state; closed ones are no choice any more, but still mean what they meant."""

    id: int
    closed: bool


async def every(db: Database) -> list[Named]:
    """All of them, open ones first, by name."""
    return [_named(row) for row in await store.every(db)]


async def add(db: Database, wanted: NamedWish, *, by: Actor) -> Named:
    """A new one. Raises `Conflict` when the name is in use, `Invalid`."""
    kept = checked(wanted)
    async with db.transaction() as connection:
        if await store.count(connection) >= MOST:
            raise Conflict(f"at most {MOST} states have names", code="too_many_states")
        made = await store.put(connection, None, kept)
        if made is None:
            raise Conflict("there is a state of this name", code="name_in_use", pointer="/name")
        await facts.record(
            connection,
            kind=STATES_CHANGED,
            subject=f"state:{made}",
            body=by.fact(now=msgspec.to_builtins(kept)),
        )
    return Named(**msgspec.structs.asdict(kept), id=made, closed=False)


async def change(db: Database, state: int, wanted: NamedWish, *, by: Actor) -> Named:
    """Another meaning from now on; what is past keeps its own. Raises `Absent`, `Conflict`, `Invalid`."""
    kept = checked(wanted)
    async with db.transaction() as connection:
        was = await store.one(connection, state)
        if was is None or was["closed"]:
            raise Absent("there is no such state")
        if was["base"] != kept.base and await store.in_use(connection, state):
            raise Conflict("somebody is in this state now", code="state_in_use", pointer="/base")
        if await store.put(connection, state, kept) is None:
            raise Conflict("there is a state of this name", code="name_in_use", pointer="/name")
        body = by.fact(was=dict(was), now=msgspec.to_builtins(kept))
        await facts.record(connection, kind=STATES_CHANGED, subject=f"state:{state}", body=body)
    return Named(**msgspec.structs.asdict(kept), id=state, closed=False)


async def close(db: Database, state: int, *, by: Actor) -> None:
    """No choice any more; whoever is in it stays until she chooses another. Raises `Absent`."""
    async with db.transaction() as connection:
        if not await store.close(connection, state):
            raise Absent("there is no such state")
        await facts.record(connection, kind=STATES_CHANGED, subject=f"state:{state}", body=by.fact(closed=True))


def _named(row: Record) -> Named:
    return Named(
        id=row["id"],
        name=row["name"],
        emoji=row["emoji"],
        base=row["base"],
        works=row["works"],
        held=row["held"],
        plan=row["plan"],
        channels=tuple(row["channels"]) if row["channels"] else None,
        closed=row["closed"],
    )


def checked(wanted: NamedWish) -> NamedWish:
    """The same as it is kept. Raises `Invalid`."""
    name, emoji = " ".join(wanted.name.split()), wanted.emoji.strip()
    if not 1 <= len(name) <= NAME_LENGTH or not name.isprintable():
        raise Invalid(f"a name has 1 to {NAME_LENGTH} characters", pointer="/name")
    if len(emoji) > EMOJI_LENGTH or any(one.isspace() or one.isalnum() for one in emoji):
        raise Invalid("one picture stands here", pointer="/emoji")
    channels = None if wanted.channels is None else tuple(sorted(set(wanted.channels)))
    if channels is not None and (not channels or wanted.base != "available"):
        raise Invalid("a state that takes new chats takes those of one channel at least", pointer="/channels")
    return msgspec.structs.replace(wanted, name=name, emoji=emoji, channels=channels)
