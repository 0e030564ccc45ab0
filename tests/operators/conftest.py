"""One firm for all tests of a file."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.support.firm import Firm, firm
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def people(postgres_18: Server) -> AsyncIterator[Firm]:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node), firm(node) as made:
            yield made
