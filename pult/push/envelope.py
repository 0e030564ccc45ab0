"""What a push service gets: a sealed message that only one browser opens (RFC 8291, RFC 8188) and a signed word about
who sends it (RFC 8292). Pure.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey

RECORD = 4096
"""Bytes of the one record of a message, as browsers read it."""
STEP = 128
"""A sealed text is filled up to a multiple of that: its length tells nothing of its words."""
TOKEN_SECONDS = 12 * 3600
MOST_BYTES = 2_000


def unpacked(text: str) -> bytes:
    """Base64url without its filling. Raises `ValueError`."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def packed(data: bytes) -> str:
    """The same the other way round."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def point(key: EllipticCurvePrivateKey) -> bytes:
    """Its public half, 65 bytes."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def is_point(data: bytes) -> bool:
    """Whether these bytes are a public key that one can seal for."""
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), data)
    except ValueError:
        return False
    return len(data) == 65


def padded(words: bytes) -> bytes:
    """The words with their end mark, filled up."""
    marked = words + b"\x02"
    return marked + bytes(-len(marked) % STEP)


def seal(
    words: bytes,
    *,
    key: bytes,
    secret: bytes,
    salt: bytes | None = None,
    sender: EllipticCurvePrivateKey | None = None,
) -> bytes:
    """The body of a push message for the browser with this public `key` and authentication `secret`. `salt` and
    `sender` are fresh for every message; only tests name them. `words` are already padded.
    """
    salt, sender = salt or os.urandom(16), sender or generate_private_key(SECP256R1())
    ours = point(sender)
    shared = sender.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), key))
    material = _derived(shared, salt=secret, info=b"WebPush: info\0" + key + ours, size=32)
    cipher = AESGCM(_derived(material, salt=salt, info=b"Content-Encoding: aes128gcm\0", size=16))
    nonce = _derived(material, salt=salt, info=b"Content-Encoding: nonce\0", size=12)
    return salt + RECORD.to_bytes(4, "big") + bytes((len(ours),)) + ours + cipher.encrypt(nonce, words, None)


def _derived(material: bytes, *, salt: bytes, info: bytes, size: int) -> bytes:
    return HKDF(SHA256(), size, salt, info).derive(material)


def signed(key: EllipticCurvePrivateKey, *, endpoint: str, contact: str, now: float) -> str:
    """The `Authorization` header: who sends, to which push service, until when."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(now) + TOKEN_SECONDS, "sub": contact}
    token = jwt.encode({"typ": "JWT", "alg": "ES256"}, claims, ECKey.import_key(_pem(key)))
    return f"vapid t={token}, k={packed(point(key))}"


def _pem(key: EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
