"""Where a server listens."""

from __future__ import annotations

import socket

from pult.kit.errors import StartRefused


def open_socket(*, host: str, port: int) -> socket.socket:
    """A bound socket, or `StartRefused` saying who is in the way."""
    family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise StartRefused(f"cannot listen on {host} port {port}: {error.strerror}") from error
    return listener


def refuse_plain_http(*, host: str, origin: str) -> None:
    """Off loopback only behind https: otherwise passwords and talks would travel in the clear."""
    loopback = host in ("localhost", "::1") or host.startswith("127.")
    if not loopback and not origin.startswith("https://"):
        raise StartRefused(
            f"plain http off loopback would send passwords in the clear: put a proxy with https in front and set"
            f" PULT_PUBLIC_URL=https://…, or listen on 127.0.0.1 instead of {host}"
        )
