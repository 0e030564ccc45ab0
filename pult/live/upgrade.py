"""The upgrade request: what it says, who sent it, and how a refusal looks. The same for both socket implementations."""

from __future__ import annotations

import base64
import binascii
import ipaddress
from collections.abc import Iterable
from http import HTTPStatus

from pult.live.contract import Handshake, Refusal
from pult.live.frames import encode

Headers = list[tuple[str, str]]
_ONCE = ("host", "origin", "sec-websocket-key", "sec-websocket-version", "upgrade")
MALFORMED = Refusal(status=400, code="malformed")


class TrustedProxies:
    """Whose `X-Forwarded-For` is believed."""

    def __init__(self, networks: Iterable[str]) -> None:
        self._networks = tuple(ipaddress.ip_network(network, strict=False) for network in networks)

    def client(self, peer: str, forwarded: str | None) -> str:
        """The right-most address that is not a proxy of ours; `peer` itself unless it is one."""
        if forwarded is None or not self.trusts(peer):
            return peer
        nearest = peer
        for hop in reversed(forwarded.split(",")):
            address = _address(hop)
            if address is None:
                break
            nearest = address
            if not self.trusts(address):
                break
        return nearest

    def trusts(self, address: str) -> bool:
        """Whether this peer is one of our proxies, so that its headers count."""
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        mapped = getattr(parsed, "ipv4_mapped", None)
        return any((mapped or parsed) in network for network in self._networks)


def _address(hop: str) -> str | None:
    text = hop.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def parse_head(head: bytes) -> tuple[str, str, Headers] | None:
    """Method, target and headers (names lower-case) of a request head, or None."""
    try:
        first, *lines = head.rstrip(b"\r\n").decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ")
        pairs = [line.split(":", 1) for line in lines]
        return method, target, [(name.strip().lower(), value.strip()) for name, value in pairs]
    except ValueError:
        return None


def handshake(path: str, headers: Headers, peer: str, proxies: TrustedProxies) -> Handshake | None:
    """What the request says, or None if it is no proper upgrade (a header twice, no key, no version 13)."""
    merged: dict[str, str] = {}
    for name, value in headers:
        if name in merged and name in _ONCE:
            return None
        merged[name] = f"{merged[name]}, {value}" if name in merged else value
    if not _upgrades(merged):
        return None
    return Handshake(
        path=path,
        host=merged.get("host", ""),
        origin=merged.get("origin"),
        address=proxies.client(peer, merged.get("x-forwarded-for")),
        headers=merged,
    )


def _upgrades(headers: dict[str, str]) -> bool:
    tokens = [token.strip().lower() for token in headers.get("connection", "").split(",")]
    if "upgrade" not in tokens or headers.get("upgrade", "").lower() != "websocket":
        return False
    if headers.get("sec-websocket-version") != "13" or not headers.get("host"):
        return False
    try:
        return len(base64.b64decode(headers.get("sec-websocket-key", ""), validate=True)) == 16
    except (binascii.Error, ValueError):
        return False


def body(refusal: Refusal) -> bytes:
    """The JSON a refused client gets: a code, never an exception's text."""
    return encode({"code": refusal.code})


def response(refusal: Refusal) -> bytes:
    """A whole HTTP response that refuses and ends the connection."""
    content = body(refusal)
    phrase = HTTPStatus(refusal.status).phrase
    return (
        f"HTTP/1.1 {refusal.status} {phrase}\r\ncontent-type: application/json\r\n"
        f"content-length: {len(content)}\r\nconnection: close\r\ncache-control: no-store\r\n\r\n"
    ).encode() + content
