"""What stands on the floor, as it goes over the wire: plain vocabulary. Times are milliseconds since 1970, load and
limit hundredths of a chat.
"""

from __future__ import annotations

import msgspec

BARS_CHANGED = "floor.bars_changed"
WALL_MADE, WALL_TAKEN_BACK = "floor.wall_made", "floor.wall_taken_back"
EVERY = ""
"""Stands for every channel, where a channel's kind would stand."""


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """An active operator. `here`: at a desk on some node; `line`: answers talks at all."""

    id: int
    name: str
    picture: str | None
    teams: tuple[int, ...]
    line: bool
    state: str
    named: int | None
    comment: str
    since: int
    here: bool
    load: int
    limit: int


class Standing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An open talk. `holder`: the operator who has it (absent: it is in a queue, or with the `bot`); `waiting`: since
    when its visitor waits; `due`: when what is promised ends (absent: nothing is, a bar says so); `aside`: put aside.
    """

    conv: str
    no: int
    name: str | None = None
    number: int = 0
    channel: str = ""
    team: int | None = None
    topic: str | None = None
    holder: int | None = None
    bot: bool = False
    waiting: int | None = None
    due: int | None = None
    priority: int = 0
    aside: bool = False

    @property
    def queued(self) -> bool:
        """It waits for somebody to take it."""
        return self.holder is None and not self.bot and not self.aside


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be reached on a channel (a kind; `EVERY`: wherever nothing else is said): seconds to the first reply,
    and seconds that a visitor waits for any answer.
    """

    channel: str = EVERY
    first_reply: int = 60
    waiting: int = 60


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """How long it took: of how many, on average, and within what half and nine of ten were (milliseconds; None: there
    were none). `within`: how many were within the bar.
    """

    count: int
    average: int | None = None
    half: int | None = None
    most: int | None = None
    within: int = 0


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Of one channel in the last hour: the first replies of operators, and every wait that an operator ended."""

    channel: str
    first_reply: Figure
    waiting: Figure


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A queue on a wall: of which team (None: of none), how many wait, the first of them since when."""

    team: str | None
    count: int
    since: int | None


class Glance(msgspec.Struct, frozen=True, kw_only=True):
    """The floor from afar: figures and names of teams; no person's name, neither a customer's nor a colleague's, and
    nothing by which a talk could be found. Averages in milliseconds.
    """

    now: int
    waiting: int
    since: int | None
    first_reply: int | None
    wait: int | None
    bar: Bar
    ready: int
    room: int
    here: int
    lines: list[Line]
