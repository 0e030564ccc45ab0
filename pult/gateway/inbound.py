"""The door: authorises, finds the talk, hands words to the log. Everything a channel may do passes here."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

import msgspec
import structlog

from pult.contacts.ban_rules import Refused
from pult.contacts.commands import Came
from pult.conversations import answering, rules
from pult.conversations.append import Answer, Result
from pult.conversations.commands import Commands, FirstWords, Received
from pult.conversations.events import REOPEN_HOURS, Again, Words
from pult.conversations.instead import Instead, leave
from pult.conversations.marks import Marks
from pult.conversations.rules import Who
from pult.gateway.availability import Waits
from pult.gateway.banned import Bans
from pult.gateway.connections import Connections
from pult.gateway.contract import (
    About,
    Availability,
    Identified,
    Inbound,
    Receipt,
    Site,
    Speaker,
    Subject,
    Uploaded,
)
from pult.gateway.copies import Copies
from pult.gateway.files import Files
from pult.gateway.holding import Holding
from pult.gateway.masking import Maskers
from pult.gateway.recognition import Heard, Recognition
from pult.gateway.speaking import elsewhere, owner_of, proven, receipt_of, sure, who_of, words_of
from pult.gateway.streams import VisitorStreams
from pult.kit import points
from pult.kit.answers import Given
from pult.kit.errors import Absent, PultError

if TYPE_CHECKING:
    from pult.kit.db import Database

log = structlog.get_logger("pult.gateway")
Done = Callable[[Receipt | PultError], None]
NO_SETTINGS: dict[str, Any] = {}


class Peeks(Protocol):
    """Where live typing goes; wiring gives it."""

    def peek(self, conversation: int, public_id: str, *, k: int, text: str) -> None:
        """Show this to whoever may see it."""

    def here(self, conversation: int, public_id: str, *, on: bool) -> None:
        """A page of the visitor's has come, or gone."""


class Began(Protocol):
    """Told when a talk began, so that other windows of the same visitor can follow it."""

    def __call__(self, *, channel: int, key_hash: bytes, public_id: str) -> None: ...


class _Queue:
    """Words of one visitor key on the slow way, one after another; lives while somebody stands in it."""

    __slots__ = ("length", "lock")

    def __init__(self) -> None:
        self.lock = asyncio.Lock()
        self.length = 0


