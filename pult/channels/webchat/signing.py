"""A site's secrets: what its server signs visitors' tokens with. The one before goes on working for a while, so that a
site's server can be given the new one without refusing anybody meanwhile.
"""

from __future__ import annotations

import secrets
from typing import Any

import msgspec

from pult.channels.webchat.identity import read_token
from pult.channels.webchat.site import FORMER, SECRET, WebSite, secret_context
from pult.gateway.contract import Subject
from pult.kit.errors import SignInNeeded
from pult.kit.secret import Vault

KEEP_SECONDS = 24 * 3600
"""How long the former secret works when it is not known to have leaked."""


class Signing(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a site has a secret, and until when (ms since 1970) the one before is taken too."""

    secret: bool
    former_until: int | None = None


def signing_of(site: WebSite, *, now: float) -> Signing:
    """What people may know of a site's secrets. `now` in seconds since 1970."""
    former = site.former if site.former is not None and site.former.until > now else None
    return Signing(
        secret=site.sealed_secret is not None, former_until=round(former.until * 1000) if former is not None else None
    )


def renewed(stored: dict[str, Any], *, key: str, vault: Vault, now: float, keep: bool) -> tuple[str, dict[str, Any]]:
    """A new secret (shown once) and what to keep beside the settings; `keep`: the one before works for a day more."""
    made = secrets.token_urlsafe(32)
    before = stored.get(SECRET)
    former = {"sealed": before, "until": now + KEEP_SECONDS} if keep and isinstance(before, str) else None
    return made, {SECRET: vault.seal(made, context=secret_context(key)), FORMER: former}


def subject_of(site: WebSite, token: str, *, vault: Vault, now: float) -> Subject:
    """Whom a token names, by the secret or by the one before while that is good. Raises `SignInNeeded`."""
    if site.sealed_secret is None:
        raise SignInNeeded(
            "this site has no secret: make one with pult site secret", code="token_refused", reason="no_secret"
        )
    context = secret_context(site.key)
    try:
        return read_token(token, secret=vault.open(site.sealed_secret, context=context), site=site.key, now=now)
    except SignInNeeded as refused:
        former = site.former
        if former is None or former.until <= now or refused.extra.get("reason") != "signature":
            raise
        return read_token(token, secret=vault.open(former.sealed, context=context), site=site.key, now=now)
