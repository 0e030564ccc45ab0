"""Whether a page carries the widget as it should: what a developer asks when no button shows."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import msgspec

_BOOT = re.compile(r"""Pult\s*\(\s*['"]boot['"]\s*,[^)]*?site\s*:\s*['"]([A-Za-z0-9_-]{1,64})['"]""", re.DOTALL)
_NEEDS = (("script-src", "the script"), ("connect-src", "the request that opens the chat"), ("frame-src", "the frame"))
_FALL_BACK = {"frame-src": ("child-src", "default-src")}


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One line for a person: `said` in English; `code` and `facts` for those who say it in another language. `good` is
    None when there is nothing to judge.
    """

    what: str
    good: bool | None
    said: str
    code: str = ""
    facts: dict[str, str] = {}


class Snippet(msgspec.Struct, frozen=True, kw_only=True):
    """Where the page takes the widget from, and which site it says it is."""

    origin: str
    site: str | None


class _Page(HTMLParser):
    """Scripts and policies of a document."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[dict[str, str]] = []
        self.policies: list[str] = []
        self.inline = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "script":
            self._inside = "src" not in given
            self.scripts.append(given)
        elif tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            self.policies.append(given.get("content", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.inline += data


def find_snippet(html: str, *, url: str) -> tuple[Snippet | None, list[str]]:
    """The widget's script on a page, and the policies in its head."""
    page = _Page()
    page.feed(html)
    for script in page.scripts:
        address = urlsplit(urljoin(url, script.get("src", "")))
        if script.get("src") and address.path.endswith("/widget.js"):
            booted = _BOOT.search(page.inline)
            site = script.get("data-site") or (booted[1] if booted else None)
            return Snippet(origin=f"{address.scheme}://{address.netloc}", site=site), page.policies
    return None, page.policies


def judge_policies(policies: list[str], *, origin: str) -> list[Finding]:
    """Whether the page's Content-Security-Policy lets the widget in."""
    if not any(policy.strip() for policy in policies):
        said = "the page has no Content-Security-Policy"
        return [Finding(what="page's policy", good=None, said=said, code="no_policy")]
    found: list[Finding] = []
    for name, what in _NEEDS:
        good = all(_allows(policy, name, origin) for policy in policies)
        said = f"{what} may come" if good else f"add {origin} to {name}: {what} is refused"
        code = "policy_allows" if good else "policy_refuses"
        found.append(Finding(what=name, good=good, said=said, code=code, facts={"name": name, "origin": origin}))
    return found


def _allows(policy: str, name: str, origin: str) -> bool:
    parts = (part.split() for part in policy.lower().split(";"))
    directives = {words[0]: words[1:] for words in parts if words}
    for one in (name, *_FALL_BACK.get(name, ("default-src",))):
        if one in directives:
            sources = directives[one]
            # With a nonce and strict-dynamic the page's own mark on the tag decides; that cannot be seen from here.
            return "'strict-dynamic'" in sources or any(_matches(source, origin) for source in sources)
    return True


def _matches(source: str, origin: str) -> bool:
    scheme, _, host = origin.lower().partition("://")
    if source in ("*", f"{scheme}:", host, origin.lower()) or source.rstrip("/") == origin.lower():
        return True
    wild = source.removeprefix(f"{scheme}://")
    return wild.startswith("*.") and host.endswith(wild[1:])


def judge_boot(status: int, *, site: str, page: str) -> Finding:
    """What the answer to the page's own request means."""
    code, said = {
        200: ("domain", f"{page} may show the chat of {site}"),
        403: ("domain_missing", f"{page} is not on the list of {site}: add it to the site's domains"),
        404: ("site_unknown", f"there is no site {site}: look at data-site"),
    }.get(status, ("pult_status", f"Pult answers {status}"))
    facts = {"page": page, "site": site, "status": str(status)}
    return Finding(what="domain", good=status == 200, said=said, code=code, facts=facts)
