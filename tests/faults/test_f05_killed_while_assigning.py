"""F5: a node dies with −9 between choosing and committing. The talk waits once, where it was; nobody carries it."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import pytest

from tests.support.line import closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

_STAND = (
    "SELECT c.holder_kind, o.load, o.overflow, (SELECT count(*) FROM conversations.entry e"
    " WHERE e.conversation_id = c.id AND e.kind = 'assigned' AND e.audience = 'internal') AS times, c.waiting_since"
    " FROM conversations.conversation c, operators.operator o WHERE c.public_id = $1 AND o.login = 'anna'"
)


@pytest.mark.asyncio
async def test_a_node_that_dies_while_it_assigns_loses_no_talk_and_no_room(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_STOP_AT": "chosen"})
        async with started(node):
            session = await node.door.sign_in("anna", node.password)
            wanted = await session.put(f"{node.door.base}/api/manners/0", json={"manner": "assign"})
            assert wanted.status_code == 200, wanted.text
            await node.door.operator(session)
            visitor = await node.door.visitor(new_key())
            node.want_stop()
            conv = (await visitor.ask("send", text="Здравствуйте"))["conv"]
            await node.stopped_at("chosen")
            await node.kill()
            before = await stand(node, conv)
            assert (before["holder_kind"], before["load"], before["times"]) == ("queue", 0, 0)

            await node.start()
            line = await node.door.operator(session)
            async with closing(line), asyncio.timeout(20):
                while (now := await stand(node, conv))["holder_kind"] == "queue":
                    await asyncio.sleep(0.05)
            assert (now["load"], now["overflow"], now["times"]) == (100, 0, 1)
            assert now["waiting_since"] == before["waiting_since"], "it waited where it was"


async def stand(node: Pult, conv: str) -> Any:
    line = await asyncpg.connect(node.dsn)
    try:
        return await line.fetchrow(_STAND, conv)
    finally:
        await line.close()
