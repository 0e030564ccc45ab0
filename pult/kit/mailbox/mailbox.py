"""A mailbox with everything that belongs to it: fetching, sorting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pult.kit.again import Again
from pult.kit.mailbox.account import account_of
from pult.kit.mailbox.contract import Reader
from pult.kit.mailbox.fetching import Fetching
from pult.kit.mailbox.sorting import Letters

if TYPE_CHECKING:
    from pult.kit.db import Database

FORGET = "mailbox.forget"


class Mailbox:
    """Hold one per process. Without `url` nothing is fetched; what was fetched before is still sorted."""

    def __init__(self, db: Database, *, url: str | None, pattern: str, readers: Sequence[Reader], scale: float) -> None:
        account = account_of(url) if url else None
        name = account.name if account else None
        self.letters = Letters(db, readers=readers, pattern=pattern, mailbox=name, period=5.0 * scale)
        self._fetching = Fetching(db, account, arrived=self.letters.soon, scale=scale) if account else None

    def turning(self) -> tuple[Again, ...]:
        """What works by itself."""
        return (self.letters,) if self._fetching is None else (self._fetching, self.letters)
