"""Who speaks: a browser's key alone, or a person whom the site has proven. And what is told about them.

A person's talks hang on the person, not on a browser's key: a key without a fresh token never opens them.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import structlog

from pult.contacts import commands as contact_commands
from pult.contacts import queries as contacts
from pult.contacts import rules
from pult.contacts.commands import Proven, Told
from pult.conversations import queries
from pult.conversations.joining import join
from pult.gateway.contract import About, Identified, Speaker, Subject
from pult.kit import facts
from pult.kit.errors import Conflict, Invalid, PultError
from pult.kit.together import Together

if TYPE_CHECKING:
    from pult.kit.db import Database

log = structlog.get_logger("pult.gateway")
Key = tuple[int, bytes]
OTHER = Identified(
    verified=False, refused="other_subject", detail="this browser's key belongs to somebody else: take another"
)
LATE_HOURS = 24
"""A browser that was proven goes on as the same person, unverified, this long after its token ran out."""


class Heard(Protocol):
    """Told after COMMIT; wiring gives it."""

    def joined(self, *, channel: int, browser: bytes, conversation: int) -> None:
        """An anonymous talk belongs to a person now: other windows of this browser must say hello again."""

    def told(self, conversation: int) -> None:
        """There is news about the contact of this talk."""


class Recognition:
    """Hold one per process."""

    def __init__(self, *, db: Database, heard: Heard) -> None:
        self._db, self._heard = db, heard
        self._known = Together[Key, tuple[int, int]](self._ask_known)
        self._bound = Together[Key, bytes](self._ask_bound)

    async def recognise(self, speaker: Speaker, subject: Subject | None) -> Identified | None:
        """`Gate.recognise`."""
        identified = await self._prove(speaker, subject) if subject is not None else None
        found = await self._known.get((speaker.channel, speaker.key_hash))
        if found is None:
            return identified
        speaker.identity, speaker.contact = found
        head = await queries.alive(self._db, channel=speaker.channel, identity=speaker.identity)
        if head is not None:
            speaker.conversation, speaker.conversation_id = head.id, head.public_id
        if speaker.verified():
            await self.keep_signed(speaker)
        return identified

    async def _prove(self, speaker: Speaker, subject: Subject) -> Identified:
        """Decide whether the speaker is this person; the only place that does."""
        try:
            rules.check_attributes(subject.claims)
        except PultError as error:
            return Identified(verified=False, refused=error.code, detail=error.detail)
        bound = await self._bound.get((speaker.channel, speaker.browser))
        if bound is not None and bound != subject.key_hash:
            return _somebody_else(speaker, subject)
        if subject.until <= time.time():
            if bound is not None and subject.until > time.time() - LATE_HOURS * 3600:
                speaker.key_hash, speaker.subject = subject.key_hash, subject
            return Identified(verified=False, refused="token_expired", detail="the token has expired")
        if bound is None and await self._spoke(speaker, subject):
            try:
                conversation = await join(
                    self._db,
                    channel=speaker.channel,
                    key_hash=subject.key_hash,
                    proven=Proven(subject=subject.id, browser=speaker.browser),
                )
            except Conflict:
                return _somebody_else(speaker, subject)
            if conversation is not None:
                self._heard.joined(channel=speaker.channel, browser=speaker.browser, conversation=conversation)
        speaker.key_hash, speaker.subject = subject.key_hash, subject
        return Identified(verified=True, until=subject.until)

    async def _spoke(self, speaker: Speaker, subject: Subject) -> bool:
        """Whether the browser or the person ever said a word: who only looks leaves no trace."""
        keys = [(speaker.channel, key) for key in (speaker.browser, subject.key_hash)]
        return any([await self._known.get(key) for key in keys])

    def renew(self, speaker: Speaker, subject: Subject) -> Identified:
        """`Gate.renew`."""
        if speaker.key_hash != subject.key_hash:
            return OTHER
        if subject.until <= time.time():
            return Identified(verified=False, refused="token_expired", detail="the token has expired")
        speaker.subject = subject
        return Identified(verified=True, until=subject.until)

    async def keep_signed(self, speaker: Speaker) -> None:
        """What the site signed about a person who has spoken."""
        if speaker.contact is not None and speaker.subject is not None:
            await self._tell(speaker, Told(signed={"id": speaker.subject.id, **speaker.subject.claims}))

    async def keep_signed_quietly(self, speaker: Speaker) -> None:
        """The same behind words that are stored already: their answer does not wait for this."""
        try:
            await self.keep_signed(speaker)
        except Exception as error:
            log.warning("profile_not_kept", error=repr(error))

    async def about(self, speaker: Speaker, about: About) -> None:
        """`Gate.about`."""
        if about.attributes is not None:
            rules.check_attributes(about.attributes)
        if speaker.contact is not None:
            await self._tell(speaker, Told(said=about.attributes, context=about.context))

    async def _tell(self, speaker: Speaker, told: Told) -> None:
        assert speaker.contact is not None
        changed = await contact_commands.tell(self._db, speaker.contact, told)
        if changed and speaker.conversation is not None:
            self._heard.told(speaker.conversation)

    async def track(self, speaker: Speaker, *, name: str, data: dict[str, Any]) -> None:
        """`Gate.track`. A fact that cursors follow: figures, routing and the contact's journey read it from there."""
        rules.check_attributes(data)
        if not name.strip() or "\0" in name:
            raise Invalid("an event has a name", pointer="/name")
        if speaker.contact is not None:
            body = {"name": name, "data": data, "channel": speaker.channel, "verified": speaker.verified()}
            await facts.record(self._db, kind="visitor.tracked", subject=f"contact:{speaker.contact}", body=body)

    async def _ask_known(self, keys: Sequence[Key]) -> dict[Key, tuple[int, int]]:
        return await contacts.known(self._db, keys)

    async def _ask_bound(self, keys: Sequence[Key]) -> dict[Key, bytes]:
        return await contacts.bound(self._db, keys)


def _somebody_else(speaker: Speaker, subject: Subject) -> Identified:
    """A new visitor: neither the first person's nor, until the browser has taken another key, the second one's."""
    speaker.key_hash = hashlib.sha256(b"other\0" + speaker.browser + subject.key_hash).digest()
    speaker.browser = speaker.key_hash
    return OTHER
