"""The one HTTP client, with a guard: by default it talks to public addresses only, follows no redirect, and reads no
more than it should.

The guard resolves a name once, checks every address, and connects to the checked one, so that a second answer of the
resolver changes nothing. Whoever hangs or drips is left when the time is over, the connection closed behind: no thread
waits for anybody.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import zlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast
from urllib.parse import urlsplit

import msgspec
import niquests

from pult.kit.errors import Invalid, Unavailable

MOST_BYTES = 1024 * 1024
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_Ask = Callable[[niquests.AsyncSession], Awaitable[niquests.AsyncResponse]]
_RESOLVERS = ThreadPoolExecutor(max_workers=16, thread_name_prefix="resolve")
"""Names are looked up in threads of their own: a name server that is silent holds up nothing else that needs one."""
_PLAIN = {"accept-encoding": "identity"}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Response(msgspec.Struct, frozen=True):
    """Status, headers in lower case, body of at most 1 MB."""

    status: int
    headers: dict[str, str]
    body: bytes


async def get(
    url: str, *, allow_loopback: bool = False, seconds: float = 5.0, headers: Mapping[str, str] | None = None
) -> Response:
    """GET. Raises `Invalid` for an address we will not visit, `Unavailable` when nobody answers in time."""
    asked = {**_PLAIN, **dict(headers or {})}

    async def ask(session: niquests.AsyncSession) -> niquests.AsyncResponse:
        return await session.get(url, headers=asked, timeout=seconds, allow_redirects=False, stream=True)

    return await _visit(url, ask, allow_loopback=allow_loopback, seconds=seconds)


async def post(
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str],
    seconds: float,
    allow_loopback: bool = False,
    https_only: bool = True,
    inner: Sequence[Network] = (),
) -> Response:
    """POST these bytes; refusals as for `get`. What lies within `inner` may be written to, without TLS too."""
    inner_only = https_only and not url.startswith("https://")
    if inner_only and not inner:
        raise Invalid("only https addresses can be written to", pointer="/url")

    async def ask(session: niquests.AsyncSession) -> niquests.AsyncResponse:
        return await session.post(
            url, data=body, headers={**_PLAIN, **headers}, timeout=seconds, allow_redirects=False, stream=True
        )

    return await _visit(url, ask, allow_loopback=allow_loopback, seconds=seconds, inner=inner, inner_only=inner_only)


async def check(url: str, *, inner: Sequence[Network] = ()) -> None:
    """Whether `post` would write there now. Raises `Invalid`; `Unavailable` when the name is not known."""
    host, port = _place(url)
    plain = not url.startswith("https://")
    await _resolve(host, port, allow_loopback=False, inner=inner, inner_only=plain)


async def _visit(
    url: str,
    ask: _Ask,
    *,
    allow_loopback: bool,
    seconds: float,
    inner: Sequence[Network] = (),
    inner_only: bool = False,
) -> Response:
    host, port = _place(url)
    try:
        async with asyncio.timeout(seconds):
            address = await _resolve(host, port, allow_loopback=allow_loopback, inner=inner, inner_only=inner_only)
            return await _read(ask, host, address)
    except TimeoutError as error:
        raise Unavailable(f"{host} does not answer in time", code="timeout") from error
    except (niquests.exceptions.RequestException, OSError) as error:
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


async def _resolve(host: str, port: int, *, allow_loopback: bool, inner: Sequence[Network], inner_only: bool) -> str:
    if host.endswith(".localhost"):
        host = "localhost"  # as browsers do; not every resolver knows
    loop = asyncio.get_running_loop()
    try:
        found = await loop.run_in_executor(_RESOLVERS, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except (OSError, UnicodeError) as error:
        raise Unavailable(f"{host} is not known") from error
    for *_, sockaddr in found:
        address = _meant(ipaddress.ip_address(sockaddr[0]))
        if any(address in network for network in inner):
            continue
        if inner_only:
            raise Invalid("only https addresses can be written to", pointer="/url")
        if not (is_public(address) or (allow_loopback and address.is_loopback)):
            raise Invalid(f"{host} is not a public address", code="address_refused", pointer="/url")
    return str(found[0][4][0])


def is_public(address: Address) -> bool:
    """Whether this is one machine of the open network."""
    return address.is_global and not address.is_multicast


def _meant(address: Address) -> Address:
    """The address that is reached: an IPv4 one inside an IPv6 one is what a gateway would go to."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address


async def _read(ask: _Ask, host: str, address: str) -> Response:
    shown = f"[{address}]" if ":" in address else address
    resolver = f"in-memory://default/?hosts={host}:{shown}"
    async with niquests.AsyncSession(resolver=resolver, disable_http3=True) as session:
        answer = await ask(session)
        body = b""
        # As it comes: a small answer may swell without measure when it is unpacked on the way.
        raw = cast("Any", answer.raw)  # untyped there
        async for chunk in raw.stream(64 * 1024, decode_content=False):
            body += chunk
            if len(body) > MOST_BYTES:
                break
        headers = {k.lower(): str(v) for k, v in answer.headers.items()}
        return Response(answer.status_code or 0, headers, _unpacked(body, headers)[:MOST_BYTES])


def _unpacked(body: bytes, headers: Mapping[str, str]) -> bytes:
    """Plain was asked for; some pack nevertheless."""
    if headers.get("content-encoding") not in ("gzip", "deflate"):
        return body
    try:
        return zlib.decompressobj(wbits=47).decompress(body, MOST_BYTES)
    except zlib.error as error:
        raise Unavailable("the answer cannot be unpacked") from error
