"""HTTP of the widget: the loader, the boot request of a host page, the document of the frame. No SQL in any of them."""

from __future__ import annotations

import re
from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, route

from pult.channels.webchat.site import of_site
from pult.gateway.contract import Gate
from pult.kit.errors import Absent, Forbidden
from pult.kit.secret import Signer
from pult.kit.web import Folder

TOKEN_SECONDS = 12 * 3600
_KEY = re.compile(r"[A-Za-z0-9_-]{1,64}")


class SiteLook(msgspec.Struct):
    """What the loader needs to know of a site."""

    name: str
    peek: bool
    lang: str | None


class Boot(msgspec.Struct):
    """A token for this site's frame, and where the frame is."""

    token: str
    site: SiteLook
    frame: str


def controller(*, gate: Gate, tokens: Signer, files: Folder, widget_origin: str) -> type[Controller]:
    """Build the routes. `files` is the built web side; `widget_origin` is where the frame is served from."""

    class WidgetController(Controller):
        path = "/"
        tags = ["widget"]  # noqa: RUF012 - Litestar's own form

        @get("/widget.js", media_type="text/javascript")
        async def loader(self) -> Response[bytes]:
            """The one request that a page view costs; cached."""
            answer = files.response("widget.js", {"cross-origin-resource-policy": "cross-origin"})
            if answer.status_code == 200:
                answer.headers["cache-control"] = "public, max-age=300, stale-while-revalidate=86400"
            return answer

        @route("/api/widget/{key:str}/boot", http_method=["GET", "OPTIONS"], status_code=200)
        async def boot(self, key: str, request: Request[Any, Any, Any]) -> Response[Boot | None]:
            """For pages of the site's own domains only."""
            found = gate.site(key) if _KEY.fullmatch(key) else None
            if found is None or found.kind != "webchat":
                raise Absent("there is no such site", code="unknown_site")
            site = of_site(found)
            origin = request.headers.get("origin")
            if origin not in site.domains:
                raise Forbidden("this page is not on the site's list of domains", code="origin_refused")
            headers = {"access-control-allow-origin": origin, "vary": "origin", "cache-control": "no-store"}
            if request.method == "OPTIONS":
                return Response(None, status_code=204, headers={**headers, "access-control-max-age": "600"})
            token = tokens.sign({"site": site.key}, seconds=TOKEN_SECONDS)
            frame = f"{widget_origin}/widget/frame?site={site.key}"
            return Response(Boot(token, SiteLook(site.name, site.peek, None), frame), headers=headers)

        @get("/widget/frame", media_type="text/html")
        async def frame(self, site: str) -> Response[bytes]:
            """The document in the iframe; only the site's own pages may frame it."""
            found = gate.site(site) if _KEY.fullmatch(site) else None
            if found is None or found.kind != "webchat":
                raise Absent("there is no such site", code="unknown_site")
            ancestors = " ".join(of_site(found).domains) or "'none'"
            policy = (
                "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                f" connect-src 'self' {_sockets(widget_origin)}; base-uri 'none'; form-action 'none';"
                f" frame-ancestors {ancestors}"
            )
            return files.response(
                "widget/frame.html", {"content-security-policy": policy, "referrer-policy": "no-referrer"}
            )

        @get("/widget/{name:path}")
        async def file(self, name: str) -> Response[bytes]:
            """Scripts and styles of the frame."""
            return files.response(f"widget/{name.lstrip('/')}")

    return WidgetController


def _sockets(origin: str) -> str:
    return origin.replace("http", "ws", 1)
