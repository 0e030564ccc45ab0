"""One running node for each implementation of sockets, shared by the tests of a module."""

from __future__ import annotations

from collections.abc import AsyncIterator

import asyncpg
import niquests
import pytest
import pytest_asyncio

from tests.support import checker
from tests.support.line import Line
from tests.support.log import Line as Database
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started


class Node:
    """A node, a signed-in operator, a site token, and the database behind it."""

    def __init__(self, pult: Pult, database: Database, anna: niquests.AsyncSession, site: str) -> None:
        self.pult, self.database, self.anna, self.site = pult, database, anna, site

    async def visitor(self, key: str | None = None) -> Line:
        return await self.pult.door.visitor(key, token=self.site)

    async def desk(self) -> Line:
        return await self.pult.door.operator(self.anna)

    async def log(self, conv: str) -> checker.Talk:
        """The whole database is checked, this talk returned."""
        return (await checker.check(self.database))[conv]


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["picows", "uvicorn"])
async def node(request: pytest.FixtureRequest, postgres_18: Server) -> AsyncIterator[Node]:
    dsn = await postgres_18.create_database()
    async with data_folder() as data:
        pult = Pult(dsn, data, sockets=request.param)
        async with started(pult):
            database = await asyncpg.connect(dsn)
            anna = await pult.door.sign_in("anna", pult.password)
            yield Node(pult, database, anna, await pult.door.boot())
            database.terminate()
