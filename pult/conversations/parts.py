"""A second topic inside a talk: given to another team, answered by whoever takes it there, ended.

A part is a talk of its own kind: a row in the queue of its team with a log of its own, but nobody's thread. Whoever has
it is a guest of the whole talk who may answer. What changes both is one transaction that holds the whole talk first,
then the part; who has the part is brought into the talk after it was taken, by a turn that asks the database and so
forgets nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from pult.conversations import changes_store, part_rules, rules, store
from pult.conversations import parts_store as parts
from pult.conversations.append import Answer, Operation, Result, append, written
from pult.conversations.by_clock_rules import SYSTEM
from pult.conversations.commands import DESK, Commands, refusal_of
from pult.conversations.events import Appended, Draft, Holder, HolderKind, Kind, Status
from pult.conversations.first_words import check_topic
from pult.conversations.part_rules import How, Wish
from pult.conversations.parts_store import Helper, Turn
from pult.conversations.rules import Changes, Head, Who
from pult.kit.again import Again
from pult.kit.errors import Absent, Conflict, Invalid, PultError
from pult.kit.ids import uuid7

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database

_MOVES = frozenset({Kind.PART, Kind.ASSIGNED, Kind.TRANSFERRED, Kind.STATUS})
Both = tuple[Answer, list[Appended]]


async def begin(
    commands: Commands, conversation: str, *, who: Who, cid: UUID, wish: Wish, seconds: int | None, lead: bool
) -> Answer:
    """Give a part of a talk to another team. `seconds`: it comes back when nobody has taken it by then. Raises
    `Conflict`: `not_holder`, `not_open`, `is_part`, `too_many_parts`; `Invalid`.
    """
    if check_topic(wish.topic) is None:
        raise Invalid("a part has a topic", pointer="/topic")
    rules.check_optional(wish.note, pointer="/note")
    said = ("part", str(wish.team), wish.topic, wish.note, str(wish.lines), str(seconds))

    async def work(connection: Connection) -> Both:
        head = await _locked(connection, conversation)
        digest = commands.digest(conversation, *said)
        before = await store.key(connection, channel=DESK, sender=who.id, cid=cid, hash=digest)
        if before is not None:
            return before, []
        team, standing = await parts.stands(connection, head.id)
        try:
            part_rules.begin(head, who, wish=wish, team=team, standing=standing, lead=lead)
        except Conflict as error:
            return await _refused(connection, head, who, cid, digest, error), []
        number, public = await parts.make(connection, head.id, wish, seconds=seconds)
        draft = part_rules.begun(who, of=conversation, part=public, wish=wish)
        return await _write(
            connection,
            [_operation(head.id, who, cid, digest, draft), _operation(number, who, uuid7(), digest, draft)],
        )

    return _answer(await commands.transact_all(work))


async def end(commands: Commands, conversation: str, *, who: Who, cid: UUID, how: How, note: str, lead: bool) -> Answer:
    """Its own side ends a part: `done`, or `refused`. Raises `Conflict`: `no_part`, `not_holder`, `already_resolved`,
    `promise_open`.
    """
    rules.check_optional(note, pointer="/note")
    return await _end(commands, conversation, who=who, cid=cid, how=how, note=note, lead=lead, whole=None)


async def take_back(
    commands: Commands, conversation: str, *, part: str, who: Who, cid: UUID, note: str, lead: bool
) -> Answer:
    """Whoever has the talk takes a part of it back, from whoever has that. The same refusals."""
    rules.check_optional(note, pointer="/note")
    return await _end(commands, part, who=who, cid=cid, how="back", note=note, lead=lead, whole=conversation)


async def _end(
    commands: Commands, conversation: str, *, who: Who, cid: UUID, how: How, note: str, lead: bool, whole: str | None
) -> Answer:
    digest = commands.digest(conversation, "part_end", how, note)

    async def work(connection: Connection) -> Both:
        outer, inner = await _both(connection, conversation, of=whole)
        about = inner if whole is None else outer
        before = await store.key(connection, channel=DESK, sender=who.id, cid=cid, hash=digest)
        if before is not None:
            return before, []
        try:
            if inner.status is Status.RESOLVED:
                raise Conflict("this part is over already", code="already_resolved")
            if whole is None:
                part_rules.may_end(inner, who, how=how, lead=lead)
            else:
                part_rules.may_take_back(outer, who, lead=lead)
            if inner.promise is not None:
                raise Conflict("something is promised here: keep it or take it back first", code="promise_open")
        except Conflict as error:
            return await _refused(connection, about, who, cid, digest, error), []
        answers, appended = await _over(
            connection, outer, inner, who, how=how, note=note, keys=_keys(about is inner, cid), digest=digest
        )
        return answers[about is inner], appended

    return _answer(await commands.transact_all(work))


def _keys(inner: bool, cid: UUID) -> tuple[UUID, UUID]:
    """(of the entry in the whole talk, of that in the part): the press stands where it was made."""
    return (uuid7(), cid) if inner else (cid, uuid7())


async def _over(
    connection: Connection,
    outer: Head,
    inner: Head,
    who: Who,
    *,
    how: How,
    note: str,
    keys: tuple[UUID, UUID],
    digest: bytes,
) -> tuple[list[Answer], list[Appended]]:
    """Both logs say that the part is over, and whoever had it is in the talk no more; both rows are held."""
    first, second = part_rules.ended(who, outer, inner, how=how, note=note)
    operations = [
        _operation(outer.id, who, keys[0], digest, first, *await _leaves(connection, outer, inner)),
        _operation(inner.id, who, keys[1], digest, second, part_rules.closed(who, inner)),
    ]
    answers = await append(connection, operations, wait=True)
    if any(one.result is not Result.DONE for one in answers):
        raise refusal_of(next(one for one in answers if one.result is not Result.DONE)) or Absent("it is gone")
    await changes_store.change(connection, inner, Changes(status=Status.RESOLVED))
    return answers, [written(one, answer) for one, answer in zip(operations, answers, strict=True)]


async def _leaves(connection: Connection, outer: Head, inner: Head) -> tuple[Draft, ...]:
    there = await parts.helper(connection, inner.id)
    return () if there is None else (await _goes(connection, outer, inner, there),)


async def _goes(connection: Connection, outer: Head, inner: Head, there: Helper) -> Draft:
    """Out, or back to what she was asked in for."""
    await parts.let_out(connection, outer.id, part=inner.id)
    return part_rules.went(
        Holder(HolderKind.OPERATOR, there.id, there.name), part=inner.public_id, invited=there.invited
    )


async def let_in(commands: Commands, part: int, *, whole: int) -> None:
    """Whoever has a part is in the talk, whoever has it no more is out."""

    async def work(connection: Connection) -> tuple[None, list[Appended]]:
        outer, _ = await store.lock(connection, whole)
        inner, _ = await store.lock(connection, part)
        drafts = await _hands(connection, outer, inner)
        if not drafts:
            return None, []
        digest = commands.digest(inner.public_id, "hands")
        _, appended = await _write(connection, [_operation(outer.id, SYSTEM, uuid7(), digest, *drafts)])
        return None, appended

    await commands.transact_all(work)


class Parts(Again):
    """Hold one per process. Every turn: whoever has a part is in the talk, whoever has it no more is out; a part whose
    talk has ended ends; one that nobody took in time goes back. On several nodes the first one does it.
    """

    def __init__(self, db: Database, commands: Commands, *, period: float) -> None:
        super().__init__(self._turn, period=period, name="parts")
        self._db, self._commands = db, commands
        self._any = False

    def committed(self, appended: Appended) -> None:
        """Something was written here: whoever took a part is let in now instead of in a while."""
        for entry in appended.entries:
            if entry.kind is Kind.PART or (self._any and entry.kind in _MOVES):
                self._any = True
                self.soon()
                return

    async def _turn(self) -> None:
        self._any, turns = await parts.due(self._db)
        for one in turns:
            try:
                await self._do(one)
            except (Conflict, Absent):
                continue  # another node, or an operator, was faster

    async def _do(self, turn: Turn) -> None:
        if not turn.over and not turn.late:
            await let_in(self._commands, turn.part, whole=turn.whole)
            return

        async def work(connection: Connection) -> tuple[None, list[Appended]]:
            outer, _ = await store.lock(connection, turn.whole)
            inner, _ = await store.lock(connection, turn.part)
            return None, await self._ends(connection, outer, inner, turn)

        await self._commands.transact_all(work)

    async def _ends(self, connection: Connection, outer: Head, inner: Head, turn: Turn) -> list[Appended]:
        over = turn.over and outer.status is Status.RESOLVED
        late = turn.late and inner.status is Status.OPEN and inner.holder.kind is HolderKind.QUEUE
        if inner.status is Status.RESOLVED or not (over or late):
            return []
        how: How = "ended" if over else "unanswered"
        digest = self._commands.digest(inner.public_id, how)
        keys = uuid7(), uuid7()
        _, appended = await _over(connection, outer, inner, SYSTEM, how=how, note="", keys=keys, digest=digest)
        return appended


async def _hands(connection: Connection, outer: Head, inner: Head) -> list[Draft]:
    """Who comes and who goes; both rows are held."""
    alive = Status.RESOLVED not in (outer.status, inner.status) and inner.holder.kind is HolderKind.OPERATOR
    wanted = inner.holder if alive and inner.holder.id != _operator(outer) else None
    drafts: list[Draft] = []
    there = await parts.helper(connection, inner.id)
    if there is not None and (wanted is None or there.id != wanted.id):
        drafts.append(await _goes(connection, outer, inner, there))
    if wanted is not None and not await parts.is_inside(connection, outer.id, wanted.id or 0):
        invited = await parts.let_in(connection, outer.id, wanted.id or 0, part=inner.id)
        drafts.append(part_rules.came(wanted, part=inner.public_id, invited=invited))
    return drafts


def _operator(head: Head) -> int | None:
    return head.holder.id if head.holder.kind is HolderKind.OPERATOR else None


async def _locked(connection: Connection, conversation: str) -> Head:
    found = await parts.ids(connection, conversation)
    if found is None:
        raise Absent("there is no such conversation", pointer="/conv")
    head, _ = await store.lock(connection, found[0])
    return head


async def _both(connection: Connection, part: str, *, of: str | None) -> tuple[Head, Head]:
    """(the talk, its part), both held: the talk first. `of`: the talk that it must be a part of; what is none looks
    absent then, for whoever asks sees that talk alone.
    """
    found = await parts.ids(connection, part)
    if found is None and of is None:
        raise Absent("there is no such conversation", pointer="/conv")
    if found is None or (found[1] is None and of is not None):
        raise Absent("there is no such part", pointer="/part")
    if found[1] is None:
        raise Conflict("this is no part of a talk", code="no_part")
    outer, _ = await store.lock(connection, found[1])
    if of is not None and outer.public_id != of:
        raise Absent("there is no such part", pointer="/part")
    inner, _ = await store.lock(connection, found[0])
    return outer, inner


async def _refused(connection: Connection, head: Head, who: Who, cid: UUID, digest: bytes, error: Conflict) -> Answer:
    """The same press gets the same refusal."""
    outcome = msgspec.json.encode({"code": error.code, "detail": error.detail, "extra": error.extra}).decode()
    await store.keep_refusal(
        connection, channel=DESK, sender=who.id, cid=cid, hash=digest, conversation=head.id, outcome=outcome
    )
    return Answer(result=Result.REPEAT, conversation=head.id, reason=outcome)


def _operation(conversation: int, who: Who, cid: UUID, digest: bytes, *drafts: Draft) -> Operation:
    return Operation(conversation=conversation, channel=DESK, sender=who.id, cid=cid, hash=digest, drafts=drafts)


async def _write(connection: Connection, operations: Sequence[Operation]) -> Both:
    """All of them, or nothing; → the answer of the first."""
    answers = await append(connection, operations, wait=True)
    for answer in answers:
        if answer.result is not Result.DONE:
            raise refusal_of(answer) or Absent("there is no such conversation", pointer="/conv")
    return answers[0], [written(one, answer) for one, answer in zip(operations, answers, strict=True)]


def _answer(answer: Answer) -> Answer:
    refusal: PultError | None = refusal_of(answer)
    if refusal is not None:
        raise refusal
    return answer
