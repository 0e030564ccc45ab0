"""Identifiers: random public ids, and UUIDv7 for keys that clients (and we) make."""

from __future__ import annotations

import secrets
import time
from uuid import UUID


def public_id() -> str:
    """A random id of 128 bits in 22 URL-safe characters: the only name of a talk that leaves the house."""
    return secrets.token_urlsafe(16)


def uuid7() -> UUID:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value & (1 << 128) - 1)
