"""The installation key and what is derived from it: signed short-lived tokens, content hashes, visitor key hashes.

The key never stands in the database (a stolen dump must not open anything); only a check value does, so that a node
with another key refuses to start.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from pult.kit.errors import Invalid, StartRefused


class InstallationKey:
    """Derives one key per purpose, so that a token for one thing is worthless for another."""

    def __init__(self, secret: str) -> None:
        self._root = hashlib.sha256(b"pult:" + secret.encode()).digest()

    def derive(self, purpose: str) -> bytes:
        """32 bytes for this purpose."""
        return hmac.digest(self._root, purpose.encode(), "sha256")

    def check_value(self) -> bytes:
        """What the database remembers of this key."""
        return self.derive("check")[:16]


def read_or_make(folder: Path, given: str | None) -> InstallationKey:
    """The given secret, or the one kept in the data folder (made at the first start, readable by its owner only)."""
    if given:
        return InstallationKey(given)
    path = folder / "installation.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        text = path.read_text().strip()
        if len(text) < 32:
            raise StartRefused(
                f"{path} holds no installation key: restore it from a backup, or set PULT_SECRET"
            ) from None
        return InstallationKey(text)
    except OSError as error:
        raise StartRefused(f"cannot write {path}: {error.strerror}") from error
    text = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w") as file:
        file.write(text + "\n")
    return InstallationKey(text)


def _b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Signer:
    """Signs small JSON claims for a while: `sign` → text, `open` → claims or None (wrong, foreign or expired)."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def sign(self, claims: dict[str, object], *, seconds: float) -> str:
        """URL-safe text; valid for that many seconds."""
        body = msgspec.json.encode({**claims, "exp": time.time() + seconds})
        return f"{_b64(body)}.{_b64(hmac.digest(self._key, body, 'sha256'))}"

    def open(self, text: str) -> dict[str, object] | None:
        """The claims if the signature is ours and they have not expired. Compares in constant time."""
        try:
            body_text, _, mark = text.partition(".")
            body, given = _unb64(body_text), _unb64(mark)
        except ValueError:
            return None
        if not hmac.compare_digest(hmac.digest(self._key, body, "sha256"), given):
            return None
        claims = msgspec.json.decode(body, type=dict[str, object])
        expires = claims.get("exp")
        return claims if isinstance(expires, int | float) and expires > time.time() else None


class Vault:
    """Keeps other systems' secrets in the database so that a stolen dump does not open them: AES-256-GCM under a key
    of this installation. `context` (whose secret it is) is sealed in: a text moved to another row does not open there.
    """

    _MARK = "v1."

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, secret: str, *, context: str) -> str:
        """Text that only this installation can open."""
        nonce = os.urandom(12)
        return self._MARK + _b64(nonce + self._cipher.encrypt(nonce, secret.encode(), context.encode()))

    def open(self, sealed: str, *, context: str) -> str:
        """The secret. Raises `Invalid` (`secret_unreadable`) when it is another installation's, or was moved."""
        try:
            body = _unb64(sealed.removeprefix(self._MARK))
            return self._cipher.decrypt(body[:12], body[12:], context.encode()).decode()
        except (ValueError, InvalidTag):
            raise Invalid(
                "a kept secret does not open with this installation's key", code="secret_unreadable"
            ) from None
