"""The settings of time: what a team (0: everybody) promises and what happens when nobody answers. Plain vocabulary.

Everything is off until it is set: three people in one room need none of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec

from pult.kit.calendar import Calendar

EVERYBODY = 0
"""Stands for the talks of no team, and for teams that have not set something themselves."""
Seconds = Annotated[int, msgspec.Meta(ge=0, le=365 * 86_400)]
Wait = Annotated[int, msgspec.Meta(ge=1, le=30 * 86_400)]
Short = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
ClockKind = Literal["business", "always"]
"""Whether time passes while nobody is expected to work."""


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One part of the settings."""


class Hours(_Part, frozen=True, kw_only=True):
    """A team's own hours; see `kit/calendar.py` for their form."""

    hours: Mapping[str, tuple[str, ...]] = {}
    zone: Short = "Europe/Moscow"
    holidays: Annotated[tuple[Short, ...], msgspec.Meta(max_length=200)] = ()
    country: Annotated[str, msgspec.Meta(max_length=40)] = ""
    working: Annotated[tuple[Short, ...], msgspec.Meta(max_length=200)] = ()

    @property
    def calendar(self) -> Calendar:
        """The same as a calendar."""
        return Calendar(
            hours=self.hours, zone=self.zone, holidays=self.holidays, country=self.country, working=self.working
        )


class Group(_Part, frozen=True, kw_only=True):
    """A group of customers: what is told of the contact under `name` is one of these (whatever the case, ё or е; what
    the site signed counts before what a page said); without a name one of these tags stands on the talk.
    """

    name: Short | None = None
    values: Annotated[tuple[Short, ...], msgspec.Meta(min_length=1, max_length=20)] = msgspec.field(name="in")


class Target(_Part, frozen=True, kw_only=True):
    """Within how many seconds a contact has the first answer, each next one, and a solution; None: another, less exact
    target says so; 0: no promise. `channel`: the key of a channel or a kind (`webchat`); `topic`: the key of a topic;
    `group`: of which customers; None: any.
    """

    channel: Short | None = None
    topic: Short | None = None
    group: Group | None = None
    first: Seconds | None = None
    next: Seconds | None = None
    resolve: Seconds | None = None
    clock: ClockKind = "business"


class TakeBack(_Part, frozen=True, kw_only=True):
    """A talk whose operator leaves its contact without an answer for `after` seconds goes back to the queue."""

    after: Wait


class Overflow(_Part, frozen=True, kw_only=True):
    """A talk that has waited in this team's queue for `after` seconds of its working time goes to team `to`; with
    `full` at once, when nobody of this team has room for it and somebody there has.
    """

    after: Wait
    to: int
    full: bool = False


Fate = Literal["keep", "back", "on_word"]
"""Of the talks in somebody's hands: they stay, return to the queue at once, or when their contact writes again."""


class States(_Part, frozen=True, kw_only=True):
    """What each state does to the talks in one's hands. `gone`: no desk is open (a laptop was shut, a machine died),
    whatever the state, and that for `grace` seconds; whoever chose to be offline is offline, not gone.
    """

    transfers: Fate = "keep"
    pause: Fate = "keep"
    away: Fate = "keep"
    offline: Fate = "on_word"
    gone: Fate = "back"
    grace: Wait = 60


Language = Literal["ru", "en"]
Long = Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]
Said = Mapping[Language, Long]
"""Words in one language or in both; who reads another one gets the first."""


class Closing(_Part, frozen=True, kw_only=True):
    """A talk whose contact is silent for `after` seconds since our last word is closed; with `text`, these words are
    said then and it is closed `then` seconds later, unless somebody speaks. A promise that is open keeps it open, and
    so does the tag `hold`. `channel`: as in a target.
    """

    channel: Short | None = None
    after: Wait
    text: Said = {}
    then: Wait = 600
    hold: Annotated[str, msgspec.Meta(min_length=1, max_length=40)] = "hold"

    @property
    def tag(self) -> str:
        """`hold` as tags are kept."""
        return " ".join(self.hold.lstrip(" #").split()).lower()


class AutoReply(_Part, frozen=True, kw_only=True):
    """What somebody is told at once who writes and whom nobody has answered: somebody `new`, or who is `known` from
    before; while it is `open` (and nobody holds the talk), or `closed`. Once in twelve hours for a person and channel.
    """

    channel: Short | None = None
    who: Literal["new", "known"]
    when: Literal["open", "closed"]
    text: Said


class Policy(_Part, frozen=True, kw_only=True):
    """All settings of one team. What is None here is as it is for everybody."""

    hours: Hours | None = None
    targets: Annotated[tuple[Target, ...], msgspec.Meta(max_length=100)] = ()
    take_back: TakeBack | None = None
    overflow: Overflow | None = None
    states: States | None = None
    closing: Annotated[tuple[Closing, ...], msgspec.Meta(max_length=100)] = ()
    replies: Annotated[tuple[AutoReply, ...], msgspec.Meta(max_length=100)] = ()


NOTHING = Policy()
