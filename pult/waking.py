"""Builds web push of its parts: who is called by which rules, with which keys, from which address."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from pult.desk import preferences
from pult.gateway.connections import Connections
from pult.kit.jobs import Jobs
from pult.kit.secret import InstallationKey, Signer, Vault
from pult.push import jobs as push
from pult.push.commands import Devices
from pult.push.jobs import Calls
from pult.push.keys import Keys
from pult.push.rules import Wishes

if TYPE_CHECKING:
    from pult.kit.db import Database
    from pult.settings import Settings


class Around(Protocol):
    """The node that this is part of."""

    settings: Settings
    db: Database
    key: InstallationKey
    vault: Vault
    connections: Connections


class Waking:
    """Browsers that are woken: operators away from their desks, visitors who asked for it."""

    def __init__(self, node: Around) -> None:
        settings, self._db = node.settings, node.db
        self.keys = Keys(node.db, vault=node.vault)
        self.calls = Calls(
            node.db,
            keys=self.keys,
            connections=node.connections,
            wishes=self._wishes,
            origin=settings.origin,
            contact=f"mailto:{settings.mail_from or f'push@{urlsplit(settings.origin).hostname}'}",
            scale=settings.time_scale,
            test_origin=settings.push_test_origin,
        )
        asks = Signer(node.key.derive("push"))
        self.devices = Devices(node.db, asks=asks, changed=self.calls.look, test_origin=settings.push_test_origin)

    def handle(self, jobs: Jobs) -> None:
        """What to do for each kind of job."""
        jobs.handle(push.CALL, self.calls.call)
        jobs.handle(push.TELL, self.calls.tell)
        jobs.handle(push.SEND, self.calls.send)
        jobs.handle(push.SWEEP, lambda _body: self.devices.sweep(), every=timedelta(hours=1))

    def start(self) -> None:
        """Begin."""
        self.calls.start()

    async def stop(self) -> None:
        """End."""
        await self.calls.stop()

    async def _wishes(self, operator: int) -> Wishes:
        wanted = await preferences.read(self._db, operator)
        notice = wanted.notice
        return Wishes(
            scope=notice.scope,
            words=notice.words,
            quiet=(notice.quiet.start, notice.quiet.end),
            language=wanted.language if wanted.language != "browser" else None,
        )
