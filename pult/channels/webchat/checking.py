"""Looks at a page of a site from outside, as a browser would, and at a token as the chat would."""

from __future__ import annotations

import time
from urllib.parse import urljoin, urlsplit

import msgspec

from pult.channels.webchat.installed import Finding, Snippet, find_snippet, judge_boot, judge_policies
from pult.channels.webchat.signing import subject_of
from pult.channels.webchat.site import WebSite
from pult.kit import http
from pult.kit.errors import PultError
from pult.kit.secret import Vault

_MOVED = (301, 302, 303, 307, 308)


class Expected(msgspec.Struct, frozen=True, kw_only=True):
    """What the page should carry, where we know it ourselves: this site, from one of these origins of ours."""

    site: WebSite
    origins: frozenset[str]


async def examine_page(
    url: str, *, allow_loopback: bool, expected: Expected | None = None
) -> tuple[str | None, list[Finding]]:
    """The site's key when the snippet was found, and what there is to say. Without `expected` whatever Pult the page
    names is asked over the network.
    """
    try:
        answer = await http.get(url, allow_loopback=allow_loopback)
    except PultError as error:
        said = f"{url} cannot be read: {error.detail or error.code}"
        return None, [_bad("page", said, code=_why(error), url=url)]
    if answer.status in _MOVED:
        to = urljoin(url, answer.headers.get("location", ""))
        return None, [_bad("page", f"{url} leads to {to}: look at that one", code="page_moved", url=url, to=to)]
    if answer.status != 200:
        said = f"{url} answers {answer.status}"
        return None, [_bad("page", said, code="page_status", url=url, status=str(answer.status))]
    snippet, policies = find_snippet(answer.body.decode(errors="replace"), url=url)
    if snippet is None:
        return None, [_bad("snippet", "no script ends in /widget.js on this page", code="snippet_missing", url=url)]
    found = [_good("snippet", f"widget.js of {snippet.origin}", code="snippet", origin=snippet.origin)]
    if expected is None:
        found.append(await _script(snippet.origin, allow_loopback=allow_loopback))
    elif snippet.origin not in expected.origins:
        ours = min(expected.origins)
        said = f"the page takes the chat from {snippet.origin}, not from {ours}"
        return None, [*found, _bad("script", said, code="other_pult", origin=snippet.origin, ours=ours)]
    policies.append(answer.headers.get("content-security-policy", ""))
    found += judge_policies(policies, origin=snippet.origin)
    if snippet.site is None:
        said = "neither data-site nor Pult('boot', {site}) says which"
        return None, [*found, _bad("site", said, code="site_unsaid")]
    parts = urlsplit(url)
    page = f"{parts.scheme}://{parts.netloc}".lower()
    return snippet.site, [*found, await _domain(snippet, page, expected, allow_loopback=allow_loopback)]


async def _script(origin: str, *, allow_loopback: bool) -> Finding:
    try:
        status = (await http.get(f"{origin}/widget.js", allow_loopback=allow_loopback)).status
    except PultError as error:
        said = f"{origin}/widget.js: {error.detail or error.code}"
        return _bad("script", said, code="script_missing", origin=origin)
    said = f"{origin}/widget.js answers {status}"
    return Finding(what="script", good=status == 200, said=said, code="script", facts={"status": str(status)})


async def _domain(snippet: Snippet, page: str, expected: Expected | None, *, allow_loopback: bool) -> Finding:
    """Whether the page may show the chat: asked as the page itself would, or read where we are asked ourselves."""
    site = snippet.site or ""
    if expected is not None:
        if site != expected.site.key:
            said = f"the page says it is {site}, not {expected.site.key}"
            return _bad("site", said, code="site_other", said_site=site, site=expected.site.key)
        return judge_boot(200 if page in expected.site.domains else 403, site=site, page=page)
    origin = snippet.origin
    try:
        answer = await http.get(
            f"{origin}/api/widget/{site}/boot", allow_loopback=allow_loopback, headers={"origin": page}
        )
    except PultError as error:
        said = f"{origin} does not answer: {error.detail or error.code}"
        return _bad("domain", said, code="pult_silent", origin=origin)
    return judge_boot(answer.status, site=site, page=page)


def examine_token(site: WebSite, token: str, *, vault: Vault) -> Finding:
    """Whether a signed token of this site would be taken now."""
    try:
        subject = subject_of(site, token.strip(), vault=vault, now=time.time())
    except PultError as error:
        return _bad("token", error.detail, code=f"token_{error.extra.get('reason', 'refused')}")
    left = subject.until - time.time()
    facts = {"subject": subject.id, "seconds": str(round(abs(left))), "claims": ", ".join(sorted(subject.claims))}
    said = f"names {subject.id}, good for {left:.0f} s more" if left > 0 else f"names {subject.id}, expired"
    return Finding(what="token", good=left > 0, said=said, code="token" if left > 0 else "token_expired", facts=facts)


def _why(error: PultError) -> str:
    return {"address_refused": "page_private", "invalid": "page_address"}.get(error.code, "page_silent")


def _good(what: str, said: str, *, code: str, **facts: str) -> Finding:
    return Finding(what=what, good=True, said=said, code=code, facts=facts)


def _bad(what: str, said: str, *, code: str, **facts: str) -> Finding:
    return Finding(what=what, good=False, said=said, code=code, facts=facts)