class InboundGate:
    """`gateway.contract.Gate`. Hold one per process."""

    def __init__(
        self,
        *,
        db: Database,
        connections: Connections,
        commands: Commands,
        marks: Marks,
        source: VisitorStreams,
        waits: Waits,
        free: Callable[[int], bool],
        full: Callable[[int], bool],
        banner: Callable[[], Mapping[str, str]],
        holding: Holding,
        copies: Copies | None,
        peeks: Peeks,
        began: Began,
        files: Files,
        heard: Heard,
        bans: Bans,
    ) -> None:
        self._db, self._connections, self._commands, self._marks = db, connections, commands, marks
        self.source = source
        self._bans, self._maskers = bans, Maskers(self._settings)
        self._free, self._full, self._banner = free, full, banner
        self._waits, self._holding, self._copies = waits, holding, copies
        self._peeks, self._began, self._files = peeks, began, files
        self._recognition = Recognition(db=db, heard=heard)
        self._order: dict[tuple[int, bytes], _Queue] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def site(self, key: str) -> Site | None:
        """From memory."""
        return self._connections.by_key(key)

    async def availability(self, channel: int) -> Availability:
        """What can be promised now."""
        return Availability(
            wait=await self._waits.seconds(channel),
            mail=self._copies is not None,
            free=self.free(channel),
            full=self.full(channel),
            banner=self._banner(),
        )

    def free(self, channel: int) -> bool:
        """Whether somebody can answer now."""
        return self._free(channel)

    def full(self, channel: int) -> bool:
        """Whether as many wait as may."""
        return self._full(channel)

    async def recognise(self, speaker: Speaker, subject: Subject | None = None) -> Identified | None:
        """Who this is, and the talk that is alive. Raises `Refused` for somebody who is banned."""
        self._bans.refuse(speaker)
        identified = await self._recognition.recognise(speaker, subject)
        self._bans.refuse(speaker)
        return identified

    def renew(self, speaker: Speaker, subject: Subject) -> Identified:
        """The same person, a younger token."""
        return self._recognition.renew(speaker, subject)

    async def about(self, speaker: Speaker, about: About) -> None:
        """What the page tells."""
        await self._recognition.about(speaker, about)

    async def track(self, speaker: Speaker, *, name: str, data: dict[str, Any]) -> None:
        """What happened on the site."""
        await self._recognition.track(speaker, name=name, data=data)

    def receive(self, speaker: Speaker, inbound: Inbound, done: Done) -> Awaitable[None] | None:
        """The fast way when the talk is known: straight to the writer. Else, and behind words that went there, the
        slow way.
        """
        points.reach("received")
        self._bans.refuse(speaker, inbound)
        if inbound.meant is None:
            inbound = self._maskers.hide(speaker.channel, inbound)
        if inbound.meant is None and (inbound.quote is not None or inbound.files):
            return self._look_up(speaker, inbound, done)
        if speaker.conversation is None or speaker.identity is None:
            return self._settle(speaker, inbound, done)
        if speaker.unsettled or speaker.behind:
            speaker.behind.append((inbound, done))
            return None
        self._commands.say(
            conversation=speaker.conversation,
            channel=speaker.channel,
            who=who_of(speaker, speaker.identity),
            cid=inbound.cid,
            words=words_of(inbound),
            done=lambda outcome: self._landed(speaker, inbound, done, outcome),
        )
        speaker.flying += 1
        return None

    async def _look_up(self, speaker: Speaker, inbound: Inbound, done: Done) -> None:
        """Words that point at something: it is found first."""
        quote = None
        if inbound.quote is not None and speaker.conversation is not None:
            quote = await self._commands.quote(conversation=speaker.conversation, public_no=inbound.quote)
        files = await self._files.use(owner_of(speaker), inbound.files) if inbound.files else ()
        meant = Words(text=inbound.text, quote=quote, files=files)
        waiting = self.receive(speaker, msgspec.structs.replace(inbound, meant=meant), done)
        if waiting is not None:
            await waiting

    def _landed(self, speaker: Speaker, inbound: Inbound, done: Done, outcome: Answer | PultError) -> None:
        """Answer; or, when the talk was resolved meanwhile or this was said in an earlier one, decide again under the
        same id once all words of this speaker have come back: none may overtake those before it.
        """
        speaker.flying -= 1
        if not isinstance(outcome, PultError) and elsewhere(outcome, speaker):
            speaker.unsettled.append((inbound, done))
        else:
            done(receipt_of(outcome, speaker.conversation_id or ""))
        if speaker.unsettled and not speaker.flying:
            task = asyncio.create_task(self._settle_all(speaker), name="inbound settle")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _settle_all(self, speaker: Speaker) -> None:
        while queue := speaker.unsettled or speaker.behind:
            inbound, done = queue[0]
            try:
                await self._settle(speaker, inbound, done)
            except Exception:
                log.exception("answering_failed")
            queue.popleft()

    async def _settle(self, speaker: Speaker, inbound: Inbound, done: Done) -> None:
        key = (speaker.channel, speaker.key_hash)
        queue = self._order.setdefault(key, _Queue())
        queue.length += 1
        try:
            async with queue.lock:
                await self._look(speaker, inbound)
                received = await self._commands.ingest(
                    FirstWords(
                        channel=speaker.channel,
                        key_hash=speaker.key_hash,
                        cid=inbound.cid,
                        words=words_of(inbound),
                        who=lambda identity: who_of(speaker, identity),
                        again=self._again(speaker.channel),
                        start=inbound.start,
                        proven=proven(speaker),
                        came=Came(speaker.browser, speaker.address),
                    )
                )
            self._remember(speaker, received)
            done(receipt_of(received.answer, received.public_id))
            if received.began:
                self._began(channel=speaker.channel, key_hash=speaker.key_hash, public_id=received.public_id)
                await self._recognition.keep_signed_quietly(speaker)
        except PultError as error:
            if isinstance(error, Refused):
                self._bans.count(error.ban)
            done(error)
        except Exception as error:
            log.error("inbound_failed", error=repr(error))
            done(PultError("something went wrong on our side; send it again"))
        finally:
            queue.length -= 1
            if not queue.length:
                del self._order[key]

    async def _look(self, speaker: Speaker, inbound: Inbound) -> None:
        """First words of somebody unknown may be held back."""
        if speaker.holds and speaker.identity is None:
            words = words_of(inbound)
            rules.check_words(words)
            await self._holding.look(
                channel=speaker.channel,
                key_hash=speaker.key_hash,
                cid=inbound.cid,
                words=words,
                start=inbound.start,
                address=speaker.address,
                trap=inbound.trap,
                page=inbound.page,
            )

    def _remember(self, speaker: Speaker, received: Received) -> None:
        speaker.identity, speaker.contact = received.identity, received.contact
        if speaker.conversation is None or received.answer.result is Result.DONE:
            # A repeat may speak of an earlier talk; the next words go on in the living one.
            speaker.conversation, speaker.conversation_id = received.conversation, received.public_id

    async def rate(
        self, speaker: Speaker, *, conversation: str, cid: UUID, score: int, of: int, comment: str
    ) -> Receipt:
        """The visitor's judgement."""
        comment = self._maskers.of(speaker.channel).said(comment)
        who = await self._owner(speaker, conversation)
        answer = await self._commands.rate(
            conversation=conversation, channel=speaker.channel, who=who, cid=cid, score=score, of=of, comment=comment
        )
        return sure(receipt_of(answer, conversation))

    async def answer(
        self, speaker: Speaker, *, conversation: str, cid: UUID, n: int, fields: Mapping[str, Given]
    ) -> Receipt:
        """The answers to a form."""
        who = await self._owner(speaker, conversation)
        answer = await answering.answer(
            self._commands,
            conversation=conversation,
            channel=speaker.channel,
            who=who,
            cid=cid,
            n=n,
            given=fields,
            mask=self._maskers.of(speaker.channel).said,
        )
        return sure(receipt_of(answer, conversation))

    async def edit(self, speaker: Speaker, *, conversation: str, cid: UUID, n: int, text: str) -> Receipt:
        """Change own words."""
        text = self._maskers.of(speaker.channel).said(text)
        who = await self._owner(speaker, conversation)
        answer = await self._commands.edit(
            conversation=conversation, channel=speaker.channel, who=who, cid=cid, n=n, text=text
        )
        return sure(receipt_of(answer, conversation))

    async def erase(self, speaker: Speaker, *, conversation: str, cid: UUID, n: int) -> Receipt:
        """Take own words out."""
        who = await self._owner(speaker, conversation)
        answer = await self._commands.erase(conversation=conversation, channel=speaker.channel, who=who, cid=cid, n=n)
        return sure(receipt_of(answer, conversation))

    async def upload(
        self, speaker: Speaker, *, upload: UUID, name: str, size: int | None, body: AsyncIterator[bytes]
    ) -> Uploaded:
        """Take a file in."""
        self._bans.refuse(speaker)
        return await self._files.take(owner_of(speaker), upload=upload, name=name, size=size, body=body)

    async def files(self, speaker: Speaker, *, conversation: str, n: int) -> dict[str, str]:
        """Addresses of a message's files."""
        topic = await self.source.open(speaker, f"c:{conversation}")
        if topic is None:
            raise Absent("there is no such conversation", pointer="/conv")
        number = int(topic.partition(":")[2])
        return await self._files.links(conversation=number, viewer=f"i{speaker.identity}", public_no=n)

    async def end(self, speaker: Speaker, *, conversation: str, cid: UUID) -> Receipt:
        """The visitor ends the talk."""
        who = await self._owner(speaker, conversation)
        answer = await self._commands.end(conversation=conversation, channel=speaker.channel, who=who, cid=cid)
        return sure(receipt_of(answer, conversation))

    async def instead(self, speaker: Speaker, *, conversation: str, cid: UUID, instead: Instead) -> Receipt:
        """Another way than waiting."""
        who = await self._owner(speaker, conversation)
        answer = await leave(
            self._commands, conversation=conversation, channel=speaker.channel, who=who, cid=cid, instead=instead
        )
        return sure(receipt_of(answer, conversation))

    def _again(self, channel: int) -> Again:
        """What words after the end do: its settings `after_resolve`, `reopen_hours` and `keep_thanks`."""
        settings = self._settings(channel)
        how, hours = settings.get("after_resolve"), settings.get("reopen_hours", REOPEN_HOURS)
        hours, thanks = 0 if how in ("new", "linked") else hours, settings.get("keep_thanks") is not False
        return Again(hours=hours, linked=how == "linked", thanks=thanks)

    def got(self, speaker: Speaker, n: int) -> None:
        """Raise the mark of what has reached a page of the visitor's."""
        if speaker.conversation is not None and n > 0:
            self._marks.got_by_visitor(speaker.conversation, n)

    async def copy(self, speaker: Speaker, *, conversation: str, mail: str, language: str) -> None:
        """By mail, as soon as it can leave."""
        await self._owner(speaker, conversation)
        if self._copies is None:
            raise Absent("letters cannot be sent from here", code="no_mail")
        await self._copies.ask(conversation, mail=mail, language=language)

    def read(self, speaker: Speaker, n: int) -> None:
        """Raise the visitor's mark."""
        if speaker.conversation is not None and n > 0:
            self._marks.by_visitor(speaker.conversation, n)

    def _settings(self, channel: int) -> dict[str, Any]:
        site = self._connections.by_id(channel)
        return site.settings if site else NO_SETTINGS

    def peek(self, speaker: Speaker, *, k: int, text: str) -> None:
        """Only for a talk that exists; nothing is stored."""
        text = self._maskers.of(speaker.channel).typed(text)
        if self._bans.knows(speaker):
            return
        if speaker.conversation is not None and speaker.conversation_id is not None:
            self._peeks.peek(speaker.conversation, speaker.conversation_id, k=k, text=text)

    def here(self, speaker: Speaker, *, on: bool) -> None:
        """A page of theirs has come, or gone: a signal as well."""
        if speaker.conversation is not None and speaker.conversation_id is not None:
            self._peeks.here(speaker.conversation, speaker.conversation_id, on=on)

    async def _owner(self, speaker: Speaker, conversation: str) -> Who:
        """The visitor as the actor in an own talk; another's looks like none. Raises `Refused`."""
        self._bans.refuse(speaker)
        if speaker.identity is None or await self.source.open(speaker, f"c:{conversation}") is None:
            raise Absent("there is no such conversation", pointer="/conv")
        return who_of(speaker, speaker.identity)
