"""The micro-batching writer over the real log."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from pult.conversations.append import Answer, Operation
from pult.journal.writer import BATCH
from pult.kit.db import Database
from pult.kit.errors import Busy, PultError, Unavailable
from tests.journal.conftest import Journal
from tests.support import checker
from tests.support.log import CHANNEL, Line, new_talks, operation, waiting, words
from tests.support.process import until


@asynccontextmanager
async def held(line: Line, talk: int) -> AsyncIterator[None]:
    """Somebody else's transaction holds this row."""
    async with line.transaction():
        await line.execute("SELECT FROM conversations.conversation WHERE id = $1 FOR NO KEY UPDATE", talk)
        yield


@asynccontextmanager
async def stuck(line: Line, one: Operation) -> AsyncIterator[None]:
    """Somebody else is just writing this id: a batch that holds it waits, whole."""
    transaction = line.transaction()
    await transaction.start()
    await line.execute(
        "INSERT INTO conversations.entry_key (cid, channel_id, sender, conversation_id) VALUES ($1, $2, $3, $4)",
        one.cid,
        CHANNEL,
        one.sender,
        one.conversation,
    )
    yield
    await transaction.rollback()


def seqs(journal: Journal, talk: int) -> list[int | None]:
    return [answer.seq for _, answer in journal.of(talk) if isinstance(answer, Answer)]


