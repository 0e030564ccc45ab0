"""Two secrets of one site: the new one at once, the one before for as long as it was promised, and no third."""

from __future__ import annotations

import time
from typing import Any

import pytest

from pult.channels.webchat.signing import KEEP_SECONDS, renewed, signing_of, subject_of
from pult.channels.webchat.site import WebSite, made_of
from pult.gateway.contract import Site
from pult.kit.errors import SignInNeeded
from pult.kit.secret import Vault
from tests.support.tokens import signed

VAULT = Vault(bytes(32))
NOW = time.time()


def site(stored: dict[str, Any]) -> WebSite:
    return made_of(Site(id=1, kind="webchat", key="demo", name="Shop", settings=stored))


def named(stored: dict[str, Any], secret: str, *, at: float = NOW) -> str:
    return subject_of(site(stored), signed(secret, iat=int(at), exp=int(at) + 600), vault=VAULT, now=at).id


def test_the_one_before_is_taken_for_a_day_when_that_was_wanted() -> None:
    first, stored = renewed({}, key="demo", vault=VAULT, now=NOW, keep=True)
    assert named(stored, first) == "1042" and signing_of(site(stored), now=NOW).former_until is None
    second, kept = renewed(stored, key="demo", vault=VAULT, now=NOW, keep=True)
    assert named(kept, second) == named(kept, first) == "1042"
    assert signing_of(site(kept), now=NOW).former_until == round((NOW + KEEP_SECONDS) * 1000)
    later = NOW + KEEP_SECONDS + 1
    assert named(kept, second, at=later) == "1042"
    assert signing_of(site(kept), now=later).former_until is None
    with pytest.raises(SignInNeeded):
        named(kept, first, at=later)


def test_a_leaked_one_is_refused_at_once_and_a_third_is_never_taken() -> None:
    first, stored = renewed({}, key="demo", vault=VAULT, now=NOW, keep=True)
    second, ended = renewed(stored, key="demo", vault=VAULT, now=NOW, keep=False)
    assert named(ended, second) == "1042"
    with pytest.raises(SignInNeeded):
        named(ended, first)
    _, third = renewed(renewed(stored, key="demo", vault=VAULT, now=NOW, keep=True)[1],
                       key="demo", vault=VAULT, now=NOW, keep=True)  # fmt: skip
    with pytest.raises(SignInNeeded):
        named(third, first)


def test_why_a_token_is_refused_has_a_name() -> None:
    secret, stored = renewed({}, key="demo", vault=VAULT, now=NOW, keep=True)
    for claims, reason in (
        ({"aud": "other"}, "audience"),
        ({"exp": int(NOW) + 3600}, "lives_long"),
        ({"sub": ""}, "nobody"),
        ({"exp": "soon"}, "wrong_time"),
        ({"iat": int(NOW) + 500, "exp": int(NOW) + 600}, "future"),
    ):
        with pytest.raises(SignInNeeded) as refused:
            subject_of(site(stored), signed(secret, **claims), vault=VAULT, now=NOW)
        assert refused.value.extra["reason"] == reason
    for stored_now, token in ((stored, "no token"), ({}, signed(secret))):
        with pytest.raises(SignInNeeded) as refused:
            subject_of(site(stored_now), token, vault=VAULT, now=NOW)
        assert refused.value.extra["reason"] in ("signature", "no_secret")
