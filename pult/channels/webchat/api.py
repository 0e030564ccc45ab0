"""HTTP of the widget: the loader, the boot request of a host page, the document of the frame.

No SQL in any of them but the measured wait in the boot answer, which is asked for twice a minute at most.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, route
from litestar.params import FromPath, FromQuery

from pult.channels.webchat.look import LoaderLook, SiteLook, dressed, for_frame, for_loader
from pult.channels.webchat.site import WebSite, of_site
from pult.gateway.contract import Gate, Site
from pult.kit.errors import Absent, Forbidden
from pult.kit.secret import Signer
from pult.kit.web import PUBLIC, Folder, spared
from pult.live.senders import Senders

TOKEN_SECONDS = 12 * 3600
_FOREIGN = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "cache-control": "public, max-age=300, stale-while-revalidate=86400",
}
"""For files without anything of anybody's that pages of other origins load."""
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Boot(msgspec.Struct):
    """A token for this site's frame, and where the frame is."""

    token: str
    site: SiteLook
    frame: str


def controller(
    *,
    gate: Gate,
    tokens: Signer,
    files: Folder,
    widget_origin: str,
    files_origin: str,
    senders: Senders,
) -> type[Controller]:
    """Build the routes. `files` is the built web side; the frame is served from `widget_origin`, uploads are read from
    `files_origin` (empty: the frame's own); `senders` say where a request comes from.
    """

    def connected(key: str) -> WebSite:
        found = gate.site(key) if _KEY.fullmatch(key) else None
        if found is None or found.kind != "webchat":
            raise Absent("there is no such site", code="unknown_site")
        return of_site(found)

    class WidgetController(Controller):
        path = "/"
        tags = ["widget"]  # noqa: RUF012 - Litestar's own form

        @get("/widget.js", media_type="text/javascript", permission=PUBLIC)
        async def loader(self, request: Request[Any, Any, Any], site: FromQuery[str] = "") -> Response[bytes]:
            """The one request that a page view costs; cached. `site`: with that site's look and rules inside; without,
            or for a site that is not there, with our own.
            """
            found = gate.site(site) if _KEY.fullmatch(site) else None
            return spared(_loader(files, _dress(found, request, senders)), request)

        @route("/api/widget/{key:str}/boot", http_method=["GET", "OPTIONS"], status_code=200, permission=PUBLIC)
        async def boot(self, key: FromPath[str], request: Request[Any, Any, Any]) -> Response[Boot | None]:
            """For pages of the site's own domains only."""
            site = connected(key)
            origin = request.headers.get("origin")
            if origin not in site.domains:
                raise Forbidden("this page is not on the site's list of domains", code="origin_refused")
            headers = {"access-control-allow-origin": origin, "vary": "origin", "cache-control": "no-store"}
            if request.method == "OPTIONS":
                return Response(None, status_code=204, headers={**headers, "access-control-max-age": "600"})
            token = tokens.sign({"site": site.key}, seconds=TOKEN_SECONDS)
            frame = f"{widget_origin}/widget/frame?site={site.key}"
            look = for_frame(site, await gate.availability(site.id), now=datetime.now(UTC))
            return Response(Boot(token, look, frame), headers=headers)

        @get("/widget/frame", media_type="text/html", permission=PUBLIC)
        async def frame(self, site: FromQuery[str], request: Request[Any, Any, Any]) -> Response[bytes]:
            """The document in the iframe; only the site's own pages may frame it."""
            policy = _policy(connected(site), widget_origin, files_origin)
            headers = {"content-security-policy": policy, "referrer-policy": "no-referrer"}
            return spared(files.response("widget/frame.html", headers), request)

        @get("/widget/{name:path}", permission=PUBLIC)
        async def file(self, name: FromPath[str], request: Request[Any, Any, Any]) -> Response[bytes]:
            """Scripts and styles of the frame; the panel and the types of what pages may say."""
            return spared(_file(files, name.lstrip("/")), request)

    return WidgetController


def _dress(found: Site | None, request: Request[Any, Any, Any], senders: Senders) -> LoaderLook | None:
    if found is None or found.kind != "webchat":
        return None
    return for_loader(of_site(found), country=senders.country(request), address=senders.address(request))


def _loader(files: Folder, look: LoaderLook | None) -> Response[bytes]:
    answer = files.response("widget.js", _FOREIGN)
    if files.read("widget.js") is None:
        return answer
    if look is not None:
        answer.content = dressed(answer.content, look)
    # A country or an address is of one visitor: what hangs on it is for nobody else's cache.
    whose = "private" if look is not None and look.by_sender else "public"
    answer.headers["cache-control"] = f"{whose}, max-age=300, stale-while-revalidate=86400"
    return answer


def _file(files: Folder, name: str) -> Response[bytes]:
    return files.response(f"widget/{name}", _FOREIGN if name in ("panel.js", "pult.d.ts") else None)


def _policy(site: WebSite, origin: str, files_origin: str) -> str:
    """Content-Security-Policy of the frame: only the site's own pages may frame it."""
    ancestors = " ".join(site.domains) or "'none'"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
        f" img-src 'self' data: blob: {files_origin};"
        f" connect-src 'self' {_sockets(origin)}; base-uri 'none'; form-action 'none';"
        f" frame-ancestors {ancestors}"
    )


def _sockets(origin: str) -> str:
    return origin.replace("http", "ws", 1)
