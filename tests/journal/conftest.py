"""The journal over the real log: a database, a writer with two lanes, a connection of the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import asyncpg
import pytest_asyncio

from pult.conversations.append import Answer, Operation, Result
from pult.conversations.line import Aside, LogLine
from pult.journal.writer import Writer
from pult.kit.db import Database
from pult.kit.errors import PultError
from tests.support.log import Line
from tests.support.postgres import Server


@pytest_asyncio.fixture
async def db(postgres_18: Server) -> AsyncIterator[Database]:
    opened = await Database.open(await postgres_18.create_database())
    yield opened
    await opened.close()


@pytest_asyncio.fixture
async def watch(db: Database) -> AsyncIterator[Line]:
    """Sees what happens and holds what should be held."""
    line = await asyncpg.connect(db.dsn, server_settings={"application_name": "test"})
    yield line
    line.terminate()


class Journal:
    """A writer and what it said to whom, in order."""

    def __init__(self, db: Database) -> None:
        self.lines = [LogLine(db, number) for number in range(2)]
        self.answered: list[tuple[Operation, Answer | PultError]] = []
        self.committed: list[tuple[Operation, Answer]] = []
        self.writer: Writer[Operation, Answer] = Writer(
            lanes=[line.append for line in self.lines],
            aside=Aside(db).append,
            held=lambda answer: answer.result is Result.HELD,
            committed=self.wrote,
        )

    def wrote(self, pairs: Sequence[tuple[Operation, Answer]]) -> None:
        self.committed.extend(pairs)

    def submit(self, operation: Operation) -> None:
        self.writer.submit(operation, lambda answer: self.answered.append((operation, answer)))

    def of(self, talk: int) -> list[tuple[Operation, Answer | PultError]]:
        return [pair for pair in self.answered if pair[0].conversation == talk]


@pytest_asyncio.fixture
async def journal(db: Database) -> AsyncIterator[Journal]:
    made = Journal(db)
    made.writer.start()
    yield made
    await made.writer.stop()
    for line in made.lines:
        await line.close()
