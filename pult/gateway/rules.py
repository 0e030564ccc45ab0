"""Which first words are held back: what a machine, a flood or a game looks like. Pure: counts are given.

Held back is not refused: the words are kept and counted, an operator can let them through, and the visitor is told.
"""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec

ADDRESS_STARTS = 10
"""First words of one address within `WINDOW_SECONDS`; an office behind one address stays below."""
SAME_STARTS = 3
"""The same words from so many visitors before are a machine's."""
SAME_LENGTH = 20
"""Shorter words («Hello», «Where is my order?») are said by many."""
MOST_LINKS = 2
WINDOW_SECONDS = 600.0
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


class Reason(StrEnum):
    """Why first words wait."""

    EMPTY = "empty"
    LINKS = "links"
    REPEATED = "repeated"
    FLOOD = "flood"
    TRAP = "trap"


class First(msgspec.Struct, frozen=True, kw_only=True):
    """First words of somebody unknown. `from_address`: how many came from there lately (0 where addresses say nothing);
    `same`: how many visitors of the site said just this lately; `trap`: a field that people cannot see was filled in.
    """

    text: str
    files: int = 0
    from_address: int = 0
    same: int = 0
    trap: bool = False


def held_back(first: First) -> Reason | None:
    """Why these words wait for an operator's look; None: they begin a talk."""
    if first.trap:
        return Reason.TRAP
    if first.from_address >= ADDRESS_STARTS:
        return Reason.FLOOD
    links = _LINK.findall(first.text)
    rest = _LINK.sub("", first.text)
    if len(links) > MOST_LINKS or (links and not _says_something(rest)):
        return Reason.LINKS
    if not first.files and not _says_something(first.text):
        return Reason.EMPTY
    if first.same >= SAME_STARTS and len(normal(first.text)) >= SAME_LENGTH:
        return Reason.REPEATED
    return None


def normal(text: str) -> str:
    """The same words are the same whatever their case, spaces and signs."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)
