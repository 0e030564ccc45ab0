"""Reading operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pult.operators import store
from pult.operators.events import Operator

if TYPE_CHECKING:
    from pult.kit.db import Database


async def every(db: Database) -> list[Operator]:
    """All active operators, by name (ё sorts as е)."""
    return await store.every(db)


async def one(db: Database, operator: int) -> Operator | None:
    """An active operator."""
    return await store.one(db, operator)
