"""What every test may ask for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import groupby
from pathlib import Path

import pytest
import pytest_asyncio

STORIES = Path(__file__).parent / "stories"
pytest_plugins = ["tests.support.postgres"]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browsers() -> AsyncIterator[None]:
    """Those of this process, for whatever lives in the loop of the session. They end with it."""
    from tests.stories.browser import SHARED, Engines

    engines = SHARED[asyncio.get_running_loop()] = Engines()
    yield
    SHARED.clear()
    await engines.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The stories are spread among the other files: where one process draws pages, the other one mostly waits. The last
    files are short ones.
    """
    files = [list(found) for _, found in groupby(items, key=lambda item: item.path)]
    stories = [found for found in files if STORIES in found[0].path.parents]
    others = [found for found in files if STORIES not in found[0].path.parents]
    placed = [(0.9 * at / len(stories), found) for at, found in enumerate(stories)]
    placed += [(at / len(others), found) for at, found in enumerate(others)]
    items[:] = [item for _, found in sorted(placed, key=lambda one: one[0]) for item in found]
