"""Whose turn it is. Pure: people and talks in, choices with their reasons out; no clock, no database."""

from __future__ import annotations

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
    team in her hands; `skills`: name → level 1 … 100.
    """

    id: int
    load: int
    limit: int
    since: datetime | None = None
    given: datetime | None = None
    held: int = 0
    skills: Mapping[str, int] = {}


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
    fit = [one for one in candidates if one.load + talk.weight <= one.limit and one.id not in talk.not_to]
    if each is not None:
        fit = [one for one in fit if one.held < each]
    for rule, wanted in talk.first:
        for one in fit:
            if one.id == wanted:
                return _chosen(one, rule, len(fit), talk)
    able = fit if not talk.needs else [one for one in fit if not _lacks(one, talk)]
    if not able and talk.relaxed:
        able = fit
    if not able:
        return None
    first = min(able, key=lambda one: _place(one, strategy, talk))
    return _chosen(first, _why(first, able, strategy, talk), len(able), talk)


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
    people = {one.id: one for one in candidates}
    team, sites = limits.team, dict(limits.sites)
    dealt: list[tuple[K, Choice]] = []
    for key, talk in talks:
        if team is not None and team <= 0:
            break
        if sites.get(talk.site, 1) <= 0:
            continue
        choice = choose(list(people.values()), talk, strategy=strategy, each=limits.each)
        if choice is None:
            continue
        dealt.append((key, choice))
        people[choice.id] = _with(people[choice.id], talk, now)
        team = None if team is None else team - 1
        if talk.site in sites:
            sites[talk.site] -= 1
    return dealt


def _with(one: Candidate, talk: Talk, now: datetime) -> Candidate:
    return Candidate(
        id=one.id,
        load=one.load + talk.weight,
        limit=one.limit,
        since=now,
        given=now,
        held=one.held + 1,
        skills=one.skills,
    )


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


def _place(one: Candidate, strategy: Strategy, talk: Talk) -> tuple[float, float, float, int]:
    """The smaller, the earlier it is her turn."""
    if strategy == "idle":
        return _seconds(one.since), _share(one), 0.0, one.id
    if strategy == "turn":
        return _seconds(one.given), 0.0, 0.0, one.id
    level = -_level(one, talk) if strategy == "skill" else 0
    return level, _share(one), _seconds(one.since), one.id


def _why(first: Candidate, able: Sequence[Candidate], strategy: Strategy, talk: Talk) -> Rule:
    """What told her from the next one."""
    if len(able) == 1:
        return "only"
    if strategy == "turn":
        return "turn"
    mine = _place(first, strategy, talk)
    second = min(_place(one, strategy, talk) for one in able if one.id != first.id)
    if strategy == "idle":
        return "idle" if second[0] > mine[0] else "load" if second[1] > mine[1] else "turn"
    if second[0] > mine[0]:
        return "skill"
    return "load" if second[1] > mine[1] else "idle" if second[2] > mine[2] else "turn"
