"""Who is called and what is said. Pure: no clock, no database."""

from __future__ import annotations

from datetime import datetime, time
from ipaddress import ip_address
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from pult.kit.errors import Invalid

WORDS = 120
"""Characters of a message that a note of the system shows at most."""
LONGEST = 1_000
"""Characters of a push service's address."""


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """How an operator wants to be called: for her own talks or the queue as well, whether words are shown, and between
    which times of day (`HH:MM`) never.
    """

    scope: str = "queue"
    words: bool = True
    quiet: tuple[str, str] = ("00:00", "00:00")
    language: str | None = None


def calls(wishes: Wishes, *, mine: bool, queued: bool, state: str) -> bool:
    """Whether a talk calls somebody who does `state`. Whoever is off is not called, whoever pauses only for her own."""
    if state == "offline":
        return False
    return mine or (queued and wishes.scope == "queue" and state == "available")


def is_quiet(quiet: tuple[str, str], at: datetime, zone: str) -> bool:
    """Whether a moment lies in somebody's quiet hours, where she is. Over midnight too; one time twice: none."""
    start, end = (time.fromisoformat(one) for one in quiet)
    now = at.astimezone(_zone(zone)).time().replace(second=0, microsecond=0)
    if start == end:
        return False
    return start <= now < end if start < end else now >= start or now < end


def check_zone(name: str) -> str:
    """The zone if there is one of this name, else UTC: a browser says it."""
    try:
        return ZoneInfo(name).key if 0 < len(name) <= 64 else "UTC"
    except (ValueError, OSError, KeyError):
        return "UTC"


def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(check_zone(name))


def shown(text: str) -> str:
    """The beginning of a message, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= WORDS else line[: WORDS - 1].rstrip() + "…"


def check_endpoint(address: str, *, test_origin: str | None = None, at: str = "") -> str:
    """A push service's address as it is kept. It comes from a browser, so it may be anything: only https to a name,
    nothing in it that is not an address. What it resolves to is looked at on every request (`kit/http.py`).
    """
    wrong = Invalid("this is no address of a push service", pointer=f"{at}/endpoint")
    if not 0 < len(address) <= LONGEST or not address.isascii() or not address.isprintable() or " " in address:
        raise wrong
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname or ""
    except ValueError:
        raise wrong from None
    if test_origin is not None and address.startswith(f"{test_origin}/"):
        return address
    if parts.scheme != "https" or parts.username is not None or parts.fragment or port not in (None, 443):
        raise wrong
    if "." not in host.strip(".") or _is_number(host) or host.endswith((".localhost", ".local", ".internal")):
        raise wrong
    return address


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return host.rpartition(".")[2].isdigit()
    return True
