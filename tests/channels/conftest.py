"""One serving Pult for all tests of a file, and who may speak there."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.replay.actors import Office
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(postgres_18: Server) -> AsyncIterator[Office]:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node):
            yield Office(node)
