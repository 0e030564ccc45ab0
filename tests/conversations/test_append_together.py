"""Many writers at once, and what may go wrong between them: repeats, conflicts, refusals, rows that others hold."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from random import Random
from uuid import UUID

import msgspec
import pytest

from pult.conversations.append import Answer, Expect, Operation, Result, append
from pult.conversations.events import Audience, HolderKind
from pult.kit.ids import uuid7
from tests.conversations.conftest import Connect
from tests.support import checker
from tests.support.log import Line, new_talks, operation, waiting, words

WRITERS, BATCHES, TALKS, IDS = 6, 30, 8, 260
Said = list[tuple[Operation, Answer]]


def _operation(random: Random, talks: list[int], ids: list[UUID]) -> Operation:
    """Drawn from few ids: the same one comes twice in a batch, in two batches, for two talks, with two contents."""
    cid = random.choice(ids)
    sender = random.choice([1, 1, 1, 2])
    text = f"{cid} {random.random() < 0.1}"
    drafts = [
        words(text, sender=sender, audience=random.choice([Audience.PUBLIC, Audience.PUBLIC, Audience.INTERNAL]))
        for _ in range(random.choice([1, 1, 1, 2, 3]))
    ]
    # One id belongs to one talk as a rule; one in eight was sent to another one.
    home = talks[cid.int % len(talks)] if random.random() < 0.88 else random.choice(talks)
    return operation(
        home, text, cid=cid, sender=sender, drafts=drafts, expect=_expect(random), content=f"{text}{len(drafts)}"
    )


def _expect(random: Random) -> Expect:
    return Expect(
        open=random.choice([None, True]),
        holder_kind=random.choice([None, None, None, HolderKind.OPERATOR]),
        holder_id=7,
        after=random.choice([None, None, None, 0, 5, 40]),
    )


async def _write(line: Line, random: Random, talks: list[int], ids: list[UUID], said: Said) -> None:
    """Batches; what is held goes again, alone and patiently, as the journal does it."""
    for _ in range(BATCHES):
        batch = [_operation(random, talks, ids) for _ in range(random.randint(1, 14))]
        answers = await append(line, batch, wait=random.random() < 0.2)
        assert len(answers) == len(batch)
        for one, answer in zip(batch, answers, strict=True):
            if answer.result is Result.HELD:
                (answer,) = await append(line, [one], wait=True)
                assert answer.result is not Result.HELD
            said.append((one, answer))


async def _disturb(line: Line, random: Random, talks: list[int], enough: asyncio.Event) -> None:
    """Somebody else's transactions: they hold rows, and change what the conditions ask for."""
    while not enough.is_set():
        async with line.transaction():
            some = random.sample(talks, random.randint(1, 3))
            await line.execute(
                "SELECT FROM conversations.conversation WHERE id = ANY ($1) ORDER BY id FOR NO KEY UPDATE", some
            )
            await line.execute(
                "UPDATE conversations.conversation SET status = $2 WHERE id = ANY ($1)",
                some,
                random.choice(["open", "open", "resolved"]),
            )
            mine = random.random() < 0.6
            await line.execute(
                "UPDATE conversations.conversation SET holder_kind = $2, holder_id = $3 WHERE id = ANY ($1)",
                some,
                "operator" if mine else "queue",
                7 if mine else None,
            )
            await asyncio.sleep(random.random() * 0.01)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whoever_meets_nothing_is_lost_doubled_or_left_out(connect: Connect, seed: int) -> None:
    print(f"seed {seed}")
    watch = await connect()
    talks = await new_talks(watch, TALKS)
    ids = [uuid7() for _ in range(IDS)]
    enough = asyncio.Event()
    disturber = asyncio.create_task(_disturb(await connect(), Random(seed), talks, enough))
    said: Said = []
    async with asyncio.timeout(60):
        lines = [await connect() for _ in range(WRITERS)]
        await asyncio.gather(
            *(_write(line, Random(f"{seed} {number}"), talks, ids, said) for number, line in enumerate(lines))
        )
    enough.set()
    await disturber
    found = await _checked(watch)
    _compare(said, found)
    assert {answer.result for _, answer in said} == {Result.DONE, Result.REPEAT, Result.CONFLICT, Result.REFUSED}
    assert {a.reason for _, a in said if a.result is Result.REFUSED} == {"not_open", "not_holder", "stale"}


