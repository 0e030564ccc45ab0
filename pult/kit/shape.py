"""Loose JSON into typed structs, with a pointer (RFC 6901) to whatever does not fit."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec

from pult.kit.errors import Invalid

T = TypeVar("T")
_PLACE = re.compile(r" - at `(?:key` in `)?\$([^`]*)`$")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_UNKNOWN = re.compile(r"unknown field `([^`]+)`")


def shaped(data: Any, kind: type[T], *, at: str = "") -> T:
    """The data as `kind`. Raises `Invalid` with one sentence and the pointer of the first field that is wrong; `at` is
    the pointer of the whole.
    """
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        text = str(error)
        place = _PLACE.search(text)
        pointer = "".join(f"/{name or number}" for name, number in _STEP.findall(place[1])) if place else ""
        said = text[: place.start()] if place else text
        unknown = _UNKNOWN.search(said)
        if unknown:
            pointer += f"/{unknown[1]}"
        raise Invalid(said[:1].lower() + said[1:], pointer=(at + pointer) or None) from error
