"""What a rule asks of a talk. Pure.

A condition is a tree: `all`, `any` and `not` over single questions. It comes as JSON, so its depth and size are looked
at before it is read; whatever does not fit is refused with a pointer into the tree, and so is what can never hold.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, cast

import msgspec

from pult.kit import calendar
from pult.kit.calendar import DAYS, Calendar
from pult.kit.errors import Invalid
from pult.kit.shape import measured, shaped
from pult.kit.words import folded

DEEPEST = 5
MOST_PARTS = 40
LOUD_LETTERS, LOUD_SHARE = 10, 0.7
"""So many letters, so large a part of them capitals: somebody shouts."""

Number = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_SEVERAL = msgspec.Meta(min_length=1, max_length=50)
Words = Annotated[tuple[Word, ...], _SEVERAL]
WordsOrNone = Annotated[tuple[Word | None, ...], _SEVERAL]
NumbersOrNone = Annotated[tuple[Number | None, ...], _SEVERAL]
Judged = Literal["bad", "middle", "good"]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
HoursOfTeam = Callable[[int | None], Calendar]
"""The hours in which talks of a team are answered; None: those of its site alone."""


def _day_and_night(_team: int | None) -> Calendar:
    return calendar.ALWAYS


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a talk at the moment a rule looks at it. `text`: the words that made it look; `waited`: minutes
    since its contact began to wait (None: nobody waits); `before`: earlier talks of this contact; `at`: when that was
    which made it look.
    """

    channel: str
    site: str
    topic: str | None = None
    team: int | None = None
    language: str | None = None
    verified: bool = False
    tags: frozenset[str] = frozenset()
    priority: int = 0
    text: str = ""
    page: str = ""
    waited: float | None = None
    judged: Judged | None = None
    attributes: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    before: int = 0
    queued: bool = False
    at: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    hours: HoursOfTeam = _day_and_night


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="is"):
    """One part of a tree; `is` says which."""


class All(_Part, tag="all", frozen=True, kw_only=True):
    """Everything inside holds; nothing inside: every talk."""

    of: tuple[Tree, ...]


class Some(_Part, tag="any", frozen=True, kw_only=True):
    """Something inside holds."""

    of: Annotated[tuple[Tree, ...], msgspec.Meta(min_length=1)]


class Not(_Part, tag="not", frozen=True, kw_only=True):
    """What is inside does not hold."""

    of: Tree


class Channel(_Part, tag="channel", frozen=True, kw_only=True):
    """By which kind of channel it came."""

    values: Words = msgspec.field(name="in")


class Site(_Part, tag="site", frozen=True, kw_only=True):
    """By which connected site or account; its short name."""

    values: Words = msgspec.field(name="in")


class Topic(_Part, tag="topic", frozen=True, kw_only=True):
    """What it is about; null: nothing was chosen."""

    values: WordsOrNone = msgspec.field(name="in")


class OfTeam(_Part, tag="team", frozen=True, kw_only=True):
    """Whose it is; null: everybody's."""

    values: NumbersOrNone = msgspec.field(name="in")


class Tagged(_Part, tag="tag", frozen=True, kw_only=True):
    """It has one of these tags."""

    values: Words = msgspec.field(name="in")


class Language(_Part, tag="language", frozen=True, kw_only=True):
    """What its contact reads."""

    values: Annotated[tuple[Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2,3}$")], ...], _SEVERAL] = msgspec.field(
        name="in"
    )


class Says(_Part, tag="says", frozen=True, kw_only=True):
    """The words hold one of these, whatever their case, ё or е."""

    values: Words = msgspec.field(name="in")


class Shouts(_Part, tag="shouts", frozen=True, kw_only=True):
    """The words are written in capitals."""


class Page(_Part, tag="page", frozen=True, kw_only=True):
    """The address of the page has one of these in it."""

    values: Words = msgspec.field(name="in")


class Attribute(_Part, tag="attribute", frozen=True, kw_only=True):
    """What is told of the contact under this name is one of these."""

    name: Word
    values: Words = msgspec.field(name="in")


class Verified(_Part, tag="verified", frozen=True, kw_only=True):
    """Who writes has proven who they are."""


class Returning(_Part, tag="returning", frozen=True, kw_only=True):
    """This contact has talked with us before."""


class Queued(_Part, tag="queued", frozen=True, kw_only=True):
    """Nobody holds it."""


class Waiting(_Part, tag="waiting", frozen=True, kw_only=True):
    """Its contact waits, for so many minutes at least."""

    minutes: Annotated[int, msgspec.Meta(ge=0, le=527_040)] = 0


class Judgement(_Part, tag="rating", frozen=True, kw_only=True):
    """How it was judged."""

    values: Annotated[tuple[Judged, ...], _SEVERAL] = msgspec.field(name="in")


