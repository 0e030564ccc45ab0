"""What a saved view may be, and who sees and changes it. Pure.

A view is a tree: `all`, `any` and `not` over conditions. It comes as JSON from anybody who may read talks, so its depth
and size are looked at before it is read at all, and whatever does not fit is refused with a pointer into the tree.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

import msgspec

from pult.kit.errors import Forbidden, Invalid
from pult.kit.shape import measured, shaped
from pult.operators.access import Access
from pult.operators.rules import Permission

DEEPEST = 5
"""Groups within groups, the conditions in the innermost included."""
MOST_CONDITIONS = 40
MOST_OWN, MOST_SHARED = 50, 200
MOST_COUNTED = 1000
"""A counter goes so far: this many or more are «999+»."""
NAME_LENGTH = 60
YEAR = 527_040
"""Minutes."""

Minutes = Annotated[int, msgspec.Meta(ge=0, le=YEAR)]
Number = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_SEVERAL = msgspec.Meta(min_length=1, max_length=50)
Words = Annotated[tuple[Word, ...], _SEVERAL]
WordsOrNone = Annotated[tuple[Word | None, ...], _SEVERAL]


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="is"):
    """One part of a tree; `is` says which."""


class All(_Part, tag="all", frozen=True, kw_only=True):
    """Everything inside holds; nothing inside: every talk."""

    of: tuple[Tree, ...]


class Some(_Part, tag="any", frozen=True, kw_only=True):
    """Something inside holds; nothing inside: no talk."""

    of: tuple[Tree, ...]


class Not(_Part, tag="not", frozen=True, kw_only=True):
    """What is inside does not hold."""

    of: Tree


class Status(_Part, tag="status", frozen=True, kw_only=True):
    """Open, or put aside."""

    values: Annotated[tuple[Literal["open", "snoozed"], ...], _SEVERAL] = msgspec.field(name="in")


class HeldBy(_Part, tag="holder", frozen=True, kw_only=True):
    """With whom it is: an operator by number, or `me` (whoever looks), `queue`, `bot`."""

    values: Annotated[tuple[Number | Literal["me", "queue", "bot"], ...], _SEVERAL] = msgspec.field(name="in")


class OfTeam(_Part, tag="team", frozen=True, kw_only=True):
    """Whose it is; null: everybody's."""

    values: Annotated[tuple[Number | None, ...], _SEVERAL] = msgspec.field(name="in")


class Site(_Part, tag="site", frozen=True, kw_only=True):
    """By which connected site it came; its short name."""

    values: Words = msgspec.field(name="in")


class Channel(_Part, tag="channel", frozen=True, kw_only=True):
    """By which kind of channel."""

    values: Words = msgspec.field(name="in")


class Topic(_Part, tag="topic", frozen=True, kw_only=True):
    """What it is about; null: nothing was chosen."""

    values: WordsOrNone = msgspec.field(name="in")


class Tagged(_Part, tag="tag", frozen=True, kw_only=True):
    """It has one of these tags; null: it has none."""

    values: WordsOrNone = msgspec.field(name="in")


class Waiting(_Part, tag="waiting", frozen=True, kw_only=True):
    """Somebody waits for an answer, for so long at least."""

    minutes: Minutes = 0


class Promised(_Part, tag="promise", frozen=True, kw_only=True):
    """Something is promised; with `minutes`, until then at the latest (0: it is overdue)."""

    minutes: Minutes | None = None


class Language(_Part, tag="language", frozen=True, kw_only=True):
    """What its visitor reads."""

    values: Annotated[tuple[Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}$")], ...], _SEVERAL] = msgspec.field(
        name="in"
    )


class Unread(_Part, tag="unread", frozen=True, kw_only=True):
    """The visitor had the last word, and whoever looks has not seen all of it."""


class Started(_Part, tag="started", frozen=True, kw_only=True):
    """It began within so many minutes."""

    minutes: Annotated[int, msgspec.Meta(ge=1, le=YEAR)]


class LastWord(_Part, tag="last", frozen=True, kw_only=True):
    """Its last word was said within so many minutes."""

    minutes: Annotated[int, msgspec.Meta(ge=1, le=YEAR)]


class Rated(_Part, tag="rating", frozen=True, kw_only=True):
    """How the visitor judged it: 1 and 2 of 5 and thumbs down are bad, 3 is middle, 4 and 5 and thumbs up are good."""

    values: Annotated[tuple[Literal["bad", "middle", "good", "none"], ...], _SEVERAL] = msgspec.field(name="in")


class Verified(_Part, tag="verified", frozen=True, kw_only=True):
    """Who writes has proven who they are."""


class Missed(_Part, tag="missed", frozen=True, kw_only=True):
    """It was solved, or left, before anybody had answered in it."""


Tree = (
    All
    | Some
    | Not
    | Status
    | HeldBy
    | OfTeam
    | Site
    | Channel
    | Topic
    | Tagged
    | Waiting
    | Promised
    | Language
    | Unread
    | Started
    | LastWord
    | Rated
    | Verified
    | Missed
)
Order = Literal["urgent", "last", "began", "promise"]


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """Which talks and in which order. `of`: those that stand open, or those that were solved within `days`."""

    of: Literal["open", "resolved"] = "open"
    days: Annotated[int, msgspec.Meta(ge=1, le=365)] = 30
    order: Order = "urgent"
    filter: Tree = All(of=())

    @property
    def personal(self) -> bool:
        """It shows different talks to different people of the same teams."""
        return _is_personal(self.filter)


def tree(value: Any, *, at: str = "/filter") -> Tree:
    """A tree as somebody wrote it. Raises `Invalid` with the pointer of what is wrong."""
    measured(value, at=at, name="filter", deepest=DEEPEST, most=MOST_CONDITIONS)
    return shaped(value, cast("type[Tree]", Tree), at=at)


def _is_personal(part: Tree) -> bool:
    match part:
        case All() | Some():
            return any(_is_personal(one) for one in part.of)
        case Not():
            return _is_personal(part.of)
        case HeldBy():
            return "me" in part.values
        case _:
            return isinstance(part, Unread)


def name_of(name: str) -> str:
    """A view's name as it is kept. Raises `Invalid`."""
    kept = " ".join(name.split())
    if not 1 <= len(kept) <= NAME_LENGTH or not kept.isprintable():
        raise Invalid(f"a name has 1 to {NAME_LENGTH} characters", pointer="/name")
    return kept


def sees(access: Access, *, scope: str, owner: int | None, team: int | None) -> bool:
    """Whether somebody has this view at hand. Nobody but its owner has an own one, whatever their role."""
    if scope == "own":
        return owner == access.operator.id
    return scope == "all" or access.sees(team)


def may_change(access: Access, *, scope: str, owner: int | None, team: int | None) -> bool:
    """Whether they may change it."""
    shares = scope == "own" or access.may(Permission.VIEWS_SHARE)
    return shares and sees(access, scope=scope, owner=owner, team=team)


def must_share(access: Access, *, scope: str, team: int | None) -> None:
    """Refuse a view for others to whoever may not share any, and one for a team that they do not see."""
    if (scope == "team") != (team is not None):
        raise Invalid("a view of a team names its team, and no other does", pointer="/team")
    if scope != "own":
        access.require(Permission.VIEWS_SHARE)
    if team is not None and not access.sees(team):
        raise Forbidden("this is not your team")
