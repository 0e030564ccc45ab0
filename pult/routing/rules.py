"""Whose turn it is. Pure: people and a talk in, a choice with its reason out; no clock, no database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction
from typing import Literal

import msgspec

CHAT = 100
"""What one talk weighs, in the unit of load and limit (hundredths of a chat)."""
Rule = Literal["only", "load", "idle", "turn"]


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who could answer. `load` and `limit` in hundredths of a chat; `since`: when she was given a talk last or
    became available, whichever is later (None: never).
    """

    id: int
    load: int
    limit: int
    since: datetime | None = None


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be answered. `not_to`: who has just given it away and does not get it back at once."""

    weight: int = CHAT
    not_to: frozenset[int] = frozenset()


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Who, and why: `only` one had room; `load`: the least loaded for her limit; `idle`: of those, who has waited
    longest; `turn`: nothing tells them apart. `of` is how many had room, `load` and `limit` are hers before this talk.
    """

    id: int
    rule: Rule
    load: int
    limit: int
    of: int


def choose(candidates: Sequence[Candidate], talk: Talk) -> Choice | None:
    """The least loaded relative to her limit; among equals who has been without a new talk longest; then by number, so
    that two nodes choose alike. None: nobody has room. Nobody is ever chosen above her limit.
    """
    fit = [one for one in candidates if one.load + talk.weight <= one.limit and one.id not in talk.not_to]
    if not fit:
        return None
    first, *others = sorted(fit, key=_place)
    return Choice(id=first.id, rule=_why(first, others), load=first.load, limit=first.limit, of=len(fit))


def _share(one: Candidate) -> Fraction:
    return Fraction(one.load, one.limit)


def _since(one: Candidate) -> float:
    return one.since.timestamp() if one.since is not None else float("-inf")


def _place(one: Candidate) -> tuple[Fraction, float, int]:
    return _share(one), _since(one), one.id


def _why(first: Candidate, others: Sequence[Candidate]) -> Rule:
    if not others:
        return "only"
    second = others[0]
    if _share(second) > _share(first):
        return "load"
    return "idle" if _since(second) > _since(first) else "turn"
