"""Numbers that nobody should keep: hidden before anything is stored, and while they are still being typed.

Card numbers are known by their length, first digit and check digit (Luhn) and become «•••• 1234»; mail addresses, where
a site wants it, by their @ (answers to a question for an address stay: they were asked for). A site's own patterns
are not regular expressions but forms: `#` a digit, `@` a letter, a space an optional space or hyphen, anything else
itself; so no pattern can make the search slow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec

from pult.gateway.contract import Inbound
from pult.kit.errors import Invalid

HIDDEN = "••••"
MOST_PATTERNS = 20
MOST_GROUPS = 8
"""Parts that a card number is written in; more would make hostile text slow to search."""
_RUN = re.compile(r"\d(?<!\d\d)(?:[ \u00a0.\-–]?\d){8,200}(?!\d)")
"""Begins with the digit, not with the look behind it: then the search runs over plain words at the speed of C."""
_GROUP = re.compile(r"\d+")
_UUID = re.compile(r"\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b")
"""What programs call things by: its groups of digits are no card, though some would pass for one."""
UUID_LENGTH = 36
_MAIL = re.compile(r"[^\s@<>()\[\],;:\"']{1,64}@[^\s@<>()\[\],;:\"']{1,255}")
_MAIL_BEGUN = re.compile(r"[^\s@<>()\[\],;:\"']{1,64}@[^\s@<>()\[\],;:\"']{0,255}")
_PARTS = {"#": r"\d", "@": r"[^\W\d_]", " ": r"[ \u00a0\-–]?"}


class Mask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a site hides."""

    cards: bool = True
    mails: bool = False
    patterns: tuple[str, ...] = ()


class Masker:
    """Applies one site's mask."""

    def __init__(self, mask: Mask) -> None:
        self._cards, self._mails = mask.cards, mask.mails
        self._own = [_compiled(pattern) for pattern in mask.patterns]

    def said(self, text: str, *, asked: str = "") -> str:
        """The text as it may be stored. `asked`: the kind of question that it answers."""
        if self._cards:
            text = _RUN.sub(_hidden, text)
        if self._mails and asked != "mail" and "@" in text:
            text = _MAIL.sub(HIDDEN, text)
        for pattern in self._own:
            text = pattern.sub(HIDDEN, text)
        return text

    def typed(self, text: str) -> str:
        """The text as it may be peeked at: also what may yet become a card number is hidden."""
        text = self.said(text)
        if self._mails and "@" in text:
            text = _MAIL_BEGUN.sub(HIDDEN, text)
        if not self._cards:
            return text
        return _RUN.sub(lambda run: HIDDEN if run[0][0] in "23456" else run[0], text)


def masker(settings: dict[str, Any]) -> Masker:
    """The masker of a channel's settings, whatever else stands in them."""
    stored: dict[str, Any] = settings.get("mask") or {}
    cards, mails = stored.get("cards", True) is True, stored.get("mails", False) is True
    return Masker(Mask(cards=cards, mails=mails, patterns=tuple(stored.get("patterns", ()))))


class Maskers:
    """What each channel hides; made anew when its settings are read anew. Hold one per process."""

    def __init__(self, settings: Callable[[int], dict[str, Any]]) -> None:
        self._settings = settings
        self._known: dict[int, tuple[dict[str, Any], Masker]] = {}

    def of(self, channel: int) -> Masker:
        """That of a channel."""
        settings = self._settings(channel)
        known = self._known.get(channel)
        if known is None or known[0] is not settings:
            known = self._known[channel] = (settings, masker(settings))
        return known[1]

    def hide(self, channel: int, inbound: Inbound) -> Inbound:
        """Words as they may be stored, with what a talk begins with."""
        mask, start = self.of(channel), inbound.start
        if start is not None and start.fields:
            said = [(field, mask.said(field.value, asked=field.kind)) for field in start.fields]
            fields = tuple(msgspec.structs.replace(field, value=value) for field, value in said)
            start = msgspec.structs.replace(start, fields=fields)
        text = mask.said(inbound.text)
        if text == inbound.text and start is inbound.start:
            return inbound
        return msgspec.structs.replace(inbound, text=text, start=start)


def check(mask: Mask, *, at: str) -> None:
    """Raise `Invalid` for a pattern that would hide nearly everything, and for too many."""
    if len(mask.patterns) > MOST_PATTERNS:
        raise Invalid(f"a site has at most {MOST_PATTERNS} patterns", pointer=f"{at}/patterns")
    for index, pattern in enumerate(mask.patterns):
        if len(pattern) > 60 or sum(pattern.count(mark) for mark in "#@") < 4:
            raise Invalid(
                "a pattern has at least 4 of # (digit) and @ (letter), and at most 60 characters",
                pointer=f"{at}/patterns/{index}",
            )


def _compiled(pattern: str) -> re.Pattern[str]:
    body = "".join(_PARTS.get(character) or re.escape(character) for character in pattern)
    return re.compile(rf"(?<!\w){body}(?!\w)")


def _hidden(run: re.Match[str]) -> str:
    """A run of digits without its cards; the parts that belong to a UUID stay."""
    without = _without_cards(run[0])
    if without == run[0]:
        return without
    begin, end = max(run.start() - UUID_LENGTH, 0), min(run.end() + UUID_LENGTH, len(run.string))
    made, place = "", run.start()
    for name in _UUID.finditer(run.string, begin, end):
        first, last = max(name.start(), place), min(name.end(), run.end())
        if first < last:
            made += _without_cards(run.string[place:first]) + run.string[first:last]
            place = last
    return made + _without_cards(run.string[place : run.end()])


def _without_cards(run: str) -> str:
    """A run of digits with its card numbers hidden; a card begins and ends where a group of digits does."""
    groups = list(_GROUP.finditer(run))
    for first in range(len(groups)):
        for last in range(min(len(groups), first + MOST_GROUPS) - 1, first - 1, -1):
            digits = "".join(group[0] for group in groups[first : last + 1])
            if _is_card(digits):
                end = groups[last].end()
                return f"{run[: groups[first].start()]}{HIDDEN} {digits[-4:]}{_without_cards(run[end:])}"
    return run


def _is_card(digits: str) -> bool:
    if not 13 <= len(digits) <= 19 or int(digits[0]) not in (2, 3, 4, 5, 6):
        return False
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
