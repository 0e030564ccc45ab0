"""One firm for all tests of a file."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.support.firm import Firm, firm_on
from tests.support.postgres import Server


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def people(postgres_18: Server) -> AsyncIterator[Firm]:
    async with firm_on(postgres_18) as made:
        yield made
