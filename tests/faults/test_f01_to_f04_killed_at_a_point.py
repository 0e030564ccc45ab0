"""F1 to F4: a node stops at a named point, is killed there with −9, and its clients say the same again elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import niquests
import pytest

from tests.support import checker
from tests.support.line import Frame, Line, new_cid, new_key
from tests.support.log import Line as Database
from tests.support.log import waiting
from tests.support.postgres import Server
from tests.support.process import Pult, Sockets, data_folder, started

SOCKETS: list[Sockets] = ["picows", "uvicorn"]


@dataclass
class World:
    """`doomed` will be killed; `other` stays. Both sides of a talk are known."""

    doomed: Pult
    other: Pult
    database: Database
    anna: niquests.AsyncSession
    key: str = field(default_factory=new_key)
    conv: str = ""
    answers: dict[str, Frame] = field(default_factory=dict)

    async def visitor(self, node: Pult) -> Line:
        return await node.door.visitor(self.key)

    async def desk(self, node: Pult) -> Line:
        return await node.door.operator(self.anna)

    async def entries(self, cid: str) -> list[Any]:
        return await self.database.fetch("SELECT * FROM conversations.entry WHERE cid = $1 ORDER BY seq", cid)


@asynccontextmanager
async def world(server: Server, point: str, sockets: Sockets = "picows") -> AsyncIterator[World]:
    dsn = await server.create_database()
    async with data_folder() as data:
        doomed = Pult(dsn, data, sockets=sockets, env={"PULT_STOP_AT": point})
        other = Pult(dsn, data, sockets=sockets)
        async with started(doomed, other):
            database = await asyncpg.connect(dsn, server_settings={"application_name": "test"})
            try:
                made = World(doomed, other, database, await doomed.door.sign_in("anna", doomed.password))
                yield made
            finally:
                database.terminate()


class Act:
    """Something somebody does, once; sent to a node and sent again."""

    def __init__(self, world: World, t: str, **rest: Any) -> None:
        self.world, self.cid = world, new_cid()
        self.frame: Frame = {"t": t, "cid": self.cid, **rest}

    async def line(self, node: Pult) -> Line:
        raise NotImplementedError

    async def answered_by(self, node: Pult) -> Frame:
        line = await self.line(node)
        await line.say(**self.frame)
        answer = await line.answer(self.cid)
        await line.close()
        return answer


class Words(Act):
    async def line(self, node: Pult) -> Line:
        return await self.world.visitor(node)


class Press(Act):
    async def line(self, node: Pult) -> Line:
        return await self.world.desk(node)


async def act(world: World, which: str) -> Act:
    """`first` words of a visitor, `later` ones, or an operator's `press`."""
    if which != "first":
        before = Words(world, "send", text="здравствуйте")
        world.answers[before.cid] = await before.answered_by(world.doomed)
        world.conv = world.answers[before.cid]["conv"]
    return Press(world, "take", conv=world.conv) if which == "press" else Words(world, "send", text="слово")


async def killed(world: World, one: Act, point: str, *, acked: bool = False) -> Line:
    """The node stops at the point with this act in its hands, and dies there."""
    line = await one.line(world.doomed)
    world.doomed.want_stop()
    await line.say(**one.frame)
    await world.doomed.stopped_at(point)
    if acked:
        world.answers[one.cid] = await line.answer(one.cid)
    await world.doomed.kill()
    await line.closed.wait()
    assert acked or not [frame for frame in line.frames if frame.get("cid") == one.cid], "answered before the point"
    return line


async def said_again(world: World, one: Act) -> None:
    """To the other node, then to the killed one after its new start: the same answer, and it is in the log."""
    first = await one.answered_by(world.other)
    assert first["t"] == "ack", first
    assert world.answers.setdefault(one.cid, first) == first
    await world.doomed.start()
    assert await one.answered_by(world.doomed) == first
    await everybody_sees_the_log(world, first["conv"])


async def everybody_sees_the_log(world: World, conv: str) -> None:
    found = await checker.check(world.database)
    assert found.keys() == {conv}
    checker.check_answers(found, world.answers)
    for node in (world.doomed, world.other):
        for line, side in ((await world.visitor(node), "visitor"), (await world.desk(node), "desk")):
            await line.say(t="sub", id=f"c:{conv}", last=0)
            await line.until(lambda frame: frame["t"] == "live")
            checker.check_view(found[conv], line.entries(conv), side=side)
            await line.close()


@pytest.mark.parametrize(("sockets", "which"), [("picows", "later"), ("picows", "first"), ("uvicorn", "first")])
async def test_f01_killed_between_receive_and_commit(postgres_18: Server, sockets: Sockets, which: str) -> None:
    async with world(postgres_18, "received", sockets) as there:
        one = await act(there, which)
        await killed(there, one, "received")
        assert await there.entries(one.cid) == []
        await said_again(there, one)
        assert len(await there.entries(one.cid)) == 1


@pytest.mark.parametrize(
    ("sockets", "which"), [("picows", "later"), ("uvicorn", "later"), ("picows", "first"), ("picows", "press")]
)
async def test_f02_killed_after_commit_before_the_ack(postgres_18: Server, sockets: Sockets, which: str) -> None:
    async with world(postgres_18, "committed", sockets) as there:
        one = await act(there, which)
        await killed(there, one, "committed")
        before = await there.entries(one.cid)
        assert len(before) == (2 if which == "press" else 1)
        await said_again(there, one)
        assert await there.entries(one.cid) == before, "the same rows, numbers and times as before the death"
        assert there.answers[one.cid]["at"] == checker.milliseconds(before[0]["at"])


