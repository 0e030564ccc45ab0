"""How much somebody may ask for in a while: a bucket per key that fills by itself."""

from __future__ import annotations

import ipaddress
import time
from collections.abc import Callable
from functools import lru_cache

from pult.kit.errors import Busy

MOST_KEYS = 20_000


class Budget:
    """`burst` at once, `rate` a second from then on. Loopback is free: what comes from this machine is its own."""

    def __init__(self, *, rate: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._spent: dict[str, tuple[float, float]] = {}

    def spend(self, key: str, amount: float = 1) -> None:
        """Take that much, or raise `Busy` with `retry_ms`; an amount above the burst waits for a full bucket."""
        if _is_loopback(key):
            return
        now = self._clock()
        spent, at = self._spent.pop(key, (0.0, now))
        spent = max(0.0, spent - (now - at) * self._rate)
        left = self._burst - spent - min(amount, self._burst)
        if left < 0:
            self._spent[key] = (spent, now)
            raise Busy("too much at once from this address", retry_ms=round(1000 * -left / self._rate) + 1)
        if len(self._spent) >= MOST_KEYS:
            self._spent.pop(next(iter(self._spent)))
        self._spent[key] = (spent + amount, now)


@lru_cache(maxsize=4_096)
def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
