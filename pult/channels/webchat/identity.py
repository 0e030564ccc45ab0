"""Who a site says its visitor is: a token (JWT, HS256) that the site's server signed with the secret we gave it.

Everything that is not exactly that is refused. The library compares in constant time.
"""

from __future__ import annotations

from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from pult.gateway.contract import Subject
from pult.kit.errors import SignInNeeded

MOST_SECONDS = 15 * 60
"""A token lives at most this long: one that leaks is soon worth nothing."""
LEEWAY = 30
"""Seconds that the clocks of the site and ours may differ."""
MOST_BYTES = 8_192
SUBJECT_LIMIT = 200
_REGISTERED = frozenset({"iss", "sub", "aud", "site", "exp", "iat", "nbf", "jti", "attributes"})


def read_token(token: str, *, secret: str, site: str, now: float) -> Subject:
    """Whom the token names. `now` is in seconds since 1970. Raises `SignInNeeded` with `token_refused`.

    One that is right in everything but its age is no refusal: its `until` lies in the past, the caller decides.
    """
    if len(token) > MOST_BYTES:
        raise _refused("is too long", "too_long")
    try:
        claims = jwt.decode(token, OctKey.import_key(secret), algorithms=["HS256"]).claims
    except (JoseError, ValueError, TypeError, RecursionError):
        raise _refused("has no signature of this site by HS256", "signature") from None
    if site not in _audience(claims):
        raise _refused("is for another site: aud (or site) is the site's key", "audience")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= SUBJECT_LIMIT or not subject.isprintable():
        raise _refused(f"names nobody: sub is a text of at most {SUBJECT_LIMIT} characters", "nobody")
    until = _check_times(claims, now)
    return Subject(id=subject, claims=_attributes(claims), until=until)


def _check_times(claims: dict[str, Any], now: float) -> float:
    until = _seconds(claims, "exp")
    if until is None:
        raise _refused("has no exp", "no_exp")
    if until - now > MOST_SECONDS + LEEWAY:
        raise _refused(f"lives longer than {MOST_SECONDS // 60} minutes", "lives_long")
    for name in ("iat", "nbf"):
        begins = _seconds(claims, name)
        if begins is not None and begins > now + LEEWAY:
            raise _refused(f"is from the future ({name})", "future")
        if name == "iat" and begins is not None and until - begins > MOST_SECONDS + LEEWAY:
            raise _refused(f"lives longer than {MOST_SECONDS // 60} minutes", "lives_long")
    return until


def _seconds(claims: dict[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 2**53:
        raise _refused(f"has a wrong {name}", "wrong_time")
    return float(value)


def _audience(claims: dict[str, Any]) -> list[Any]:
    named = claims.get("aud", claims.get("site"))
    return named if isinstance(named, list) else [named]  # pyright: ignore[reportUnknownVariableType]


def _attributes(claims: dict[str, Any]) -> dict[str, Any]:
    """Everything the site signed about the person; `attributes` may hold more of it."""
    more = claims.get("attributes")
    own = {name: value for name, value in claims.items() if name not in _REGISTERED}
    return {**(more if isinstance(more, dict) else {}), **own}


def _refused(why: str, reason: str) -> SignInNeeded:
    return SignInNeeded(f"the token {why}", code="token_refused", reason=reason)
