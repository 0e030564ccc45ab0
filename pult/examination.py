"""`pult doctor site URL`: looks at a page from outside, as a browser would."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

from pult.channels.webchat.installed import Finding, find_snippet, judge_boot, judge_policies
from pult.channels.webchat.signing import subject_of
from pult.channels.webchat.site import of_site
from pult.gateway.connections import Connections
from pult.kit import http
from pult.kit.db import Database
from pult.kit.errors import PultError
from pult.kit.secret import InstallationKey, Vault


async def examine_page(url: str) -> tuple[str | None, list[Finding]]:
    """The site's key when the snippet was found, and what there is to say."""
    try:
        answer = await http.get(url, allow_loopback=True)
    except PultError as error:
        return None, [Finding(what="page", good=False, said=f"{url} cannot be read: {error.detail or error.code}")]
    if answer.status != 200:
        return None, [Finding(what="page", good=False, said=f"{url} answers {answer.status}")]
    snippet, policies = find_snippet(answer.body.decode(errors="replace"), url=url)
    if snippet is None:
        return None, [Finding(what="snippet", good=False, said="no script ends in /widget.js on this page")]
    found = [Finding(what="snippet", good=True, said=f"widget.js of {snippet.origin}")]
    found.append(await _script(snippet.origin))
    policies.append(answer.headers.get("content-security-policy", ""))
    found += judge_policies(policies, origin=snippet.origin)
    if snippet.site is None:
        return None, [
            *found,
            Finding(what="site", good=False, said="neither data-site nor Pult('boot', {site}) says which"),
        ]
    parts = urlsplit(url)
    return snippet.site, [*found, await _domain(snippet.origin, snippet.site, f"{parts.scheme}://{parts.netloc}")]


async def _script(origin: str) -> Finding:
    try:
        status = (await http.get(f"{origin}/widget.js", allow_loopback=True)).status
    except PultError as error:
        return Finding(what="script", good=False, said=f"{origin}/widget.js: {error.detail or error.code}")
    return Finding(what="script", good=status == 200, said=f"{origin}/widget.js answers {status}")


async def _domain(origin: str, site: str, page: str) -> Finding:
    try:
        answer = await http.get(f"{origin}/api/widget/{site}/boot", allow_loopback=True, headers={"origin": page})
    except PultError as error:
        return Finding(what="domain", good=False, said=f"{origin} does not answer: {error.detail or error.code}")
    return judge_boot(answer.status, site=site, page=page)


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
        return Finding(what="token", good=False, said=f"there is no site {site}")
    try:
        subject = subject_of(of_site(connected), token, vault=Vault(key.derive("vault")), now=time.time())
    except PultError as error:
        return Finding(what="token", good=False, said=error.detail)
    left = subject.until - time.time()
    said = f"names {subject.id}, good for {left:.0f} s more" if left > 0 else f"names {subject.id}, expired"
    return Finding(what="token", good=left > 0, said=said)
