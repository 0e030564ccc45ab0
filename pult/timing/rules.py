"""What is promised, by which hours, and which settings may be made. Pure: no clock, no database."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from pult.conversations.events import Clock, Status
from pult.kit import calendar
from pult.kit.calendar import Calendar
from pult.kit.clock import milliseconds
from pult.kit.errors import Invalid
from pult.kit.words import folded
from pult.timing.events import EVERYBODY, ClockKind, Group, Policy, Target

Policies = Mapping[int, Policy]


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """By which way a talk came; `calendar`: the channel's own hours, if it has any."""

    key: str = ""
    kind: str = ""
    calendar: Calendar | None = None


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """What is promised: a target and when it ends. `since`: the waiting it is about (None: the whole talk)."""

    target: Literal["first", "next", "resolve"]
    at: datetime
    mark: str
    since: datetime | None


def calendar_of(policies: Policies, team: int | None, channel: Channel) -> Calendar:
    """The hours that a talk is answered in: its team's, else its channel's, else everybody's, else day and night."""
    own = policies.get(team) if team is not None else None
    if own is not None and own.hours is not None:
        return own.hours.calendar
    if channel.calendar is not None:
        return channel.calendar
    whole = policies.get(EVERYBODY)
    if whole is not None and whole.hours is not None:
        return whole.hours.calendar
    return calendar.ALWAYS


def target_of(
    policies: Policies, clock: Clock, channel: Channel, name: Literal["first", "next", "resolve"]
) -> tuple[int, ClockKind] | None:
    """(seconds, by which clock) of the most exact target that names one: a team's goes before everybody's, a group's
    before a topic's, a topic's before a channel's, a channel's key before its kind; of two alike the first. None:
    nothing is promised.
    """
    found: list[tuple[tuple[bool, bool, bool, int], int, ClockKind]] = [
        (_exactness(team, one, channel), seconds, one.clock)
        for team in (clock.team or EVERYBODY, EVERYBODY)
        for one in policies.get(team, Policy()).targets
        if _fits(one, clock, channel) and (seconds := getattr(one, name)) is not None
    ]
    if not found:
        return None
    _, seconds, kind = max(found, key=lambda one: one[0])
    return (seconds, kind) if seconds else None


def _fits(target: Target, clock: Clock, channel: Channel) -> bool:
    return (
        target.channel in (None, channel.key, channel.kind)
        and target.topic in (None, clock.topic)
        and (target.group is None or _belongs(target.group, clock))
    )


def _belongs(group: Group, clock: Clock) -> bool:
    if group.name is None:
        return any(" ".join(one.strip().lstrip("#").split()).lower() in clock.tags for one in group.values)
    return folded(clock.told.get(group.name, "")) in {folded(one) for one in group.values}


def _exactness(team: int, target: Target, channel: Channel) -> tuple[bool, bool, bool, int]:
    by = 0 if target.channel is None else 2 if target.channel == channel.key else 1
    return team != EVERYBODY, target.group is not None, target.topic is not None, by


def asks_who(policies: Policies) -> bool:
    """Whether it matters what is told of a contact."""
    return any(one.group and one.group.name for policy in policies.values() for one in policy.targets)


def promises(policies: Policies, clock: Clock, channel: Channel) -> list[Promise]:
    """What is promised in a talk now, in order of time."""
    if clock.status is Status.RESOLVED:
        return []
    made: list[Promise] = []
    if clock.waiting is not None and clock.status is Status.OPEN:
        name: Literal["first", "next"] = "next" if clock.answered else "first"
        made += _promise(policies, clock, channel, name, clock.waiting, clock.waiting)
    made += _promise(policies, clock, channel, "resolve", clock.began, None)
    return sorted(made, key=lambda one: one.at)


def _promise(
    policies: Policies,
    clock: Clock,
    channel: Channel,
    name: Literal["first", "next", "resolve"],
    start: datetime,
    since: datetime | None,
) -> list[Promise]:
    found = target_of(policies, clock, channel, name)
    if found is None:
        return []
    seconds, kind = found
    hours = calendar_of(policies, clock.team, channel) if kind == "business" else calendar.ALWAYS
    at = calendar.add(hours, start, timedelta(seconds=seconds))
    if at is None:
        return []
    return [Promise(target=name, at=at, mark=f"{name}:{milliseconds(start)}", since=since)]


def setting(policies: Policies, team: int | None, get: Callable[[Policy], Any]) -> Any:
    """What a team has set, else what is set for everybody."""
    for one in (team, EVERYBODY):
        if one is not None and one in policies and (value := get(policies[one])) is not None:
            return value
    return None


def check(policy: Policy, *, team: int, others: Policies, teams: frozenset[int]) -> None:
    """Raises `Invalid` with a pointer: hours that are none, a target that stands twice or promises nothing, an overflow
    to nobody or in a circle.
    """
    if policy.hours is not None:
        calendar.check(policy.hours.calendar, at="/hours")
    seen: set[tuple[str | None, str | None, Group | None]] = set()
    for number, one in enumerate(policy.targets):
        if (one.channel, one.topic, one.group) in seen:
            raise Invalid("this channel, topic and group have a target already", pointer=f"/targets/{number}")
        seen.add((one.channel, one.topic, one.group))
        if (one.first, one.next, one.resolve) == (None, None, None):
            raise Invalid("a target promises something: first, next or resolve", pointer=f"/targets/{number}")
    _check_words(policy)
    if policy.overflow is not None:
        _check_overflow(policy.overflow.to, team=team, others=others, teams=teams)


def _check_overflow(to: int, *, team: int, others: Policies, teams: frozenset[int]) -> None:
    if to not in teams:
        raise Invalid("there is no such team", pointer="/overflow/to")
    seen = {team}
    at: int | None = to
    while at is not None:
        if at in seen:
            raise Invalid("talks would go round in a circle", pointer="/overflow/to", code="circle")
        seen.add(at)
        further = others[at].overflow if at in others else None
        at = further.to if further is not None else None


def _check_words(policy: Policy) -> None:
    closed: set[str | None] = set()
    for number, one in enumerate(policy.closing):
        if one.channel in closed:
            raise Invalid("this channel stands here already", pointer=f"/closing/{number}")
        closed.add(one.channel)
    said: set[tuple[str | None, str, str]] = set()
    for number, reply in enumerate(policy.replies):
        if (reply.channel, reply.who, reply.when) in said:
            raise Invalid("this case has a reply already", pointer=f"/replies/{number}")
        said.add((reply.channel, reply.who, reply.when))
        if not reply.text:
            raise Invalid("a reply has words", pointer=f"/replies/{number}/text")
