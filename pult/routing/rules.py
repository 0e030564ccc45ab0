"""Whose turn it is. Pure: people and talks in, choices with their reasons out; no clock, no database."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, TypeVar

import msgspec

CHAT = 100
"""What one talk weighs, in the unit of load and limit (hundredths of a chat)."""
Rule = Literal["only", "load", "idle", "turn", "skill", "last", "manager", "deputy"]
Strategy = Literal["load", "idle", "turn", "skill"]
"""`load`: most room for her limit; `idle`: longest without a new talk; `turn`: one after another; `skill`: who knows
most of what is needed.
"""
K = TypeVar("K")


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who could answer. `load` and `limit` in hundredths of a chat; `since`: when she was given a talk last or
    became available, whichever is later (None: never); `given`: when she was given one last; `held`: talks of this
    team in her hands; `skills`: name → level 1 … 100; `channels`: kinds of channels whose talks she takes (None: all).
    """

    id: int
    load: int
    limit: int
    since: datetime | None = None
    given: datetime | None = None
    held: int = 0
    skills: Mapping[str, int] = {}
    channels: frozenset[str] | None = None


class Need(msgspec.Struct, frozen=True):
    """A skill that a talk needs, and from which level on."""

    skill: str
    least: int = 1


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be answered. `not_to`: who has just given it away or refused it and is not asked again at once;
    `first`: who comes before all others, in this order, and why; `needs`: what whoever answers must know, unless the
    talk has waited too long for that (`relaxed`).
    """

    weight: int = CHAT
    not_to: frozenset[int] = frozenset()
    first: tuple[tuple[Rule, int], ...] = ()
    needs: tuple[Need, ...] = ()
    relaxed: bool = False
    site: int = 0
    kind: str = ""


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Who, and why: `manager`, `deputy` or the `last` operator of this person; `only` one had room; `load`: the least
    loaded for her limit; `idle`: of those, who has waited longest; `turn`: nothing tells them apart, or it goes one
    after another; `skill`: who knows most. `of` is how many had room, `load` and `limit` are hers before this talk.
    `skills`: what was asked of her; `relaxed`: what she does not know, because nobody who does had room in time.
    """

    id: int
    rule: Rule
    load: int
    limit: int
    of: int
    skills: tuple[str, ...] = ()
    relaxed: tuple[str, ...] = ()


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How many talks may still be given: of this team `each` operator holds at most so many, `team` is what is left for
    the whole team, `sites` what is left for those sites that have a limit. None: no limit.
    """

    each: int | None = None
    team: int | None = None
    sites: Mapping[int, int] = {}


NONE = Limits()


def choose(
    candidates: Sequence[Candidate], talk: Talk, *, strategy: Strategy = "load", each: int | None = None
) -> Choice | None:
    """Who comes `first` for this person, else by the team's strategy; among equals who has been without a new talk
    longest; then by number, so that two nodes choose alike. None: nobody has room. Nobody is ever chosen above her
    limit.
    """
    return _Row(candidates, strategy, each).choose(talk)


def deal(
    candidates: Sequence[Candidate],
    talks: Sequence[tuple[K, Talk]],
    *,
    now: datetime,
    strategy: Strategy = "load",
    limits: Limits = NONE,
) -> list[tuple[K, Choice]]:
    """Choices for several talks, one after another in the order in which they wait: each sees what the ones before have
    given. Who is full and whose site is full is passed over; nobody else is.
    """
    row = _Row(candidates, strategy, limits.each)
    team, sites = limits.team, dict(limits.sites)
    dealt: list[tuple[K, Choice]] = []
    for key, talk in talks:
        if team is not None and team <= 0:
            break
        if sites.get(talk.site, 1) <= 0:
            continue
        choice = row.choose(talk)
        if choice is None:
            continue
        dealt.append((key, choice))
        row.give(choice.id, talk, now)
        team = None if team is None else team - 1
        if talk.site in sites:
            sites[talk.site] -= 1
    return dealt


_Place = tuple[float, float, int]


class _Row:
    """People in the order of their turns: whoever stands first and fits is chosen, so that a long row costs no more
    than a short one.
    """

    def __init__(self, candidates: Sequence[Candidate], strategy: Strategy, each: int | None) -> None:
        self._people = {one.id: one for one in candidates}
        self._strategy, self._each = strategy, each
        self._order = sorted(self._place(one) for one in candidates)
        self._rooms: dict[tuple[int, str], int] = {}

    def choose(self, talk: Talk) -> Choice | None:
        """Whose turn it is."""
        for rule, wanted in talk.first:
            one = self._people.get(wanted)
            if one is not None and self._fits(one, talk):
                return _chosen(one, rule, self._fitting(talk), talk)
        if not self._fitting(talk):
            return None
        if not talk.needs:
            return self._next(talk)
        able = [
            place for place in self._order if self._fits(one := self._people[place[2]], talk) and not _lacks(one, talk)
        ]
        if not able:
            return self._next(talk) if talk.relaxed else None
        if self._strategy == "skill":
            able.sort(key=lambda place: (-_level(self._people[place[2]], talk), place))
        return self._told(able[0], able[1] if len(able) > 1 else None, len(able), talk)

    def give(self, id: int, talk: Talk, now: datetime) -> None:
        """She has one talk more, from now on."""
        one = self._people[id]
        del self._order[bisect_left(self._order, self._place(one))]
        for room in self._rooms:
            self._rooms[room] -= self._has_room(one, *room)
        one = self._people[id] = Candidate(
            id=id,
            load=one.load + talk.weight,
            limit=one.limit,
            since=now,
            given=now,
            held=one.held + 1,
            skills=one.skills,
            channels=one.channels,
        )
        insort(self._order, self._place(one))
        for room in self._rooms:
            self._rooms[room] += self._has_room(one, *room)

    def _next(self, talk: Talk) -> Choice:
        """The first one who fits, whatever she knows; there is one."""
        fit = (place for place in self._order if self._fits(self._people[place[2]], talk))
        return self._told(next(fit), next(fit, None), self._fitting(talk), talk)

    def _told(self, first: _Place, second: _Place | None, of: int, talk: Talk) -> Choice:
        one = self._people[first[2]]
        other = self._people[second[2]] if second is not None else None
        if second is None or other is None:
            rule: Rule = "only"
        elif self._strategy == "skill" and _level(other, talk) != _level(one, talk) and not _lacks(one, talk):
            rule = "skill"
        else:
            rule = self._rule(first, second)
        return _chosen(one, rule, of, talk)

    def _rule(self, first: _Place, second: _Place) -> Rule:
        """What told her from the next one."""
        major, minor = ("idle", "load") if self._strategy == "idle" else ("load", "idle")
        if self._strategy == "turn" or second[:2] == first[:2]:
            return "turn"
        return major if second[0] > first[0] else minor

    def _place(self, one: Candidate) -> _Place:
        """The smaller, the earlier it is her turn."""
        if self._strategy == "idle":
            return _seconds(one.since), _share(one), one.id
        if self._strategy == "turn":
            return _seconds(one.given), 0.0, one.id
        return _share(one), _seconds(one.since), one.id

    def _fits(self, one: Candidate, talk: Talk) -> bool:
        return self._has_room(one, talk.weight, talk.kind) and one.id not in talk.not_to

    def _has_room(self, one: Candidate, weight: int, kind: str) -> bool:
        """Room for one more of such a channel."""
        if one.channels is not None and kind not in one.channels:
            return False
        return one.load + weight <= one.limit and (self._each is None or one.held < self._each)

    def _fitting(self, talk: Talk) -> int:
        """How many have room for it."""
        room = (talk.weight, talk.kind)
        known = self._rooms.get(room)
        if known is None:
            known = self._rooms[room] = sum(self._has_room(one, *room) for one in self._people.values())
        barred = (self._people[one] for one in talk.not_to if one in self._people)
        return known - sum(self._has_room(one, *room) for one in barred)


def _chosen(one: Candidate, rule: Rule, of: int, talk: Talk) -> Choice:
    lacks = _lacks(one, talk)
    skills = tuple(need.skill for need in talk.needs if need.skill not in lacks)
    return Choice(id=one.id, rule=rule, load=one.load, limit=one.limit, of=of, skills=skills, relaxed=lacks)


def _lacks(one: Candidate, talk: Talk) -> tuple[str, ...]:
    return tuple(need.skill for need in talk.needs if one.skills.get(need.skill, 0) < need.least)


def _share(one: Candidate) -> float:
    """Load for her limit. Equal fractions of whole numbers are equal floats, so ties are exact."""
    return one.load / one.limit


def _seconds(at: datetime | None) -> float:
    return at.timestamp() if at is not None else float("-inf")


def _level(one: Candidate, talk: Talk) -> int:
    """How well she knows the least of what is needed."""
    return min((one.skills.get(need.skill, 0) for need in talk.needs), default=0)
