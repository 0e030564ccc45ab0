"""What tells replies apart: a key nobody can guess, in the address a reply goes to and in our letter's Message-ID."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterable
from hashlib import sha256

_KEY = re.compile(r"[a-z2-7]{26}")


def new_key() -> str:
    """128 bits of chance in letters that survive any mail program, upper and lower case confused too."""
    return base64.b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()


def hash_of(key: str) -> bytes:
    """What is kept of it."""
    return sha256(key.encode()).digest()


def reply_address(pattern: str, key: str) -> str:
    """Where a reply to a letter goes. `pattern` has a `*` for the key, or none: then only the letter's Message-ID has
    it.
    """
    return pattern.replace("*", key, 1)


def keys_in(*, addresses: Iterable[str], ids: Iterable[str], pattern: str) -> tuple[str, ...]:
    """Keys that a letter carries: in what it was sent to, in what it answers."""
    found: dict[str, None] = {}
    before, star, after = pattern.lower().partition("*")
    for address in addresses:
        text = address.lower()
        if star and text.startswith(before) and text.endswith(after):
            found[text[len(before) : len(text) - len(after)]] = None
    for id in ids:
        found[id.strip("<>").partition("@")[0].lower()] = None
    return tuple(key for key in found if _KEY.fullmatch(key))
