"""The table of defences (tools/mutations.py) says something about the code of today."""

from __future__ import annotations

import pytest

from tools.mutations import ROOT, Mutation, table

ROWS = {"A2", "A3", "A7", "A9", "A10", "A13", "A19", "A22", "A23", "A24", "A43"}


@pytest.mark.parametrize("mutation", table(), ids=lambda one: f"{one.row} {one.defence}")
def test_every_defence_stands_where_the_table_says_and_has_its_test(mutation: Mutation) -> None:
    assert mutation.stale(ROOT) is None
    assert mutation.old != mutation.new


def test_every_row_of_the_visitors_side_has_defences() -> None:
    assert {mutation.row for mutation in table()} >= ROWS
