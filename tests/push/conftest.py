"""Two nodes of one firm, and a push service, for all tests of a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest_asyncio

from tests.support.firm import Firm, firm
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started
from tests.support.push_service import Browser, PushService, push_service


@dataclass
class House:
    """A firm on two nodes, and the push service that its people's browsers use."""

    firm: Firm
    second: Pult
    service: PushService

    async def wakes(self, login: str, **more: str) -> Browser:
        """A browser of somebody's that may be woken."""
        browser = self.service.browser()
        await self.firm.done(login, "POST", "/api/push/devices", browser.subscription(**more))
        return browser

    async def devices(self, login: str) -> list[dict[str, Any]]:
        """As their owner sees them."""
        listed: list[dict[str, Any]] = (await self.firm.done(login, "GET", "/api/push"))["devices"]
        return listed

    async def alone(self) -> None:
        """Nobody's browser is woken, and nobody looks at a desk."""
        await self.firm.rows("DELETE FROM push.device")
        await self.firm.rows("DELETE FROM push.looking")
        await self.firm.rows("DELETE FROM kit.job WHERE kind LIKE 'push.%' AND every IS NULL")
        self.service.sent.clear()

    async def settled(self) -> None:
        """Every call that was queued until now has been made, and every message has left or failed."""
        queued = "SELECT count(*) AS n FROM kit.job WHERE kind LIKE 'push.%' AND every IS NULL AND failed_at IS NULL"
        fresh = f"{queued} AND body -> 'looks' IS NULL"
        async with asyncio.timeout(30):
            while (await self.firm.rows(fresh))[0]["n"]:
                await asyncio.sleep(0.05)

    async def site(self, **settings: Any) -> None:
        """Give the demo site these settings."""
        old = (await self.firm.done("ada", "GET", "/api/sites/demo"))["settings"]
        first = self.firm.node.door.site_origin
        domains = [first, *(one for one in old["domains"] if one != first)]
        body = {"name": "Лавка", "settings": {"domains": domains, **settings}}
        done = await self.firm.ask("ada", "PUT", "/api/sites/demo", body, headers={"if-match": "*"})
        assert done.status_code == 200, done.text


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(postgres_18: Server) -> AsyncIterator[House]:
    async with data_folder() as data, push_service() as service:
        dsn = await postgres_18.create_database()
        env = {"PULT_PUSH_TEST_ORIGIN": service.origin}
        node, second = Pult(dsn, data, env=env), Pult(dsn, data, env=env)
        async with started(node), started(second), firm(node) as people:
            yield House(people, second, service)


@pytest_asyncio.fixture(autouse=True, loop_scope="module")
async def begin(house: House) -> None:
    await house.alone()
