"""The bell between two nodes on one database."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import msgspec
import pytest_asyncio

from pult.kit.bus import PAYLOAD, Bell, Hint
from pult.kit.db import Database
from tests.support.log import Line
from tests.support.process import until


class Node:
    def __init__(self, db: Database) -> None:
        self.heard: list[Hint] = []
        self.alive: list[bool] = []
        self.bell = Bell(db, hear=self.heard.append, alive=self.alive.append, echo=0.05)


@pytest_asyncio.fixture
async def nodes(db: Database) -> AsyncIterator[list[Node]]:
    made = [Node(db), Node(db)]
    for node in made:
        await node.bell.start()
    await until(lambda: all(node.bell.neighbours for node in made))
    yield made
    for node in made:
        await node.bell.stop()


def hint(number: int, *, size: int = 0) -> Hint:
    return Hint("e", number, 1, number, msgspec.Raw(msgspec.json.encode("x" * size)) if size else msgspec.Raw(b"null"))


async def test_what_one_rings_the_other_hears_and_not_itself(nodes: list[Node]) -> None:
    a, b = nodes
    a.bell.ring([hint(1), hint(2)])
    b.bell.ring([hint(3)])
    await until(lambda: len(b.heard) == 2 and len(a.heard) == 1)
    assert [one.conversation for one in b.heard] == [1, 2] and [one.conversation for one in a.heard] == [3]


async def test_many_and_large_hints_arrive_whole_or_without_their_bodies(nodes: list[Node]) -> None:
    a, b = nodes
    said = [
        hint(1, size=PAYLOAD * 2),
        *(hint(number, size=number * 13) for number in range(2, 300)),
        hint(300, size=PAYLOAD - 300),
    ]
    a.bell.ring(said)
    await until(lambda: len(b.heard) == len(said))
    assert [one.conversation for one in b.heard] == [one.conversation for one in said]
    assert bytes(b.heard[0].body) == b"null"
    assert [bytes(one.body) for one in b.heard[1:]] == [bytes(one.body) for one in said[1:]]


async def test_noise_on_the_channel_is_ignored(nodes: list[Node], watch: Line) -> None:
    a, b = nodes
    await watch.execute("SELECT pg_notify('pult_bell', 'not a peal')")
    a.bell.ring([hint(1)])
    await until(lambda: len(b.heard) == 1)


async def test_a_bell_whose_lines_are_cut_says_that_it_is_dead_and_recovers(db: Database, nodes: list[Node]) -> None:
    a, b = nodes
    outside = await asyncpg.connect(db.dsn, database="postgres")
    name = db.dsn.rpartition("?")[0].rpartition("/")[2]
    try:
        # As long as new lines are refused too, it stays dead: nothing here depends on how fast.
        await outside.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        await outside.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name LIKE 'pult bell %' AND datname = $1",
            name,
        )
        await until(lambda: a.alive == [False] and b.alive == [False])
        await outside.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    finally:
        outside.terminate()
    await until(lambda: a.alive == [False, True] and b.alive == [False, True])
    a.bell.ring([hint(7)])
    await until(lambda: any(one.conversation == 7 for one in b.heard))


async def test_a_lonely_node_rings_nobody(db: Database) -> None:
    node = Node(db)
    await node.bell.start()
    node.bell.ring([hint(1)])
    assert not node.bell.neighbours and node.bell._waiting == []
    await node.bell.stop()
