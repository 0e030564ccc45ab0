"""The vocabulary of saved replies."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

SENT = "canned.sent"
CHANGED = "canned.changed"
REMOVED = "canned.removed"
SWITCHED = "canned.switched"
Scope = Literal["own", "team", "all"]


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: an operator, the teams (`every`: what all teams have is seen), and whether what belongs to teams and to
    everybody may be changed.
    """

    id: int
    teams: frozenset[int] = frozenset()
    every: bool = False
    manages: bool = False

    def seen(self) -> list[int] | None:
        """For a query: teams; None: all of them."""
        return None if self.every else sorted(self.teams)


class Reply(msgspec.Struct, kw_only=True):
    """A saved reply. `texts` by language; `files` as in a message (docs/protocol.md); `mine`: whoever asks may change
    it; `used_at` in ms.
    """

    id: int
    version: int
    scope: Scope
    team: int | None
    folder: str
    title: str
    shortcut: str
    texts: dict[str, str]
    files: list[dict[str, Any]]
    used: int
    unedited: int
    used_at: int | None
    mine: bool
