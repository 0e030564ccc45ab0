"""Marks read the same in Python as in the browser (`web/core/test/marks.test.ts` reads the same file)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pult.gateway import marks

CASES = json.loads((Path(__file__).parents[1] / "support/marks.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_marks_read_the_same_everywhere(case: dict[str, Any]) -> None:
    assert [list(span) for span in marks.spans(case["text"])] == case["spans"]


def test_a_channel_of_plain_text_loses_no_word() -> None:
    assert marks.plain("**важно**: до _пятницы_, `как есть` https://a.example/_x_/") == (
        "важно: до пятницы, как есть https://a.example/_x_/"
    )


def test_a_letter_escapes_everything_but_its_own_marks() -> None:
    assert marks.html("<i>**a & b**\n_c_</i>") == "&lt;i&gt;<b>a &amp; b</b><br><i>c</i>&lt;/i&gt;"
