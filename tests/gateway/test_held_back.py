"""Which first words are held back: every rule at its edge, and which of two reasons is told."""

from __future__ import annotations

from typing import Any

import pytest

from pult.gateway.rules import (
    ADDRESS_STARTS,
    MOST_LINKS,
    SAME_LENGTH,
    SAME_STARTS,
    First,
    Reason,
    held_back,
    normal,
)

LONG = "Заработай миллион за один день"
LINK = "https://a.example/x?y=1"


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        # People: short, odd, in any script, with one or two links beside words.
        ({"text": "Здравствуйте"}, None),
        ({"text": "?? где заказ"}, None),
        ({"text": "1"}, None),
        ({"text": "你好"}, None),
        ({"text": "مرحبا"}, None),
        ({"text": f"Не открывается {LINK}"}, None),
        ({"text": f"{LINK} и www.b.example не открываются"}, None),
        # Nothing said.
        ({"text": "..."}, Reason.EMPTY),
        ({"text": "👍👍 !!!"}, Reason.EMPTY),
        ({"text": " \n\t "}, Reason.EMPTY),
        ({"text": ""}, Reason.EMPTY),
        ({"text": "", "files": 1}, None),
        ({"text": "👇", "files": 2}, None),
        # Links: alone, or too many, whatever stands around them.
        ({"text": LINK}, Reason.LINKS),
        ({"text": f"!!! {LINK} !!!"}, Reason.LINKS),
        ({"text": "HTTP://A.EXAMPLE"}, Reason.LINKS),
        ({"text": "www.a.example"}, Reason.LINKS),
        ({"text": LINK, "files": 1}, Reason.LINKS),
        ({"text": f"смотрите {' '.join([LINK] * MOST_LINKS)}"}, None),
        ({"text": f"смотрите {' '.join([LINK] * (MOST_LINKS + 1))}"}, Reason.LINKS),
        # One address.
        ({"text": "Вопрос", "from_address": ADDRESS_STARTS - 1}, None),
        ({"text": "Вопрос", "from_address": ADDRESS_STARTS}, Reason.FLOOD),
        # The same words from many: only long ones, short ones are said by everybody.
        ({"text": LONG, "same": SAME_STARTS - 1}, None),
        ({"text": LONG, "same": SAME_STARTS}, Reason.REPEATED),
        ({"text": "Где мой заказ?", "same": 500}, None),
        ({"text": "я" * (SAME_LENGTH - 1), "same": SAME_STARTS}, None),
        ({"text": "я" * SAME_LENGTH, "same": SAME_STARTS}, Reason.REPEATED),
        # The trap is for machines alone; it is told before anything else, a flood before what was said.
        ({"text": "Здравствуйте", "trap": True}, Reason.TRAP),
        ({"text": LINK, "trap": True, "from_address": ADDRESS_STARTS}, Reason.TRAP),
        ({"text": LINK, "from_address": ADDRESS_STARTS}, Reason.FLOOD),
        ({"text": f"{LONG} {LINK} {LINK} {LINK}", "same": SAME_STARTS}, Reason.LINKS),
    ],
)
def test_what_looks_like_a_machine_waits_and_nobody_else(first: dict[str, Any], reason: Reason | None) -> None:
    assert held_back(First(**first)) is reason


@pytest.mark.parametrize(
    "other",
    ["заработай МИЛЛИОН за один день", "Заработай\nмиллион — за один день!!!", " Заработай, миллион за один день "],
)
def test_case_spaces_and_signs_do_not_make_the_same_words_others(other: str) -> None:
    assert normal(other) == normal(LONG)


def test_other_words_stay_others() -> None:
    assert normal("Заработай миллион за два дня") != normal(LONG)
