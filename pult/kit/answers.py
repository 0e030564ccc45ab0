"""One answer to one question of a form: whether it fits its kind, and how it is stored. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

from pult.kit.errors import Invalid
from pult.kit.mail import is_address

TEXT_LENGTH = 500
_PHONE = re.compile(r"\+[1-9]\d{6,14}")
_NUMBER = re.compile(r"[\dA-Za-z-]{1,30}")
_SPACES = re.compile(r"[\s()-]+")
Given = str | int | bool


def is_empty(given: Given | None) -> bool:
    """Nothing was answered."""
    return given is None or given is False or (isinstance(given, str) and not given.strip())


def place(given: Given, *, of: int, pointer: str) -> int:
    """The place of the chosen answer among so many, from 0. Raises `Invalid`."""
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given < of:
        raise Invalid("choose one of the answers", pointer=pointer)
    return given


def line(kind: str, given: Given, *, pointer: str) -> str:
    """Words of a kind (mail, phone, number, anything else is text) as one clean line; a phone as +, country and number
    (E.164). Raises `Invalid`.
    """
    if not isinstance(given, str) or len(given) > TEXT_LENGTH:
        raise Invalid(f"words of at most {TEXT_LENGTH} characters", pointer=pointer)
    value = _SPACES.sub("", given) if kind == "phone" else clean(given)
    fits, says = _KINDS.get(kind, (_anything, ""))
    if not value or not fits(value):
        raise Invalid(says or "this answer is empty", pointer=pointer)
    return value


def clean(text: str) -> str:
    """One line without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _anything(_value: str) -> bool:
    return True


_KINDS: dict[str, tuple[Callable[[str], bool], str]] = {
    "mail": (is_address, "this is no mail address"),
    "phone": (lambda value: _PHONE.fullmatch(value) is not None, "a phone looks like +7 900 000-00-00"),
    "number": (lambda value: _NUMBER.fullmatch(value) is not None, "a number has digits, letters and - only"),
}
