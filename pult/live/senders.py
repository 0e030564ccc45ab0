"""What a request says of its sender, as far as its proxies can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from litestar import Request

    from pult.live.upgrade import TrustedProxies


class Senders:
    """Hold one per application. `country_header` is in lower case."""

    def __init__(self, proxies: TrustedProxies, *, country_header: str) -> None:
        self._proxies, self._country = proxies, country_header

    def address(self, request: Request[Any, Any, Any]) -> str:
        """Where it comes from."""
        peer = request.client.host if request.client else ""
        return self._proxies.client(peer, request.headers.get("x-forwarded-for"))

    def country(self, request: Request[Any, Any, Any]) -> str | None:
        """The country (two letters) that a trusted proxy names; None: nobody to be trusted says one."""
        trusted = request.client is not None and self._proxies.trusts(request.client.host)
        return request.headers.get(self._country, "").upper() or None if trusted else None
