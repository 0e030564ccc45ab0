"""What is looked for when somebody types something: pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pult.kit.words import folded, other_layout

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"[#№]?\s*(\d{1,15})")
_PHONE = re.compile(r"\+?[\d\s().\u2011-]{5,30}")
LEAST_DIGITS = 5
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


def phone_of(query: str) -> str | None:
    """The digits of what looks like a telephone number, for `LIKE`, without the way it was dialled (8, +7); None: it is
    none.
    """
    if not _PHONE.fullmatch(query.strip()):
        return None
    digits = re.sub(r"\D", "", query)
    if len(digits) < LEAST_DIGITS:
        return None
    return f"%{digits[1:] if len(digits) == 11 and digits[0] in '78' else digits}%"


def line_of(words: str, patterns: Sequence[str], phone: str | None) -> str:
    """Of what is told about somebody, the line in which it was found: one value a line."""
    lines = words.split("\n")
    plain = [pattern.strip("%").replace("\\", "") for pattern in patterns]
    for line in lines:
        digits = re.sub(r"\D", "", line)
        if any(word in folded(line) for word in plain) or (phone is not None and phone.strip("%") in digits):
            return line[:SHOWN]
    return lines[0][:SHOWN]


def excerpt(text: str, spellings: tuple[str, str]) -> str:
    """The part of a message in which the first of the words stands."""
    flat = " ".join(text.split())
    low = folded(flat)
    starts = [word[: max(3, len(word) - 2)] for one in spellings for word in _WORD.findall(one)]
    places = [place for start in starts if (place := low.find(start)) >= 0]
    begin = max(0, min(places, default=0) - AROUND)
    part = flat[begin : begin + SHOWN]
    return f"{'…' if begin else ''}{part}{'…' if begin + SHOWN < len(flat) else ''}"
