"""Files that belong to no message: those of saved replies. Whoever sends one sends a copy, so that erasing a message
never takes the original away.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pult.gateway.files import Files, operator


class Shelf:
    """What other folders may do with operators' files, by operator id."""

    def __init__(self, files: Files) -> None:
        self._files = files

    async def keep(self, who: int, ids: Sequence[str]) -> tuple[dict[str, Any], ...]:
        """These uploads of an operator's stay. Raises `Absent` for one that is not theirs."""
        return await self._files.use(operator(who), ids) if ids else ()

    async def copies(self, who: int, ids: Sequence[str]) -> tuple[dict[str, Any], ...]:
        """The same bytes again as fresh uploads of an operator's; what is gone is left out."""
        return await self._files.copies(operator(who), ids)

    async def drop(self, ids: Sequence[str]) -> None:
        """Not wanted any more."""
        if ids:
            await self._files.erase(ids)
