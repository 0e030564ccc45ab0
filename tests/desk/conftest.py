"""One serving Pult for all tests of a file; Anna and Boris have signed in, over HTTP and with windows of the desk."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

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
                office = Office(node, {"anna": dict(anna.cookies), "boris": dict(boris.cookies)})
                yield Desks(office, anna, boris)


@contextlib.asynccontextmanager
async def talk(desks: Desks, text: str = "Здравствуйте") -> AsyncIterator[Talk]:
    """A new visitor begins a talk."""
    visitor = await desks.node.door.visitor(new_key())
    async with closing(visitor):
        conv = (await visitor.ask("send", text=text))["conv"]
        yield Talk(visitor, conv)
