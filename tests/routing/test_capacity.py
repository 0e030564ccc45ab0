"""What talks weigh, who may be above her limit and how it is seen, silence that frees a slot, limits of teams and
sites.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.support.firm import Firm, firm_on
from tests.support.line import closing, new_key
from tests.support.postgres import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole(postgres_18: Server) -> AsyncIterator[Firm]:
    async with firm_on(postgres_18) as people:
        yield people


@pytest_asyncio.fixture(loop_scope="module")
async def firm(whole: Firm) -> AsyncIterator[Firm]:
    """Nobody holds anything, and nothing is given by itself."""
    yield whole
    await manners(whole, manner="offer", quiet_minutes=None, each_most=None, all_most=None, queue_most=None)
    await whole.done("ada", "PUT", "/api/limits/weights/webchat", {"weight": 100})
    await whole.done("ada", "PUT", f"/api/limits/sites/{await site(whole)}", {"most": None})
    for row in await whole.rows("SELECT public_id FROM conversations.conversation WHERE status <> 'resolved'"):
        sofia = await whole.desk("sofia")
        async with closing(sofia):
            answer = await sofia.ask("resolve", conv=row["public_id"])
            if answer["t"] == "error":
                await sofia.ask("over", conv=row["public_id"], reason="")
                await sofia.ask("resolve", conv=row["public_id"])


async def manners(firm: Firm, team: int = 0, **wanted: Any) -> None:
    await firm.done("ada", "PUT", f"/api/manners/{team}", wanted)


async def site(firm: Firm) -> int:
    (row,) = await firm.rows("SELECT id FROM gateway.channel WHERE kind = 'webchat' ORDER BY id LIMIT 1")
    return row["id"]


async def carries(firm: Firm, login: str) -> tuple[int, int]:
    """(load, overflow), and the load is what she holds."""
    (row,) = await firm.rows(
        "SELECT load, overflow, capacity, (SELECT coalesce(sum(c.weight), 0) FROM conversations.conversation c"
        " WHERE c.status <> 'resolved' AND c.holder_kind = 'operator' AND c.holder_id = o.id) AS held"
        " FROM operators.operator o WHERE login = $1",
        login,
    )
    assert row["load"] == row["held"] <= row["capacity"] + row["overflow"]
    return row["load"], row["overflow"]


async def comes(look: Any, expected: Any) -> None:
    async with asyncio.timeout(15):
        while await look() != expected:
            await asyncio.sleep(0.02)


async def talks(firm: Firm, count: int) -> list[str]:
    convs: list[str] = []
    for _ in range(count):
        visitor = await firm.node.door.visitor(new_key())
        async with closing(visitor):
            convs.append((await visitor.ask("send", text="Здравствуйте"))["conv"])
    return convs


async def test_a_light_talk_takes_little_room(firm: Firm) -> None:
    await firm.done("ada", "PUT", "/api/limits/weights/webchat", {"weight": 20})
    shown = await firm.done("anna", "GET", "/api/limits/weights")
    assert shown["weights"] == {**shown["usual"], "webchat": 20} and shown["usual"]["mail"] == 20
    await firm.done("ada", "PATCH", f"/api/people/{firm.ids['anna']}", {"limit": 1})
    convs = await talks(firm, 6)
    anna = await firm.desk("anna")
    async with closing(anna):
        for conv in convs[:5]:
            assert (await anna.ask("take", conv=conv))["t"] == "ack"
        assert (await anna.ask("take", conv=convs[5]))["code"] == "at_limit"
        assert await carries(firm, "anna") == (100, 0)
        await firm.done("ada", "PUT", "/api/limits/weights/webchat", {"weight": 100})
        assert await carries(firm, "anna") == (100, 0), "what she holds weighs what it did"
        assert (await anna.ask("resolve", conv=convs[0]))["t"] == "ack"
        assert await carries(firm, "anna") == (80, 0)
    await firm.done("ada", "PATCH", f"/api/people/{firm.ids['anna']}", {"limit": 5})


async def test_above_the_limit_stands_in_its_own_column_and_the_desk_is_told(firm: Firm) -> None:
    at = f"/api/people/{firm.ids['boris']}"
    await firm.done("ada", "PATCH", at, {"limit": 2})
    one, two, three = await talks(firm, 3)
    boris = await firm.desk("boris")
    async with closing(boris):
        for conv in (one, two):
            assert (await boris.ask("take", conv=conv))["t"] == "ack"
        await firm.done("ada", "PATCH", at, {"limit": 1})
        assert await carries(firm, "boris") == (200, 100), "a limit may be set below what is held"
        doing = await firm.done("boris", "PUT", "/api/state", {"state": "available"})
        assert (doing["load"], doing["limit"], doing["overflow"]) == (200, 100, 100)
        assert (await boris.ask("take", conv=three))["code"] == "at_limit"
        assert (await boris.ask("resolve", conv=one))["t"] == "ack"
        assert await carries(firm, "boris") == (100, 0)
        assert (await boris.ask("reopen", conv=one))["t"] == "ack"
        assert await carries(firm, "boris") == (200, 100)
    await firm.done("ada", "PATCH", at, {"limit": 5})


async def test_a_silent_visitors_talk_frees_its_slot_and_takes_it_back_with_their_next_word(firm: Firm) -> None:
    at = f"/api/people/{firm.ids['anna']}"
    await firm.done("ada", "PATCH", at, {"limit": 1})
    visitor, anna = await firm.node.door.visitor(new_key()), await firm.desk("anna")
    async with closing(visitor, anna):
        conv = (await visitor.ask("send", text="Здравствуйте"))["conv"]
        (other,) = await talks(firm, 1)
        await manners(firm, quiet_minutes=1)
        assert (await anna.ask("take", conv=conv))["t"] == "ack"
        await long_ago(firm, conv)
        assert (await anna.ask("take", conv=other))["code"] == "at_limit", "who waits for us is not silent"
        assert (await anna.ask("send", conv=conv, text="Чем помочь?"))["t"] == "ack"
        await long_ago(firm, conv)
        await comes(lambda: carries(firm, "anna"), (0, 0))
        assert (await anna.ask("take", conv=other))["t"] == "ack", "the slot is free"
        await visitor.ask("send", conv=conv, text="Вот теперь нашла")
        await comes(lambda: carries(firm, "anna"), (200, 100))
        assert await weighed(firm, conv) == [(100, 0), (0, 100)]
        await long_ago(firm, conv)
        assert (await anna.ask("resolve", conv=conv))["t"] == "ack"
        assert await carries(firm, "anna") == (100, 0), "as much as it weighed goes"
    await firm.done("ada", "PATCH", at, {"limit": 5})


async def long_ago(firm: Firm, conv: str) -> None:
    """As if the last word had been said two minutes ago."""
    await firm.rows(
        "UPDATE conversations.conversation SET last_at = last_at - interval '2 minutes' WHERE public_id = $1", conv
    )


async def weighed(firm: Firm, conv: str) -> list[tuple[int, int]]:
    rows = await firm.rows(
        "SELECT (body ->> 'was')::int AS was, (body ->> 'weight')::int AS now FROM conversations.entry e"
        " JOIN conversations.conversation c ON c.id = e.conversation_id WHERE c.public_id = $1 AND kind = 'weighed'"
        " ORDER BY seq",
        conv,
    )
    return [(row["was"], row["now"]) for row in rows]


async def held(firm: Firm) -> dict[str, int]:
    rows = await firm.rows(
        "SELECT o.login, count(*) AS n FROM conversations.conversation c JOIN operators.operator o"
        " ON o.id = c.holder_id WHERE c.status = 'open' AND c.holder_kind = 'operator' GROUP BY 1"
    )
    return {row["login"]: row["n"] for row in rows}


@pytest.mark.parametrize(
    ("limits", "most", "expected"),
    [
        ({"each_most": 1}, None, 2),
        ({"all_most": 3}, None, 3),
        ({}, 3, 3),
    ],
)
async def test_teams_and_sites_have_limits_of_their_own(
    firm: Firm, limits: dict[str, int], most: int | None, expected: int
) -> None:
    """Who of the two gets the third is a matter of who was seen first: how many there are is not."""

    async def given() -> int:
        return sum((await held(firm)).values())

    await talks(firm, 6)
    await firm.done("ada", "PUT", f"/api/limits/sites/{await site(firm)}", {"most": most})
    anna, boris = await firm.desk("anna"), await firm.desk("boris")
    async with closing(anna, boris):
        await manners(firm, manner="assign", **limits)
        await comes(given, expected)
        await firm.done("boris", "PUT", "/api/state", {"state": "pause"})
        await firm.done("boris", "PUT", "/api/state", {"state": "available"})
        assert await given() == expected, "however often it is tried"
        (mine, *_) = await firm.rows(
            "SELECT public_id, holder_id FROM conversations.conversation"
            " WHERE holder_id IS NOT NULL AND status = 'open'"
        )
        hers = anna if mine["holder_id"] == firm.ids["anna"] else boris
        assert (await hers.ask("resolve", conv=mine["public_id"]))["t"] == "ack"
        await comes(given, expected)


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("/api/manners/0", {"manner": "shout"}, "invalid"),
        ("/api/manners/0", {"each_most": 0}, "out_of_range"),
        ("/api/manners/0", {"all_most": -1}, "out_of_range"),
        ("/api/manners/0", {"queue_most": 0}, "out_of_range"),
        ("/api/manners/0", {"offer_seconds": 1}, "out_of_range"),
        ("/api/manners/0", {"quiet_minutes": 100_000}, "out_of_range"),
        ("/api/manners/0", {"strategy": "chance"}, "invalid"),
        ("/api/manners/4711", {"manner": "assign"}, "not_found"),
        ("/api/limits/weights/webchat", {"weight": 0}, "out_of_range"),
        ("/api/limits/weights/webchat", {"weight": 101}, "out_of_range"),
        ("/api/limits/sites/4711", {"most": 3}, "not_found"),
        ("/api/limits/sites/1", {"most": 0}, "out_of_range"),
    ],
)
async def test_what_cannot_be_is_refused_and_says_why(firm: Firm, path: str, body: dict[str, Any], code: str) -> None:
    refused = await firm.ask("ada", "PUT", path, body)
    assert (refused.status_code >= 400, refused.json()["code"]) == (True, code), refused.text
    assert (await firm.ask("anna", "PUT", path, body)).status_code == 403


async def test_what_is_not_said_stays(firm: Firm) -> None:
    await manners(firm, strategy="turn", each_most=7)
    await manners(firm, shows_looks=True)
    (now,) = [one for one in (await firm.done("anna", "GET", "/api/manners"))["teams"] if one["team"] == 0]
    assert (now["strategy"], now["each_most"], now["shows_looks"], now["manner"]) == ("turn", 7, True, "offer")
    await manners(firm, strategy="load", shows_looks=False)
