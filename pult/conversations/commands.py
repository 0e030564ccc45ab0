"""The only writers of the log. Every command carries a `cid`; saying it twice does it once and answers the same.

Plain words go through the micro-batching writer; commands that also change the row run in a transaction of their own.
Both end in the same append function, and both are announced only after COMMIT.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import msgspec

from pult.contacts import commands as contacts
from pult.contacts.commands import NOWHERE, Came, Proven
from pult.conversations import changes_store, rules, starts, store, thanks
from pult.conversations.append import OPEN, Answer, Expect, Operation, Result, append, written
from pult.conversations.events import Again, Appended, Entry, HolderKind, Kind, Quote, Start, Words
from pult.conversations.rules import Decision, Head, Who
from pult.journal.writer import Writer
from pult.kit import jobs, points
from pult.kit.db import answering, is_retryable
from pult.kit.errors import Absent, Conflict, Forbidden, PultError, Unavailable

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database

DESK = 0
"""The desk's own channel number in `entry_key`: operators are its senders."""
TRIES = 4
T = TypeVar("T")
Announce = Callable[[Sequence[Appended]], None]
Decide = Callable[["Connection", Head, datetime], Awaitable[Decision]]


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """Where a contact's words went."""

    answer: Answer
    identity: int
    contact: int
    conversation: int
    public_id: str
    began: bool


class FirstWords(msgspec.Struct, frozen=True, kw_only=True):
    """Words whose talk is yet to be found. `who` makes the actor of an identity; `again`: what words after the end
    do; `start` is what a new talk begins with; `came`: how these words reached us.
    """

    channel: int
    key_hash: bytes
    cid: UUID
    words: Words
    who: Callable[[int], Who]
    again: Again = Again()
    start: Start | None = None
    proven: Proven | None = None
    came: Came = NOWHERE


