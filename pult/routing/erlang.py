"""Erlang C: what waiting is when talks come by chance, each place answers one at a time and nobody leaves. Pure.

`load` is arrivals per second times seconds of handling (erlangs); `places` are talks that can be answered at once.
"""

from __future__ import annotations

from math import exp, inf

MOST = 100_000
"""Places that are tried before a wanted service level counts as out of reach."""


def blocked(places: int, load: float) -> float:
    """Erlang B: the share of time in which all places are taken when nobody waits. By recurrence, so that no factorial
    and no power is ever computed: good for any number of places.
    """
    share = 1.0
    for n in range(1, places + 1):
        share = load * share / (n + load * share)
    return share


def waiting(places: int, load: float) -> float:
    """The probability that somebody who comes has to wait; 1 where the queue grows without end."""
    return 1.0 if load >= places else _waiting(blocked(places, load), places, load)


def mean_wait(places: int, load: float, handling: float) -> float:
    """Seconds that somebody who comes waits on average, those who need not included; infinite at overload."""
    if load >= places:
        return inf
    return waiting(places, load) * handling / (places - load)


def service_level(places: int, load: float, handling: float, *, within: float) -> float:
    """The share that is answered within so many seconds; 0 at overload."""
    if load >= places:
        return 0.0
    return 1 - waiting(places, load) * exp(-(places - load) * within / handling)


def needed(load: float, handling: float, *, within: float, share: float, each: int = 1) -> int | None:
    """The fewest people, each with `each` places, with whom at least `share` are answered within so many seconds. None:
    not even with `MOST` places.
    """
    if load <= 0:
        return 0
    free = 1.0
    for places in range(1, MOST + 1):
        free = load * free / (places + load * free)
        if places % each or places <= load:
            continue
        late = _waiting(free, places, load) * exp(-(places - load) * within / handling)
        if 1 - late >= share:
            return places // each
    return None


def _waiting(share: float, places: int, load: float) -> float:
    used = load / places
    return share / (1 - used * (1 - share))
