"""A43: one address may only do so much; what is above is told when to come back, and others do not notice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import niquests
import pytest
import pytest_asyncio
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from pult.kit.budget import Budget
from pult.kit.errors import Busy
from tests.support.line import Line, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started
from tests.support.uploads import visitor_sends

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class Crowd:
    """Everybody behind one address of the outer world, as a trusted proxy tells it."""

    node: Pult
    address: str

    async def socket(self) -> ClientConnection:
        """A socket that has said nothing yet."""
        base = self.node.door.base
        headers = {"x-forwarded-for": self.address}
        return await connect(
            base.replace("http", "ws", 1) + "/live/chat",
            origin=base,  # type: ignore[arg-type]
            additional_headers=headers,
        )

    async def visitor(self) -> Line:
        """A new visitor, greeted."""
        line = Line(await self.socket())
        line.start()
        auth = {"key": new_key(), "site": await self.node.door.boot()}
        await line.say(t="hello", v=1, auth=auth, streams=[])
        await line.until(lambda f: f["t"] == "welcome")
        return line


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def node(postgres_18: Server) -> AsyncIterator[Pult]:
    async with data_folder() as data:
        # On a slow machine two hundred sockets take a while: the first ones must still be there with the last.
        env = {"PULT_TRUSTED_PROXIES": "127.0.0.1,::1", "PULT_TIME_SCALE": "3"}
        made = Pult(await postgres_18.create_database(), data, env=env)
        async with started(made):
            yield made


async def test_sockets_of_one_address_have_an_end(node: Pult) -> None:
    crowd, other = Crowd(node, "203.0.113.1"), Crowd(node, "203.0.113.2")
    open_ones: list[ClientConnection] = []
    try:
        with pytest.raises(InvalidStatus) as refused:
            for _ in range(201):
                open_ones.append(await crowd.socket())
        assert refused.value.response.status_code == 429 and len(open_ones) == 200
        open_ones.append(await other.socket())
    finally:
        for one in open_ones:
            one.transport.abort()


async def test_talks_begun_from_one_address_have_a_pace(node: Pult) -> None:
    crowd, other = Crowd(node, "203.0.113.3"), Crowd(node, "203.0.113.4")
    lines: list[Line] = []
    answers: list[dict[str, Any]] = []
    try:
        for _ in range(65):
            lines.append(await crowd.visitor())
            answers.append(await lines[-1].ask("send", text="купите"))
        busy = [answer for answer in answers if answer.get("code") == "busy"]
        assert busy and all(answer["retry_ms"] > 0 for answer in busy)
        assert answers[0]["t"] == "ack" and not [one for one in answers[:60] if one.get("code") == "busy"]
        lines.append(await other.visitor())
        assert (await lines[-1].ask("send", text="здравствуйте"))["t"] == "ack"
        assert (await lines[0].ask("send", text="ещё"))["t"] == "ack", "a talk that is alive goes on"
    finally:
        for line in lines:
            await line.close()


async def test_words_of_one_address_have_a_pace_over_all_its_visitors(node: Pult) -> None:
    crowd, other = Crowd(node, "203.0.113.7"), Crowd(node, "203.0.113.8")
    lines = [await crowd.visitor() for _ in range(10)]
    lines.append(await other.visitor())
    try:
        for line in lines:
            assert (await line.ask("send", text="вопрос"))["t"] == "ack"
        # Below what one socket may say; together far above what an address may say at once.
        refusals = await asyncio.gather(*(_says_until_refused(line, most=110) for line in lines[:10]))
        refused = [one for one in refusals if one is not None]
        assert refused and all(one["code"] == "busy" and one["retry_ms"] > 0 for one in refused), refusals
        assert (await lines[-1].ask("send", text="а у меня другой"))["t"] == "ack"
    finally:
        for line in lines:
            await line.close()


async def _says_until_refused(line: Line, *, most: int) -> dict[str, Any] | None:
    for number in range(most):
        answer = await line.ask("send", text=f"слово {number}")
        if answer["t"] == "error":
            return answer
    return None


async def test_uploads_of_one_address_have_a_pace(node: Pult) -> None:
    key, door = new_key(), node.door
    statuses: list[int] = []
    for _ in range(63):
        answer: niquests.Response = await visitor_sends(door, key, b"x", **{"x-forwarded-for": "203.0.113.5"})
        statuses.append(answer.status_code or 0)
    assert statuses[:60] == [201] * 60 and 429 in statuses[60:]
    assert (await visitor_sends(door, key, b"x", **{"x-forwarded-for": "203.0.113.6"})).status_code == 201


async def test_a_budget_fills_again_and_says_when() -> None:
    now = [0.0]
    budget = Budget(rate=2, burst=4, clock=lambda: now[0])
    for _ in range(4):
        budget.spend("203.0.113.9")
    with pytest.raises(Busy) as refused:
        budget.spend("203.0.113.9")
    assert refused.value.extra["retry_ms"] == 501
    now[0] = 0.5
    budget.spend("203.0.113.9")
    for _ in range(100):
        budget.spend("127.0.0.1")
