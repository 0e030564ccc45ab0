"""The stories of one process share their browsers, and so the loop that those live in."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One loop for all of them."""
    for item in items:
        if Path(__file__).parent in item.path.parents and _is_a_story(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


def _is_a_story(item: pytest.Item) -> bool:
    return isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj)


@pytest.fixture(scope="session", autouse=True)
def shared(browsers: None) -> None:
    """Every story has them."""