class Clock(_Part, tag="clock", frozen=True, kw_only=True):
    """It is one of these days, and between these times, by the clocks of a zone. A span whose end is not after its
    beginning goes on past midnight and belongs to the day on which it began.
    """

    days: Annotated[tuple[Day, ...], msgspec.Meta(min_length=1, max_length=7)] = DAYS
    begins: str = msgspec.field(name="from", default="00:00")
    ends: str = msgspec.field(name="to", default="24:00")
    zone: Word = "Europe/Moscow"

    def calendar(self) -> Calendar:
        """The same as hours."""
        return Calendar(hours=dict.fromkeys(self.days, (f"{self.begins}-{self.ends}",)), zone=self.zone)


class Open(_Part, tag="open", frozen=True, kw_only=True):
    """Somebody is expected to work: by the hours of the talk's team (else its site's, else everybody's), or of its site
    alone.
    """

    of: Literal["team", "site"] = "team"


Tree = (
    All | Some | Not | Channel | Site | Topic | OfTeam | Tagged | Language | Says | Shouts | Page | Attribute
    | Verified | Returning | Queued | Waiting | Judgement | Clock | Open
)  # fmt: skip


def tree(value: Any, *, at: str = "/when") -> Tree:
    """A tree as somebody wrote it. Raises `Invalid` with the pointer of what is wrong or can never hold."""
    measured(value, at=at, name="rule", deepest=DEEPEST, most=MOST_PARTS)
    read = shaped(value, cast("type[Tree]", Tree), at=at)
    _possible(read, at)
    return read


def _possible(part: Tree, at: str) -> None:
    """Refuse what contradicts itself: one talk has one channel, one site, one team, one topic, one language."""
    if isinstance(part, Clock):
        return _clock(part, at)
    if isinstance(part, Not):
        return _possible(part.of, f"{at}/of")
    if not isinstance(part, All | Some):
        return None
    for place, one in enumerate(part.of):
        _possible(one, f"{at}/of/{place}")
    return _agree(part.of, at) if isinstance(part, All) else None


def _clock(part: Clock, at: str) -> None:
    try:
        calendar.check(part.calendar(), at=at, over_midnight=True)
    except Invalid as error:
        field = "zone" if error.pointer == f"{at}/zone" else "from"
        raise Invalid(error.detail, pointer=f"{at}/{field}") from error


def _agree(parts: Sequence[Tree], at: str) -> None:
    allowed: dict[type, set[Any]] = {}
    for place, one in enumerate(parts):
        where = f"{at}/of/{place}"
        if isinstance(one, Channel | Site | Topic | OfTeam | Language | Judgement):
            values = set[Any](one.values)
            allowed[type(one)] = allowed.get(type(one), values) & values
            if not allowed[type(one)]:
                raise Invalid("no talk can be both this and what stands before it", pointer=where, code="never_holds")
        elif isinstance(one, Not) and one.of in parts:
            raise Invalid("no talk can be this and not be it", pointer=where, code="never_holds")


def holds(part: Tree, known: Known) -> bool:
    """Whether a talk is what is asked for."""
    match part:
        case All():
            return all(holds(one, known) for one in part.of)
        case Some():
            return any(holds(one, known) for one in part.of)
        case Not():
            return not holds(part.of, known)
        case Says():
            said = folded(known.text)
            return any(folded(word) in said for word in part.values)
        case Shouts():
            return shouts(known.text)
        case Page():
            return any(word.lower() in known.page.lower() for word in part.values)
        case Attribute():
            return folded(known.attributes.get(part.name, "")) in {folded(one) for one in part.values}
        case Tagged():
            return any(one.strip().lstrip("#").lower() in known.tags for one in part.values)
        case Waiting():
            return known.waited is not None and known.waited >= part.minutes
        case Clock():
            return calendar.is_open(part.calendar(), known.at)
        case Open():
            return calendar.is_open(known.hours(known.team if part.of == "team" else None), known.at)
        case _:
            return _plain(part, known)


def _plain(part: Tree, known: Known) -> bool:
    match part:
        case Channel():
            return known.channel in part.values
        case Site():
            return known.site in part.values
        case Topic():
            return known.topic in part.values
        case OfTeam():
            return known.team in part.values
        case Language():
            return known.language in part.values
        case Judgement():
            return known.judged in part.values
        case Verified():
            return known.verified
        case Returning():
            return known.before > 0
        case _:
            return known.queued


def shouts(text: str) -> bool:
    """Whether somebody writes in capitals: long enough to be meant, and most of it."""
    letters = [one for one in text if one.isalpha() and one.lower() != one.upper()]
    return len(letters) >= LOUD_LETTERS and sum(one.isupper() for one in letters) >= LOUD_SHARE * len(letters)
