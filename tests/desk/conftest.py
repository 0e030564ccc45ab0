"""One serving Pult for all tests of a file; Anna (administrator) and Boris (supervisor) have signed in, over HTTP and
with windows of the desk.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg
import niquests
import pytest_asyncio

from tests.replay.actors import Office
from tests.support.line import Line, closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started


@dataclass
class Desks:
    """`anna` and `boris` speak HTTP; windows come from `office`."""

    office: Office
    anna: niquests.AsyncSession
    boris: niquests.AsyncSession

    @property
    def node(self) -> Pult:
        return self.office.node

    @contextlib.asynccontextmanager
    async def late(self, conv: str) -> AsyncIterator[None]:
        """It is the day after tomorrow for this resolved talk: the next word begins another one."""
        line = await asyncpg.connect(self.node.dsn)
        try:
            await line.execute(
                "UPDATE conversations.conversation SET resolved_at = now() - interval '2 days' WHERE public_id = $1",
                conv,
            )
            yield
        finally:
            await line.close()

    def url(self, path: str) -> str:
        """An address of the desk's HTTP."""
        return f"{self.node.door.base}/api/{path}"


@dataclass
class Talk:
    """A visitor who has said the first word, and the talk's public id."""

    visitor: Line
    conv: str


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desks(postgres_18: Server) -> AsyncIterator[Desks]:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node):
            anna = await node.door.sign_in("anna", node.password)
            boris = await node.door.sign_in("boris", node.password)
            async with anna, boris:
                await supervisor(node, anna, "boris")
                office = Office(node, {"anna": dict(anna.cookies), "boris": dict(boris.cookies)})
                yield Desks(office, anna, boris)


async def supervisor(node: Pult, admin: niquests.AsyncSession, login: str) -> None:
    """Somebody who looks after what belongs to everybody."""
    url = f"{node.door.base}/api/people"
    people = (await admin.get(url)).json()["people"]
    (id,) = [one["person"]["id"] for one in people if one["person"]["login"] == login]
    changed = await admin.patch(f"{url}/{id}", json={"role": "supervisor", "teams": []})
    assert changed.status_code == 204, changed.text


@contextlib.asynccontextmanager
async def talk(desks: Desks, text: str = "Здравствуйте") -> AsyncIterator[Talk]:
    """A new visitor begins a talk."""
    visitor = await desks.node.door.visitor(new_key())
    async with closing(visitor):
        conv = (await visitor.ask("send", text=text))["conv"]
        yield Talk(visitor, conv)
