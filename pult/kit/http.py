"""The one HTTP client, with a guard: by default it talks to public addresses only, follows no redirect, and reads no
more than it should.

The guard resolves a name once, checks every address, and connects to the checked one, so that a second answer of the
resolver changes nothing.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import msgspec
import niquests

from pult.kit.errors import Invalid, Unavailable

MOST_BYTES = 1024 * 1024


class Response(msgspec.Struct, frozen=True):
    """Status, headers in lower case, body of at most 1 MB."""

    status: int
    headers: dict[str, str]
    body: bytes


async def get(
    url: str, *, allow_loopback: bool = False, seconds: float = 5.0, headers: Mapping[str, str] | None = None
) -> Response:
    """GET. Raises `Invalid` for an address we will not visit, `Unavailable` when nobody answers in time."""

    def ask(session: niquests.Session) -> niquests.Response:
        return session.get(url, headers=dict(headers or {}), timeout=seconds, allow_redirects=False, stream=True)

    return await _visit(url, ask, allow_loopback=allow_loopback, seconds=seconds)


async def post(
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str],
    seconds: float,
    allow_loopback: bool = False,
    https_only: bool = True,
) -> Response:
    """POST these bytes; refusals as for `get`."""
    if https_only and not url.startswith("https://"):
        raise Invalid("only https addresses can be written to", pointer="/url")

    def ask(session: niquests.Session) -> niquests.Response:
        return session.post(url, data=body, headers=dict(headers), timeout=seconds, allow_redirects=False, stream=True)

    return await _visit(url, ask, allow_loopback=allow_loopback, seconds=seconds)


async def _visit(
    url: str, ask: Callable[[niquests.Session], niquests.Response], *, allow_loopback: bool, seconds: float
) -> Response:
    host, port = _place(url)
    address = await _resolve(host, port, allow_loopback=allow_loopback)
    try:
        async with asyncio.timeout(seconds):
            return await asyncio.to_thread(_read, ask, host, address)
    except (niquests.exceptions.RequestException, TimeoutError, OSError) as error:
        raise Unavailable(f"{host} does not answer") from error


def _place(url: str) -> tuple[str, int]:
    """Host and port. Raises `Invalid`."""
    try:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname:
            return parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        pass
    raise Invalid("only http and https addresses can be visited", pointer="/url")


async def _resolve(host: str, port: int, *, allow_loopback: bool) -> str:
    if host.endswith(".localhost"):
        host = "localhost"  # as browsers do; not every resolver knows
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unavailable(f"{host} is not known") from error
    for *_, sockaddr in found:
        address = ipaddress.ip_address(sockaddr[0])
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
            address = address.ipv4_mapped
        if not (address.is_global or (allow_loopback and address.is_loopback)):
            raise Invalid(f"{host} is not a public address", code="address_refused", pointer="/url")
    return str(found[0][4][0])


def _read(ask: Callable[[niquests.Session], niquests.Response], host: str, address: str) -> Response:
    shown = f"[{address}]" if ":" in address else address
    with niquests.Session(resolver=f"in-memory://default/?hosts={host}:{shown}", disable_http3=True) as session:
        answer = ask(session)
        body = b""
        for chunk in answer.iter_content(64 * 1024):
            body += chunk
            if len(body) > MOST_BYTES:
                break
        return Response(
            answer.status_code or 0, {k.lower(): str(v) for k, v in answer.headers.items()}, body[:MOST_BYTES]
        )
