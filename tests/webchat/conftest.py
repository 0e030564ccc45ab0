"""One node for a file of tests: each test brings visitors of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import asyncpg
import niquests
import pytest_asyncio

from tests.support.line import Line
from tests.support.mailbox import Mailbox, mailbox
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started


@dataclass
class Shop:
    """A serving Pult, its mailbox, and Anna, who has signed in."""

    node: Pult
    box: Mailbox
    session: niquests.AsyncSession

    async def settle(self, **settings: Any) -> None:
        """Give the demo site these settings, and defaults for all others."""
        url = f"{self.node.door.base}/api/sites/demo"
        old = (await self.session.get(url)).json()
        wanted = {"domains": old["settings"]["domains"], **settings}
        done = await self.session.put(url, json={"name": "Лавка", "settings": wanted}, headers={"if-match": "*"})
        assert done.status_code == 200, done.text

    async def boot(self) -> dict[str, Any]:
        """What the frame is told."""
        url = f"{self.node.door.base}/api/widget/demo/boot"
        answer = await self.session.get(url, headers={"origin": self.node.door.site_origin})
        return answer.json()["site"]

    async def desk(self) -> Line:
        """A window of Anna's."""
        return await self.node.door.operator(self.session)

    async def state(self, conv: str) -> dict[str, Any]:
        """What the desk is shown of a talk."""
        line = await self.desk()
        try:
            await line.say(t="sub", id=f"c:{conv}")
            return (await line.until(lambda frame: frame["t"] == "snap"))["state"]
        finally:
            await line.close()

    async def ask(self, query: str, *args: Any) -> list[asyncpg.Record]:
        """What stands in the database."""
        connection = await asyncpg.connect(self.node.dsn)
        try:
            return await connection.fetch(query, *args)
        finally:
            await connection.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shop(postgres_18: Server) -> AsyncIterator[Shop]:
    async with data_folder() as data, mailbox() as box:
        env = {**box.env, "PULT_TRUSTED_PROXIES": "127.0.0.1/32,::1/128"}
        node = Pult(await postgres_18.create_database(), data, env=env)
        async with started(node), await node.door.sign_in("anna", node.password) as session:
            yield Shop(node, box, session)
