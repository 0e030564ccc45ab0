"""The append function, one promise each; what happens when they meet is in `test_append_together.py`."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from pult.conversations.append import Expect, Result, append
from pult.conversations.events import Actor, Audience, HolderKind
from pult.kit.ids import uuid7
from tests.conversations.conftest import Connect
from tests.support import checker
from tests.support.log import Line, new_talks, operation, waiting, words

REPLY = words("ответ", sender=7, actor=Actor.OPERATOR)
TWINS = (words("за кулисами", audience=Audience.INTERNAL), words("на сцене"))


async def test_a_batch_is_numbered_in_order_per_talk(line: Line) -> None:
    a, b = await new_talks(line, 2)
    batch = [operation(a), operation(b), operation(a, drafts=TWINS), operation(a), operation(b, drafts=TWINS)]
    answers = await append(line, batch, wait=False)
    assert [(x.result, x.conversation, x.seq, x.public_no) for x in answers] == [
        ("done", a, 1, 1),
        ("done", b, 1, 1),
        ("done", a, 2, 2),
        ("done", a, 4, 3),
        ("done", b, 2, 2),
    ]
    found = await checker.check(line)
    assert sorted(len(talk.log) for talk in found.values()) == [3, 4]


async def test_the_same_again_answers_the_same_and_writes_nothing(line: Line) -> None:
    (a,) = await new_talks(line, 1)
    first, other = operation(a, drafts=TWINS), operation(a)
    (done,) = await append(line, [first], wait=False)
    again = await append(line, [other, first, first], wait=False)
    assert [x.result for x in again] == ["done", "repeat", "repeat"]
    assert all((x.seq, x.public_no, x.at) == (done.seq, done.public_no, done.at) for x in again[1:])
    await checker.check(line)


async def test_twice_in_one_batch_is_once_and_what_stands_behind_is_numbered_right(line: Line) -> None:
    (a,) = await new_talks(line, 1)
    first, last = operation(a, drafts=TWINS), operation(a)
    answers = await append(line, [first, first, last], wait=False)
    assert [(x.result, x.seq, x.public_no) for x in answers] == [("done", 1, 1), ("repeat", 1, 1), ("done", 3, 2)]
    await checker.check(line)  # also: the key of `last` says 3, not the 5 it was guessed to be


async def test_another_content_under_the_same_id_is_a_conflict(line: Line) -> None:
    a, b = await new_talks(line, 2)
    cid = uuid7()
    answers = await append(line, [operation(a, "раз", cid=cid), operation(a, "два", cid=cid)], wait=False)
    assert [x.result for x in answers] == ["done", "conflict"]
    (elsewhere,) = await append(line, [operation(b, "три", cid=cid)], wait=False)
    assert elsewhere.result == "conflict"
    (same,) = await append(line, [operation(b, "раз", cid=cid)], wait=False)
    assert (same.result, same.conversation, same.seq) == ("repeat", a, 1)
    (stranger,) = await append(line, [operation(b, "раз", cid=cid, sender=2)], wait=False)
    assert stranger.result == "done", "an id belongs to its sender"
    found = await checker.check(line)
    assert [e["body"]["text"] for t in found.values() for e in t.log] == ["раз", "раз"]


@pytest.mark.parametrize("ending", ["commits", "gives up"])
async def test_the_same_id_for_two_talks_at_once_is_written_once(connect: Connect, ending: str) -> None:
    line, other, watch = await connect(), await connect(), await connect()
    a, b = await new_talks(line, 2)
    cid = uuid7()
    transaction = line.transaction()
    await transaction.start()
    await append(line, [operation(a, "раз", cid=cid)], wait=False)
    second = asyncio.create_task(append(other, [operation(b, "раз", cid=cid)], wait=False))
    await waiting(watch, application="test")
    await (transaction.commit() if ending == "commits" else transaction.rollback())
    (answer,) = await second
    assert (answer.result, answer.conversation) == (("repeat", a) if ending == "commits" else ("done", b))
    found = await checker.check(watch)
    assert sum(len(talk.log) for talk in found.values()) == 1


async def test_conditions_are_checked_one_by_one_and_leave_no_key(line: Line) -> None:
    a, b = await new_talks(line, 2)
    await line.execute("UPDATE conversations.conversation SET status = 'resolved' WHERE id = $1", b)
    await line.execute("UPDATE conversations.conversation SET holder_kind = 'operator', holder_id = 7 WHERE id = $1", a)
    await append(line, [operation(a)], wait=False)
    mine = Expect(open=True, holder_kind=HolderKind.OPERATOR, holder_id=7, after=2)
    batch = [
        operation(b, expect=Expect(open=True)),
        operation(a, expect=Expect(holder_kind=HolderKind.OPERATOR, holder_id=8)),
        operation(b),
    ]
    answers = await append(line, batch, wait=False)
    assert [(x.result, x.reason) for x in answers] == [
        ("refused", "not_open"),
        ("refused", "not_holder"),
        ("done", None),
    ]
    # One's own words make nothing stale; somebody else's do.
    assert (await append(line, [operation(a, expect=Expect(after=0))], wait=False))[0].result == "done"
    stale = operation(a, drafts=(REPLY,), expect=Expect(after=0))
    assert [(x.result, x.reason) for x in await append(line, [stale], wait=False)] == [("refused", "stale")]
    assert (await append(line, [operation(a, expect=mine)], wait=False))[0].result == "done"
    # A refusal left nothing behind: the same id may be decided again.
    again = operation(a, cid=stale.cid)
    assert (await append(line, [again], wait=False))[0].result == "done"
    await checker.check(line)


async def test_what_asks_for_no_newer_words_goes_alone_and_what_stands_behind_waits_with_it(line: Line) -> None:
    (a,) = await new_talks(line, 1)
    careful = Expect(after=0)
    reply = operation(a, drafts=(REPLY,), expect=careful)
    batch = [operation(a, drafts=(TWINS[0],)), operation(a, expect=careful), operation(a), reply]
    answers = await append(line, batch, wait=False)
    assert [x.result for x in answers] == ["done", "held", "held", "held"]
    rest = [(await append(line, [one], wait=True))[0] for one in batch[1:]]
    assert [(x.result, x.reason) for x in rest] == [("done", None), ("done", None), ("refused", "stale")]
    await checker.check(line)


async def test_a_held_talk_delays_nobody_else(connect: Connect) -> None:
    holder, line, watch = await connect(), await connect(), await connect()
    a, b = await new_talks(line, 2)
    transaction = holder.transaction()
    await transaction.start()
    await holder.execute("SELECT FROM conversations.conversation WHERE id = $1 FOR NO KEY UPDATE", a)
    held, free = operation(a), operation(b)
    answers = await append(line, [held, free], wait=False)  # returns while the lock is held: nothing has let go of it
    assert [x.result for x in answers] == [Result.HELD, Result.DONE]
    patient = asyncio.create_task(append(line, [held], wait=True))
    await waiting(watch, application="test")
    assert not patient.done()
    await transaction.rollback()
    assert [(x.result, x.seq) for x in await patient] == [("done", 1)]
    await checker.check(watch)


async def test_a_talk_that_is_not_there_is_held_and_leaves_no_key(line: Line) -> None:
    (a,) = await new_talks(line, 1)
    assert [x.result for x in await append(line, [operation(a + 1000), operation(a)], wait=True)] == ["held", "done"]
    await checker.check(line)


async def test_a_failing_batch_leaves_nothing(line: Line) -> None:
    (a,) = await new_talks(line, 1)
    poison = operation(a, drafts=(words("не текст: \0"),))
    with pytest.raises(asyncpg.PostgresError):
        await append(line, [operation(a), poison], wait=False)
    found = await checker.check(line)
    assert [talk.log for talk in found.values()] == [[]]


async def test_only_what_must_be_carried_out_is_queued_for_delivery(line: Line) -> None:
    (a,) = await new_talks(line, 1)
    reply = words("ответ", sender=7, actor=Actor.OPERATOR, deliver=True)
    await append(line, [operation(a), operation(a, sender=7, drafts=(reply,)), operation(a)], wait=False)
    assert [tuple(row) for row in await line.fetch("SELECT conversation_id, seq FROM conversations.delivery")] == [
        (a, 2)
    ]
    await checker.check(line)


HARD = [
    *('"', "\\", "{}", ",", "NULL", "null", "a\nb\tc\r", "\u2028\x7f\u00a0", "'; --"),
    '\\"',
    "«ёлки» 🌲",
    '{"text":1}',
    "\\N",
]
_SAID = "SELECT body ->> 'text' FROM conversations.entry WHERE conversation_id = $1 AND seq = $2"


async def test_words_with_signs_of_arrays_and_of_json_arrive_as_they_were(line: Line) -> None:
    talks = await new_talks(line, len(HARD))
    batch = [operation(talk, text) for talk, text in zip(talks, HARD, strict=True)]
    assert {answer.result for answer in await append(line, batch, wait=False)} == {Result.DONE}
    (alone,) = await append(line, [operation(talks[0], "".join(HARD))], wait=False)
    assert alone.result is Result.DONE
    assert [await line.fetchval(_SAID, talk, 1) for talk in talks] == HARD
    assert await line.fetchval(_SAID, talks[0], 2) == "".join(HARD)


async def test_a_batch_has_one_time_and_every_answer_tells_it(line: Line) -> None:
    a, b = await new_talks(line, 2)
    missing = operation(2**40)
    answers = await append(line, [missing, operation(a), operation(b), operation(a)], wait=False)
    assert [answer.at is None for answer in answers] == [True, False, False, False]
    rows = await line.fetch("SELECT DISTINCT at FROM conversations.entry")
    assert {answer.at for answer in answers[1:]} == {row["at"] for row in rows}