@pytest.mark.parametrize("sockets", SOCKETS)
async def test_f03_killed_after_the_ack_before_the_fan_out(postgres_18: Server, sockets: Sockets) -> None:
    async with world(postgres_18, "acked", sockets) as there:
        one = await act(there, "later")
        desk = await there.desk(there.other)
        await desk.say(t="sub", id=f"c:{there.conv}", last=0)
        await desk.until(lambda frame: frame["t"] == "live")
        await killed(there, one, "acked", acked=True)
        # Nobody rang the bell and nobody asks: the other node's own look at the log brings it.
        seen = await desk.reaches(there.conv, 2)
        assert seen[-1]["text"] == "слово"
        await said_again(there, one)
        assert len(await there.entries(one.cid)) == 1


@pytest.mark.parametrize("ending", ["whole", "nothing"])
async def test_f04_killed_in_mid_batch(postgres_18: Server, ending: str) -> None:
    """Both endings that a half-done batch can have: its statement goes on without us, or its backend dies too."""
    async with world(postgres_18, "mid_batch") as there:
        batch = await Batch.begin(there)
        pids = await batch.stop_in_the_middle()
        await there.doomed.kill()
        if ending == "nothing":
            for pid in pids:
                assert await there.database.fetchval("SELECT pg_terminate_backend($1)", pid)
        else:
            await batch.release()
        await backends_gone(there.database, pids)
        await batch.release()
        written = [cid for cid in batch.said if await there.entries(cid)]
        assert written == (list(batch.said) if ending == "whole" else [])
        found = await checker.check(there.database)
        await batch.say_again()
        after = await checker.check(there.database)
        if ending == "whole":
            assert found == after, "saying it again changed something"
        checker.check_answers(after, there.answers)
        batch.check_order(after)


async def backends_gone(database: Database, pids: list[int]) -> None:
    while await database.fetchval("SELECT count(*) FROM pg_stat_activity WHERE pid = ANY ($1)", pids):
        pass


class Batch:
    """Words of several visitors that wait together behind one that is stuck, so that they become one batch."""

    def __init__(self, there: World) -> None:
        self.there = there
        self.lines: dict[str, Line] = {}
        self.said: dict[str, tuple[str, str]] = {}
        """cid → (key, text)"""
        self._holders: list[Database] = []

    @classmethod
    async def begin(cls, there: World) -> Batch:
        """Three visitors who say something together, and one whose word holds up the second lane."""
        made = cls(there)
        for number in range(4):
            key = new_key()
            line = made.lines[key] = await there.doomed.door.visitor(key)
            first = await line.ask("send", text=f"посетитель {number}")
            there.answers[first["cid"]] = first
        return made

    async def _stick(self, key: str, cid: str) -> Database:
        """Somebody else is writing this very id and does not come to an end: whoever writes it waits."""
        holder = await asyncpg.connect(self.there.other.dsn, server_settings={"application_name": "holder"})
        await holder.execute("BEGIN")
        await holder.execute(
            "INSERT INTO conversations.entry_key (cid, channel_id, sender, conversation_id)"
            " SELECT $1, c.channel_id, c.identity_id, c.id FROM conversations.conversation c WHERE c.public_id = $2",
            cid,
            next(frame["conv"] for frame in self.lines[key].frames if frame["t"] == "ack"),
        )
        self._holders.append(holder)
        return holder

    async def stop_in_the_middle(self) -> list[int]:
        """The batch is at the server, waiting; the node is stopped. → the backends that write."""
        *keys, aside = self.lines
        first, second, middle = new_cid(), new_cid(), new_cid()
        blocker = await self._stick(keys[0], first)
        await self.lines[keys[0]].say(t="send", cid=first, text="заслонка")
        await waiting(self.there.database, application="pult log 0")
        await self._stick(aside, second)
        self.said[second] = (aside, "вторая заслонка")
        await self.lines[aside].say(t="send", cid=second, text="вторая заслонка")
        beside = await waiting(self.there.database, application="pult log 1")
        for number in range(4):
            for key in keys:
                cid = middle if (key, number) == (keys[1], 2) else new_cid()
                self.said[cid] = (key, f"слово {number}")
                await self.lines[key].say(t="send", cid=cid, text=f"слово {number}")
        for line in self.lines.values():  # answered in order: what came before was taken
            await line.say(t="там кто-нибудь есть?")
            await line.until(lambda frame: frame.get("code") == "unknown_type")
        await self._stick(keys[1], middle)
        self.there.doomed.want_stop()
        blocker.terminate()
        self._holders.remove(blocker)
        self.there.answers[first] = await self.lines[keys[0]].answer(first)
        await self.there.doomed.stopped_at("mid_batch")
        return await waiting(self.there.database, application="pult log 0") + beside

    async def release(self) -> None:
        while self._holders:
            await self._holders.pop().close()

    async def say_again(self) -> None:
        """Each to the other node, in the order of saying."""
        for cid, (key, text) in self.said.items():
            line = await self.there.other.door.visitor(key)
            self.there.answers[cid] = await line.ask("send", cid=cid, text=text)
            await line.close()

    def check_order(self, found: dict[str, checker.Talk]) -> None:
        for talk in found.values():
            texts = [entry["body"]["text"] for entry in talk.log if entry["body"]["text"].startswith("слово")]
            assert texts in ([], [f"слово {number}" for number in range(4)])
