"""HTTP of connected sites, for operators."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
from litestar import Controller, Request, Response, get, put

from pult.gateway.contract import Site
from pult.gateway.sites import Sites, version_of
from pult.kit.errors import PultError


class NeedsVersion(PultError):
    """A change must name what it changes."""

    status = 428
    code = "version_needed"


class SiteName(msgspec.Struct):
    """A site in the list."""

    key: str
    name: str
    kind: str


class SiteNames(msgspec.Struct):
    """All connected sites."""

    sites: list[SiteName]


class SiteSettings(msgspec.Struct):
    """One site with everything that can be set."""

    key: str
    name: str
    settings: dict[str, Any]


class SiteChange(msgspec.Struct, forbid_unknown_fields=True):
    """What a site shall be."""

    name: str
    settings: dict[str, Any]


def controller(
    *,
    sites: Sites,
    who: Callable[[Request[Any, Any, Any]], Awaitable[Any]],
    changed: Callable[[], Awaitable[None]],
    guard: Any,
) -> type[Controller]:
    """Build the routes. `who` refuses those who are not signed in; `changed` is told after each change."""

    class SitesController(Controller):
        path = "/api/sites"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["sites"]  # noqa: RUF012

        @get("/")
        async def every(self, request: Request[Any, Any, Any]) -> Response[SiteNames]:
            """All connected sites."""
            await who(request)
            found = [SiteName(site.key, site.name, site.kind) for site in await sites.every()]
            return Response(SiteNames(found), headers=_PRIVATE)

        @get("/{key:str}")
        async def one(self, key: str, request: Request[Any, Any, Any]) -> Response[SiteSettings]:
            """One site; its `etag` goes into the `if-match` of a change."""
            await who(request)
            return _shown(await sites.one(key))

        @put("/{key:str}")
        async def change(self, key: str, data: SiteChange, request: Request[Any, Any, Any]) -> Response[SiteSettings]:
            """Change a site. 412 `outdated` when somebody else was faster, 422 with a pointer when a field is wrong."""
            await who(request)
            version = request.headers.get("if-match", "").removeprefix("W/").strip('"')
            if not version:
                raise NeedsVersion("send the etag you have read as if-match")
            site = await sites.change(
                key, name=data.name, settings=data.settings, version=None if version == "*" else version
            )
            await changed()
            return _shown(site)

    return SitesController


def _shown(site: Site) -> Response[SiteSettings]:
    return Response(
        SiteSettings(site.key, site.name, site.settings), headers={**_PRIVATE, "etag": f'"{version_of(site)}"'}
    )


_PRIVATE = {"cache-control": "no-store"}
