"""Which room is meant, and who is in it. Pure."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

import msgspec

from pult.kit.errors import Absent, Invalid, TooLarge

LONGEST = 4_000
"""Characters in one message."""


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """Between two operators (`one` < `other`), of a team, or (neither) of all."""

    one: int | None = None
    other: int | None = None
    team: int | None = None

    @property
    def key(self) -> str:
        """How it is kept."""
        if self.one is not None:
            return f"with {self.one} {self.other}"
        return "all" if self.team is None else f"team {self.team}"

    def has(self, operator: int, teams: AbstractSet[int]) -> bool:
        """Whether somebody is in it: one of the two, of the team, anybody. Nobody else, whatever their role."""
        if self.one is not None:
            return operator in (self.one, self.other)
        return self.team is None or self.team in teams


def room(name: str, *, me: int, teams: AbstractSet[int]) -> Room:
    """What an operator calls a room: `with-7`, `team-5`, `all`. One that she is not in is absent."""
    kind, _, number = name.partition("-")
    if name == "all":
        return Room()
    if not (number.isascii() and number.isdigit()) or len(number) > 15 or kind not in ("with", "team"):
        raise Absent("there is no such room")
    found = Room(team=int(number)) if kind == "team" else Room(one=min(me, int(number)), other=max(me, int(number)))
    if not found.has(me, teams) or (found.one is not None and found.one == found.other):
        raise Absent("there is no such room")
    return found


def check_text(text: str) -> str:
    """The words as they are kept. Raises `Invalid`, `TooLarge`."""
    if len(text) > LONGEST:
        raise TooLarge(f"a message to colleagues has at most {LONGEST} characters", pointer="/text", limit=LONGEST)
    kept = text.replace("\0", "").encode("utf-8", "replace").decode().strip()
    if not kept:
        raise Invalid("the text is empty", pointer="/text")
    return kept
