"""What settings would do, and what people may know of a site's secrets: asked for by the settings pages."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec

from pult.channels.webchat.checking import Expected, examine_page, examine_token
from pult.channels.webchat.installed import Finding
from pult.channels.webchat.look import LoaderLook, SiteLook, for_frame, for_loader
from pult.channels.webchat.signing import Signing, renewed, signing_of
from pult.channels.webchat.site import made_of
from pult.gateway.contract import Gate, Site
from pult.kit.secret import Vault

_OWN_MACHINE = ("localhost", "127.0.0.1", "::1")


class Preview(msgspec.Struct, frozen=True):
    """What the frame and the button of a site would be told."""

    look: SiteLook
    button: LoaderLook


class WebChatSettings:
    """`gateway.api.Channel` of web sites."""

    def __init__(self, *, gate: Gate, vault: Vault, origins: frozenset[str]) -> None:
        self._gate, self._vault, self._origins = gate, vault, origins
        # Reached from this machine only, Pult may look at sites on it; else nothing inside is visited.
        self._loopback = all(urlsplit(origin).hostname in _OWN_MACHINE for origin in origins)

    def signing(self, site: Site) -> Signing:
        """Whether there is a secret, and until when the one before is taken."""
        return signing_of(made_of(site), now=time.time())

    def renewed(self, site: Site, *, keep: bool) -> tuple[str, dict[str, Any]]:
        """A new secret; what to keep of it."""
        return renewed(site.settings, key=site.key, vault=self._vault, now=time.time(), keep=keep)

    async def preview(self, site: Site) -> Preview:
        """As the boot answer and the loader would say it now; nobody's country is known."""
        made = made_of(site)
        availability = await self._gate.availability(site.id)
        return Preview(for_frame(made, availability, now=datetime.now(UTC)), for_loader(made, country=None))

    async def examine(self, site: Site, url: str) -> list[Finding]:
        """What a page of the site lacks, if anything."""
        expected = Expected(site=made_of(site), origins=self._origins)
        return (await examine_page(url, allow_loopback=self._loopback, expected=expected))[1]

    def examine_token(self, site: Site, token: str) -> list[Finding]:
        """Whether a token would be taken."""
        return [examine_token(made_of(site), token, vault=self._vault)]
