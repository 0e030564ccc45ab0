"""Replies that go at a time: kept in the database, sent by a job under their own cid, so that neither a restart nor a
repeat doubles or loses one. They go only if nobody else has spoken since they were written and the talk is still their
author's; else they stop and say why.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import msgspec

from pult.conversations.append import Answer
from pult.conversations.commands import DESK, Commands, expect_of, refusal_of
from pult.conversations.encoding import milliseconds
from pult.conversations.events import Words
from pult.conversations.rules import check_words
from pult.desk import later_store as store
from pult.desk.acting import who_of
from pult.desk.drafts import Tell
from pult.desk.names import Names
from pult.gateway.files import Files, operator
from pult.kit import jobs
from pult.kit.errors import Absent, Busy, Conflict, Invalid, PultError, Unavailable
from pult.operators import queries as operators
from pult.operators.access import Access

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

JOB = "desk.later"
LEAST_SECONDS, MOST_DAYS = 5, 366
Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class Planned(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A reply as it is handed in. `at` in ms since 1970; `seen` as in a `send`."""

    conv: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    cid: UUID
    text: str
    at: Number
    quote: Number | None = None
    files: Annotated[tuple[Annotated[str, msgspec.Meta(max_length=40)], ...], msgspec.Meta(max_length=10)] = ()
    seen: Number | None = None


class Later(msgspec.Struct, kw_only=True):
    """A reply that waits for its time, or has `stopped`: `reason` is a code of docs/protocol.md."""

    id: int
    conv: str
    text: str
    quote: int | None
    files: list[dict[str, Any]]
    at: int
    state: str
    reason: str | None


class Laters:
    """Hold one per process."""

    def __init__(self, db: Database, *, commands: Commands, names: Names, files: Files, tell: Tell) -> None:
        self._db, self._commands, self._names, self._files, self._tell = db, commands, names, files, tell

    async def mine(self, of: int) -> list[Later]:
        """What of an operator's waits or has stopped, the next first."""
        return [_later(row) for row in await store.mine(self._db, of)]

    async def add(self, access: Access, planned: Planned) -> Later:
        """Write it down; the same cid again gets the same answer. Raises `Invalid` with a pointer."""
        number, of = await self._names.find(planned.conv, access), access.operator.id
        if number is None:
            raise Absent("there is no such conversation", pointer="/conv")
        if self._names.whole(number) is not None:
            raise Conflict("this is a part of a talk: answer there", code="is_part")
        files = await self._files.use(operator(of), planned.files) if planned.files else ()
        quote = (
            await self._commands.quote(conversation=number, seq=planned.quote) if planned.quote is not None else None
        )
        check_words(Words(text=planned.text, quote=quote, files=files))
        due_at = (
            datetime.fromtimestamp(planned.at / 1000, UTC) if planned.at < 2**43 else datetime.max.replace(tzinfo=UTC)
        )
        wait = due_at - datetime.now(UTC)
        async with self._db.transaction() as connection:
            before = await store.known(connection, of, planned.cid)
            if before is not None:
                return _later(before)
            if not timedelta(seconds=LEAST_SECONDS) <= wait <= timedelta(days=MOST_DAYS):
                raise Invalid(f"the time is {LEAST_SECONDS} seconds to {MOST_DAYS} days ahead", pointer="/at")
            id = await store.add(
                connection,
                operator=of,
                conversation=number,
                cid=planned.cid,
                text=planned.text,
                quote=planned.quote,
                files=files,
                seen=planned.seen,
                due_at=due_at,
            )
            await jobs.later(connection, JOB, {"id": id}, seconds=max(0.0, wait.total_seconds()))
        return await self._told(of, id)

    async def drop(self, of: int, id: int) -> Later:
        """It does not go; what it said, to be put back into the box."""
        async with self._db.transaction() as connection:
            row = _own(of, await store.lock(connection, id))
            await store.drop(connection, id)
        self._tell(of, {"t": "later", "conv": row["public_id"]})
        return _later(row)

    async def now(self, of: int, id: int, *, cid: UUID, seen: int | None) -> Later:
        """It goes now; one that has stopped goes all the same, as far as `seen` allows."""
        async with self._db.transaction() as connection:
            _own(of, await store.lock(connection, id))
            await store.again(connection, id, cid=cid, seen=seen)
        await self.run(id)
        return await self._told(of, id)

    async def run(self, id: int) -> None:
        """The job: its time has come. Raises when it could not be tried now."""
        row = await store.one(self._db, id)
        if row is None or row["state"] != "waiting" or row["due_at"] > datetime.now(UTC) + timedelta(seconds=1):
            return
        refusal = await self._say(row)
        if isinstance(refusal, (Busy, Unavailable)):
            raise refusal
        await store.state(self._db, id, "stopped" if refusal else "sent", refusal.code if refusal else None)
        self._tell(row["operator_id"], {"t": "later", "conv": row["public_id"]})

    async def _say(self, row: Record) -> PultError | None:
        """Into the log; the refusal, if it is one."""
        author = await operators.one(self._db, row["operator_id"])
        if author is None:
            return Absent("the account is closed", code="account_closed")
        who = who_of(author, channel=row["channel_id"])
        answered: asyncio.Future[Answer | PultError] = asyncio.get_running_loop().create_future()
        try:
            number, quote = row["conversation_id"], None
            if row["quote"] is not None:
                quote = await self._commands.quote(conversation=number, seq=row["quote"])
            self._commands.say(
                conversation=number,
                channel=DESK,
                who=who,
                cid=row["cid"],
                words=Words(text=row["text"], quote=quote, files=tuple(msgspec.json.decode(row["files"]))),
                expect=expect_of(who.id, seen=row["seen"]),
                done=answered.set_result,
            )
            outcome = await answered
        except PultError as error:
            return error
        return outcome if isinstance(outcome, PultError) else refusal_of(outcome)

    async def _told(self, of: int, id: int | None) -> Later:
        row = await store.one(self._db, id or 0)
        self._tell(of, {"t": "later", "conv": row["public_id"] if row else ""})
        return _later(_own(of, row))

    async def forget(self) -> None:
        """What has gone long ago."""
        await store.forget(self._db)


def _own(of: int, row: Record | None) -> Record:
    if row is None or row["operator_id"] != of:
        raise Absent("there is no such reply")
    return row


def _later(row: Record) -> Later:
    return Later(
        id=row["id"],
        conv=row["public_id"],
        text=row["text"],
        quote=row["quote"],
        files=msgspec.json.decode(row["files"]),
        at=milliseconds(row["due_at"]),
        state=row["state"],
        reason=row["reason"],
    )
