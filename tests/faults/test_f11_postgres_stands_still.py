"""F11: PostgreSQL stands still (SIGSTOP) for longer than a node's sign of life lasts, and goes on. Nobody's talks are
taken away for it, nothing is said twice, and what waits is dealt out as before.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import postgres
from tests.support.firm import Firm, firm
from tests.support.line import closing, new_key
from tests.support.process import Pult, data_folder, started

STILL = 11.0
"""Seconds; the sign of life of a node lasts ten."""


def family(postmaster: int) -> list[int]:
    """The server's processes."""
    found = [postmaster]
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = stat.read_text().rpartition(")")
            if int(rest.split()[1]) == postmaster:
                found.append(int(name.split()[0]))
    return found


@contextlib.contextmanager
def still(postmaster: int) -> Iterator[None]:
    """It does nothing."""
    stopped = family(postmaster)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in stopped:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


@pytest.mark.asyncio
async def test_a_database_that_stands_still_takes_no_talk_from_anybody_and_dealing_goes_on() -> None:
    server = await postgres.start("18")
    try:
        async with data_folder() as data:
            node = Pult(await server.create_database(), data)
            async with started(node), firm(node) as people:
                anna = await people.desk("anna")
                visitor = await node.door.visitor(new_key())
                async with closing(anna, visitor):
                    await people.done("ada", "PUT", "/api/manners/0", {"manner": "assign"})
                    conv = (await visitor.ask("send", text="Здравствуйте"))["conv"]
                    await holder(people, conv, "anna")
                    with still(server.cluster.pid):
                        began = asyncio.get_running_loop().time()
                        assert (await people.ask(None, "GET", "/healthz")).status_code == 503
                        # longer than the lease: that is the fault itself
                        await asyncio.sleep(STILL - (asyncio.get_running_loop().time() - began))
                    assert (await people.ask(None, "GET", "/healthz")).status_code == 200
                    said = await visitor.ask("send", conv=conv, text="Вы ещё здесь?")
                    assert said["t"] == "ack", said
                    other = await node.door.visitor(new_key())
                    async with closing(other):
                        late = (await other.ask("send", text="И я пришёл"))["conv"]
                    await holder(people, late, "anna")
                    moves = await people.rows(
                        "SELECT body ->> 'how' AS how FROM conversations.entry e JOIN conversations.conversation c"
                        " ON c.id = e.conversation_id WHERE c.public_id = $1 AND e.kind = 'assigned'"
                        " AND e.audience = 'internal' ORDER BY e.seq",
                        conv,
                    )
                    assert [row["how"] for row in moves] == ["assign"], "she has kept what she held"
                    (row,) = await people.rows("SELECT load FROM operators.operator WHERE login = 'anna'")
                    assert row["load"] == 200
    finally:
        await server.stop()


async def holder(people: Firm, conv: str, login: str) -> None:
    """Wait until she holds it."""
    async with asyncio.timeout(30):
        while True:
            rows = await people.rows(
                "SELECT o.login FROM conversations.conversation c JOIN operators.operator o ON o.id = c.holder_id"
                " WHERE c.public_id = $1",
                conv,
            )
            if rows and rows[0]["login"] == login:
                return
            await asyncio.sleep(0.05)
