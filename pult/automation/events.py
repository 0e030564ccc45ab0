"""What rules are about: plain vocabulary."""

from __future__ import annotations

from typing import Literal, NamedTuple

Trigger = Literal["began", "message", "answered", "waits", "resolved", "reopened", "rated"]
"""What makes a rule look: a talk began, its contact wrote, an operator answered, the contact has waited for a while, it
was solved, it stands open again, it was judged. What the house itself does never makes a rule look: no loop is
possible.
"""
RULE_CHANGED = "rule.changed"
RULES_ORDERED = "rules.ordered"
INCIDENT_BEGAN, INCIDENT_TOLD, INCIDENT_ENDED = "incident.began", "incident.told", "incident.ended"
HOOK_CHANGED, HOOK_OFF = "hook.changed", "hook.off"


class About(NamedTuple):
    """A rule at work on an entry: its number and name, what made it look, the talk's own number."""

    rule: int
    name: str
    on: Trigger
    conversation: int
    seq: int
