"""How the talks of a team find their hands: plain vocabulary."""

from __future__ import annotations

from typing import Literal

import msgspec

from pult.routing.rules import Strategy

EVERYBODY = 0
"""Stands for the talks of no team, where a team's number would stand."""
Manner = Literal["offer", "best", "assign", "pull"]
"""`offer`: offered to all, whoever is free takes them. `best`: offered to whom `rules.choose` finds, who may refuse.
`assign`: each goes to whom it finds. `pull`: nobody is called, whoever is free asks for the next one.
"""


class Manners(msgspec.Struct, frozen=True, kw_only=True):
    """Of one team (0: of everybody).

    `shows_looks`: colleagues are told when a supervisor looks into a talk. `strategy`: who comes first when several
    could. `offer_seconds`: how long an offer stands. `quiet_minutes`: a talk whose visitor has been silent so long
    frees its slot (None: never). `each_most`, `all_most`: talks of this team on one operator, and in all hands, that
    are given by themselves at most (None: no limit). `queue_most`: the queue is full with so many (None: never).
    `last_first`: who answered this person last comes first. `relax_seconds`: skills that nobody has room for are
    waited for so long.
    """

    team: int
    manner: Manner = "offer"
    shows_looks: bool = False
    strategy: Strategy = "load"
    offer_seconds: int = 20
    quiet_minutes: int | None = None
    each_most: int | None = None
    all_most: int | None = None
    queue_most: int | None = None
    last_first: bool = True
    relax_seconds: int = 60
