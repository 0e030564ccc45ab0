"""What may be told about a person: the limits, and what is made of news."""

from __future__ import annotations

from typing import Any

import pytest

from pult.contacts import rules
from pult.kit.errors import PultError


def nested(depth: int) -> dict[str, Any]:
    return {"a": nested(depth - 1)} if depth > 1 else {"a": 1}


@pytest.mark.parametrize(
    "values",
    [{}, nested(4), {str(n): n for n in range(100)}, {"a": "x" * 32_000}, {"a": [[[1]]]}, {"a": None, "b": 1.5}],
)  # fmt: skip
def test_what_may_be_told(values: dict[str, Any]) -> None:
    rules.check_attributes(values)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        (nested(5), "attributes_too_deep"),
        ({"a": [[[[1]]]]}, "attributes_too_deep"),
        (nested(5_00), "attributes_too_deep"),
        ({str(n): n for n in range(101)}, "attributes_too_many"),
        ({"a": [{str(n): n} for n in range(100)]}, "attributes_too_many"),
        ({"a": "x" * 33_000}, "attributes_too_large"),
        ({"a": "ж" * 17_000}, "attributes_too_large"),
        ({"a": "\0"}, "attributes_invalid"),
        ({"a\0": 1}, "attributes_invalid"),
    ],
)
def test_what_may_not(values: dict[str, Any], code: str) -> None:
    with pytest.raises(PultError) as refused:
        rules.check_attributes(values)
    assert refused.value.code == code


def test_news_goes_on_top_and_null_takes_away() -> None:
    assert rules.merged({"a": 1, "b": 2}, {"b": None, "c": 3}) == {"a": 1, "c": 3}


def test_many_small_news_do_not_add_up_to_more_than_is_allowed() -> None:
    with pytest.raises(PultError, match="100 keys"):
        rules.merged({str(n): n for n in range(99)}, {"x": 1, "y": 2})


def test_pages_stand_in_order_twenty_at_most_each_once_in_a_row() -> None:
    context: dict[str, Any] = {}
    for number in range(25):
        context = rules.moved(context, {"page": {"url": f"/{number // 2}", "title": str(number)}})
    assert [page["url"] for page in context["pages"]] == [f"/{n}" for n in range(13)]
    whole = rules.moved(context, {"pages": [{"url": f"/{n}"} for n in range(30)], "page": {"url": "/29"}})
    assert (len(whole["pages"]), whole["pages"][-1]["url"]) == (20, "/29")


def test_a_signed_name_stands_before_one_that_a_page_says() -> None:
    assert rules.name_of({"name": " Ann \n Lee "}, {"name": "Root"}) == "Ann Lee"
    assert rules.name_of({}, {"name": "Root"}) == "Root"
    assert rules.name_of({"name": 7}, {"name": ""}) is None
