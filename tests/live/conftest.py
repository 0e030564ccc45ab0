"""Every test of the sockets runs on both implementations."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import uvloop

from tests.live.shop import Live, serving


@pytest.fixture(scope="session")
def event_loop_policy() -> uvloop.EventLoopPolicy:
    return uvloop.EventLoopPolicy()


@pytest.fixture(params=["picows", "uvicorn"])
def implementation(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture
async def live(implementation: str) -> AsyncIterator[Live]:
    async with serving(implementation) as running:
        yield running