async def test_everybody_is_answered_once_and_in_order(journal: Journal, watch: Line) -> None:
    talks = await new_talks(watch, 6)
    said = [operation(talks[number % 6]) for number in range(3 * BATCH)]
    for one in said:
        journal.submit(one)
    await until(lambda: len(journal.answered) == len(said))
    for talk in talks:
        assert [one for one, _ in journal.of(talk)] == [one for one in said if one.conversation == talk]
        assert seqs(journal, talk) == list(range(1, len(said) // 6 + 1))
    assert len(journal.committed) == len(said)
    await checker.check(watch)


async def test_what_is_held_waits_in_order_and_its_neighbours_do_not(journal: Journal, watch: Line) -> None:
    a, b = await new_talks(watch, 2)
    async with held(watch, a):
        for _ in range(3):
            journal.submit(operation(a))
            journal.submit(operation(b))
        await until(lambda: seqs(journal, b) == [1, 2, 3], what="the neighbours' answers while the row is held")
        journal.submit(operation(a))
        journal.submit(operation(b))
        await until(lambda: seqs(journal, b) == [1, 2, 3, 4])
        assert journal.of(a) == []
    await until(lambda: seqs(journal, a) == [1, 2, 3, 4])
    said = [entry["cid"] for talk in (await checker.check(watch)).values() if talk.row["id"] == a for entry in talk.log]
    assert said == [one.cid for one, _ in journal.of(a)]


async def test_later_words_do_not_overtake_elder_ones_that_still_wait_in_the_queue(
    journal: Journal, watch: Line
) -> None:
    a, b = await new_talks(watch, 2)
    first, mine = operation(a, "1"), [operation(a, str(number)) for number in range(2, 5)]

    def when_answered(_: object) -> None:
        """Just after the batch in which `a` was found held: the second word still stands far behind in the queue."""
        journal.submit(mine[1])
        journal.submit(mine[2])

    async with held(watch, a):
        journal.submit(first)
        journal.submit(operation(b))
        for _ in range(BATCH - 3):
            journal.submit(operation(b))
        journal.writer.submit(operation(b), when_answered)
        for _ in range(2 * BATCH):
            journal.submit(operation(b))
        journal.submit(mine[0])
        await until(lambda: len(journal.of(b)) == 3 * BATCH - 2)
    await until(lambda: len(journal.of(a)) == 4)
    assert [one for one, _ in journal.of(a)] == [first, *mine]
    assert seqs(journal, a) == [1, 2, 3, 4]
    await checker.check(watch)


async def test_a_poisonous_item_takes_nobody_with_it(journal: Journal, watch: Line) -> None:
    (a,) = await new_talks(watch, 1)
    poison = operation(a, drafts=(words("\0"),))
    for number in range(41):  # one batch: the lane has had no turn yet
        journal.submit(poison if number == 17 else operation(a))
    await until(lambda: len(journal.answered) == 41)
    failed = [(one, answer) for one, answer in journal.answered if isinstance(answer, PultError)]
    assert [(one, type(answer)) for one, answer in failed] == [(poison, Unavailable)]
    assert seqs(journal, a) == list(range(1, 41))
    await checker.check(watch)


async def test_words_behind_a_batch_that_hangs_are_refused_above_two_seconds_and_others_pass(
    journal: Journal, db: Database, watch: Line
) -> None:
    a, b = await new_talks(watch, 2)
    blocker = operation(a)
    async with db.pool.acquire() as other, stuck(other, blocker):
        journal.submit(blocker)
        await waiting(watch, application="pult log %")
        taken, busy = await until_refused(journal, a)
        assert busy.code == "busy" and busy.extra["retry_ms"] >= 1000
        journal.submit(operation(b))  # the other lane does not mind
        await until(lambda: seqs(journal, b) == [1])
    await until(lambda: len(journal.of(a)) == len(taken) + 1)
    assert [one for one, _ in journal.of(a)] == [blocker, *taken]
    assert seqs(journal, a) == list(range(1, len(taken) + 2))
    await checker.check(watch)


async def test_when_every_lane_hangs_all_are_refused_above_two_seconds_and_old_words_kept(
    journal: Journal, db: Database, watch: Line
) -> None:
    a, b, c = await new_talks(watch, 3)
    blockers = [operation(a), operation(b)]
    async with (
        db.pool.acquire() as one,
        db.pool.acquire() as two,
        stuck(one, blockers[0]),
        stuck(two, blockers[1]),
    ):
        for number, blocker in enumerate(blockers):
            journal.submit(blocker)
            await waiting(watch, application=f"pult log {number}")
        taken, _ = await until_refused(journal, c)
    await until(lambda: len(journal.of(c)) == len(taken))
    assert seqs(journal, c) == list(range(1, len(taken) + 1))
    await checker.check(watch)


async def until_refused(journal: Journal, talk: int) -> tuple[list[Operation], Busy]:
    """Write into a talk until that is refused; what was taken, and the refusal."""
    taken: list[Operation] = []
    busy: list[Busy] = []

    def refused() -> bool:
        one = operation(talk)
        try:
            journal.submit(one)
        except Busy as error:
            busy.append(error)
            return True
        taken.append(one)
        return False

    await until(refused)
    return taken, busy[0]


async def test_two_lanes_keep_the_order_of_each_talk(journal: Journal, watch: Line) -> None:
    talks, dice = await new_talks(watch, 40), random.Random(7)
    said: list[Operation] = []
    while len(said) < 4 * BATCH:
        for _ in range(dice.randint(1, 30)):
            said.append(operation(dice.choice(talks)))
            journal.submit(said[-1])
        await asyncio.sleep(0)
    await until(lambda: len(journal.answered) == len(said))
    for talk in talks:
        mine = [one for one in said if one.conversation == talk]
        assert [one for one, _ in journal.of(talk)] == mine
        assert seqs(journal, talk) == list(range(1, len(mine) + 1))
    used = await watch.fetch("SELECT application_name FROM pg_stat_activity WHERE application_name LIKE 'pult log %'")
    assert len(used) == 2
    await checker.check(watch)


async def test_a_line_that_dies_in_mid_batch_is_opened_again_and_nothing_is_doubled(
    journal: Journal, db: Database, watch: Line
) -> None:
    (talk,) = await new_talks(watch, 1)
    said = [operation(talk) for _ in range(30)]
    async with db.pool.acquire() as other, stuck(other, said[13]):
        for one in said:
            journal.submit(one)
        (pid,) = await waiting(watch, application="pult log 0")
        assert await watch.fetchval("SELECT pg_terminate_backend($1)", pid)
    await until(lambda: len(journal.answered) == 30)
    assert seqs(journal, talk) == list(range(1, 31))
    await checker.check(watch)


async def test_an_answer_that_nobody_can_take_stops_no_lane(journal: Journal, watch: Line) -> None:
    (a,) = await new_talks(watch, 1)

    def broken(_: object) -> None:
        raise RuntimeError("the door fell off")

    journal.writer.submit(operation(a), broken)
    journal.submit(operation(a))
    await until(lambda: seqs(journal, a) == [2])
    journal.submit(operation(a))
    await until(lambda: seqs(journal, a) == [2, 3])
    assert len(journal.committed) == 3
    await checker.check(watch)


async def test_stopping_writes_what_waits_also_behind_a_held_row(journal: Journal, db: Database, watch: Line) -> None:
    a, b = await new_talks(watch, 2)
    async with db.pool.acquire() as other, held(other, a):
        for _ in range(3):
            journal.submit(operation(a))
            journal.submit(operation(b))
        await until(lambda: seqs(journal, b) == [1, 2, 3])
        stopping = asyncio.create_task(journal.writer.stop())
        await waiting(watch, application="pult")
        with pytest.raises(Busy):
            journal.submit(operation(b))
        assert not stopping.done()
    await stopping
    assert seqs(journal, a) == [1, 2, 3]
    await checker.check(watch)


async def test_put_waits_for_its_answer(journal: Journal, watch: Line) -> None:
    (a,) = await new_talks(watch, 1)
    one = operation(a)
    first, again = await asyncio.gather(journal.writer.put(one), journal.writer.put(one))
    assert (first.result, again.result, first.seq, again.seq) == ("done", "repeat", 1, 1)
