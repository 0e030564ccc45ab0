"""What `pult doctor site` finds on a page."""

from __future__ import annotations

import pytest

from pult.channels.webchat.installed import find_snippet, judge_boot, judge_policies

PULT = "https://pult.example"
LINE = f'<script async src="{PULT}/widget.js?site=shop" data-site="shop"></script>'
BOOT = f"<script>Pult('boot', {{ token: 't', site: 'shop' }})</script><script src='{PULT}/widget.js'></script>"


@pytest.mark.parametrize(
    ("html", "found"),
    [
        (LINE, (PULT, "shop")),
        (BOOT, (PULT, "shop")),
        (f"<script src='{PULT}/widget.js'></script>", (PULT, None)),
        ("<script src='/widget.js' data-site='a'></script>", ("https://shop.example", "a")),
        ("<!-- " + LINE + " -->", None),
        ("<p>widget.js</p>", None),
        ("", None),
    ],
)
def test_the_snippet_is_found_however_it_is_written(html: str, found: tuple[str, str | None] | None) -> None:
    snippet, _ = find_snippet(html, url="https://shop.example/page")
    assert (None if snippet is None else (snippet.origin, snippet.site)) == found


@pytest.mark.parametrize(
    ("policy", "refused"),
    [
        ("", []),
        ("default-src 'self'", ["script-src", "connect-src", "frame-src"]),
        (f"default-src 'self' {PULT}", []),
        (f"script-src {PULT}; connect-src *; frame-src https:", []),
        (f"script-src 'nonce-x' 'strict-dynamic'; connect-src https://*.example; child-src {PULT}", []),
        (f"default-src 'none'; script-src {PULT}", ["connect-src", "frame-src"]),
        ("script-src https://pult.example.evil.example; connect-src pult.example", ["script-src"]),
    ],
)
def test_what_the_policy_refuses_is_named(policy: str, refused: list[str]) -> None:
    assert [one.what for one in judge_policies([policy], origin=PULT) if one.good is False] == refused


def test_every_policy_has_to_let_it_in() -> None:
    findings = judge_policies([f"default-src {PULT}", "frame-src 'none'"], origin=PULT)
    assert [one.what for one in findings if one.good is False] == ["frame-src"]


def test_the_answer_of_pult_says_what_to_mend() -> None:
    assert judge_boot(200, site="shop", page="https://shop.example").good
    assert "domains" in judge_boot(403, site="shop", page="https://shop.example").said
    assert "data-site" in judge_boot(404, site="shop", page="https://shop.example").said
