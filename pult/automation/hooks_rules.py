"""Which addresses may be kept, when a call is made again, and when an address is given up. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from pult.kit.errors import Invalid

MOST_HOOKS = 50
NAME_LENGTH, URL_LENGTH = 80, 2000
DEADLINE = 10.0
"""Seconds that an address has to answer."""
PAUSES = (5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800)
"""Seconds until a call that failed is made again; after the last one it is given up (in 16 hours)."""
JITTER = 0.2
TIRED = 3
"""After so many failures one behind another the whole address has a pause, not each call alone."""
GIVEN_UP = timedelta(days=5)
"""An address that has failed for so long, and never worked meanwhile, is switched off."""
LONGEST_WAIT = 3600
"""Seconds; a longer `retry-after` than this is not obeyed."""
OVERLAP = timedelta(hours=24)
"""How long the secret before still signs, too."""
Failed = Literal["timeout", "unreachable", "address_refused", "redirect", "status", "gone"]


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An address as somebody wrote it."""

    name: str
    url: str
    enabled: bool = True

    def checked(self) -> Wanted:
        """The same if it can be kept. Raises `Invalid` with a pointer."""
        name = " ".join(self.name.split())
        if not 1 <= len(name) <= NAME_LENGTH or not name.isprintable():
            raise Invalid(f"a name has 1 to {NAME_LENGTH} characters", pointer="/name")
        return Wanted(name=name, url=check_url(self.url.strip()), enabled=self.enabled)


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """How an attempt went: `code` the answer's status, `failed` why it does not count as heard, `wait` how many seconds
    the address asks for.
    """

    code: int | None = None
    failed: Failed | None = None
    wait: int | None = None


def check_url(url: str) -> str:
    """Raises `Invalid`. What it resolves to is looked at whenever it is called (`kit/http.py`)."""
    refused = Invalid("an address looks like https://crm.example.com/hook", pointer="/url")
    if not url.isascii() or not url.isprintable() or " " in url or len(url) > URL_LENGTH:
        raise refused
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise refused from None
    if parts.scheme not in ("http", "https") or not parts.hostname or "#" in url:
        raise refused
    if parts.username is not None or parts.password is not None:
        raise Invalid("no name or password in an address: calls are signed", pointer="/url", code="secret_in_url")
    return url


def judged(status: int, retry_after: str) -> Sent:
    """What an answer means. Only 2xx was heard; nobody is followed anywhere."""
    if 200 <= status < 300:
        return Sent(code=status)
    if 300 <= status < 400:
        return Sent(code=status, failed="redirect")
    asked = status in (429, 503) and retry_after.isascii() and retry_after.isdigit()
    # Whoever answers may write thousands of digits, which Python refuses to read.
    wait = min(int(retry_after[:9]), LONGEST_WAIT) if asked else 0
    return Sent(code=status, failed="gone" if status == 410 else "status", wait=wait or None)


def pause(failures: int, *, chance: float, wait: int | None = None) -> float | None:
    """Seconds until the next attempt after so many failed ones (the first is 1); None: it is given up. `chance`: from 0
    to 1, so that not all come back at the same moment.
    """
    if failures > len(PAUSES):
        return None
    return max(PAUSES[failures - 1] * (1 + JITTER * (2 * chance - 1)), float(wait or 0))


def rest(failures: int, *, chance: float) -> float | None:
    """Seconds for which an address that fails has peace; None: it has not failed often enough."""
    if failures < TIRED:
        return None
    return pause(min(failures - TIRED + 1, 6), chance=chance)
