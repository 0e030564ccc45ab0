"""A reply that goes at a time: once, whatever restarts; stopped when somebody has spoken since; its author's alone."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import asyncpg
import pytest

from tests.desk.conftest import Desks, Talk, talk
from tests.support.line import Line, closing, new_cid
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started
from tests.support.uploads import operator_sends

pytestmark = pytest.mark.asyncio(loop_scope="module")


def soon(seconds: float = 6) -> int:
    return int((time.time() + seconds) * 1000)


async def plan(desks: Desks, conv: str, /, *, who: str = "anna", **fields: Any) -> Any:
    body = {"conv": conv, "cid": new_cid(), "text": "Посылка пришла", "at": soon(), **fields}
    return await getattr(desks, who).post(desks.url("later"), json=body)


async def mine(desks: Desks, conv: str, who: str = "anna") -> list[dict[str, Any]]:
    found = (await getattr(desks, who).get(desks.url("later"))).json()["later"]
    return [one for one in found if one["conv"] == conv]


async def time_comes(node: Pult, conv: str) -> None:
    """The clock is moved to the time of this talk's reply."""
    line = await asyncpg.connect(node.dsn)
    try:
        moved = await line.execute(
            "WITH due AS (UPDATE desk.later l SET due_at = now() FROM conversations.conversation c"
            " WHERE c.id = l.conversation_id AND c.public_id = $1 RETURNING l.id)"
            " UPDATE kit.job SET due_at = now() FROM due WHERE kind = 'desk.later' AND body -> 'id' = to_jsonb(due.id)",
            conv,
        )
        assert moved == "UPDATE 1", moved
    finally:
        await line.close()


async def goes(line: Line, conv: str, *, after: int = 0) -> None:
    """The author hears that something has become of her reply."""
    await line.until(lambda f: f["t"] == "later" and f["conv"] == conv, after=after, seconds=30)


async def taken(anna: Line, one: Talk) -> int:
    """Anna holds the talk; what she has seen."""
    await anna.ask("take", conv=one.conv)
    await one.visitor.reaches(one.conv, 2)
    return 2


async def test_it_goes_at_its_time_and_only_once(desks: Desks) -> None:
    anna = await desks.office.operator("anna")
    async with closing(anna), talk(desks) as one:
        seen = await taken(anna, one)
        file = (await operator_sends(desks.node.door, desks.anna, b"%PDF-1.4 label", name="этикетка.pdf")).json()
        cid = new_cid()
        made = await plan(desks, one.conv, cid=cid, seen=seen, quote=1, files=[file["id"]])
        assert made.status_code == 201, made.text
        again = await plan(desks, one.conv, cid=cid, seen=seen, quote=1, files=[file["id"]])
        assert again.json()["id"] == made.json()["id"]
        assert [row["state"] for row in await mine(desks, one.conv)] == ["waiting"]
        assert await mine(desks, one.conv, "boris") == []
        (_, _, last) = await one.visitor.reaches(one.conv, 3, seconds=30)
        assert (last["text"], last["quote"], last["files"][0]["name"]) == ("Посылка пришла", 1, "этикетка.pdf")
        assert last["at"] >= made.json()["at"] - 1000
        async with asyncio.timeout(20):  # it is said before it is noted as sent
            while await mine(desks, one.conv):
                await asyncio.sleep(0.05)


async def test_it_stops_when_the_visitor_has_written_since_and_can_go_all_the_same(desks: Desks) -> None:
    anna = await desks.office.operator("anna")
    async with closing(anna), talk(desks) as one:
        seen = await taken(anna, one)
        made = (await plan(desks, one.conv, seen=seen)).json()
        n = (await one.visitor.ask("send", text="Уже не нужно"))["n"]
        heard = len(anna.frames)
        await time_comes(desks.node, one.conv)
        await goes(anna, one.conv, after=heard)
        (row,) = await mine(desks, one.conv)
        assert (row["state"], row["reason"]) == ("stopped", "stale")
        url = desks.url(f"later/{made['id']}/now")
        assert (await desks.boris.post(url, json={"cid": new_cid()})).status_code == 404
        stale = await desks.anna.post(url, json={"cid": new_cid(), "seen": seen})
        assert stale.json()["state"] == "stopped"
        gone = await desks.anna.post(url, json={"cid": new_cid(), "seen": n})
        assert gone.json()["state"] == "sent"
        assert (await one.visitor.reaches(one.conv, n + 1))[-1]["text"] == "Посылка пришла"


async def test_it_stops_when_the_talk_is_a_colleagues_or_resolved(desks: Desks) -> None:
    anna = await desks.office.operator("anna")
    async with closing(anna), talk(desks) as handed, talk(desks) as solved:
        for one in (handed, solved):
            await taken(anna, one)
            await plan(desks, one.conv, seen=99)
        await anna.ask("transfer", conv=handed.conv, to=None, reason="смена")
        await anna.ask("resolve", conv=solved.conv)
        begin = len(anna.frames)
        for one, reason in ((handed, "not_holder"), (solved, "not_open")):
            await time_comes(desks.node, one.conv)
            await goes(anna, one.conv, after=begin)
            assert [row["reason"] for row in await mine(desks, one.conv)] == [reason]


async def test_it_can_be_taken_back(desks: Desks) -> None:
    anna = await desks.office.operator("anna")
    async with closing(anna), talk(desks) as one:
        await taken(anna, one)
        made = (await plan(desks, one.conv, at=soon(3600))).json()
        url = desks.url(f"later/{made['id']}")
        assert (await desks.boris.delete(url)).status_code == 404
        assert (await desks.anna.delete(url)).json()["text"] == "Посылка пришла"
        assert (await desks.anna.delete(url)).status_code == 404 and await mine(desks, one.conv) == []


@pytest.mark.parametrize(
    ("fields", "status", "pointer"),
    [
        ({"at": 0}, 422, "/at"),
        ({"at": 2**50}, 422, "/at"),
        ({"at": "завтра"}, 422, "/at"),
        ({"text": "  "}, 422, "/text"),
        ({"text": "x" * 10_001}, 413, "/text"),
        ({"quote": 99}, 404, "/quote"),
        ({"files": ["чужой"]}, 404, "/files"),
        ({"conv": "nowhere"}, 404, "/conv"),
        ({"cid": "x"}, 422, "/cid"),
    ],
)
async def test_what_is_wrong_is_named(desks: Desks, fields: dict[str, Any], status: int, pointer: str) -> None:
    async with talk(desks) as one:
        answer = await plan(desks, one.conv, **fields)
        assert (answer.status_code, answer.json().get("pointer")) == (status, pointer), answer.text


async def test_a_restart_does_not_lose_it(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node):
            session = await node.door.sign_in("anna", node.password)
            async with session:
                visitor, anna = await node.door.visitor("k" * 43), await node.door.operator(session)
                async with closing(visitor, anna):
                    conv = (await visitor.ask("send", text="Когда?"))["conv"]
                    await anna.ask("take", conv=conv)
                    body = {"conv": conv, "cid": new_cid(), "text": "Сегодня", "at": soon(3600)}
                    assert (await session.post(f"{node.door.base}/api/later", json=body)).status_code == 201
                await node.kill()
                await time_comes(node, conv)
                await node.start()
                visitor = await node.door.visitor("k" * 43, streams=[(f"c:{conv}", 0)])
                async with closing(visitor):
                    said = await visitor.reaches(conv, 3, seconds=30)
                    assert [entry.get("text") for entry in said][-1] == "Сегодня"
