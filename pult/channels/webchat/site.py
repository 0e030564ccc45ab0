"""A web site as a channel: which pages may carry the widget, and how it behaves there."""

from __future__ import annotations

import msgspec

from pult.gateway.contract import Site


class WebSite(msgspec.Struct, frozen=True, kw_only=True):
    """`domains` are origins (`https://shop.example`) of pages that may show the widget; `peek`: operators see what is
    being typed.
    """

    id: int
    key: str
    name: str
    domains: tuple[str, ...] = ()
    peek: bool = True


class _Settings(msgspec.Struct, frozen=True):
    domains: tuple[str, ...] = ()
    peek: bool = True


def of_site(site: Site) -> WebSite:
    """Read a channel's settings; unknown ones are left alone."""
    settings = msgspec.convert(site.settings, _Settings)
    return WebSite(id=site.id, key=site.key, name=site.name, domains=settings.domains, peek=settings.peek)


def topic_of(channel: int, key_hash: bytes) -> str:
    """The personal topic of one visitor key: all windows of that browser follow it."""
    return f"k:{channel}:{key_hash.hex()}"