class Commands:
    """Hold one per process. `announce` is called after COMMIT with what was written here."""

    def __init__(self, *, db: Database, writer: Writer[Operation, Answer], key: bytes, announce: Announce) -> None:
        self._db, self._writer, self._announce = db, writer, announce
        self._hasher = blake2b(key=key, digest_size=16)

    def digest(self, *parts: str) -> bytes:
        """A keyed hash (BLAKE2b) over the content of a command: tells «the same again» from «another under the same
        id».
        """
        hasher = self._hasher.copy()
        hasher.update("\0".join(parts).encode("utf-8", "surrogatepass"))
        return hasher.digest()

    def say(
        self,
        *,
        conversation: int,
        channel: int,
        who: Who,
        cid: UUID,
        words: Words,
        done: Callable[[Answer | PultError], None],
        expect: Expect = OPEN,
    ) -> None:
        """Queue words for the writer; `done` hears the answer after COMMIT. Raises `Invalid`, `TooLarge`, `Busy`
        at once.
        """
        draft = rules.message(who, rules.check_words(words))
        self._writer.submit(
            Operation(
                conversation=conversation,
                channel=channel,
                sender=who.id,
                cid=cid,
                hash=self.digest("message", *_content(words)),
                drafts=(draft,),
                expect=expect,
            ),
            done,
        )

    def note(
        self,
        *,
        conversation: int,
        who: Who,
        cid: UUID,
        text: str,
        done: Callable[[Answer | PultError], None],
        to: tuple[int, str] | None = None,
    ) -> None:
        """Queue a note for the team, meant for one of them (`to`: number and name). Allowed at any time, in any
        state.
        """
        draft = rules.note(who, rules.check_text(text), to=to)
        self._writer.submit(
            Operation(
                conversation=conversation,
                channel=DESK,
                sender=who.id,
                cid=cid,
                hash=self.digest("note", str(conversation), text, *([str(to[0])] if to else [])),
                drafts=(draft,),
            ),
            done,
        )

    async def quote(self, *, conversation: int, seq: int | None = None, public_no: int | None = None) -> Quote:
        """The message that is to be quoted, by either number. Raises `Absent` when there is none."""
        found = await store.said(self._db, conversation, seq=seq, public_no=public_no)
        if found is None:
            raise Absent("there is no such message", pointer="/quote")
        return Quote(conversation=conversation, seq=found[0], public_no=found[1])

    async def ingest(self, first: FirstWords) -> Received:
        """A contact's words when it is not known where they go: first contact, a resolved talk, a lost race. One
        transaction.
        """
        rules.check_words(first.words)
        return await self.transact(lambda connection: self._ingest(connection, first))

    async def transact(self, work: Callable[[Connection], Awaitable[tuple[T, Appended | None]]]) -> T:
        """One transaction, tried again where the database asks for it; what it wrote is announced after COMMIT."""

        async def several(connection: Connection) -> tuple[T, list[Appended]]:
            done, appended = await work(connection)
            return done, [appended] if appended else []

        return await self.transact_all(several)

    async def transact_all(self, work: Callable[[Connection], Awaitable[tuple[T, list[Appended]]]]) -> T:
        """The same for what writes into several talks."""

        async def once() -> tuple[T, list[Appended]]:
            async with self._db.transaction() as connection:
                return await work(connection)

        done, appended = await _again(once)
        points.reach("committed")
        if appended:
            self._announce(appended)
        return done

    async def _ingest(self, connection: Connection, first: FirstWords) -> tuple[Received, Appended | None]:
        channel, cid = first.channel, first.cid
        identity, contact = await contacts.identify(
            connection, channel=channel, key_hash=first.key_hash, proven=first.proven, came=first.came
        )
        digest = self.digest("message", *_content(first.words))
        before = await store.key(connection, channel=channel, sender=identity, cid=cid, hash=digest)
        if before is not None:
            head, _ = await store.lock(connection, before.conversation)
            return _received(before, identity, contact, head, began=False), None
        head, decision, began = await self._where(connection, identity, contact, first)
        operation = Operation(
            conversation=head.id, channel=channel, sender=identity, cid=cid, hash=digest, drafts=decision.drafts
        )
        (answer,) = await append(connection, [operation], wait=True)
        if answer.result is not Result.DONE:
            return _received(answer, identity, contact, head, began=False), None
        await changes_store.change(connection, head, decision.changes)
        return _received(answer, identity, contact, head, began=began), written(operation, answer)

    async def _where(
        self, connection: Connection, identity: int, contact: int, first: FirstWords
    ) -> tuple[Head, Decision, bool]:
        """The living talk, the one resolved lately, or a new one (where a quote of the old one means nothing)."""
        who = first.who(identity)
        ended = conversation = await store.lock_thread(connection, channel=first.channel, identity=identity)
        if conversation is not None:
            head, now = await store.lock(connection, conversation)
            words = rules.message(who, _within(head.id, first.words))
            if head.status is not rules.Status.RESOLVED:
                return head, Decision(drafts=(words,)), False
            again = await thanks.after_end(connection, head, who, words, now=now, again=first.again, start=first.start)
            if again is not None:
                return head, again, False
            await store.close_thread(connection, channel=first.channel, identity=identity)
        conversation = await store.create(connection, channel=first.channel, identity=identity, contact=contact)
        if first.start is not None:
            await starts.write(connection, conversation, contact=contact, channel=first.channel, start=first.start)
        if first.again.linked and ended is not None:
            await starts.link(connection, conversation, to=ended)
        head, _ = await store.lock(connection, conversation)
        words = rules.message(who, _within(head.id, first.words))
        return head, Decision(drafts=(words,)), True

    async def take(self, *, conversation: str, who: Who, cid: UUID) -> Answer:
        """Take a talk. `taken` (by whom) when a colleague was faster."""
        return await self.decide(
            conversation, DESK, who, cid, ("take",), lambda _c, head, _now: _now_is(rules.take(head, who))
        )

    async def end(self, *, conversation: str, channel: int, who: Who, cid: UUID) -> Answer:
        """The visitor ends the talk."""
        return await self.decide(
            conversation, channel, who, cid, ("end",), lambda _c, head, _now: _now_is(rules.end(head, who))
        )

    async def reopen(self, *, conversation: str, who: Who, cid: UUID) -> Answer:
        """Open a resolved talk again and hold it."""
        return await self.decide(
            conversation, DESK, who, cid, ("reopen",), lambda _c, head, _now: _now_is(rules.reopen(head, who))
        )

    async def rate(
        self, *, conversation: str, channel: int, who: Who, cid: UUID, score: int, of: int, comment: str
    ) -> Answer:
        """The visitor's judgement."""
        return await self.decide(
            conversation,
            channel,
            who,
            cid,
            ("rate", str(score), str(of), comment),
            lambda _c, head, now: _now_is(rules.rate(head, who, score=score, of=of, comment=comment, now=now)),
        )

    async def edit(
        self, *, conversation: str, channel: int, who: Who, cid: UUID, n: int, text: str, notes: bool = False
    ) -> Answer:
        """Change own words. `n` is the number in the author's own view: seq at the desk, the public number for a
        visitor. `notes`: only a note, whoever wrote what else.
        """
        rules.check_text(text)

        async def decide(connection: Connection, head: Head, now: datetime) -> Decision:
            target = await _target(connection, head, channel, n, notes=notes)
            return await thanks.edited(connection, head, who, target, text=text, now=now)

        return await self.decide(conversation, channel, who, cid, ("edit", str(n), text), decide)

    async def erase(
        self, *, conversation: str, channel: int, who: Who, cid: UUID, n: int, notes: bool = False
    ) -> Answer:
        """Take words out of the log for good; `notes`: only a note."""

        async def decide(connection: Connection, head: Head, now: datetime) -> Decision:
            return rules.erase(head, who, await _target(connection, head, channel, n, notes=notes), now=now)

        return await self.decide(conversation, channel, who, cid, ("erase", str(n)), decide)

    async def decide(
        self, conversation: str, channel: int, who: Who, cid: UUID, act: tuple[str, ...], decide: Decide
    ) -> Answer:
        """Lock, look whether this press was answered before, decide, append, change, commit, announce."""
        head = await store.head(self._db, conversation)
        if head is None:
            raise Absent("there is no such conversation", pointer="/conv")
        digest = self.digest(conversation, *act)
        number = head.id
        answer, refusal = await self.transact(
            lambda connection: self._press(connection, number, channel, who, cid, digest, decide)
        )
        if refusal:
            raise refusal
        return answer

    async def _press(
        self, connection: Connection, number: int, channel: int, who: Who, cid: UUID, digest: bytes, decide: Decide
    ) -> tuple[tuple[Answer, PultError | None], Appended | None]:
        head, now = await store.lock(connection, number)
        before = await store.key(connection, channel=channel, sender=who.id, cid=cid, hash=digest)
        if before is not None:
            return (before, refusal_of(before)), None
        try:
            decision = await decide(connection, head, now)
        except Conflict as error:
            outcome = msgspec.json.encode({"code": error.code, "detail": error.detail, "extra": error.extra}).decode()
            await store.keep_refusal(
                connection, channel=channel, sender=who.id, cid=cid, hash=digest, conversation=head.id, outcome=outcome
            )
            return (Answer(result=Result.REFUSED, conversation=head.id), error), None
        operation = Operation(
            conversation=head.id, channel=channel, sender=who.id, cid=cid, hash=digest, drafts=decision.drafts
        )
        (answer,) = await append(connection, [operation], wait=True)
        if answer.result is not Result.DONE:
            return (answer, refusal_of(answer)), None
        await changes_store.change(connection, head, decision.changes, at=answer.seq)
        if decision.rewrite is not None:
            await store.preview(connection, head.id, *decision.rewrite)
        if decision.erase is not None:
            await store.blank(connection, head.id, decision.erase)
            if decision.lost_files:
                await jobs.later(connection, "files.erase", {"ids": list(decision.lost_files)})
        return (answer, None), written(operation, answer)


