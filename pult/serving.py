"""Serving a node: each folder's HTTP on one application, and the way from the schema to an open port and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol, cast

from litestar import Controller, Litestar, Response, Router, get
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

from pult import __version__
from pult.automation import api as automation_api
from pult.automation import hooks_api, incidents_api
from pult.canned import api as canned_api
from pult.channels.webchat import api as webchat_api
from pult.channels.webchat import site as webchat_site
from pult.channels.webchat import standing_api
from pult.channels.webchat import uploads as webchat_uploads
from pult.channels.webchat.preview import WebChatSettings
from pult.colleagues import api as colleagues_api
from pult.consulting import api as consulting_api
from pult.desk import api as desk_api
from pult.desk import (
    aside_api,
    bans_api,
    context_api,
    first_api,
    history_api,
    later_api,
    lists_api,
    own_api,
    search_api,
    views_api,
)
from pult.desk import uploads as desk_uploads
from pult.desk.reading import may_read
from pult.desk.views import Views
from pult.floor import api as floor_api
from pult.floor import hours_api, walls_api
from pult.gateway import api as gateway_api
from pult.gateway import closing_api, files_api, held_api, incoming_letters_api
from pult.gateway.sites import Sites
from pult.kit import listening, logs, memory, migrations
from pult.kit.budget import Budget
from pult.kit.db import Database
from pult.kit.pulse import Pulse
from pult.kit.web import HANDLERS, PUBLIC, Folder, StrictRequest, own_pages_only
from pult.live.asgi import Application
from pult.live.senders import Senders
from pult.live.serving import run_until_cancelled
from pult.live.upgrade import TrustedProxies
from pult.operators import api as operators_api
from pult.operators import colleagues_api as colleagues_of
from pult.operators import faces_api, named_api, people_api
from pult.operators.access import by_address, guarded, signed_in
from pult.operators.letters import Links
from pult.push import api as push_api
from pult.push import pages as push_pages
from pult.routing import api as routing_api
from pult.routing import limits_api, offers_api, patience_api, skills_api
from pult.settings import Settings
from pult.timing import api as timing_api
from pult.timing import days_off_api, shifts_api
from pult.wiring import Node

HOME = Path(__file__).parent


class Guest(Protocol):
    """Something that lives in an installation without belonging to the product: the demo."""

    async def move_in(self, node: Node) -> list[str]:
        """Make what it needs; the lines to print at the start."""
        ...

    def wrap(self, application: Application, node: Node) -> Application:
        """Answer for its own addresses."""
        ...


def application(node: Node, guest: Guest | None = None) -> Application:
    """The HTTP side, and the demo site beside it."""

    pulse = Pulse(lambda: node.db.fetchval("SELECT 1"))

    @get("/healthz", include_in_schema=False, permission=PUBLIC)
    async def health() -> Response[dict[str, str]]:
        """200 when this node can take words, 503 when the database is away."""
        if not await pulse.beats():
            return Response({"status": "no_database", "version": __version__}, status_code=503)
        return Response({"status": "ok", "version": __version__})

    app = Litestar(
        route_handlers=[health, *_controllers(node)],
        guards=[guarded(node.accounts, secure=_secure(node.settings))],
        request_class=StrictRequest,
        exception_handlers=HANDLERS,
        request_max_body_size=1_000_000,
        openapi_config=OpenAPIConfig(
            title="Pult",
            version=__version__,
            openapi_router=Router("/api/schema", route_handlers=[], opt={"permission": PUBLIC}),
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
        ),
    )
    made = cast("Application", app)
    return guest.wrap(made, node) if guest else made


def _controllers(node: Node) -> list[type[Controller]]:
    """Each folder's HTTP."""
    settings, files = node.settings, Folder(HOME / "web")
    senders = Senders(TrustedProxies(settings.trusted_proxies), country_header=settings.country_header)
    guard, secure, own_origin = (
        own_pages_only(settings.desk_origins),
        _secure(settings),
        settings.files_origin is not None,
    )
    doors = operators_api.Doors(
        db=node.db,
        accounts=node.accounts,
        people=node.people,
        secure=secure,
        online=node.presence.online,
        address=senders.address,
        tell=node.tell,
        guard=guard,
    )
    sites = Sites(node.db, kinds={"webchat": webchat_site.checked})
    channel = WebChatSettings(gate=node.gate, vault=node.vault, origins=settings.desk_origins | settings.widget_origins)
    return [
        *operators_api.controllers(doors),
        colleagues_of.controller(doors),
        named_api.controller(doors),
        *people_api.controllers(doors, talks=node.leaving, send=Links(node.mailer).send, origin=settings.origin),
        *_own(node, doors, files, senders),
        *_of_the_team(node, senders, guard),
        webchat_api.controller(
            gate=node.gate,
            tokens=node.site_tokens,
            files=files,
            widget_origin=settings.widget_origin or settings.origin,
            files_origin=settings.files_origin or "",
            senders=senders,
        ),
        desk_api.controller(files=files, origin=settings.origin, files_origin=settings.files_origin or ""),
        lists_api.controller(db=node.db, lists=node.lists),
        *_of_talks(node, guard),
        search_api.controller(db=node.db),
        own_api.controller(db=node.db, drafts=node.drafts, tell=node.tell, guard=guard),
        gateway_api.controller(sites=sites, channel=channel, changed=node.connections.load, guard=guard),
        gateway_api.tools(sites=sites, channel=channel, changed=node.connections.load, guard=guard),
        gateway_api.checks(sites=sites, channel=channel, guard=guard),
        *canned_api.controllers(db=node.db, canned=node.canned, guard=guard),
        *bans_api.controllers(bans=node.ban_desk, guard=guard),
        webchat_uploads.controller(
            gate=node.gate, door=node.chat, budget=Budget(rate=1, burst=60), address=senders.address
        ),
        desk_uploads.controller(files=node.files, who=signed_in, origins=settings.desk_origins),
        files_api.controller(
            files=node.files,
            reader=settings.origin if own_origin else None,
            may_read=may_read(node.db, node.accounts, secure=secure, own_origin=own_origin),
        ),
        held_api.controller(holding=node.holding, who=signed_in, began=node.began, guard=guard),
        incoming_letters_api.controller(letters=node.features.mailbox.letters, guard=guard),
    ]


