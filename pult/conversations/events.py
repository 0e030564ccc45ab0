"""The vocabulary of a talk: what can stand in its log. Facts in the past tense, plain structs, no behaviour.

Every entry has an audience (public or internal, never a third) and a number in the whole log (`seq`); public entries
also have a dense public number, the only one a visitor ever sees.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

TEXT_LIMIT = 10_000
"""Characters (code points) in one message."""
REOPEN_HOURS = 24
"""A message into a resolved talk reopens it this long, later it starts a new one."""
RATE_HOURS = 24
"""How long after its end a visitor may judge a talk, or change that judgement."""
EDIT_MINUTES = 15
"""How long a visitor may edit or erase an own message."""


class Kind(StrEnum):
    """What an entry is."""

    MESSAGE = "message"
    NOTE = "note"
    ASSIGNED = "assigned"
    TRANSFERRED = "transferred"
    STATUS = "status"
    RATED = "rated"
    EDITED = "edited"
    ERASED = "erased"
    PROMISED = "promised"
    TAGGED = "tagged"
    JOINED = "joined"
    WEIGHED = "weighed"
    OVERDUE = "overdue"
    PART = "part"


class Audience(StrEnum):
    """Who may read an entry."""

    PUBLIC = "public"
    INTERNAL = "internal"


class Actor(StrEnum):
    """Who did it."""

    CONTACT = "contact"
    OPERATOR = "operator"
    BOT = "bot"
    SYSTEM = "system"


class Status(StrEnum):
    """Where a talk stands («waiting» is derived from holder and last public author)."""

    OPEN = "open"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class HolderKind(StrEnum):
    """In whose hands a talk is."""

    QUEUE = "queue"
    BOT = "bot"
    OPERATOR = "operator"


class Holder(msgspec.Struct, frozen=True):
    """Who holds a talk; `id` and `name` are set for an operator (and later a bot)."""

    kind: HolderKind
    id: int | None = None
    name: str | None = None


QUEUE = Holder(HolderKind.QUEUE)


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """The message that is answered: its talk, its number in the whole log, its public number (None: a note)."""

    conversation: int
    seq: int
    public_no: int | None


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says: text, files and a form (as they stand in the body of a message, see docs/protocol.md), the
    message it answers.
    """

    text: str
    quote: Quote | None = None
    files: tuple[dict[str, Any], ...] = ()
    form: dict[str, Any] | None = None


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An entry before it has numbers. `body` is a JSON object by kind (see docs/protocol.md, «Entries»).

    `said_at` is when the author's side says it was said (channels that deliver late); None: now.
    `deliver`: an outgoing message that a channel must carry (makes a `delivery` row).
    """

    kind: Kind
    audience: Audience
    actor: Actor
    actor_id: int | None
    body: dict[str, Any]
    target: int | None = None
    said_at: datetime | None = None
    verified: bool = False
    deliver: bool = False


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One committed line of the log. `target` is a seq; `target_public` that line's public number, if any."""

    conversation: int
    seq: int
    public_no: int | None
    kind: str
    audience: Audience
    actor: Actor
    actor_id: int | None
    at: datetime
    body: dict[str, Any]
    target: int | None = None
    target_public: int | None = None
    verified: bool = False


class Answered(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What somebody answered to one of a site's questions. `label` and `value` are in the operators' language;
    `statement` and `version` are the words of a consent that was given.
    """

    key: str
    kind: str
    label: str
    value: str
    statement: str = ""
    version: str = ""


class Start(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a talk begins with besides its first words. `about`: the thing it is about; `notice`: a notice of the
    product led here; `mail`: where answers go when they cannot wait for the visitor to come back.
    """

    topic: str | None = None
    about: str | None = None
    notice: bool = False
    fields: tuple[Answered, ...] = ()
    mail: str | None = None
    language: str | None = None


class Again(msgspec.Struct, frozen=True, kw_only=True):
    """What words after the end do: for so many `hours` they go on in the same talk (0: never), later they begin
    another; `linked`: it has the number of the one before, and is its child. `thanks`: where words go on, mere thanks
    leave the talk resolved.
    """

    hours: int = REOPEN_HOURS
    linked: bool = False
    thanks: bool = True


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """What was promised to a contact, until when (milliseconds since 1970), and by whom."""

    text: str
    due: int
    by: str


class Waited(msgspec.Struct, frozen=True, kw_only=True):
    """A wait for a person's answer that has ended. `channel` is the kind of channel, `first`: the talk's first reply,
    `ms` how long it was.
    """

    channel: str
    team: int | None
    first: bool
    ms: int


class Appended(msgspec.Struct, frozen=True, kw_only=True):
    """Committed: these entries stand in the log of this conversation, in order, without a hole."""

    conversation: int
    entries: tuple[Entry, ...]
    public_id: str | None = None
    """The talk's public id, where whoever wrote it knew it."""


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """A talk as it stands at entry `seq`. `known`: its contact has written to us before; `waiting`: since when they
    have had no answer (None: they have one); `answered`: an operator has spoken; `began`: it was made or opened again;
    `moved`: the entry by which it came where it is, and when; `said`: the newest message, by whom and when; `told`:
    what is told of its contact, where somebody asks for it.
    """

    id: int
    public_id: str
    seq: int
    status: Status
    holder: Holder
    team: int | None
    channel: int
    topic: str | None
    contact: int
    language: str | None
    tags: tuple[str, ...]
    promised: bool
    known: bool
    waiting: datetime | None
    answered: bool
    began: datetime
    moved: tuple[int, datetime]
    said: tuple[int, str, datetime] | None
    told: Mapping[str, str] = {}


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """When the nearest promise of speed ends (`first`, `next`, `resolve`) for a talk that stands at `seq`; None: none
    is made.
    """

    conversation: int
    seq: int
    at: datetime | None = None
    kind: str | None = None
