"""What may be told about a person, and which of it counts. Pure."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from pult.kit.errors import Invalid, TooLarge

MOST_BYTES = 32 * 1024
MOST_DEPTH = 4
MOST_KEYS = 100
MOST_PAGES = 20
NAME_LIMIT = 200


def check_attributes(values: dict[str, Any]) -> None:
    """Refuse what would not be looked at anyway: `attributes_too_deep`, `attributes_too_many`,
    `attributes_too_large`; and text that the database cannot hold (`attributes_invalid`).
    """
    keys = _count(values, 1)
    if keys > MOST_KEYS:
        raise TooLarge(
            f"attributes have at most {MOST_KEYS} keys in all, these have {keys}", code="attributes_too_many"
        )
    size = len(msgspec.json.encode(values))
    if size > MOST_BYTES:
        raise TooLarge(f"attributes have at most {MOST_BYTES} bytes, these have {size}", code="attributes_too_large")


def _count(value: object, depth: int) -> int:
    """Keys in all. Depth is checked on the way down, so that a deep nest ends the walk early."""
    if isinstance(value, str):
        if "\0" in value:
            raise Invalid("an attribute holds a NUL character", code="attributes_invalid")
        return 0
    if not isinstance(value, dict | list):
        return 0
    if depth > MOST_DEPTH:
        raise TooLarge(f"attributes are at most {MOST_DEPTH} levels deep", code="attributes_too_deep")
    if isinstance(value, list):
        return sum(_count(one, depth + 1) for one in cast("list[object]", value))
    inner = cast("dict[str, object]", value)
    return sum(1 + _count(name, depth + 1) + _count(one, depth + 1) for name, one in inner.items())


def merged(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The old values with the new ones on top; null takes a value away. Raises like `check_attributes`."""
    whole = {name: value for name, value in {**old, **new}.items() if value is not None}
    check_attributes(whole)
    return whole


def moved(old: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The context with news on top; each page goes behind those that were seen before."""
    pages: list[dict[str, Any]] = [*new.get("pages", old.get("pages", []))]
    page = new.get("page")
    if page is not None and "pages" not in new:
        if pages and pages[-1].get("url") == page.get("url"):
            pages.pop()
        pages.append(page)
    return {**old, **new, "pages": pages[-MOST_PAGES:]}


def plain(signed: str | None, said: str | None) -> dict[str, str]:
    """What is told of a person (JSON as it is kept), value by name in words: the signed ones before those that only a
    page says, lists and groups left out.
    """
    return {**_plain(said), **_plain(signed)}


def _plain(text: str | None) -> dict[str, str]:
    told: dict[str, Any] = msgspec.json.decode(text) if text else {}
    return {key: _word(value) for key, value in told.items() if isinstance(value, str | int | float | bool)}


def _word(value: str | float | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)


def name_of(signed: dict[str, Any], said: dict[str, Any]) -> str | None:
    """What to call the person: the signed name before one that only a page says."""
    for told in (signed, said):
        name = told.get("name")
        if isinstance(name, str) and name.strip():
            return " ".join(name.split())[:NAME_LIMIT]
    return None
