"""Loose JSON into typed structs, with a pointer (RFC 6901) to whatever does not fit."""

from __future__ import annotations

import re
from typing import Any, TypeVar, cast

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


def measured(value: Any, *, at: str, name: str, deepest: int, most: int) -> None:
    """Refuse a tree of conditions (groups have their parts under `of`) that is too deep or too large, before anything
    else looks at it. Raises `Invalid` (`<name>_too_deep`, `<name>_too_large`) with the pointer of the part; `at` is the
    pointer of the whole.
    """
    _measure(value, at, name, deepest, [most])


def _measure(value: Any, at: str, name: str, levels: int, left: list[int]) -> None:
    if levels < 1:
        raise Invalid("there are too many levels in this", pointer=at, code=f"{name}_too_deep")
    left[0] -= 1
    if left[0] < 0:
        raise Invalid("there are too many parts in this", pointer=at, code=f"{name}_too_large")
    inside = cast("dict[str, Any]", value).get("of") if isinstance(value, dict) else None
    if isinstance(inside, list):
        for place, one in enumerate(cast("list[Any]", inside)):
            _measure(one, f"{at}/of/{place}", name, levels - 1, left)
    elif isinstance(inside, dict):
        _measure(inside, f"{at}/of", name, levels - 1, left)
