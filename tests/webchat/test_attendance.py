"""Whether somebody is there: told in the boot answer, to open chats at once, and kept as facts."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import niquests
import pytest
import pytest_asyncio

from tests.replay.actors import Office
from tests.stories.browser import eventually
from tests.support.line import Line, closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(postgres_18: Server) -> AsyncIterator[Office]:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node):
            yield Office(node)


async def away_at_boot(node: Pult) -> bool:
    async with niquests.AsyncSession() as session:
        url = f"{node.door.base}/api/widget/demo/boot"
        answer: niquests.Response = await session.get(url, headers={"origin": node.door.site_origin})
        return bool(answer.json()["site"].get("away", False))


async def turns(node: Pult) -> list[str]:
    """Of the demo site, in order."""
    assert node.dsn is not None
    connection = await asyncpg.connect(node.dsn)
    try:
        rows = await connection.fetch(
            "SELECT f.kind FROM kit.fact f JOIN gateway.channel c ON f.subject = 'channel:' || c.id"
            " WHERE f.kind LIKE 'button.%' AND c.key = 'demo' ORDER BY f.id"
        )
        return [row["kind"] for row in rows]
    finally:
        await connection.close()


async def _hears(line: Line, *, away: bool) -> dict[str, Any]:
    return await line.until(lambda frame: frame["t"] == "site" and frame["away"] is away)


async def test_an_open_chat_hears_at_once_that_somebody_comes_and_that_all_have_gone(office: Office) -> None:
    node = office.node
    visitor = await node.door.visitor(new_key())
    async with closing(visitor):
        assert next(frame for frame in visitor.frames if frame["t"] == "welcome")["me"]["site"]["away"] is True
        assert await away_at_boot(node)
        before = await turns(node)
        anna = await office.operator("anna")
        async with closing(anna):
            await _hears(visitor, away=False)
            assert not await away_at_boot(node)
            other = await node.door.visitor(new_key())
            async with closing(other):
                assert next(f for f in other.frames if f["t"] == "welcome")["me"]["site"]["away"] is False
        await _hears(visitor, away=True)
        assert await away_at_boot(node)
        await eventually(lambda: turns(node), [*before, "button.back", "button.away"])


async def test_who_only_reloads_the_desk_is_not_gone(office: Office) -> None:
    node = office.node
    visitor = await node.door.visitor(new_key())
    async with closing(visitor):
        async with closing(await office.operator("anna")):
            await _hears(visitor, away=False)
            heard = len(visitor.frames)
        async with closing(await office.operator("anna")):
            assert not await away_at_boot(node)
            assert not any(frame["t"] == "site" for frame in visitor.frames[heard:])


async def test_a_site_may_go_by_its_hours_alone(office: Office) -> None:
    node = office.node
    url = f"{node.door.base}/api/sites/demo"
    async with await node.door.sign_in("anna", node.password) as session:
        site = (await session.get(url)).json()
        wanted = {"name": site["name"], "settings": {**site["settings"], "presence": "hours"}}
        answer: niquests.Response = await session.put(url, json=wanted, headers={"if-match": "*"})
        assert answer.status_code == 200, answer.text
    assert not await away_at_boot(node)
