"""Two nodes with everybody's windows for all tests of a file."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.support.floor import Floor
from tests.support.floor import floor as a_floor
from tests.support.postgres import Server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def floor(postgres_18: Server) -> AsyncIterator[Floor]:
    async with a_floor(postgres_18) as made:
        yield made
