"""A node dies with −9 after an address outside has answered what is to be done with a talk: it is done, and once."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import asyncpg
import pytest

from tests.support.hook_receiver import receiver
from tests.support.line import closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

_NOTES = (
    "SELECT count(*) FROM conversations.entry e JOIN conversations.conversation c ON c.id = e.conversation_id"
    " WHERE c.public_id = $1 AND e.kind = 'note'"
)


@pytest.mark.asyncio
@pytest.mark.parametrize(("point", "done"), [("heard", 0), ("decided", 1)])
async def test_what_an_answer_decides_is_done_once_also_when_a_node_dies_with_it(
    postgres_18: Server, point: str, done: int
) -> None:
    async with data_folder() as data, receiver() as outside:
        env = {"PULT_CALL_NETWORKS": "127.0.0.1/32", "PULT_STOP_AT": point}
        node = Pult(await postgres_18.create_database(), data, env=env)
        outside.answers["/decides"] = [json.dumps({"then": [{"do": "note", "text": "Золотая сотня"}]}).encode()] * 2
        async with started(node):
            session = await node.door.sign_in("anna", node.password)
            made = await session.post(
                f"{node.door.base}/api/hooks", json={"name": "CRM", "url": f"{outside.origin}/decides"}
            )
            then = [{"do": "call", "hook": made.json()["id"], "decides": True}]
            rule = {"name": "Кому?", "on": "began", "when": {"is": "all", "of": []}, "then": then}
            assert (await session.post(f"{node.door.base}/api/rules", json=rule)).status_code < 300
            visitor = await node.door.visitor(new_key())
            node.want_stop()
            async with closing(visitor):
                conv = (await visitor.ask("send", text="Здравствуйте"))["conv"]
                await node.stopped_at(point)
                await node.kill()
            assert await ask(node, _NOTES, conv) == done

            # What the dead node was at is somebody else's when its lease ends.
            await ask(node, "UPDATE kit.job SET leased_to = NULL")
            await node.start()
            async with asyncio.timeout(20):
                while await ask(node, "SELECT outcome FROM automation.call WHERE done_at IS NOT NULL") != "done":
                    await asyncio.sleep(0.05)
            first, second = await outside.gets("/decides", 2)
            assert first.id == second.id, "whoever has heard it already knows it by this"
            assert await ask(node, _NOTES, conv) == 1


async def ask(node: Pult, query: str, *values: Any) -> Any:
    line = await asyncpg.connect(node.dsn)
    try:
        return await line.fetchval(query, *values)
    finally:
        await line.close()
