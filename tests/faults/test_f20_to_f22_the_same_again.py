"""F20 to F22: two nodes meet the same visitor, the same id, the same id with other words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from itertools import cycle, islice

import asyncpg
import niquests
import pytest
import pytest_asyncio

from tests.support import checker
from tests.support.line import Frame, Line, new_cid, new_key
from tests.support.log import Line as Database
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

pytestmark = pytest.mark.asyncio(loop_scope="module")
TABS = 50
PARALLEL = 20


class Nodes:
    """Two nodes, one with each implementation of sockets, and what stands in their database."""

    def __init__(self, nodes: list[Pult], database: Database) -> None:
        self.nodes, self.database = nodes, database
        self.anna: niquests.AsyncSession

    async def visitors(self, key: str, number: int) -> list[Line]:
        """That many windows of one browser, in turn on both nodes."""
        nodes = islice(cycle(self.nodes), number)
        return list(await asyncio.gather(*(node.door.visitor(key) for node in nodes)))

    async def desks(self, number: int) -> list[Line]:
        return [await node.door.operator(self.anna) for node in islice(cycle(self.nodes), number)]

    async def log(self, conv: str) -> checker.Talk:
        """Everything is checked, this talk returned."""
        return (await checker.check(self.database))[conv]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def two(postgres_18: Server) -> AsyncIterator[Nodes]:
    dsn = await postgres_18.create_database()
    async with data_folder() as data:
        nodes = [Pult(dsn, data, sockets="picows"), Pult(dsn, data, sockets="uvicorn")]
        async with started(*nodes):
            database = await asyncpg.connect(dsn)
            made = Nodes(nodes, database)
            made.anna = await nodes[0].door.sign_in("anna", nodes[0].password)
            yield made
            database.terminate()


async def closed(lines: list[Line]) -> None:
    await asyncio.gather(*(line.close() for line in lines))


async def test_f20_fifty_first_messages_of_one_new_visitor_on_two_nodes(two: Nodes) -> None:
    lines = await two.visitors(new_key(), TABS)
    counts = "SELECT (SELECT count(*) FROM contacts.contact), (SELECT count(*) FROM contacts.identity)"
    before = tuple(await two.database.fetchrow(counts) or ())
    acks = await asyncio.gather(*(line.ask("send", text=f"окно {number}") for number, line in enumerate(lines)))
    assert [ack["t"] for ack in acks] == ["ack"] * TABS
    assert len({ack["conv"] for ack in acks}) == 1
    assert sorted(ack["n"] for ack in acks) == list(range(1, TABS + 1))
    conv = acks[0]["conv"]
    talk = await two.log(conv)
    assert sorted(entry["body"]["text"] for entry in talk.log) == sorted(f"окно {number}" for number in range(TABS))
    assert tuple(await two.database.fetchrow(counts) or ()) == (before[0] + 1, before[1] + 1)
    assert (
        await two.database.fetchval(
            "SELECT count(*) FROM conversations.conversation WHERE identity_id = $1", talk.row["identity_id"]
        )
        == 1
    )
    assert (
        await two.database.fetchval(
            "SELECT count(*) FROM conversations.thread WHERE thread_key = $1 AND open", talk.row["identity_id"]
        )
        == 1
    )
    for line in lines:
        checker.check_view(talk, await line.reaches(conv, TABS), side="visitor")
    await closed(lines)


@pytest.mark.parametrize("known", [False, True], ids=["first words", "later words"])
async def test_f21_one_id_twenty_times_at_once(two: Nodes, known: bool) -> None:
    lines = await two.visitors(new_key(), PARALLEL)
    if known:
        first = await lines[0].ask("send", text="здравствуйте")
        for line in lines:
            await line.reaches(first["conv"], 1) if line is lines[0] else await line.until(lambda f: f["t"] == "conv")
    cid = new_cid()
    acks = await asyncio.gather(*(line.ask("send", cid=cid, text="слово") for line in lines))
    assert acks[0]["t"] == "ack" and acks == [acks[0]] * PARALLEL
    talk = await two.log(acks[0]["conv"])
    assert [str(entry["cid"]) for entry in talk.log].count(cid) == 1 and len(talk.log) == 1 + known
    await closed(lines)


async def test_f21_one_press_twenty_times_at_once(two: Nodes) -> None:
    visitor, *desks = [*await two.visitors(new_key(), 1), *await two.desks(PARALLEL)]
    conv = (await visitor.ask("send", text="здравствуйте"))["conv"]
    took, replied, cleared = new_cid(), new_cid(), new_cid()
    for cid, frame in (
        (took, {"t": "take"}),
        (replied, {"t": "send", "text": "ответ"}),
        (cleared, {"t": "resolve", "reason": "решено"}),
    ):
        answers = await asyncio.gather(*(desk.ask(cid=cid, conv=conv, **frame) for desk in desks))
        assert answers[0]["t"] == "ack" and answers == [answers[0]] * PARALLEL
    # A refusal is an answer too, and stays the same when the reason for it is gone.
    refused = await asyncio.gather(*(desk.ask("take", cid=(late := took[:-4] + "0000"), conv=conv) for desk in desks))
    assert refused[0]["code"] == "not_open" and refused == [refused[0]] * PARALLEL
    assert (await desks[0].ask("reopen", conv=conv))["t"] == "ack"
    assert await desks[1].ask("take", cid=late, conv=conv) == refused[0]
    talk = await two.log(conv)
    assert [entry["kind"] for entry in talk.log] == ["message", "assigned", "assigned", "message"] + ["status"] * 4
    await closed([visitor, *desks])


async def test_f22_one_id_with_other_words_is_a_conflict_and_changes_nothing(two: Nodes) -> None:
    lines = await two.visitors(new_key(), 4)
    cid = new_cid()
    ack = await lines[0].ask("send", cid=cid, text="одно")
    before = await two.log(ack["conv"])
    for line in lines:  # with and without knowing the talk, on both nodes
        answer = await line.ask("send", cid=cid, text="другое")
        assert (answer["t"], answer["code"]) == ("error", "conflict")
    assert await two.log(ack["conv"]) == before
    for line in lines:
        assert await line.ask("send", cid=cid, text="одно") == ack
    assert await two.log(ack["conv"]) == before
    await closed(lines)


async def test_f22_at_once_one_wins_and_keeps_its_words(two: Nodes) -> None:
    lines = await two.visitors(new_key(), PARALLEL)
    cid = new_cid()
    answers = await asyncio.gather(
        *(line.ask("send", cid=cid, text=f"слово {number % 3}") for number, line in enumerate(lines))
    )
    acks = [answer for answer in answers if answer["t"] == "ack"]
    assert acks == [acks[0]] * len(acks)
    (entry,) = (await two.log(acks[0]["conv"])).log
    for number, answer in enumerate(answers):
        assert (answer["t"] == "ack") == (entry["body"]["text"] == f"слово {number % 3}"), answer
        assert answer["t"] == "ack" or answer["code"] == "conflict"
    await closed(lines)


async def test_f22_an_operators_id_for_something_else_is_a_conflict(two: Nodes) -> None:
    visitor, a, b = [*await two.visitors(new_key(), 1), *await two.desks(2)]
    conv = (await visitor.ask("send", text="здравствуйте"))["conv"]
    cid = new_cid()
    assert (await a.ask("take", cid=cid, conv=conv))["t"] == "ack"
    before = await two.log(conv)
    others: list[Frame] = [
        {"t": "note", "text": "заметка"},
        {"t": "send", "text": "ответ"},
        {"t": "resolve"},
        {"t": "transfer", "to": None},
        {"t": "erase", "n": 1},
    ]
    for frame in others:
        for desk in (a, b):
            answer = await desk.ask(cid=cid, conv=conv, **frame)
            assert answer.get("code") == "conflict", (frame, answer)
    assert await two.log(conv) == before
    await closed([visitor, a, b])
