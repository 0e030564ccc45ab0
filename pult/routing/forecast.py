"""How long somebody at this place of a queue still waits: a bracket that is honest, or none. Pure.

People are taken out of a busy queue by chance at a rate that is learnt from the last ones taken. Of `n` taken in `t`
busy seconds, the time until the p-th more is taken is t times a beta-prime variable (p, n): both the chance to come
and what so few taken can say of the rate are in it. A bracket is shown when that gives it `SURE`, and kept as long as
it has `KEEP`; of slow queues, and of those of which little is known, only the place is shown.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from math import exp, lgamma, log, log1p

import msgspec

FEWEST, MOST = 10, 60
"""Taken talks that a bracket is made of: with fewer, none is shown; of more, the newest are enough."""
OLDEST = 1800.0
"""Seconds after which what happened says nothing any more."""
SURE, KEEP = 0.82, 0.7
BRACKETS = (
    (0, 30),
    (15, 45),
    (30, 60),
    (45, 90),
    (60, 120),
    (90, 180),
    (120, 240),
    (180, 360),
    (240, 480),
    (300, 600),
    (420, 840),
    (600, 1200),
    (900, 1800),
    (1200, 2400),
    (1800, 3600),
)
"""Seconds (from, to) that may be shown: not wider than half a minute, or the end at most twice the beginning."""
Bracket = tuple[int, int]


class Turn(msgspec.Struct, frozen=True):
    """What one look at a queue found: when, for how many seconds it was busy since the look before, how many were
    taken, how many left by themselves, and the seconds that all who wait have waited meanwhile, together.
    """

    at: float
    busy: float
    taken: int
    left: int
    waited: float


class Pace:
    """What is known of one queue: its last turns, newest last."""

    def __init__(self) -> None:
        self._turns: deque[Turn] = deque()
        self.busy = self.waited = 0.0
        self.taken = self.left = 0

    def add(self, turn: Turn) -> None:
        """Learn, and forget what is too old or more than enough."""
        if turn.busy > 0:
            self._count(turn, 1)
            self._turns.append(turn)
        self.forget(turn.at)

    def forget(self, now: float) -> None:
        """Let go of what says nothing any more."""
        turns = self._turns
        while turns and (turns[0].at < now - OLDEST or self.taken - turns[0].taken >= MOST):
            self._count(turns.popleft(), -1)

    def _count(self, turn: Turn, sign: int) -> None:
        self.busy += sign * turn.busy
        self.waited += sign * turn.waited
        self.taken += sign * turn.taken
        self.left += sign * turn.left

    def chance(self, place: int, bracket: Bracket) -> float:
        """That somebody at this place (1: the next) waits so long."""
        known = self._known(place)
        if known is None:
            return 0.0
        low, high = bracket
        return _before(high, place, self.taken, known) - _before(low, place, self.taken, known)

    def bracket(self, place: int, shown: Bracket | None = None) -> Bracket | None:
        """What may be shown: the one that is `shown` as long as it is good, else the best if it is good enough."""
        known = self._known(place)
        if known is None:
            return None
        if shown is not None and self.chance(place, shown) >= KEEP:
            return shown
        middle = known * place / self.taken
        near = sorted(BRACKETS, key=lambda one: abs(log((one[0] + one[1]) / 2 / middle)))[:4]
        best = max(near, key=lambda one: self.chance(place, one))
        return best if self.chance(place, best) >= SURE else None

    def _known(self, place: int) -> float | None:
        """The busy seconds behind what was taken, shorter by what those ahead who leave by themselves save; None: too
        little is known.
        """
        if self.taken < FEWEST or self.busy <= 0:
            return None
        leaving = self.left / self.waited if self.waited > 0 else 0.0
        return self.busy / (1 + leaving * (place - 1) / 2 * self.busy / self.taken)


def _before(seconds: float, place: int, taken: int, busy: float) -> float:
    return beta(place, taken, seconds / (seconds + busy)) if seconds > 0 else 0.0


def beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz); exact to about ten digits."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta(b, a, 1 - x)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return front * _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _apart(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, 300):
        step = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = 1 / _apart(1 + step * d), _apart(1 + step / c)
        found *= d * c
        step = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = 1 / _apart(1 + step * d), _apart(1 + step / c)
        found *= d * c
        if abs(d * c - 1) < 1e-12:
            break
    return found


def _apart(value: float) -> float:
    """Not quite nothing: it is divided by."""
    return value if abs(value) > 1e-300 else 1e-300


class Queue:
    """One queue over time, and what each look at it teaches."""

    def __init__(self) -> None:
        self.pace = Pace()
        self.line: tuple[int, ...] = ()
        self._at: float | None = None

    def missing(self, line: Sequence[int]) -> list[int]:
        """Who stood there at the look before and does not any more (taken, left, or only pushed too far behind)."""
        here = set(line)
        return [one for one in self.line if one not in here]

    def look(self, now: float, line: Sequence[int], *, taken: int, left: int) -> None:
        """Learn from this look: so many of the missing were taken, so many left."""
        if self._at is not None and self.line:
            passed = now - self._at
            turn = Turn(at=now, busy=passed, taken=taken, left=left, waited=passed * len(self.line))
            self.pace.add(turn)
        else:
            self.pace.forget(now)
        self.line, self._at = tuple(line), now
