"""Which talks leave a full team at once."""

from __future__ import annotations

import pytest

from pult.timing.full_rules import leaving


@pytest.mark.parametrize(
    ("waiting", "own", "there", "before", "left"),
    [
        ([100], [100], [100], [], []),
        ([100], [80], [100], [], [0]),
        ([100, 20], [80], [100], [], [0]),
        ([100, 100, 100], [], [200], [], [0, 1]),
        ([100, 100], [100], [100], [], [1]),
        ([100], [], [100], [100], []),
        ([100], [], [], [], []),
    ],
)
def test_only_what_finds_no_room_leaves_and_only_for_where_there_is_some(
    waiting: list[int], own: list[int], there: list[int], before: list[int], left: list[int]
) -> None:
    assert leaving(waiting, own=own, there=there, before=before) == left
