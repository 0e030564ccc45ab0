"""The tail delivers each entry of a watched talk once, in order, whatever the bell does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from random import Random

import msgspec
import pytest
import pytest_asyncio

from pult.journal import tail
from pult.journal.tail import Tail
from tests.support.process import until


class Entry(msgspec.Struct, frozen=True):
    seq: int


class Log:
    """A log that others write, read with the delays of a network."""

    def __init__(self, random: Random | None = None) -> None:
        self.tops: dict[int, int] = {}
        self.seen: dict[int, list[int]] = {}
        self.reads: list[list[tuple[int, int]]] = []
        self.polls = 0
        self.broken = False
        self._random = random

    async def read(self, pairs: Sequence[tuple[int, int]], limit: int) -> dict[int, list[Entry]]:
        self.reads.append(list(pairs))
        if self.broken:
            raise OSError("the database is away")
        found = {talk: entries(after + 1, min(self.tops[talk], after + limit)) for talk, after in pairs}
        await self._delay()
        return found

    async def last(self, talks: Sequence[int]) -> dict[int, int]:
        self.polls += 1
        if self.broken:
            raise OSError("the database is away")
        found = {talk: self.tops[talk] for talk in talks}
        await self._delay()
        return found

    async def _delay(self) -> None:
        await asyncio.sleep(self._random.random() * 0.003 if self._random else 0)

    def deliver(self, talk: int, given: Sequence[Entry]) -> None:
        self.seen.setdefault(talk, []).extend(entry.seq for entry in given)


def entries(first: int, last: int) -> list[Entry]:
    return [Entry(seq) for seq in range(first, last + 1)]


@pytest.fixture
def log() -> Log:
    return Log()


@pytest_asyncio.fixture
async def followed(log: Log) -> AsyncIterator[Tail[Entry]]:
    """Polls so seldom that only the bell can bring anything."""
    made = Tail[Entry](read=log.read, tops=log.last, deliver=log.deliver, period=1000, fast=0.01)
    made.start()
    yield made
    await made.stop()


async def test_own_commits_come_at_once_without_a_read(log: Log, followed: Tail[Entry]) -> None:
    followed.watch(1, 4)
    followed.committed(1, entries(5, 6))
    followed.committed(2, entries(1, 1))
    assert log.seen == {1: [5, 6]} and log.reads == []
    assert followed.position(1) == 6 and followed.position(2) is None


async def test_repeats_and_overlaps_are_delivered_once(log: Log, followed: Tail[Entry]) -> None:
    followed.watch(1, 0)
    followed.committed(1, entries(1, 3))
    followed.committed(1, entries(2, 3))
    followed.committed(1, entries(2, 5))
    followed.hint(1, 4)
    assert log.seen == {1: [1, 2, 3, 4, 5]}


async def test_a_gap_is_read_and_what_came_before_it_is_not_delivered_twice(log: Log, followed: Tail[Entry]) -> None:
    followed.watch(1, 0)
    log.tops[1] = 6
    followed.committed(1, entries(5, 6))  # arrived before 1 … 4
    assert log.seen == {}
    followed.committed(1, entries(1, 2))
    await until(lambda: log.seen.get(1) == [1, 2, 3, 4, 5, 6])


async def test_a_hint_alone_is_enough_and_many_gaps_are_one_read(log: Log, followed: Tail[Entry]) -> None:
    for talk in range(20):
        followed.watch(talk, 0)
        log.tops[talk] = 2
        followed.hint(talk, 2)
    await until(lambda: len(log.seen) == 20)
    assert all(seen == [1, 2] for seen in log.seen.values()) and len(log.reads) == 1


async def test_a_long_absence_is_read_in_pieces(
    log: Log, followed: Tail[Entry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tail, "LIMIT", 7)
    followed.watch(1, 0)
    log.tops[1] = 40
    followed.hint(1, 40)
    await until(lambda: log.seen.get(1) == list(range(1, 41)))


async def test_what_is_said_while_a_position_is_read_is_not_lost(log: Log, followed: Tail[Entry]) -> None:
    followed.expect(1)
    log.tops[1] = 6
    followed.committed(1, entries(5, 6))  # the position that is being read may be older than this
    followed.watch(1, 4)
    await until(lambda: log.seen.get(1) == [5, 6])


async def test_while_the_database_is_away_it_keeps_asking(log: Log, followed: Tail[Entry]) -> None:
    log.broken = True
    followed.watch(1, 0)
    log.tops[1] = 2
    followed.hint(1, 2)
    await until(lambda: len(log.reads) >= 3)
    log.broken = False
    await until(lambda: log.seen.get(1) == [1, 2])


async def test_lost_hints_are_found_by_polling_fast_when_the_bell_is_dead(log: Log, followed: Tail[Entry]) -> None:
    followed.watch(1, 0)
    log.tops[1] = 3
    followed.bell_is_dead = True
    await until(lambda: log.seen.get(1) == [1, 2, 3])


async def test_lost_hints_are_found_by_polling_seldom_while_the_bell_lives(log: Log) -> None:
    made = Tail[Entry](read=log.read, tops=log.last, deliver=log.deliver, period=0.05, fast=0.01)
    made.start()
    log.broken = True
    made.watch(1, 0)
    log.tops[1] = 3
    await until(lambda: log.polls >= 2)  # a failing poll ends nothing
    log.broken = False
    await until(lambda: log.seen.get(1) == [1, 2, 3])
    await made.stop()


async def test_what_nobody_watches_is_not_read(log: Log, followed: Tail[Entry]) -> None:
    followed.watch(1, 0)
    followed.unwatch(1)
    followed.hint(1, 5)
    followed.committed(1, entries(7, 8))
    followed.watch(2, 0)
    log.tops[2] = 1
    followed.hint(2, 1)
    await until(lambda: log.seen == {2: [1]})
    assert log.reads == [[(2, 0)]]


@pytest.mark.parametrize("seed", range(8))
async def test_however_the_bell_rings_the_order_is_that_of_the_log(seed: int) -> None:
    """Hints and bodies are lost, doubled, late and out of order; at the end a poll finds what is missing."""
    random = Random(seed)
    log = Log(random)
    made = Tail[Entry](read=log.read, tops=log.last, deliver=log.deliver, period=0.02, fast=0.01)
    made.start()
    talks = range(5)
    for talk in talks:
        log.tops[talk] = 0
        made.watch(talk, 0)
    late: list[tuple[int, list[Entry]]] = []
    for _ in range(400):
        talk = random.choice(talks)
        first = log.tops[talk] + 1
        log.tops[talk] += random.randint(1, 3)
        late.append((talk, entries(first, log.tops[talk])))
        random.shuffle(late)
        for _ in range(random.randint(0, 3)):
            talk, said = late[-1] if random.random() < 0.3 else late.pop() if late else (talk, [])
            if said and random.random() < 0.5:
                made.committed(talk, said)
            elif said and random.random() < 0.8:
                made.hint(talk, said[-1].seq)
            if not late:
                break
        if random.random() < 0.2:
            await asyncio.sleep(0.001)
    await until(lambda: all(made.position(talk) == log.tops[talk] for talk in talks))
    assert log.seen == {talk: list(range(1, log.tops[talk] + 1)) for talk in talks}
    await made.stop()
