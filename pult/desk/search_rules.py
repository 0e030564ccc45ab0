"""What is looked for when somebody types something: pure."""

from __future__ import annotations

import re

from pult.kit.words import folded, other_layout

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[#№]?\s*(\d{1,15})")
MOST_WORDS = 8
LONGEST_WORD = 60
AROUND = 60
"""Characters before what was found."""
SHOWN = 200


def spellings(query: str) -> tuple[str, str]:
    """(what was typed, what would have been under the other keyboard layout), folded."""
    return folded(query), folded(other_layout(query))


def question(spelling: str) -> str:
    """Every word, or a beginning of it: a text for PostgreSQL's `to_tsquery`, made of letters and digits alone."""
    words = _WORD.findall(spelling)[:MOST_WORDS]
    return " & ".join(f"{word[:LONGEST_WORD]}:*" for word in words)


def number_of(query: str) -> int | None:
    """The number of a case or a contact, if that is what was typed."""
    found = _NUMBER.fullmatch(query.strip())
    return int(found[1]) if found else None


def excerpt(text: str, spellings: tuple[str, str]) -> str:
    """The part of a message in which the first of the words stands."""
    flat = " ".join(text.split())
    low = folded(flat)
    starts = [word[: max(3, len(word) - 2)] for one in spellings for word in _WORD.findall(one)]
    places = [place for start in starts if (place := low.find(start)) >= 0]
    begin = max(0, min(places, default=0) - AROUND)
    part = flat[begin : begin + SHOWN]
    return f"{'…' if begin else ''}{part}{'…' if begin + SHOWN < len(flat) else ''}"