async def _checked(line: Line) -> dict[int, checker.Talk]:
    """Everything but the states of the row, which the disturber wrote past the log."""
    found = {talk.row["id"]: talk for talk in (await checker.talks(line)).values()}
    for talk in found.values():
        checker.check_numbers(talk)
        assert (talk.row["last_seq"], talk.row["last_public"]) == (len(talk.log), len(talk.public))
    return found


def _compare(said: Said, found: dict[int, checker.Talk]) -> None:
    """What the writers were told is what the log says."""
    written: dict[tuple[UUID, int], list[tuple[int, checker.Row]]] = defaultdict(list)
    for number, talk in found.items():
        for entry in talk.log:
            written[entry["cid"], entry["actor_id"]].append((number, entry))
    done = {(one.cid, one.sender): (one, answer) for one, answer in said if answer.result is Result.DONE}
    assert len(done) == sum(answer.result is Result.DONE for _, answer in said), "one id was written twice"
    assert done.keys() == written.keys(), "something is in the log that nobody was told of, or the other way round"
    for key, (one, answer) in done.items():
        texts = [(draft.audience, draft.body) for draft in one.drafts]
        assert {number for number, _ in written[key]} == {one.conversation}
        assert [(entry["audience"], entry["body"]) for _, entry in written[key]] == texts
        assert [entry["seq"] for _, entry in written[key]] == list(
            range(answer.seq or 0, (answer.seq or 0) + len(texts))
        )
    for one, answer in said:
        first = done.get((one.cid, one.sender))
        if answer.result in (Result.REPEAT, Result.CONFLICT):
            assert first is not None, "a repeat of nothing"
            assert (first[0].hash == one.hash) == (answer.result is Result.REPEAT)
            kept = msgspec.structs.replace(answer, result=Result.DONE, reason=None)
            assert kept == first[1], "another answer than the first time"


async def test_writers_with_the_same_ids_in_opposite_order_never_deadlock(connect: Connect) -> None:
    watch = await connect()
    talks = await new_talks(watch, 40)
    lines = [await connect() for _ in range(4)]
    for _ in range(25):
        ids = [uuid7() for _ in range(10)]

        def batch(number: int, ids: list[UUID] = ids) -> list[Operation]:
            order = ids if number % 2 else ids[::-1]
            return [operation(talks[number * 10 + i], "одно", cid=cid) for i, cid in enumerate(order)]

        answers = await asyncio.gather(*(append(line, batch(n), wait=False) for n, line in enumerate(lines)))
        results = [answer.result for each in answers for answer in each]
        assert results.count(Result.DONE) == 10 and results.count(Result.REPEAT) == 30
    await checker.check(watch)


async def test_neighbours_of_a_held_row_are_not_delayed_by_many_writers(connect: Connect) -> None:
    holder, watch = await connect(), await connect()
    talks = await new_talks(watch, 9)
    transaction = holder.transaction()
    await transaction.start()
    await holder.execute("SELECT FROM conversations.conversation WHERE id = $1 FOR NO KEY UPDATE", talks[0])
    lines = [await connect() for _ in range(4)]
    held: list[Operation] = []

    async def write(line: Line, random: Random) -> None:
        for _ in range(20):
            batch = [operation(talk) for talk in random.sample(talks, 9)]
            answers = await append(line, batch, wait=False)
            for one, answer in zip(batch, answers, strict=True):
                if answer.result is Result.HELD:
                    held.append(one)

    # All of this comes to its end while the row is held: nothing in it waited for the row.
    async with asyncio.timeout(30):
        await asyncio.gather(*(write(line, Random(number)) for number, line in enumerate(lines)))
    assert sum(one.conversation == talks[0] for one in held) == 80
    patient = asyncio.create_task(append(lines[0], [one for one in held if one.conversation == talks[0]], wait=True))
    await waiting(watch, application="test")
    await transaction.commit()
    assert [answer.seq for answer in await patient] == list(range(1, 81))
    others = [one for one in held if one.conversation != talks[0]]
    for one in others:
        await append(lines[0], [one], wait=True)
    found = await checker.check(watch)
    assert sorted(len(talk.log) for talk in found.values()) == [80] * 9
