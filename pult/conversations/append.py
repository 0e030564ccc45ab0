"""The one function that writes the log, as Python sees it: operations in, answers out, one round trip for a batch.

An operation is everything one `cid` does to one talk: one message, or the two halves of a command's fact. All of its
entries are written, or none.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from pult.conversations.append_store import APPEND, NOTHING, ONE, array
from pult.conversations.events import Appended, Audience, Draft, Entry, HolderKind

if TYPE_CHECKING:
    from pult.kit.db import Connection

_json = msgspec.json.Encoder()


class Result(StrEnum):
    """What became of an operation."""

    DONE = "done"
    REPEAT = "repeat"
    CONFLICT = "conflict"
    REFUSED = "refused"
    HELD = "held"


class Expect(msgspec.Struct, frozen=True, kw_only=True):
    """Checked under the row's lock; None means no condition. `after`: no public entry may be newer than this public
    number.
    """

    open: bool | None = None
    holder_kind: HolderKind | None = None
    holder_id: int | None = None
    after: int | None = None


ANYHOW = Expect()
OPEN = Expect(open=True)


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """What one sender does once. `sender` is our own id of an identity, operator or bot; `hash` covers the content."""

    conversation: int
    channel: int
    sender: int
    cid: UUID
    hash: bytes
    drafts: tuple[Draft, ...]
    expect: Expect = ANYHOW


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What was written, or was written the first time (`repeat`). Numbers are those of the operation's first entry;
    `reason` is a code.
    """

    result: Result
    conversation: int
    reason: str | None = None
    seq: int | None = None
    public_no: int | None = None
    at: datetime | None = None


async def append(connection: Connection, operations: Sequence[Operation], *, wait: bool) -> list[Answer]:
    """Write a batch; answers come in the order of the operations. Atomic as a whole; durable when it returns outside a
    transaction.
    """
    if len(operations) == 1 and len(operations[0].drafts) == 1:
        return [await _append_one(connection, operations[0], wait=wait)]
    drafts = [(number, draft) for number, op in enumerate(operations, 1) for draft in op.drafts]
    rows = await connection.fetch(APPEND, wait, len(operations), len(drafts), *_columns(operations, drafts))
    answers: list[Answer | None] = [None] * len(operations)
    stamp: datetime | None = None
    for op, result, reason, conversation, seq, public_no, at in rows:
        # What a batch wrote has one time: it is told with the first, and is one object for all of them.
        stamp = at or stamp
        answers[op - 1] = Answer(
            result=_RESULTS[result],
            conversation=conversation,
            reason=reason,
            seq=seq,
            public_no=public_no,
            at=at if seq is None else stamp,
        )
    return [answer for answer in answers if answer is not None]


async def get_ready(connection: Connection) -> None:
    """Let the server read the statement, so that the first batch does not wait for that."""
    await connection.fetch(APPEND, *NOTHING)


async def _append_one(connection: Connection, op: Operation, *, wait: bool) -> Answer:
    (draft,), expect = op.drafts, op.expect
    row = await connection.fetchrow(
        ONE,
        wait,
        *(op.conversation, op.channel, op.sender, op.cid, op.hash),
        *(expect.open, expect.holder_kind, expect.holder_id, expect.after),
        *(draft.kind, draft.audience, draft.actor, draft.actor_id, draft.target, draft.said_at),
        *(draft.verified, draft.deliver, _json.encode(draft.body).decode()),
    )
    assert row is not None
    result, reason, conversation, seq, public_no, at = row
    return Answer(
        result=_RESULTS[result], conversation=conversation, reason=reason, seq=seq, public_no=public_no, at=at
    )


_RESULTS = {str(result): result for result in Result}


def _columns(operations: Sequence[Operation], drafts: Sequence[tuple[int, Draft]]) -> list[str | None]:
    """The text of one array for each parameter."""
    expects = [op.expect for op in operations]
    return [
        array([op.conversation for op in operations]),
        array([op.channel for op in operations]),
        array([op.sender for op in operations]),
        array([op.cid for op in operations]),
        array(["\\x" + op.hash.hex() for op in operations]),
        array([expect.open for expect in expects]),
        array([expect.holder_kind for expect in expects]),
        array([expect.holder_id for expect in expects]),
        array([expect.after for expect in expects]),
        array([number for number, _ in drafts]),
        array([d.kind for _, d in drafts]),
        array([d.audience for _, d in drafts]),
        array([d.actor for _, d in drafts]),
        array([d.actor_id for _, d in drafts]),
        array([d.target for _, d in drafts]),
        array([d.said_at for _, d in drafts]),
        array([d.verified for _, d in drafts]),
        array([d.deliver for _, d in drafts]),
        array([_json.encode(d.body).decode() for _, d in drafts]),
    ]


def written(operation: Operation, answer: Answer) -> Appended:
    """The entries that a `done` operation left in the log, without reading them back."""
    assert answer.result is Result.DONE and answer.seq is not None and answer.at is not None
    if len(operation.drafts) == 1:
        (draft,) = operation.drafts
        return Appended(
            conversation=answer.conversation,
            entries=(_entry(draft, answer.conversation, answer.seq, answer.public_no, answer.at),),
        )
    public = answer.public_no or 0
    entries: list[Entry] = []
    for index, draft in enumerate(operation.drafts):
        is_public = draft.audience is Audience.PUBLIC
        seq, number = answer.seq + index, public if is_public else None
        entries.append(_entry(draft, answer.conversation, seq, number, answer.at))
        public += is_public
    return Appended(conversation=answer.conversation, entries=tuple(entries))


def _entry(draft: Draft, conversation: int, seq: int, public_no: int | None, at: datetime) -> Entry:
    return Entry(
        conversation=conversation,
        seq=seq,
        public_no=public_no,
        kind=draft.kind,
        audience=draft.audience,
        actor=draft.actor,
        actor_id=draft.actor_id,
        at=at,
        body=draft.body,
        target=draft.target,
        target_public=draft.body.get("target_public"),
        verified=draft.verified,
    )
