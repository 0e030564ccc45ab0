"""What a visitor's socket may say besides hello, sub, unsub and fetch. See docs/protocol.md, «Saying something»."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

Conversation = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Uploads = Annotated[tuple[Annotated[str, msgspec.Meta(max_length=40)], ...], msgspec.Meta(max_length=10)]
Number = Annotated[int, msgspec.Meta(ge=1, le=2**53)]


class Start(msgspec.Struct, forbid_unknown_fields=True):
    """What a new talk begins with. `fields`: answers by key (a choice by its place, a consent as true); `mail`: where
    answers are to go; `trap`: what stands in a field that people do not see; `page`: the address it is written on.
    """

    topic: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    about: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    notice: bool = False
    fields: dict[str, str | int | bool] = {}
    mail: Annotated[str, msgspec.Meta(max_length=254)] | None = None
    lang: Literal["ru", "en"] | None = None
    trap: Annotated[str, msgspec.Meta(max_length=200)] = ""
    page: Url | None = None


class Send(msgspec.Struct, tag_field="t", tag="send", forbid_unknown_fields=True):
    """Words. `conv` may be absent: the talk of this key, or a new one."""

    cid: UUID
    text: str
    conv: Conversation | None = None
    quote: Number | None = None
    files: Uploads = ()
    start: Start | None = None


class Answer(msgspec.Struct, tag_field="t", tag="answer", forbid_unknown_fields=True):
    """The answers to the form of message n, by key (a choice by its place, a consent as true)."""

    conv: Conversation
    cid: UUID
    n: Number
    fields: dict[str, str | int | bool]


class Edit(msgspec.Struct, tag_field="t", tag="edit", forbid_unknown_fields=True):
    """Other words for own entry n."""

    conv: Conversation
    cid: UUID
    n: Number
    text: str


class Erase(msgspec.Struct, tag_field="t", tag="erase", forbid_unknown_fields=True):
    """Own entry n loses its words for good."""

    conv: Conversation
    cid: UUID
    n: Number


class Rate(msgspec.Struct, tag_field="t", tag="rate", forbid_unknown_fields=True):
    """The visitor's judgement."""

    conv: Conversation
    cid: UUID
    score: int
    of: int
    comment: str = ""


class End(msgspec.Struct, tag_field="t", tag="end", forbid_unknown_fields=True):
    """The visitor has what they came for."""

    conv: Conversation
    cid: UUID


class Files(msgspec.Struct, tag_field="t", tag="files", forbid_unknown_fields=True):
    """Where the files of message n are."""

    conv: Conversation
    n: Number


class Got(msgspec.Struct, tag_field="t", tag="got", forbid_unknown_fields=True):
    """This page has everything up to n."""

    conv: Conversation
    n: Number


class Copy(msgspec.Struct, tag_field="t", tag="copy", forbid_unknown_fields=True):
    """A copy of the talk by mail."""

    conv: Conversation
    cid: UUID
    mail: Annotated[str, msgspec.Meta(max_length=254)]
    lang: Literal["ru", "en"] = "ru"


class Instead(msgspec.Struct, tag_field="t", tag="instead", forbid_unknown_fields=True):
    """Who waits leaves a mail address or (with consent) a number to be called at."""

    conv: Conversation
    cid: UUID
    mail: Annotated[str, msgspec.Meta(max_length=254)] | None = None
    phone: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    consent: bool = False
    lang: Literal["ru", "en"] = "ru"


class Read(msgspec.Struct, tag_field="t", tag="read", forbid_unknown_fields=True):
    """Read up to n."""

    conv: Conversation
    n: Number


class Peek(msgspec.Struct, tag_field="t", tag="peek", forbid_unknown_fields=True):
    """What stands in the box now; `k` counts up."""

    k: Annotated[int, msgspec.Meta(ge=0, le=2**53)]
    text: Annotated[str, msgspec.Meta(max_length=10_000)]


Url = Annotated[str, msgspec.Meta(max_length=2_000)]
Short = Annotated[str, msgspec.Meta(max_length=300)]
Moment = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class Identify(msgspec.Struct, tag_field="t", tag="identify", forbid_unknown_fields=True):
    """A younger token for the same person."""

    token: Annotated[str, msgspec.Meta(max_length=8_192)]


class Page(msgspec.Struct, forbid_unknown_fields=True):
    """A page of the site. `at`: when it was opened, by the visitor's clock."""

    url: Url
    title: Short
    referrer: Url
    at: Moment


class Device(msgspec.Struct, forbid_unknown_fields=True):
    """What the visitor holds in their hands, as the browser names itself."""

    agent: Short
    screen: Annotated[str, msgspec.Meta(max_length=20)]


class Context(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Where and on what the visitor is; what is absent stays as it was."""

    page: Page | None = None
    pages: Annotated[list[Page], msgspec.Meta(max_length=20)] | None = None
    language: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    zone: Annotated[str, msgspec.Meta(max_length=60)] | None = None
    device: Device | None = None


class About(msgspec.Struct, tag_field="t", tag="about", forbid_unknown_fields=True):
    """What the page says of its visitor, and where they are."""

    attributes: dict[str, Any] | None = None
    context: Context | None = None


class Track(msgspec.Struct, tag_field="t", tag="track", forbid_unknown_fields=True):
    """Something happened on the site."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    data: dict[str, Any] = {}


COMMANDS = (Send, Answer, Edit, Erase, Rate, End, Files, Got, Copy, Instead, Read, Peek, Identify, About, Track)