def _within(conversation: int, words: Words) -> Words:
    """The words without a quote of another talk."""
    if words.quote is None or words.quote.conversation == conversation:
        return words
    return msgspec.structs.replace(words, quote=None)


def _content(words: Words) -> tuple[str, ...]:
    """What makes two messages the same; plain text as it always was, so that old keys stay comparable."""
    if words.quote is None and not words.files:
        return (words.text,)
    quote = (f"quote {words.quote.seq}",) if words.quote else ()
    form = (f"form {msgspec.json.encode(words.form).decode()}",) if words.form else ()
    return words.text, *quote, *(f"file {file['id']}" for file in words.files), *form


def refusal_of(answer: Answer) -> PultError | None:
    """The error that an answer means, if it is one."""
    if answer.result is Result.DONE:
        return None
    if answer.result is Result.CONFLICT:
        return Conflict("this id was used for something else", code="conflict")
    if answer.result is Result.HELD:
        return Absent("there is no such conversation", pointer="/conv")
    if answer.result is Result.REPEAT and answer.reason:
        kept = msgspec.json.decode(answer.reason)
        return Conflict(kept["detail"], code=kept["code"], **kept["extra"])
    if answer.result is Result.REFUSED:
        return Conflict(_REASONS.get(answer.reason or "", "the talk has changed"), code=answer.reason or "conflict")
    return None


_REASONS = {
    "not_open": "the talk is resolved",
    "not_holder": "take the talk first",
    "stale": "newer words came in since this was begun",
}


def expect_of(operator: int, *, seen: int | None, anybody: bool = False) -> Expect:
    """What must hold for an operator's reply: the talk is open and hers (`anybody`: anybody's), and (if asked) nothing
    newer was said in public.
    """
    if anybody:
        return Expect(open=True, after=seen)
    return Expect(open=True, holder_kind=HolderKind.OPERATOR, holder_id=operator, after=seen)


async def _target(connection: Connection, head: Head, channel: int, n: int, *, notes: bool) -> Entry:
    found = await (
        store.entry(connection, head.id, seq=n) if channel == DESK else store.entry(connection, head.id, public_no=n)
    )
    if found is None:
        raise Absent("there is no such message", pointer="/n")
    if notes and found.kind != Kind.NOTE:
        raise Forbidden("your role changes notes alone")
    return found


async def _now_is(decision: Decision) -> Decision:
    return decision


def _received(answer: Answer, identity: int, contact: int, head: Head, *, began: bool) -> Received:
    return Received(
        answer=answer, identity=identity, contact=contact, conversation=head.id, public_id=head.public_id, began=began
    )


async def _again(once: Callable[[], Awaitable[T]]) -> T:
    """Run a transaction; when the database asks to try again, do so a few times, then say `unavailable`."""
    for attempt in range(TRIES):
        try:
            with answering():
                return await once()
        except Exception as error:
            if not is_retryable(error):
                raise
            await asyncio.sleep(0.02 * 2**attempt)
    raise Unavailable("the database is too busy; nothing was done, try again")
