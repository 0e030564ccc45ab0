"""Many talks at once over two nodes on one database, with cables pulled all the time.

At the end everything is in the log exactly once, and both sides saw exactly the log.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from random import Random

import asyncpg
import msgspec
import niquests
import pytest

from tests.support import checker
from tests.support.line import new_key
from tests.support.people import Person
from tests.support.postgres import Server
from tests.support.process import Pult, Sockets, data_folder, started

NOTE = "ЗАМЕТКА"
REASON = "ПРИЧИНА"


class Floor:
    """Two operators, each on a node of her own, and the visitors, who come to either."""

    def __init__(
        self, nodes: Sequence[Pult], random: Random, session: dict[str, niquests.AsyncSession], site: str
    ) -> None:
        self.nodes, self.random, self.session, self.site = nodes, random, session, site
        # An operator has two windows: one socket follows at most 128 talks.
        self.desks = {
            login: [self._desk(login, node) for _ in range(2)] for login, node in zip(session, nodes, strict=True)
        }
        self.visitors: list[Person] = []
        self.talks: dict[str, Person] = {}
        self.done = False

    def _desk(self, login: str, node: Pult) -> Person:
        return Person(login, lambda **rest: node.door.operator(self.session[login], **rest))

    def visitor(self, number: int) -> Person:
        key = new_key()
        made = Person(
            f"visitor {number}",
            lambda **rest: self.random.choice(self.nodes).door.visitor(key, token=self.site, **rest),
        )
        self.visitors.append(made)
        return made

    @property
    def people(self) -> list[Person]:
        return [*self.visitors, *(desk for desks in self.desks.values() for desk in desks)]

    async def pull_cables(self) -> None:
        while not self.done:
            await asyncio.sleep(0.02)
            desks = [desk for desks in self.desks.values() for desk in desks]
            self.random.choice(desks if self.random.random() < 0.03 else self.visitors or desks).cut()


async def talk(floor: Floor, number: int, ids: dict[str, int]) -> None:
    """What happens in one talk; the number decides which turns it takes."""
    visitor = floor.visitor(number)
    visitor.begin()
    mark = f"посетитель {number}"
    first = await visitor.ask("send", text=f"{mark}: первое")
    conv = first["conv"]
    floor.talks[conv] = visitor
    anna, boris = (desks[number % 2] for desks in floor.desks.values())
    await asyncio.gather(anna.follow(conv), boris.follow(conv))
    holder, other = (anna, boris) if number % 4 < 2 else (boris, anna)

    words = [await visitor.send("send", text=f"{mark}: слово {n}") for n in range(3)]
    if number % 5 == 0:
        both = await asyncio.gather(holder.ask("take", conv=conv), other.ask("take", conv=conv))
        assert sorted(answer["t"] for answer in both) == ["ack", "error"]
        if both[1]["t"] == "ack":
            holder, other = other, holder
    else:
        await holder.ask("take", conv=conv)
    notes = [await holder.send("note", conv=conv, text=f"{NOTE} {number} {n}") for n in range(2)]
    reply = await holder.ask("send", conv=conv, text=f"ответ для {number}")
    assert reply["t"] == "ack", reply
    refused = await other.ask("send", conv=conv, text=f"чужой ответ для {number}")
    assert refused["code"] == "not_holder"
    for cid in (*words, *notes):
        assert (await (visitor if cid in words else holder).answer(cid))["t"] == "ack"
    await _turns(number, visitor, holder, other, conv, ids, reply["n"], first["n"])


async def _turns(
    number: int, visitor: Person, holder: Person, other: Person, conv: str, ids: dict[str, int], reply: int, first: int
) -> None:
    asked = []
    if number % 6 == 0:
        asked.append(await holder.ask("edit", conv=conv, n=reply, text=f"поправленный ответ для {number}"))
    if number % 5 == 1:
        asked.append(await visitor.ask("edit", conv=conv, n=first, text=f"посетитель {number}: первое, но лучше"))
    if number % 7 == 0:
        asked.append(await visitor.ask("erase", conv=conv, n=first))
    if number % 3 == 0:
        asked.append(await holder.ask("transfer", conv=conv, to=ids[other.name], reason=f"{REASON} {number}"))
        holder, other = other, holder
        asked += await asyncio.gather(
            holder.ask("send", conv=conv, text=f"второй ответ для {number}"),
            visitor.ask("send", text=f"посетитель {number}: и ещё"),
        )
    if number % 2 == 0:
        asked.append(await holder.ask("resolve", conv=conv, reason=f"{REASON} {number}"))
        asked.append(
            await visitor.ask("rate", conv=conv, score=number % 5 + 1, of=5, comment=f"посетитель {number}: оценка")
        )
        if number % 4 == 0:
            again = await visitor.ask("send", text=f"посетитель {number}: нет, не всё")
            assert again["conv"] == conv
            asked.append(again)
    assert [answer for answer in asked if answer["t"] != "ack"] == []


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Server:
    found: Server = request.getfixturevalue(f"postgres_{request.param}")
    return found


@pytest.mark.parametrize(
    ("sockets", "server", "number"), [("picows", "18", 200), ("uvicorn", "15", 60)], indirect=["server"]
)
async def test_everything_is_in_the_log_once_and_everybody_saw_the_log(
    sockets: Sockets, server: Server, number: int
) -> None:
    dsn = await server.create_database(empty=True)
    async with data_folder() as data:
        nodes = [Pult(dsn, data, sockets=sockets), Pult(dsn, data, sockets=sockets)]
        async with started(*nodes):
            floor = await _floor(nodes, seed=number)
            await _work(floor, number)
            await _judge(floor, dsn)
            assert await asyncio.gather(*(node.stop() for node in nodes)) == [0, 0]


async def _floor(nodes: list[Pult], *, seed: int) -> Floor:
    print(f"seed {seed}")
    sessions = {
        login: await node.door.sign_in(login, node.password)
        for login, node in zip(("anna", "boris"), nodes, strict=True)
    }
    return Floor(nodes, Random(seed), sessions, await nodes[0].door.boot())


async def _work(floor: Floor, number: int) -> None:
    for desk in (desk for desks in floor.desks.values() for desk in desks):
        desk.begin()
        await desk.until(lambda desk=desk: desk.line)
    ids = {login: desks[0].line.me["id"] for login, desks in floor.desks.items() if desks[0].line}
    cables = asyncio.create_task(floor.pull_cables())
    await asyncio.gather(*(talk(floor, n, ids) for n in range(number)))
    floor.done = True
    await cables


async def _judge(floor: Floor, dsn: str) -> None:
    line = await asyncpg.connect(dsn)
    try:
        found = await checker.check(line)
    finally:
        await line.close()
    assert found.keys() == floor.talks.keys(), "one talk for each visitor"
    for conv, visitor in floor.talks.items():
        row = found[conv].row
        await visitor.reaches(conv, row["last_public"])
        for desks in floor.desks.values():
            desk = next(desk for desk in desks if conv in desk.views)
            await desk.reaches(conv, row["last_seq"])
            checker.check_view(found[conv], desk.views[conv], side="desk")
        checker.check_view(found[conv], visitor.views[conv], side="visitor")
        _check_privacy(visitor, conv)
    answers = {cid: answer for person in floor.people for cid, answer in person.answers.items()}
    assert not any(person.pending for person in floor.people)
    checker.check_answers(found, answers)
    cuts = sum(person.cuts for person in floor.people)
    print(f"{len(found)} talks, {len(answers)} answers, {cuts} cuts")
    assert cuts > len(found) / 4, "the cables were not pulled"
    await asyncio.gather(*(person.end() for person in floor.people))


def _check_privacy(visitor: Person, conv: str) -> None:
    """No note, no reason, nothing of anybody else."""
    heard = msgspec.json.encode(visitor.heard).decode()
    assert NOTE not in heard and REASON not in heard
    assert visitor.streams == {conv}
    mine = visitor.name.replace("visitor", "посетитель")
    for entry in visitor.views[conv]:
        if entry["by"]["kind"] == "you" and "text" in entry:
            assert entry["text"].startswith(f"{mine}:"), entry
