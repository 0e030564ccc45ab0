"""HTTP of connected sites, for operators."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, get, put

from pult.gateway.contract import Site
from pult.gateway.sites import Sites, version_of
from pult.kit.errors import PultError
from pult.operators.rules import Permission


class NeedsVersion(PultError):
    """A change must name what it changes."""

    status = 428
    code = "version_needed"


class SiteName(msgspec.Struct):
    """A site in the list."""

    key: str
    name: str
    kind: str
    team: int | None


class SiteNames(msgspec.Struct):
    """All connected sites."""

    sites: list[SiteName]


class SiteSettings(msgspec.Struct):
    """One site with everything that can be set."""

    key: str
    name: str
    settings: dict[str, Any]


class SiteTeam(msgspec.Struct, forbid_unknown_fields=True):
    """A team, or (null) everybody."""

    team: Annotated[int, msgspec.Meta(ge=1, le=2**53)] | None


class SiteChange(msgspec.Struct, forbid_unknown_fields=True):
    """What a site shall be."""

    name: str
    settings: dict[str, Any]


def controller(
    *,
    sites: Sites,
    changed: Callable[[], Awaitable[None]],
    guard: Any,
) -> type[Controller]:
    """Build the routes; `changed` is told after each change."""

    class SitesController(Controller):
        path = "/api/sites"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["sites"]  # noqa: RUF012

        @get("/", permission=Permission.SITES_MANAGE)
        async def every(self) -> Response[SiteNames]:
            """All connected sites."""
            teams = await sites.teams()
            found = [SiteName(site.key, site.name, site.kind, teams[site.key]) for site in await sites.every()]
            return Response(SiteNames(found), headers=_PRIVATE)

        @get("/{key:str}", permission=Permission.SITES_MANAGE)
        async def one(self, key: str) -> Response[SiteSettings]:
            """One site; its `etag` goes into the `if-match` of a change."""
            return _shown(await sites.one(key))

        @put("/{key:str}/team", status_code=204, permission=Permission.SITES_MANAGE)
        async def give(self, key: str, data: SiteTeam) -> Response[None]:
            """Whose talks come from this site from now on; null: everybody's."""
            await sites.give(key, team=data.team)
            return Response(None, status_code=204, headers=_PRIVATE)

        @put("/{key:str}", permission=Permission.SITES_MANAGE)
        async def change(self, key: str, data: SiteChange, request: Request[Any, Any, Any]) -> Response[SiteSettings]:
            """Change a site. 412 `outdated` when somebody else was faster, 422 with a pointer when a field is wrong."""
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
