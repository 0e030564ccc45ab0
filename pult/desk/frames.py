"""What an operator's socket may say besides hello, sub, unsub and fetch. See docs/protocol.md, «Saying something»."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from pult.conversations.forms import Form
from pult.operators.rules import Permission

Conversation = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Uploads = Annotated[tuple[Annotated[str, msgspec.Meta(max_length=40)], ...], msgspec.Meta(max_length=10)]
Number = Annotated[int, msgspec.Meta(ge=1, le=2**53)]
Tags = Annotated[tuple[Annotated[str, msgspec.Meta(max_length=200)], ...], msgspec.Meta(max_length=20)]


class Send(msgspec.Struct, tag_field="t", tag="send", forbid_unknown_fields=True):
    """A reply."""

    conv: Conversation
    cid: UUID
    text: str
    seen: Annotated[int, msgspec.Meta(ge=0, le=2**53)] | None = None
    quote: Number | None = None
    files: Uploads = ()
    form: Form | None = None


class Note(msgspec.Struct, tag_field="t", tag="note", forbid_unknown_fields=True):
    """Words for the team; `to`: meant for one of them."""

    conv: Conversation
    cid: UUID
    text: str
    to: Number | None = None


class Take(msgspec.Struct, tag_field="t", tag="take", forbid_unknown_fields=True):
    """Mine now."""

    conv: Conversation
    cid: UUID


class Transfer(msgspec.Struct, tag_field="t", tag="transfer", forbid_unknown_fields=True):
    """To a colleague, or (null) back to the queue; with `team` to the queue of that team (null: of everybody). `lead`:
    also out of a colleague's hands; `force`: also above the limit of whoever gets it; `was`: only if it is still with
    this operator (null: with none).
    """

    conv: Conversation
    cid: UUID
    to: Number | None
    reason: str = ""
    team: Number | msgspec.UnsetType | None = msgspec.UNSET
    note: str = ""
    lead: bool = False
    force: bool = False
    was: Number | msgspec.UnsetType | None = msgspec.UNSET


class Over(msgspec.Struct, tag_field="t", tag="over", forbid_unknown_fields=True):
    """Out of a colleague's hands into mine."""

    conv: Conversation
    cid: UUID
    reason: str = ""


class Invite(msgspec.Struct, tag_field="t", tag="invite", forbid_unknown_fields=True):
    """A colleague is asked in: to read and write notes, or to answer too."""

    conv: Conversation
    cid: UUID
    operator: Number
    may: Literal["read", "answer"] = "read"
    note: str = ""


class Leave(msgspec.Struct, tag_field="t", tag="leave", forbid_unknown_fields=True):
    """A guest goes (null: I), or is shown out."""

    conv: Conversation
    cid: UUID
    operator: Number | None = None


class Part(msgspec.Struct, tag_field="t", tag="part", forbid_unknown_fields=True):
    """A second topic of the talk goes to another team (null: to everybody): what it is about, `lines` of the talk by
    their numbers, and after how many seconds it comes back when nobody takes it (null: never).
    """

    conv: Conversation
    cid: UUID
    team: Number | None
    topic: Annotated[str, msgspec.Meta(max_length=1000)]
    note: str = ""
    lines: Annotated[tuple[Number, ...], msgspec.Meta(max_length=20)] = ()
    back: Annotated[int, msgspec.Meta(ge=60, le=604_800)] | None = None


class PartEnd(msgspec.Struct, tag_field="t", tag="part_end", forbid_unknown_fields=True):
    """This part is answered, or refused by its team."""

    conv: Conversation
    cid: UUID
    how: Literal["done", "refused"]
    note: str = ""


class PartBack(msgspec.Struct, tag_field="t", tag="part_back", forbid_unknown_fields=True):
    """A part of this talk comes back to whoever has the talk."""

    conv: Conversation
    cid: UUID
    part: Conversation
    note: str = ""


class Look(msgspec.Struct, tag_field="t", tag="look", forbid_unknown_fields=True):
    """The talk stands before somebody's eyes, or no longer."""

    conv: Conversation
    on: bool


class Resolve(msgspec.Struct, tag_field="t", tag="resolve", forbid_unknown_fields=True):
    """Done, with what the site asks on closing: topic and answers by the keys of its settings."""

    conv: Conversation
    cid: UUID
    reason: str = ""
    topic: str | None = None
    fields: Annotated[dict[str, str], msgspec.Meta(max_length=20)] = {}


