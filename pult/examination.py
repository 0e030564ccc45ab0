"""What `pult doctor` looks at beyond this machine: a page from outside, the virus scanner, the mailbox."""

from __future__ import annotations

import tempfile
from pathlib import Path

from pult.channels.webchat import checking
from pult.channels.webchat.installed import Finding
from pult.channels.webchat.site import of_site
from pult.gateway.connections import Connections
from pult.kit.clamd import Clamd
from pult.kit.db import Database
from pult.kit.errors import PultError
from pult.kit.mailbox.account import account_of
from pult.kit.mailbox.fetching import MOST
from pult.kit.mailbox.imap import Imap, ImapFailed
from pult.kit.secret import InstallationKey, Vault


async def examine_page(url: str) -> tuple[str | None, list[Finding]]:
    """The site's key when the snippet was found, and what there is to say."""
    return await checking.examine_page(url, allow_loopback=True)


async def examine_around(*, clamd: str | None, mailbox: str | None) -> list[Finding]:
    """What Pult leans on beside its database, as far as it is set."""
    scanner = [await _examine_scanner(clamd)] if clamd is not None else []
    return [*scanner, *([await _examine_mailbox(mailbox)] if mailbox is not None else [])]


async def _examine_scanner(address: str) -> Finding:
    """Whether the virus scanner answers."""
    try:
        with tempfile.NamedTemporaryFile() as harmless:
            await Clamd(address).scan(Path(harmless.name))
    except PultError as error:
        return Finding(what="virus scanner", good=False, said=f"{error.detail} ({address})")
    return Finding(what="virus scanner", good=True, said=address)


async def _examine_mailbox(url: str) -> Finding:
    """Whether the mailbox can be looked into."""
    account = account_of(url)
    try:
        imap = await Imap.connect(account, most=MOST)
        try:
            folder = await imap.examine(account.folder)
        finally:
            imap.close()
    except (ImapFailed, OSError, TimeoutError) as error:
        said = f"{account.name}: {str(error) or type(error).__name__}"
        return Finding(what="mailbox", good=False, said=said)
    waits = "tells of new letters by itself" if imap.waits else "is asked again and again"
    return Finding(what="mailbox", good=True, said=f"{account.name}, {waits}, {folder.next - 1} letters so far")


async def examine_token(dsn: str, token: str, *, site: str, key: InstallationKey) -> Finding:
    """Whether a signed token of this site would be taken now."""
    db = await Database.open(dsn, size=1)
    try:
        connections = Connections(db)
        await connections.load()
        connected = connections.by_key(site)
    finally:
        await db.close()
    if connected is None:
        return Finding(what="token", good=False, said=f"there is no site {site}", code="site_unknown")
    return checking.examine_token(of_site(connected), token, vault=Vault(key.derive("vault")))
