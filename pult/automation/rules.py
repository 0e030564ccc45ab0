"""What a rule is, which rules act on a talk, in which order, and what is known after each. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, cast

import msgspec

from pult.automation.conditions import Known, Number, Tree, holds, tree
from pult.automation.events import Trigger
from pult.kit.errors import Invalid
from pult.kit.shape import shaped

NAME_LENGTH = 80
MOST_RULES = 200
MOST_ACTIONS = 8
LOWEST, HIGHEST = -3, 3
MOST_MINUTES = 7 * 24 * 60


class _Act(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do"):
    """One thing that is done; `do` says which."""


class ToTeam(_Act, tag="team", frozen=True, kw_only=True):
    """It goes to the queue of this team (null: of everybody), unless an operator holds it."""

    team: Number | None


class Rise(_Act, tag="priority", frozen=True, kw_only=True):
    """It stands so much higher (or lower) in the queue: 0 is usual."""

    to: Annotated[int, msgspec.Meta(ge=LOWEST, le=HIGHEST)]


class Tag(_Act, tag="tag", frozen=True, kw_only=True):
    """It gets these tags."""

    add: Annotated[tuple[Annotated[str, msgspec.Meta(min_length=1, max_length=40)], ...], msgspec.Meta(min_length=1)]


class Note(_Act, tag="note", frozen=True, kw_only=True):
    """A note for the team stands in it."""

    text: Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]


class Call(_Act, tag="call", frozen=True, kw_only=True):
    """An address outside is called. With `decides` its answer may say what else is done, in the words of a rule."""

    hook: Number
    decides: bool = False


Action = ToTeam | Rise | Tag | Note | Call


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """When → if → then. `minutes`: for `waits`, how long; `stop`: behind this one no other rule looks at the talk this
    time.
    """

    id: int
    name: str
    on: Trigger
    minutes: int
    when: Tree
    then: tuple[Action, ...]
    stop: bool = False
    enabled: bool = True


def _always() -> dict[str, Any]:
    return {"is": "all", "of": []}


class Wanted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule as somebody wrote it; `when` and `then` are looked at apart, so that a pointer leads into them."""

    name: str
    on: Trigger
    minutes: int = 0
    when: Any = msgspec.field(default_factory=_always)
    then: Any = msgspec.field(default_factory=list[Any])
    stop: bool = False
    enabled: bool = True

    def rule(self, id: int = 0) -> Rule:
        """The same if it can be kept. Raises `Invalid` with a pointer."""
        name = " ".join(self.name.split())
        if not 1 <= len(name) <= NAME_LENGTH or not name.isprintable():
            raise Invalid(f"a name has 1 to {NAME_LENGTH} characters", pointer="/name")
        if self.on == "waits" and not 1 <= self.minutes <= MOST_MINUTES:
            raise Invalid(f"say after how many minutes, 1 to {MOST_MINUTES}", pointer="/minutes")
        if self.on != "waits" and self.minutes:
            raise Invalid("minutes are for somebody who waits", pointer="/minutes")
        return Rule(
            id=id,
            name=name,
            on=self.on,
            minutes=self.minutes,
            when=tree(self.when),
            then=actions(self.then),
            stop=self.stop,
            enabled=self.enabled,
        )


def actions(value: Any, *, at: str = "/then") -> tuple[Action, ...]:
    """What shall be done. Raises `Invalid` with the pointer of what is wrong, or of what contradicts something before
    it.
    """
    if isinstance(value, list) and len(cast("list[Any]", value)) > MOST_ACTIONS:
        raise Invalid(f"a rule does at most {MOST_ACTIONS} things", pointer=at, code="rule_too_large")
    done = shaped(value, tuple[Action, ...], at=at)
    if not done:
        raise Invalid("a rule does something", pointer=at)
    seen: set[type] = set()
    for place, one in enumerate(done):
        if isinstance(one, ToTeam | Rise) and type(one) in seen:
            raise Invalid("it was said before what shall be of this", pointer=f"{at}/{place}", code="said_twice")
        seen.add(type(one))
    return done


class Step(msgspec.Struct, frozen=True):
    """One rule that acts, with what it does."""

    rule: Rule
    then: tuple[Action, ...]


def steps(rules: Sequence[Rule], on: Trigger, known: Known, *, only: int | None = None) -> list[Step]:
    """The rules that act on a talk, in their order: each is asked about the talk as the ones before it leave it, and
    one that stops is the last. `only`: of those that wait, the one whose time has come.
    """
    found: list[Step] = []
    for rule in rules:
        if not rule.enabled or rule.on != on or (only is not None and rule.id != only):
            continue
        if not holds(rule.when, known):
            continue
        found.append(Step(rule, rule.then))
        for action in rule.then:
            known = after(known, action)
        if rule.stop:
            break
    return found


def after(known: Known, action: Action) -> Known:
    """What is known of a talk once this is done."""
    match action:
        case ToTeam():
            return msgspec.structs.replace(known, team=action.team) if known.queued else known
        case Rise():
            return msgspec.structs.replace(known, priority=action.to)
        case Tag():
            added = {" ".join(one.strip().lstrip("#").split()).lower() for one in action.add}
            return msgspec.structs.replace(known, tags=known.tags | added)
        case Note() | Call():
            return known
