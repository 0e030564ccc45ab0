"""What is told of a person, as rules and promises read it."""

from __future__ import annotations

from pult.contacts.rules import plain


def test_what_is_signed_counts_before_what_a_page_says() -> None:
    signed, said = '{"segment": "applicant", "old": true}', '{"segment": "employer", "page": 1.50, "list": [1]}'
    assert plain(signed, said) == {"segment": "applicant", "old": "true", "page": "1.5"}
    assert plain(None, said)["segment"] == "employer" and plain(None, None) == {}
