"""What an operator's socket may say besides hello, sub, unsub and fetch. See docs/protocol.md, «Saying something»."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec

from pult.operators.rules import Permission

Conversation = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Uploads = Annotated[tuple[Annotated[str, msgspec.Meta(max_length=40)], ...], msgspec.Meta(max_length=10)]
Number = Annotated[int, msgspec.Meta(ge=1, le=2**53)]


class Send(msgspec.Struct, tag_field="t", tag="send", forbid_unknown_fields=True):
    """A reply."""

    conv: Conversation
    cid: UUID
    text: str
    seen: Annotated[int, msgspec.Meta(ge=0, le=2**53)] | None = None
    quote: Number | None = None
    files: Uploads = ()


class Note(msgspec.Struct, tag_field="t", tag="note", forbid_unknown_fields=True):
    """Words for the team."""

    conv: Conversation
    cid: UUID
    text: str


class Take(msgspec.Struct, tag_field="t", tag="take", forbid_unknown_fields=True):
    """Mine now."""

    conv: Conversation
    cid: UUID


class Transfer(msgspec.Struct, tag_field="t", tag="transfer", forbid_unknown_fields=True):
    """To a colleague, or (null) back to the queue; with `team` to the queue of that team (null: of everybody)."""

    conv: Conversation
    cid: UUID
    to: Number | None
    reason: str = ""
    team: Number | msgspec.UnsetType | None = msgspec.UNSET


class Resolve(msgspec.Struct, tag_field="t", tag="resolve", forbid_unknown_fields=True):
    """Done."""

    conv: Conversation
    cid: UUID
    reason: str = ""


class Reopen(msgspec.Struct, tag_field="t", tag="reopen", forbid_unknown_fields=True):
    """Not done after all."""

    conv: Conversation
    cid: UUID


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
    Note: Permission.TALKS_WRITE,
    Take: Permission.TALKS_WRITE,
    Transfer: Permission.TALKS_WRITE,
    Resolve: Permission.TALKS_WRITE,
    Reopen: Permission.TALKS_WRITE,
    Edit: Permission.TALKS_WRITE,
    Erase: Permission.TALKS_WRITE,
    # What the visitor is told of: read, received, typing. A silent reader leaves no such traces.
    Read: Permission.TALKS_WRITE,
    Got: Permission.TALKS_WRITE,
    Typing: Permission.TALKS_WRITE,
    Files: Permission.TALKS_READ,
}
"""What each frame needs; the talk must be visible besides. A frame without a line here is refused to everybody."""
COMMANDS = (Send, Note, Take, Transfer, Resolve, Reopen, Edit, Erase, Read, Files, Got, Typing)