def _of_talks(node: Node, guard: Any) -> list[type[Controller]]:
    """Beside talks and lists of them: views, closing, cards, earlier talks, first words, replies that go at a time."""
    db, names, connections = node.db, node.names, node.connections
    views = Views(db, tell=node.tell, connections=connections)
    return [
        *views_api.controllers(views=views, lists=node.lists, guard=guard),
        aside_api.controller(db=db, names=names, connections=connections, closings=node.closings, guard=guard),
        history_api.controller(history=node.history, guard=guard),
        first_api.controller(first=node.first, guard=guard),
        context_api.controller(context=node.context, guard=guard),
        later_api.controller(laters=node.laters, guard=guard),
    ]


def _own(node: Node, doors: operators_api.Doors, files: Folder, senders: Senders) -> list[type[Controller]]:
    """What visitors see of an operator; browsers that are woken, operators' and visitors'."""
    settings = node.settings
    return [
        *faces_api.controllers(doors, sites=node.connections.all),
        push_pages.controller(files=files),
        standing_api.controller(gate=node.gate),
        *push_api.controllers(
            devices=node.features.waking.devices,
            keys=node.features.waking.keys,
            guard=own_pages_only(settings.desk_origins),
            visitors_guard=own_pages_only(settings.widget_origins),
            address=senders.address,
        ),
    ]


def _of_the_team(node: Node, senders: Senders, guard: Any) -> list[type[Controller]]:
    """What operators are to each other: whose turn it is, and what they say among themselves."""
    by = by_address(senders.address)
    return [
        routing_api.controller(routing=node.features.routing, by=by, guard=guard),
        automation_api.controller(
            db=node.db,
            rules=node.features.rules,
            hours=node.features.timing.hours,
            by=by,
            guard=guard,
        ),
        *consulting_api.controllers(
            consulting=node.features.consulting,
            by=by,
            address=senders.address,
            guard=guard,
            forms=own_pages_only(node.settings.desk_origins, forms=True),
        ),
        *hooks_api.controllers(hooks=node.features.hooks, by=by, guard=guard),
        incidents_api.controller(incidents=node.features.incidents, by=by, guard=guard),
        closing_api.controller(closings=node.closings, by=by, guard=guard),
        limits_api.controller(routing=node.features.routing, by=by, guard=guard),
        timing_api.controller(timing=node.features.timing, by=by, guard=guard),
        days_off_api.controller(guard=guard),
        shifts_api.controller(shifts=node.features.timing.shifts, by=by, guard=guard),
        offers_api.controller(routing=node.features.routing, guard=guard),
        patience_api.controller(patience=node.features.patience, by=by, guard=guard),
        *skills_api.controllers(
            skills=node.features.routing.skills, back=node.features.writing_back, by=by, guard=guard
        ),
        colleagues_api.controller(colleagues=node.colleagues, guard=guard),
        floor_api.controller(db=node.db, board=node.features.floor, by=by, guard=guard),
        hours_api.controller(db=node.db, guard=guard),
        *walls_api.controllers(walls=node.features.walls, by=by, address=senders.address, guard=guard),
    ]


def _secure(settings: Settings) -> bool:
    return settings.origin.startswith("https")


async def serve(settings: Settings, *, dsn: str, announce: Callable[[str], None], guest: Guest | None = None) -> None:
    """Migrate, build, listen; run until cancelled, then stop in order."""
    listening.refuse_plain_http(host=settings.host, origin=settings.origin)
    logs.configure(settings.log_level)
    await migrations.migrate(dsn, HOME / "schema")
    db = await Database.open(dsn)
    try:
        node = Node(settings, db, settings.data)
        await node.start()
        try:
            moved = await guest.move_in(node) if guest else ["Sign in    make an account with: pult user add LOGIN"]
            lines = [f"Desk       {settings.origin}/desk/", *moved]
            memory.settle()
            await run_until_cancelled(
                application(node, guest),
                node.hub,
                implementation=settings.sockets,
                listener=listening.open_socket(host=settings.host, port=settings.port),
                started=lambda: [announce(line) for line in lines],
            )
        finally:
            await node.stop()
    finally:
        await db.close()
