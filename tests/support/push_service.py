"""A push service and the browsers behind it: it takes what a sender posts and answers as it is told; a browser opens
what was sealed for it, by the standards' own steps (RFC 8188, 8291), with nothing of ours.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import ECKey


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def plain(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _mac(key: bytes, data: bytes) -> bytes:
    made = HMAC(key, SHA256())
    made.update(data)
    return made.finalize()


@dataclass
class Sent:
    """One request to the push service."""

    path: str
    headers: dict[str, str]
    body: bytes

    def sender(self, key: str, *, audience: str) -> dict[str, Any]:
        """Who signed it, checked against the public key that the browser subscribed with."""
        scheme, _, rest = self.headers["authorization"].partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(","))
        assert scheme == "vapid" and parts["k"] == key
        x, y = plain(key)[1:33], plain(key)[33:]
        public = ECKey.import_key({"kty": "EC", "crv": "P-256", "x": text(x), "y": text(y)})
        claims: dict[str, Any] = dict(jwt.decode(parts["t"], public, algorithms=["ES256"]).claims)
        assert claims["aud"] == audience
        return claims


@dataclass
class Browser:
    """One subscription, with the private half that only the browser has."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    secret: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def path(self) -> str:
        return "/" + self.endpoint.split("/", 3)[3]

    @property
    def public(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def subscription(self, **more: str) -> dict[str, str]:
        """As the desk's page sends it."""
        return {"endpoint": self.endpoint, "key": text(self.public), "secret": text(self.secret), **more}

    def opened(self, body: bytes) -> bytes:
        """The words of a sealed message. Raises when it was not sealed for this browser."""
        salt, size = body[:16], body[20]
        theirs, sealed = body[21 : 21 + size], body[21 + size :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        material = _mac(_mac(self.secret, shared), b"WebPush: info\0" + self.public + theirs + b"\x01")
        base = _mac(salt, material)
        key = _mac(base, b"Content-Encoding: aes128gcm\0\x01")[:16]
        nonce = _mac(base, b"Content-Encoding: nonce\0\x01")[:12]
        words = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert words.endswith(b"\x02"), "the last record ends with 2"
        return words[:-1]

    def note(self, sent: Sent) -> dict[str, Any]:
        """What would be shown."""
        note: dict[str, Any] = json.loads(self.opened(sent.body))
        return note


@dataclass
class PushService:
    """What has come, in order; `answers` are statuses given instead of 201 as long as there are any for that path."""

    port: int = 0
    sent: list[Sent] = field(default_factory=list)
    answers: dict[str, list[int]] = field(default_factory=dict)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def browser(self) -> Browser:
        """A new subscription."""
        return Browser(f"{self.origin}/push/{secrets.token_urlsafe(12)}")

    def of(self, browser: Browser) -> list[Sent]:
        """What came for one browser."""
        return [one for one in self.sent if one.path == browser.path]

    async def gets(self, browser: Browser, count: int, *, seconds: float = 30) -> list[Sent]:
        """Wait until so much has come for it."""
        async with asyncio.timeout(seconds):
            while len(self.of(browser)) < count:
                self._news.clear()
                await self._news.wait()
        return self.of(browser)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, one request."""
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            first, *lines = head.strip().split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            path = first.split(" ")[1]
            waiting = self.answers.get(path)
            status = waiting.pop(0) if waiting else 201
            self.sent.append(Sent(path, headers, body))
            self._news.set()
            writer.write(f"HTTP/1.1 {status} x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())
            await writer.drain()
        writer.close()


@contextlib.asynccontextmanager
async def push_service() -> AsyncIterator[PushService]:
    """Open on a port of its own."""
    made = PushService()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        await server.wait_closed()
