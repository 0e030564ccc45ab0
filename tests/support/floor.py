"""Operators with small limits, each with a window on both of two nodes of one database."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from tests.support.firm import Firm, firm
from tests.support.line import Line, closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

LIMITS = {"anna": 3, "boris": 2, "sofia": 1}


class Floor:
    """`lines`: login → her windows, on the first node and on the second; `far` is the second one."""

    def __init__(self, people: Firm, lines: dict[str, list[Line]], far: Pult) -> None:
        self.people, self.lines, self.far = people, lines, far

    async def talks(self, count: int) -> list[str]:
        """New talks in the queue."""
        convs: list[str] = []
        for _ in range(count):
            visitor = await self.people.node.door.visitor(new_key())
            convs.append((await visitor.ask("send", text="Кто-нибудь?"))["conv"])
            await visitor.close()
        return convs

    async def carried(self) -> dict[str, tuple[int, int, int]]:
        """Login → (load as written, load as really held, capacity with what may be above it)."""
        rows = await self.people.rows(
            "SELECT o.login, o.load, o.capacity + o.overflow AS most, (SELECT coalesce(sum(c.weight), 0)"
            " FROM conversations.conversation c WHERE c.status <> 'resolved' AND c.holder_kind = 'operator'"
            " AND c.holder_id = o.id) AS held FROM operators.operator o"
        )
        return {row["login"]: (row["load"], row["held"], row["most"]) for row in rows}

    async def above(self) -> dict[str, int]:
        """Login → how far above her capacity she may be just now, which is how far she is."""
        rows = await self.people.rows("SELECT login, overflow, load - capacity AS above FROM operators.operator")
        assert all(row["overflow"] == max(row["above"], 0) for row in rows), rows
        return {row["login"]: row["overflow"] for row in rows}

    async def holds(self) -> None:
        """What must be true at any quiet moment."""
        for login, (load, held, capacity) in (await self.carried()).items():
            assert load == held <= capacity, (login, load, held, capacity)

    async def one_owner_at_a_time(self, conv: str) -> None:
        """The log tells one story: who takes finds nobody, who hands on holds."""
        rows = await self.people.rows(
            "SELECT e.kind, e.actor_id, e.body ->> 'how' AS how, (e.body -> 'to' ->> 'id')::bigint AS heir,"
            " c.holder_id FROM conversations.entry e JOIN conversations.conversation c"
            " ON c.id = e.conversation_id WHERE c.public_id = $1 AND e.audience = 'internal'"
            " AND e.kind IN ('assigned', 'transferred') ORDER BY e.seq",
            conv,
        )
        holder: int | None = None
        for row in rows:
            if row["kind"] == "transferred":
                assert holder == row["actor_id"], row
            elif row["how"] == "assign":
                assert holder is None, row
            else:
                assert holder in (None, row["actor_id"]) or row["how"] == "take", row
            holder = row["heir"]
        assert not rows or holder == rows[-1]["holder_id"]


@contextlib.asynccontextmanager
async def floor(server: Server) -> AsyncIterator[Floor]:
    """Two nodes and everybody's windows."""
    async with data_folder() as data:
        dsn = await server.create_database()
        near, far = Pult(dsn, data), Pult(dsn, data)
        async with started(near, far), firm(near) as people:
            lines: dict[str, list[Line]] = {}
            for login, limit in LIMITS.items():
                await people.done("ada", "PATCH", f"/api/people/{people.ids[login]}", {"limit": limit})
                ticket = (await people.done(login, "POST", "/api/ticket", {}))["ticket"]
                lines[login] = [await people.desk(login), await far.door.desk(ticket)]
            async with closing(*(line for pair in lines.values() for line in pair)):
                yield Floor(people, lines, far)
