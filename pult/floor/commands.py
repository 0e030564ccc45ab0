"""Setting the bars: the only writer of this folder."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from pult.floor import store
from pult.floor.events import BARS_CHANGED, Bar
from pult.kit import facts
from pult.kit.errors import Invalid
from pult.operators.events import Actor

if TYPE_CHECKING:
    from pult.kit.db import Database

MOST = 20
LONGEST = 86_400


async def set_bars(db: Database, bars: Sequence[Bar], *, by: Actor) -> list[Bar]:
    """These from now on. Raises `Invalid` with a pointer."""
    if len(bars) > MOST:
        raise Invalid(f"at most {MOST} bars", pointer="/bars")
    for number, one in enumerate(bars):
        if len(one.channel) > 40 or not one.channel.isprintable() or one.channel in {b.channel for b in bars[:number]}:
            raise Invalid("a channel stands here once", pointer=f"/bars/{number}/channel")
        for name, value in (("first_reply", one.first_reply), ("waiting", one.waiting)):
            if not 1 <= value <= LONGEST:
                raise Invalid(f"1 to {LONGEST} seconds", pointer=f"/bars/{number}/{name}")
    async with db.transaction() as connection:
        await store.put_bars(connection, bars)
        body = by.fact(bars=[msgspec.to_builtins(one) for one in bars])
        await facts.record(connection, kind=BARS_CHANGED, subject="floor:bars", body=body)
    return list(bars)
