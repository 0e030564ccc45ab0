"""How the talks of a team find their hands: plain vocabulary."""

from __future__ import annotations

from typing import Literal

import msgspec

EVERYBODY = 0
"""Stands for the talks of no team, where a team's number would stand."""
Manner = Literal["offer", "assign"]
"""`offer`: whoever is free takes them. `assign`: each goes to whom `rules.choose` finds."""


class Manners(msgspec.Struct, frozen=True, kw_only=True):
    """Of one team (0: of everybody). `shows_looks`: colleagues are told when a supervisor looks into a talk."""

    team: int
    manner: Manner = "offer"
    shows_looks: bool = False
