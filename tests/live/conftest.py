"""Every test of the sockets runs on both implementations."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
import uvloop

from tests.live.shop import SCALE, Live, serving


def pytest_asyncio_loop_factories() -> dict[str, Any]:
    """Where it exists, the loop that serves in production."""
    return {"uvloop": uvloop.new_event_loop}


@pytest.fixture(params=["picows", "uvicorn"])
def implementation(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest_asyncio.fixture
async def quick(implementation: str) -> AsyncIterator[Live]:
    """All periods at 1/50: for tests of the periods. Elsewhere a stalled machine must not look like a late client."""
    async with serving(implementation, time_scale=SCALE) as running:
        yield running


@pytest_asyncio.fixture
async def live(implementation: str) -> AsyncIterator[Live]:
    async with serving(implementation) as running:
        yield running
