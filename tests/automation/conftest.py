"""A firm on two nodes, for all tests of a file."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest_asyncio

from tests.support.firm import Firm, firm
from tests.support.line import Line, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started


@dataclass
class House:
    """A firm on two nodes."""

    firm: Firm
    second: Pult

    async def rule(self, name: str, on: str, when: Any, then: Any, **more: Any) -> int:
        """A rule of Sofia's."""
        body = {"name": name, "on": on, "when": when, "then": then, **more}
        return int((await self.firm.done("sofia", "POST", "/api/rules", body))["rules"][-1]["id"])

    async def only(self) -> None:
        """No rule counts."""
        for one in (await self.firm.done("sofia", "GET", "/api/rules"))["rules"]:
            await self.firm.done("sofia", "DELETE", f"/api/rules/{one['id']}")

    async def talk(self, conv: str) -> dict[str, Any]:
        """Its row."""
        row = (
            await self.firm.rows(
                "SELECT team_id, priority, tags, holder_kind FROM conversations.conversation WHERE public_id = $1", conv
            )
        )[0]
        return dict(row)

    async def becomes(self, conv: str, **expected: Any) -> None:
        """Wait until the talk stands so."""
        async with asyncio.timeout(20):
            while not expected.items() <= (await self.talk(conv)).items():
                await asyncio.sleep(0.05)

    async def entries(self, conv: str, kind: str) -> list[Any]:
        """What stands in its log of one kind, for the team's eyes."""
        rows = await self.firm.rows(
            "SELECT e.actor_kind, e.body FROM conversations.entry e JOIN conversations.conversation c"
            " ON c.id = e.conversation_id WHERE c.public_id = $1 AND e.kind = $2 AND e.audience = 'internal'"
            " ORDER BY e.seq",
            conv,
            kind,
        )
        return [dict(row) for row in rows]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(postgres_18: Server) -> AsyncIterator[House]:
    async with data_folder() as data:
        dsn = await postgres_18.create_database()
        env = {"PULT_CALL_NETWORKS": "127.0.0.1/32"}
        node, second = Pult(dsn, data, env=env), Pult(dsn, data, env=env)
        async with started(node), started(second), firm(node) as people:
            yield House(people, second)


async def writes(house: House, text: str, *, node: Pult | None = None) -> tuple[str, Line]:
    visitor = await (node or house.firm.node).door.visitor(new_key())
    return (await visitor.ask("send", text=text))["conv"], visitor
