"""Who does not answer now, whatever the reason: another state, or no desk open on any living node."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Literal

import msgspec

from pult.operators import here_store

if TYPE_CHECKING:
    from pult.kit.db import Database


class Absent(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who does something else since `since`; `held`: what her named state does to talks in her hands (None: as
    the basic state has it); `here`: she has a desk open.
    """

    id: int
    state: str
    held: Literal["keep", "back", "on_word"] | None
    since: datetime
    here: bool


async def absent(db: Database) -> list[Absent]:
    """Everybody who is not available at a desk."""
    return [
        Absent(id=row["id"], state=row["state"], held=row["held"], since=row["state_at"], here=row["here"])
        for row in await here_store.absent(db)
    ]
