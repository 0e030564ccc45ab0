"""HTTP of connected sites, for operators."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Any, Protocol

import msgspec
from litestar import Controller, Request, Response, get, post, put
from litestar.params import FromPath, JSONBody

from pult.gateway.contract import Site
from pult.gateway.sites import Sites, version_of
from pult.kit.budget import Budget
from pult.kit.errors import PultError
from pult.kit.web import PRIVATE
from pult.operators.access import signed_in
from pult.operators.rules import Permission


class NeedsVersion(PultError):
    """A change must name what it changes."""

    status = 428
    code = "version_needed"


class SiteName(msgspec.Struct):
    """A site in the list. `channel`: its number where limits name it; `domains`: origins of its pages."""

    channel: int
    key: str
    name: str
    kind: str
    team: int | None
    domains: list[str]


class SiteNames(msgspec.Struct):
    """All connected sites."""

    sites: list[SiteName]


class SiteSettings(msgspec.Struct):
    """One site with everything that can be set. `team`: whose its talks are; `signing`: whether its server can sign
    tokens of its visitors.
    """

    key: str
    name: str
    settings: dict[str, Any]
    team: int | None
    signing: Any


class SiteTeam(msgspec.Struct, forbid_unknown_fields=True):
    """A team, or (null) everybody."""

    team: Annotated[int, msgspec.Meta(ge=1, le=2**53)] | None


class SiteChange(msgspec.Struct, forbid_unknown_fields=True):
    """What a site shall be."""

    name: str
    settings: dict[str, Any]


class NewSite(SiteChange, forbid_unknown_fields=True):
    """A site to connect; `key` is what its pages name it by, and never changes."""

    key: str
    kind: str = "webchat"


class SecretWish(msgspec.Struct, forbid_unknown_fields=True):
    """A new secret; `keep`: tokens signed with the one before are taken for a day more."""

    keep: bool = False


class NewSecret(msgspec.Struct):
    """A site's new secret: shown this once."""

    secret: str
    signing: Any


class PageToLookAt(msgspec.Struct, forbid_unknown_fields=True):
    """The address of a page that should carry the chat."""

    url: Annotated[str, msgspec.Meta(min_length=1, max_length=2_000)]


class TokenToTry(msgspec.Struct, forbid_unknown_fields=True):
    """A token that the site's server has signed."""

    token: Annotated[str, msgspec.Meta(min_length=1, max_length=20_000)]


class Found(msgspec.Struct):
    """What there is to say: `[{what, good, said, code, facts}]`."""

    findings: list[Any]


class Channel(Protocol):
    """What a kind of channel knows of its own sites; wiring gives it."""

    def signing(self, site: Site) -> Any:
        """What people may know of the site's secrets; `site` as it is stored."""
        ...

    def renewed(self, site: Site, *, keep: bool) -> tuple[str, dict[str, Any]]:
        """A new secret, and what to keep beside the settings."""
        ...

    async def preview(self, site: Site) -> Any:
        """How the site would look to a visitor now."""
        ...

    async def examine(self, site: Site, url: str) -> Sequence[Any]:
        """What a page of the site lacks, if anything."""
        ...

    def examine_token(self, site: Site, token: str) -> Sequence[Any]:
        """Whether a token would be taken; `site` as it is stored."""
        ...


