"""Who waits: what a day in the log was like, and what it would have been with others."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.line import closing, new_key
from tests.support.process import PROJECT
from tests.webchat.conftest import Shop

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def simulate(shop: Shop, *words: str) -> tuple[int, str, str]:
    """`pult routing simulate` beside the serving node."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pult", "routing", "simulate", *words),
        cwd=PROJECT,
        env={**os.environ, "PULT_DATABASE_URL": shop.node.dsn, "PULT_DATA": str(shop.node.data)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode or 0, out.decode(), err.decode()


async def test_a_day_of_the_log_is_replayed_with_the_people_there_are(shop: Shop) -> None:
    desk = await shop.desk()
    async with closing(desk):
        for answered in (True, True, False):
            visitor = await shop.node.door.visitor(new_key())
            async with closing(visitor):
                conv = (await visitor.ask("send", text="Где заказ?"))["conv"]
            if answered:
                assert (await desk.ask("take", conv=conv))["t"] == "ack"
                assert (await desk.ask("send", conv=conv, text="В пути"))["t"] == "ack"
                assert (await desk.ask("resolve", conv=conv))["t"] == "ack"
    today = await shop.ask("SELECT min(created_at) AS first FROM conversations.conversation")
    day: datetime = today[0]["first"].astimezone(UTC)
    code, out, err = await simulate(shop, "--day", f"{day:%Y-%m-%d}", "--json")
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    (count,) = await shop.ask("SELECT count(*) FROM conversations.conversation WHERE created_at::date = $1", day.date())
    assert found["talks"] == count["count"] >= 1 and found["measured"]["waiting"] < 1
    names = await shop.ask("SELECT name FROM operators.operator WHERE active ORDER BY name")
    assert {one["name"] for one in found["people"]} == {row["name"] for row in names}
    assert found["handling"] >= 1, "talks that are over take the time they took, at least a second"
    code, out, err = await simulate(shop, "--day", "2001-01-01")
    assert (code, out, err) == (2, "", "pult: nobody came on 2001-01-01\n")
