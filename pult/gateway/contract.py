"""What a channel is, and what it may ask: `Gate` is everything wiring hands to a channel."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from pult.conversations.events import Answered as Answered
from pult.conversations.events import Start as Start
from pult.conversations.events import Words
from pult.conversations.instead import Instead as Instead
from pult.kit.answers import Given
from pult.kit.errors import PultError
from pult.live.contract import Source


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """A connected channel as its adapter sees it. `key` names it outside; `settings` are the channel's own."""

    id: int
    kind: str
    key: str
    name: str
    settings: dict[str, Any]
    team: int | None = None
    """Whose its new talks are; None: everybody's."""


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """A person as the site's server named them in a signed token: `id` is the site's own, `claims` what it signed about
    them, `until` (seconds since 1970) how long the word holds.
    """

    id: str
    claims: dict[str, Any]
    until: float

    @property
    def key_hash(self) -> bytes:
        """What the person is known by on this channel, on whatever browser; no browser's key can be this."""
        return hashlib.sha256(b"subject\0" + self.id.encode()).digest()


class Identified(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a token. `refused` is a code; a refused one leaves the visitor what they were without it."""

    verified: bool
    until: float | None = None
    refused: str | None = None
    detail: str = ""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a page tells of its visitor: `attributes` are its own, `context` is where and on what they are."""

    attributes: dict[str, Any] | None = None
    context: dict[str, Any] | None = None


class Speaker(msgspec.Struct, kw_only=True):
    """Somebody on a channel: known by a key's hash; the rest is filled in when they first speak (or spoke before).

    `browser` is the hash of the browser's own key; `key_hash` is the same, or the person's when a token proved them.
    """

    channel: int
    key_hash: bytes
    browser: bytes = b""
    subject: Subject | None = None
    identity: int | None = None
    contact: int | None = None
    conversation: int | None = None
    conversation_id: str | None = None
    address: str = ""
    """Where they come from, as far as it is known."""
    holds: bool = False
    """The site wants suspicious first words held back."""
    flying: int = 0
    """Words that are with the writer now."""
    unsettled: deque[tuple[Inbound, Callable[[Receipt | PultError], None]]] = msgspec.field(default_factory=deque)
    """Words that could not go where they were sent and are decided again, in order."""
    behind: deque[tuple[Inbound, Callable[[Receipt | PultError], None]]] = msgspec.field(default_factory=deque)
    """Words that came meanwhile: they follow those."""

    def verified(self) -> bool:
        """Whether what is said now is said by the proven person."""
        return self.subject is not None and self.subject.until > time.time()


class Inbound(msgspec.Struct, frozen=True, kw_only=True):
    """Words from outside. `cid` is the client's (or the provider's) own id: it makes a repeat harmless."""

    cid: UUID
    text: str
    quote: int | None = None
    """The message that is answered: its public number in the living talk."""
    files: tuple[str, ...] = ()
    """Ids of uploads of the speaker's."""
    said_at: datetime | None = None
    meant: Words | None = None
    """The same with what it points at found; the door's own."""
    start: Start | None = None
    """What a new talk begins with; left aside when these words go to one that lives."""
    trap: bool = False
    """A field that people cannot see was filled in."""
    page: str | None = None
    """Where first words were written, as the page says it."""


class Uploaded(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it stands in a message: `w` and `h` (pixels) only for a picture that may be shown in place."""

    id: str
    name: str
    type: str
    size: int
    w: int | None = None
    h: int | None = None


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """Stored: the talk's public id, the public number, the time."""

    conversation: str
    n: int
    at: datetime


class Availability(msgspec.Struct, frozen=True, kw_only=True):
    """What can be promised to whoever comes now: seconds to `wait` (None: not known), whether answers go by `mail`,
    whether somebody is `free` to answer, whether the queue is `full`; `banner`, by language: what
    everybody is told first.
    """

    wait: int | None = None
    mail: bool = False
    free: bool = True
    full: bool = False
    banner: Mapping[str, str] = {}


class Outbound(msgspec.Struct, frozen=True, kw_only=True):
    """One message for a channel to carry. `delivery` is its only id: a second attempt carries the same. `mail`: where
    the visitor asked the answer to be sent, under its author's `signature`; `no` is the number of the case that people
    are told.
    """

    delivery: int
    channel: int
    identity: int
    conversation: str
    text: str
    author: str
    attempt: int
    mail: str | None = None
    signature: str = ""
    no: int = 0
    language: str | None = None
    site: str = ""


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """The channel took it. `state` is `sent`, or `unknown` when the answer got lost."""

    state: str = "sent"
    external_id: str | None = None


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """The channel did not take it. `permanent`: trying again is useless; else after `retry_seconds`."""

    reason: str
    permanent: bool
    retry_seconds: float = 30


class Channel(Protocol):
    """An adapter: translates, classifies errors, nothing else."""

    kind: str

    async def send(self, message: Outbound) -> Sent | Failed:
        """Carry one message out."""
        ...


class Gate(Protocol):
    """The door, from a channel's side."""

    @property
    def source(self) -> Source:
        """The visitor's streams: a channel with sockets of its own hands it to `live`."""
        ...

    def site(self, key: str) -> Site | None:
        """A connected, enabled channel by its public key; from memory."""
        ...

    async def availability(self, channel: int) -> Availability:
        """How soon, and how else; measured seldom, so asking is cheap."""
        ...

    def free(self, channel: int) -> bool:
        """Whether somebody can answer now; from memory."""
        ...

    def full(self, channel: int) -> bool:
        """Whether as many wait as may; from memory."""
        ...

    async def recognise(self, speaker: Speaker, subject: Subject | None = None) -> Identified | None:
        """Fill in who this is and which talk is alive, if they spoke before. With a signed `subject` the speaker is
        that person: with their talk on every browser, and a young anonymous talk of this browser becomes theirs.
        """
        ...

    def renew(self, speaker: Speaker, subject: Subject) -> Identified:
        """A younger token on a line that is open; only for the same person (else `other_subject`)."""
        ...

    async def about(self, speaker: Speaker, about: About) -> None:
        """Keep what a page tells of somebody who has spoken; of anybody else nothing is kept. Raises `attributes_…`."""
        ...

    async def track(self, speaker: Speaker, *, name: str, data: dict[str, Any]) -> None:
        """Keep that something happened on the site, for somebody who has spoken. Raises `attributes_…`."""
        ...

    def receive(
        self, speaker: Speaker, inbound: Inbound, done: Callable[[Receipt | PultError], None]
    ) -> Awaitable[None] | None:
        """Words for the log. `done` hears the receipt after COMMIT, or the refusal. An awaitable: wait for it before
        the next words.
        """
        ...

    async def rate(
        self, speaker: Speaker, *, conversation: str, cid: UUID, score: int, of: int, comment: str
    ) -> Receipt:
        """The visitor's judgement of an own talk."""
        ...

    async def answer(
        self, speaker: Speaker, *, conversation: str, cid: UUID, n: int, fields: Mapping[str, Given]
    ) -> Receipt:
        """The answers to the form of message n (public number) of an own talk: once."""
        ...

    async def edit(self, speaker: Speaker, *, conversation: str, cid: UUID, n: int, text: str) -> Receipt:
        """Change own words (n: public number)."""
        ...

    async def erase(self, speaker: Speaker, *, conversation: str, cid: UUID, n: int) -> Receipt:
        """Take own words out of the log."""
        ...

    async def upload(
        self, speaker: Speaker, *, upload: UUID, name: str, size: int | None, body: AsyncIterator[bytes]
    ) -> Uploaded:
        """Take a file in; `upload` is the client's own id, so that a repeat is harmless."""
        ...

    async def files(self, speaker: Speaker, *, conversation: str, n: int) -> dict[str, str]:
        """Addresses of the files of an own talk's message (n: public number), for this speaker and a few minutes."""
        ...

    async def end(self, speaker: Speaker, *, conversation: str, cid: UUID) -> Receipt:
        """The visitor ends an own talk."""
        ...

    async def instead(self, speaker: Speaker, *, conversation: str, cid: UUID, instead: Instead) -> Receipt:
        """The visitor does not want to wait: an own talk that waits is answered another way."""
        ...

    async def copy(self, speaker: Speaker, *, conversation: str, mail: str, language: str) -> None:
        """Send a copy of an own talk by mail. Refused (`copy_refused`) before anybody answered, and too often."""

    def read(self, speaker: Speaker, n: int) -> None:
        """The visitor has read up to public number n of the living talk."""

    def got(self, speaker: Speaker, n: int) -> None:
        """A page of the visitor's has received everything up to public number n of the living talk."""

    def peek(self, speaker: Speaker, *, k: int, text: str) -> None:
        """What the visitor is typing now (a signal: nothing is stored)."""

    def here(self, speaker: Speaker, *, on: bool) -> None:
        """A page of the visitor's has come, or gone (a signal: nothing is stored)."""