def controller(
    *, sites: Sites, channel: Channel, changed: Callable[[], Awaitable[None]], guard: Any
) -> type[Controller]:
    """Build the routes; `changed` is told after each change."""

    async def shown(key: str, *, status: int = 200) -> Response[SiteSettings]:
        site, stored, teams = await sites.one(key), await sites.stored(key), await sites.teams()
        return Response(
            SiteSettings(site.key, site.name, site.settings, teams[key], channel.signing(stored)),
            status_code=status,
            headers={**PRIVATE, "etag": f'"{version_of(site)}"'},
        )

    class SitesController(Controller):
        path = "/api/sites"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["sites"]  # noqa: RUF012

        @get("/", permission=Permission.SITES_MANAGE)
        async def every(self) -> Response[SiteNames]:
            """All connected sites."""
            teams = await sites.teams()
            found = [
                SiteName(one.id, one.key, one.name, one.kind, teams[one.key], _domains(one))
                for one in await sites.every()
            ]
            return Response(SiteNames(found), headers=PRIVATE)

        @post("/", permission=Permission.SITES_MANAGE)
        async def add(self, data: JSONBody[NewSite]) -> Response[SiteSettings]:
            """Connect a site. 409 `key_in_use`, 422 with a pointer when a field is wrong."""
            site = await sites.add(kind=data.kind, key=data.key, name=data.name, settings=data.settings)
            await changed()
            return await shown(site.key, status=201)

        @get("/{key:str}", permission=Permission.SITES_MANAGE)
        async def one(self, key: FromPath[str]) -> Response[SiteSettings]:
            """One site; its `etag` goes into the `if-match` of a change."""
            return await shown(key)

        @put("/{key:str}", permission=Permission.SITES_MANAGE)
        async def change(
            self, key: FromPath[str], data: JSONBody[SiteChange], request: Request[Any, Any, Any]
        ) -> Response[SiteSettings]:
            """Change a site. 412 `outdated` when somebody else was faster, 422 with a pointer when a field is wrong."""
            version = request.headers.get("if-match", "").removeprefix("W/").strip('"')
            if not version:
                raise NeedsVersion("send the etag you have read as if-match")
            await sites.change(key, name=data.name, settings=data.settings, version=None if version == "*" else version)
            await changed()
            return await shown(key)

    return SitesController


def tools(*, sites: Sites, channel: Channel, changed: Callable[[], Awaitable[None]], guard: Any) -> type[Controller]:
    """Build the routes beside them: whose talks a site's are, what settings would do, a site's secret."""

    class SiteToolsController(Controller):
        path = "/api/sites/{key:str}"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["sites"]  # noqa: RUF012

        @put("/team", status_code=204, permission=Permission.SITES_MANAGE)
        async def give(self, key: FromPath[str], data: JSONBody[SiteTeam]) -> Response[None]:
            """Whose talks come from this site from now on; null: everybody's."""
            await sites.give(key, team=data.team)
            return Response(None, status_code=204, headers=PRIVATE)

        @post("/preview", status_code=200, permission=Permission.SITES_MANAGE)
        async def preview(self, key: FromPath[str], data: JSONBody[SiteChange]) -> Response[Any]:
            """How a visitor would see the site after such a change; nothing is kept. 422 as for the change itself."""
            tried = sites.tried(await sites.one(key), name=data.name, settings=data.settings)
            return Response(await channel.preview(tried), headers=PRIVATE)

        @post("/secret", status_code=200, permission=Permission.SITES_MANAGE)
        async def secret(self, key: FromPath[str], data: JSONBody[SecretWish]) -> Response[NewSecret]:
            """Make the secret that the site's server signs tokens of its visitors with."""
            made = ""

            def make(site: Site) -> dict[str, Any]:
                nonlocal made
                made, beside = channel.renewed(site, keep=data.keep)
                return beside

            await sites.keep(key, make)
            await changed()
            return Response(NewSecret(made, channel.signing(await sites.stored(key))), headers=PRIVATE)

    return SiteToolsController


def checks(*, sites: Sites, channel: Channel, guard: Any) -> type[Controller]:
    """Build the routes that look at an installation: each operator may look ten times, then every five seconds."""
    looks = Budget(rate=0.2, burst=10)

    class SiteChecksController(Controller):
        path = "/api/sites/{key:str}/check"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["sites"]  # noqa: RUF012

        @post("/page", status_code=200, permission=Permission.SITES_MANAGE)
        async def page(
            self, key: FromPath[str], data: JSONBody[PageToLookAt], request: Request[Any, Any, Any]
        ) -> Response[Found]:
            """Fetch a page as a browser would and say what it lacks. Public addresses only."""
            site = await sites.one(key)
            looks.spend(f"operator {(await signed_in(request)).id}")
            return Response(Found([*await channel.examine(site, data.url)]), headers=PRIVATE)

        @post("/token", status_code=200, permission=Permission.SITES_MANAGE)
        async def token(self, key: FromPath[str], data: JSONBody[TokenToTry]) -> Response[Found]:
            """Whether a token would be taken now, and if not, why. It is neither kept nor used."""
            return Response(Found([*channel.examine_token(await sites.stored(key), data.token)]), headers=PRIVATE)

    return SiteChecksController


def _domains(site: Site) -> list[str]:
    return [str(one) for one in site.settings.get("domains", ())]