class Reopen(msgspec.Struct, tag_field="t", tag="reopen", forbid_unknown_fields=True):
    """Not done after all."""

    conv: Conversation
    cid: UUID


class Snooze(msgspec.Struct, tag_field="t", tag="snooze", forbid_unknown_fields=True):
    """Aside until a time (milliseconds since 1970); `seen`: the newest public number that was read."""

    conv: Conversation
    cid: UUID
    until: Number
    seen: Annotated[int, msgspec.Meta(ge=0, le=2**53)] | None = None


class Wake(msgspec.Struct, tag_field="t", tag="wake", forbid_unknown_fields=True):
    """Back before that time."""

    conv: Conversation
    cid: UUID


class Promise(msgspec.Struct, tag_field="t", tag="promise", forbid_unknown_fields=True):
    """Promised to the visitor, until when (milliseconds since 1970)."""

    conv: Conversation
    cid: UUID
    text: str
    due: Number


class Settle(msgspec.Struct, tag_field="t", tag="settle", forbid_unknown_fields=True):
    """What was promised is kept, or taken back."""

    conv: Conversation
    cid: UUID
    kept: bool


class Tag(msgspec.Struct, tag_field="t", tag="tag", forbid_unknown_fields=True):
    """Tags that come and go."""

    conv: Conversation
    cid: UUID
    add: Tags = ()
    remove: Tags = ()


class Edit(msgspec.Struct, tag_field="t", tag="edit", forbid_unknown_fields=True):
    """Other words for entry n."""

    conv: Conversation
    cid: UUID
    n: Number
    text: str


class Erase(msgspec.Struct, tag_field="t", tag="erase", forbid_unknown_fields=True):
    """Entry n loses its words for good."""

    conv: Conversation
    cid: UUID
    n: Number


class Read(msgspec.Struct, tag_field="t", tag="read", forbid_unknown_fields=True):
    """Read up to n."""

    conv: Conversation
    n: Number


class Files(msgspec.Struct, tag_field="t", tag="files", forbid_unknown_fields=True):
    """Where the files of message n are."""

    conv: Conversation
    n: Number


class Got(msgspec.Struct, tag_field="t", tag="got", forbid_unknown_fields=True):
    """This page has everything up to n."""

    conv: Conversation
    n: Number


class Typing(msgspec.Struct, tag_field="t", tag="typing", forbid_unknown_fields=True):
    """The operator types, or stopped."""

    conv: Conversation
    on: bool


NEEDS: dict[type[msgspec.Struct], Permission] = {
    Send: Permission.TALKS_WRITE,
    Note: Permission.TALKS_NOTE,
    Take: Permission.TALKS_WRITE,
    Transfer: Permission.TALKS_WRITE,
    Over: Permission.TALKS_LEAD,
    Invite: Permission.TALKS_WRITE,
    Leave: Permission.TALKS_READ,
    Part: Permission.TALKS_WRITE,
    PartEnd: Permission.TALKS_WRITE,
    PartBack: Permission.TALKS_WRITE,
    Look: Permission.TALKS_READ,
    Resolve: Permission.TALKS_WRITE,
    Reopen: Permission.TALKS_WRITE,
    Snooze: Permission.TALKS_WRITE,
    Wake: Permission.TALKS_WRITE,
    Promise: Permission.TALKS_WRITE,
    Settle: Permission.TALKS_WRITE,
    Tag: Permission.TALKS_WRITE,
    # Of whoever answers no talks, notes alone (`DeskDoor._edit`).
    Edit: Permission.TALKS_NOTE,
    Erase: Permission.TALKS_NOTE,
    # What the visitor is told of: read, received, typing. A silent reader leaves no such traces.
    Read: Permission.TALKS_WRITE,
    Got: Permission.TALKS_WRITE,
    Typing: Permission.TALKS_WRITE,
    Files: Permission.TALKS_READ,
}
"""What each frame needs; the talk must be visible besides. A frame without a line here is refused to everybody."""
ASIDE = (Resolve, Snooze, Wake, Promise, Settle, Tag)
HANDS = (Transfer, Over, Invite, Leave, Part, PartEnd, PartBack)
COMMANDS = (Send, Note, Take, *HANDS, Reopen, *ASIDE, Edit, Erase, Read, Files, Got, Typing, Look)
GUESTS = (Send, Note, Edit, Erase, Leave, Read, Files, Got, Typing, Look)
"""What somebody who was asked into a talk may say there, as far as what she was asked for reaches."""
