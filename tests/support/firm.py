"""A firm for tests of rights: Anna answers, Boris is in her team, Vera in another and must see nothing of theirs; Vik
only looks, Sofia supervises, Ada administers. Permit and deny share this one set-up.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import niquests

from tests.support.line import Line, closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

PASSWORD = "сорок-два-попугая"
NORTH, SOUTH = "Север", "Юг"
ROLES = {
    "ada": ("admin", ()),
    "sofia": ("supervisor", ()),
    "anna": ("operator", (NORTH,)),
    "boris": ("operator", (NORTH,)),
    "vik": ("viewer", (NORTH,)),
    "vera": ("operator", (SOUTH,)),
}
"""Login → role and teams."""


@dataclass
class Firm:
    """A serving Pult, its people, and their sessions."""

    node: Pult
    teams: dict[str, int] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    sessions: dict[str, niquests.AsyncSession] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return f"{self.node.door.base}{path}"

    async def ask(self, login: str | None, method: str, path: str, json: Any = None, **rest: Any) -> niquests.Response:
        """A request of somebody's, or (None) of nobody's."""
        if login is None:
            async with niquests.AsyncSession() as nobody:
                return await nobody.request(method, self.url(path), json=json, **rest)
        return await self.sessions[login].request(method, self.url(path), json=json, **rest)

    async def done(self, login: str | None, method: str, path: str, json: Any = None) -> Any:
        """The same, and it is done."""
        answer = await self.ask(login, method, path, json)
        assert answer.status_code < 300, (method, path, answer.text)
        return answer.json() if answer.content else None

    async def invite(self, login: str, role: str, teams: tuple[int, ...] = (), *, by: str = "ada") -> str:
        """The secret of an invitation."""
        asked = {"login": login, "role": role, "teams": list(teams), "name": login.title()}
        made = await self.done(by, "POST", "/api/people/invitations", asked)
        return str(made["link"]).rpartition("/")[2]

    async def join(
        self, login: str, role: str, teams: tuple[int, ...] = (), *, by: str = "ada"
    ) -> niquests.AsyncSession:
        """Invite somebody, who comes; her session (kept under her login)."""
        token = await self.invite(login, role, teams, by=by)
        session = self.sessions[login] = niquests.AsyncSession()
        body = {"token": token, "name": login.title(), "password": PASSWORD}
        answer = await session.post(self.url("/api/join"), json=body)
        assert answer.status_code == 200, answer.text
        self.ids[login] = answer.json()["operator"]["id"]
        return session

    async def again(self, login: str) -> niquests.AsyncSession:
        """Another session of somebody's (not kept)."""
        password = self.node.password if login in ("anna", "boris") else PASSWORD
        return await self.node.door.sign_in(login, password)

    async def desk(self, login: str, **rest: Any) -> Line:
        """A window of somebody's."""
        return await self.node.door.operator(self.sessions[login], **rest)

    async def talk(self, *, team: str | None = None) -> tuple[str, Line]:
        """A new talk, given to a team if one is named; its id and the visitor's line."""
        visitor = await self.node.door.visitor(new_key())
        conv = (await visitor.ask("send", text="Здравствуйте"))["conv"]
        if team is not None:
            sofia = await self.desk("sofia")
            async with closing(sofia):
                given = await sofia.ask("transfer", conv=conv, to=None, team=self.teams[team], reason="")
                assert given["t"] == "ack", given
        return conv, visitor

    async def held(self) -> tuple[str, Line]:
        """A new talk of Anna's team that she holds; its id and the visitor's line."""
        conv, visitor = await self.talk(team=NORTH)
        anna = await self.desk("anna")
        async with closing(anna):
            assert (await anna.ask("take", conv=conv))["t"] == "ack"
        return conv, visitor

    async def rows(self, query: str, *args: Any) -> list[asyncpg.Record]:
        """What stands in the database."""
        connection = await asyncpg.connect(self.node.dsn)
        try:
            return await connection.fetch(query, *args)
        finally:
            await connection.close()

    async def close(self) -> None:
        for session in self.sessions.values():
            await session.close()


@contextlib.asynccontextmanager
async def firm(node: Pult) -> AsyncIterator[Firm]:
    """Fill a demo installation (whose first account is Anna's) with these people."""
    made = Firm(node)
    try:
        made.sessions["anna"] = await node.door.sign_in("anna", node.password)
        made.sessions["boris"] = await node.door.sign_in("boris", node.password)
        for name in (NORTH, SOUTH):
            made.teams[name] = (await made.done("anna", "POST", "/api/teams", {"name": name}))["id"]
        await made.join("ada", "admin", by="anna")
        for one in (await made.done("ada", "GET", "/api/people"))["people"]:
            made.ids[one["person"]["login"]] = one["person"]["id"]
        for login, (role, names) in ROLES.items():
            teams = tuple(made.teams[name] for name in names)
            if login in ("anna", "boris"):
                change = {"role": role, "teams": list(teams)}
                await made.done("ada", "PATCH", f"/api/people/{made.ids[login]}", change)
            elif login != "ada":
                await made.join(login, role, teams)
        yield made
    finally:
        await made.close()


@contextlib.asynccontextmanager
async def firm_on(server: Server) -> AsyncIterator[Firm]:
    """The firm on a node and in a database of its own."""
    async with data_folder() as data:
        node = Pult(await server.create_database(), data)
        async with started(node), firm(node) as made:
            yield made
