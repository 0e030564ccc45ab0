"""What the clock does to a talk if nobody does anything. Pure: a talk, the settings and the calendars in; acts out.

`Act.mark` names an occasion for ever: the same waiting, the same hands, the same words. What was done for a mark is not
done again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypeVar

import msgspec

from pult.conversations.events import Clock, HolderKind, Status
from pult.kit import calendar
from pult.kit.clock import milliseconds
from pult.timing.events import EVERYBODY, AutoReply, Closing, Policy, Said
from pult.timing.rules import Channel, Policies, Promise, calendar_of, promises, setting

What = Literal["overdue", "take_back", "pass_on", "notice", "close", "reply"]
ByChannel = TypeVar("ByChannel", AutoReply, Closing)


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What the clock does, and when; `seconds`: of the setting that says so; `to`: a team; `text`: what is said;
    `unless`: a tag that forbids it.
    """

    at: datetime
    what: What
    mark: str
    promise: Promise | None = None
    seconds: int = 0
    to: int = 0
    text: str = ""
    unless: str = ""


def acts(policies: Policies, clock: Clock, channel: Channel) -> list[Act]:
    """What the clock will do to a talk if nobody does anything, in order of time."""
    found = [Act(at=one.at, what="overdue", mark=one.mark, promise=one) for one in promises(policies, clock, channel)]
    for make in _MORE:
        if (act := make(policies, clock, channel)) is not None:
            found.append(act)
    return sorted(found, key=lambda one: (one.at, one.mark))


def _take_back(policies: Policies, clock: Clock, _channel: Channel) -> Act | None:
    """Waiting inside an assigned talk is waiting: it counts from the contact's words, or from when she got the talk."""
    wanted = setting(policies, clock.team, lambda one: one.take_back)
    if wanted is None or clock.waiting is None:
        return None
    if clock.status is not Status.OPEN or clock.holder.kind is not HolderKind.OPERATOR:
        return None
    seq, moved = clock.moved
    at = max(moved, clock.waiting) + timedelta(seconds=wanted.after)
    return Act(at=at, what="take_back", mark=f"back:{seq}:{milliseconds(clock.waiting)}", seconds=wanted.after)


def _overflow(policies: Policies, clock: Clock, channel: Channel) -> Act | None:
    wanted = policies.get(clock.team or EVERYBODY, Policy()).overflow
    if wanted is None or clock.waiting is None:
        return None
    if clock.status is not Status.OPEN or clock.holder.kind is not HolderKind.QUEUE:
        return None
    seq, moved = clock.moved
    hours = calendar_of(policies, clock.team, channel)
    at = calendar.add(hours, max(moved, clock.waiting), timedelta(seconds=wanted.after))
    if at is None:
        return None
    return Act(at=at, what="pass_on", mark=f"over:{seq}", seconds=wanted.after, to=wanted.to)


def _closing(policies: Policies, clock: Clock, channel: Channel) -> Act | None:
    """Silence counts from the newest words, which are ours."""
    if clock.status is not Status.OPEN or clock.waiting is not None or clock.said is None or clock.promised:
        return None
    seq, by, at = clock.said
    wanted = of_channel(policies, clock, channel, lambda one: one.closing)
    if wanted is None or by == "contact" or wanted.tag in clock.tags:
        return None
    if wanted.text and by != "system":
        text = in_language(wanted.text, clock.language)
        return Act(at=at + timedelta(seconds=wanted.after), what="notice", mark=f"notice:{seq}", text=text)
    seconds = wanted.then if by == "system" else wanted.after
    at += timedelta(seconds=seconds)
    return Act(at=at, what="close", mark=f"close:{seq}", seconds=wanted.after, unless=wanted.tag)


def _reply(policies: Policies, clock: Clock, channel: Channel) -> Act | None:
    if clock.status is not Status.OPEN or clock.waiting is None or clock.said is None or clock.said[1] != "contact":
        return None
    is_open = calendar.is_open(calendar_of(policies, clock.team, channel), clock.waiting)
    if is_open and clock.holder.kind is HolderKind.OPERATOR:
        return None  # somebody is there and will answer
    case = ("known" if clock.known else "new", "open" if is_open else "closed")
    wanted = of_channel(
        policies, clock, channel, lambda one: [reply for reply in one.replies if (reply.who, reply.when) == case]
    )
    if wanted is None:
        return None
    mark = f"reply:{milliseconds(clock.waiting)}"
    return Act(at=clock.waiting, what="reply", mark=mark, text=in_language(wanted.text, clock.language))


_MORE: tuple[Callable[[Policies, Clock, Channel], Act | None], ...] = (_take_back, _overflow, _closing, _reply)


def of_channel(
    policies: Policies, clock: Clock, channel: Channel, get: Callable[[Policy], Iterable[ByChannel]]
) -> ByChannel | None:
    """The most exact of these: a channel's key before its kind before any, and the team's own before everybody's."""
    for team in (clock.team or EVERYBODY, EVERYBODY):
        mine = list(get(policies.get(team, Policy())))
        for name in (channel.key, channel.kind, None):
            for one in mine:
                if one.channel == name:
                    return one
    return None


def in_language(said: Said, language: str | None) -> str:
    """The words for whoever reads this language; else the first ones."""
    for name, text in said.items():
        if name == language:
            return text
    return next(iter(said.values()))


def following(found: Sequence[Act], told: Sequence[str]) -> tuple[Act | None, tuple[str, ...]]:
    """What comes next of what was not done yet; and what is worth remembering of what was."""
    marks = {one.mark for one in found}
    kept = tuple(one for one in told if one in marks)
    return next((one for one in found if one.mark not in kept), None), kept
