"""Talks that are offered to whose turn it is, who may refuse; and the next talk for whoever asks for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.support.firm import NORTH, SOUTH, Firm, firm_on
from tests.support.line import Line, closing, new_cid, new_key
from tests.support.postgres import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")
EVERYBODY = 0
WINDOWS = ("anna", "boris")


class Room:
    """Anna and Boris, each with a window; talks come to everybody's queue."""

    def __init__(self, people: Firm, lines: dict[str, Line]) -> None:
        self.people, self.lines = people, lines

    async def manner(self, name: str, *, team: int = EVERYBODY, **more: Any) -> None:
        await self.people.done("ada", "PUT", f"/api/manners/{team}", {"manner": name, **more})

    async def state(self, login: str, state: str) -> None:
        await self.people.done(login, "PUT", "/api/state", {"state": state})

    async def talk(self, text: str = "Здравствуйте") -> str:
        visitor = await self.people.node.door.visitor(new_key())
        async with closing(visitor):
            return (await visitor.ask("send", text=text))["conv"]

    async def offered(self, conv: str) -> str | None:
        rows = await self.people.rows(
            "SELECT p.login FROM routing.offer o JOIN conversations.conversation c ON c.id = o.conversation_id"
            " JOIN operators.operator p ON p.id = o.operator_id WHERE c.public_id = $1",
            conv,
        )
        return rows[0]["login"] if rows else None

    async def told(self, login: str, conv: str, t: str) -> dict[str, Any]:
        return await self.lines[login].until(lambda frame: frame["t"] == t and frame["conv"] == conv)

    async def press(self, login: str, conv: str, what: str, cid: str | None = None) -> tuple[int, Any]:
        body = {"cid": cid or new_cid()} if what == "accept" else None
        answer = await self.people.ask(login, "POST", f"/api/offers/{conv}/{what}", body)
        return answer.status_code, answer.json() if answer.content else None

    async def holder(self, conv: str) -> str | None:
        rows = await self.people.rows(
            "SELECT o.login FROM conversations.conversation c LEFT JOIN operators.operator o ON o.id = c.holder_id"
            " WHERE c.public_id = $1",
            conv,
        )
        return rows[0]["login"]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole(postgres_18: Server) -> AsyncIterator[Room]:
    async with firm_on(postgres_18) as people:
        lines = {login: await people.desk(login) for login in WINDOWS}
        async with closing(*lines.values()):
            yield Room(people, lines)


@pytest_asyncio.fixture(loop_scope="module")
async def room(whole: Room) -> AsyncIterator[Room]:
    """Offered to the best; both are available and hold nothing."""
    for login in WINDOWS:
        await whole.state(login, "available")
    await whole.manner("best", offer_seconds=60, strategy="load", last_first=True)
    yield whole
    await whole.manner("offer")
    sofia = await whole.people.desk("sofia")
    async with closing(sofia):
        for row in await whole.people.rows(
            "SELECT public_id, holder_kind FROM conversations.conversation WHERE status <> 'resolved'"
        ):
            if row["holder_kind"] == "operator":
                await sofia.ask("over", conv=row["public_id"], reason="")
            assert (await sofia.ask("resolve", conv=row["public_id"]))["t"] == "ack"


async def comes(look: Any, expected: Any) -> None:
    async with asyncio.timeout(15):
        while await look() != expected:
            await asyncio.sleep(0.02)


async def test_an_offer_says_what_and_why_and_until_when_and_is_accepted_once(room: Room) -> None:
    await room.state("boris", "pause")
    conv = await room.talk("Не могу войти")
    offer = await room.told("anna", conv, "offer")
    assert (offer["text"], offer["why"]["rule"]) == ("Не могу войти", "only")
    assert 50_000 < offer["until"] - offer["now"] <= 60_000
    (mine,) = (await room.people.done("anna", "GET", "/api/offers"))["offers"]
    assert (mine["conv"], mine["until"]) == (conv, offer["until"])
    assert (await room.people.done("boris", "GET", "/api/offers"))["offers"] == []
    assert await room.holder(conv) is None, "until it is accepted it waits where it is"
    code, body = await room.press("boris", conv, "accept")
    assert (code, body["code"]) == (409, "offer_over"), "it is not offered to him"
    cid = new_cid()
    assert await room.press("anna", conv, "accept", cid) == (200, {"conv": conv})
    assert await room.press("anna", conv, "accept", cid) == (200, {"conv": conv}), "the same press, the same answer"
    code, body = await room.press("anna", conv, "accept")
    assert (code, body["code"]) == (409, "not_waiting")
    assert await room.holder(conv) == "anna"
    assert (await room.told("anna", conv, "offer_over"))["how"] == "accepted"
    (entry,) = await room.people.rows(
        "SELECT e.body ->> 'how' AS how, e.body -> 'why' ->> 'rule' AS rule, e.actor_id"
        " FROM conversations.entry e JOIN conversations.conversation c ON c.id = e.conversation_id"
        " WHERE c.public_id = $1 AND e.kind = 'assigned' AND e.audience = 'internal'",
        conv,
    )
    assert tuple(entry) == ("offer", "only", room.people.ids["anna"])


async def test_who_refuses_is_not_asked_again_at_once_and_refusing_twice_says_so(room: Room) -> None:
    conv = await room.talk()
    first = (await asyncio.wait_for(until_offered(room, conv), 15)) or ""
    other = "boris" if first == "anna" else "anna"
    assert (await room.press(first, conv, "refuse"))[0] == 204
    assert (await room.told(other, conv, "offer"))["conv"] == conv
    code, body = await room.press(first, conv, "refuse")
    assert (code, body["code"]) == (409, "offer_over")
    code, body = await room.press(first, conv, "accept")
    assert (code, body["code"]) == (409, "offer_over"), "what was refused is a colleague's now"
    assert (await room.press(other, conv, "refuse"))[0] == 204
    await comes(lambda: room.offered(conv), None)
    later = await room.talk()
    await comes(lambda: is_offered(room, later), True)
    assert await room.offered(conv) is None, "both have said no: neither is asked again at once"
    await room.people.rows("UPDATE routing.asked SET until = now()")
    await comes(lambda: is_offered(room, conv), True)


async def test_an_offer_that_nobody_accepts_in_time_goes_to_another(room: Room) -> None:
    """F25."""
    conv = await room.talk()
    first = await until_offered(room, conv)
    other = "boris" if first == "anna" else "anna"
    await room.people.rows("UPDATE routing.offer SET until = now()")
    assert (await room.told(first, conv, "offer_over"))["how"] == "lapsed"
    await comes(lambda: room.offered(conv), other)
    await room.people.rows("UPDATE routing.offer SET until = now()")
    assert (await room.told(other, conv, "offer_over"))["how"] == "lapsed"
    await comes(lambda: room.offered(conv), None)
    assert (await room.lines[first].ask("take", conv=conv))["t"] == "ack", "by hand it can be taken at any time"
    kinds = await room.people.rows(
        "SELECT kind FROM kit.fact WHERE subject = (SELECT 'talk:' || id FROM conversations.conversation"
        " WHERE public_id = $1) ORDER BY id",
        conv,
    )
    assert [row["kind"] for row in kinds] == ["offer.made", "offer.lapsed", "offer.made", "offer.lapsed"]


async def test_an_offer_ends_when_its_talk_is_taken_or_its_operator_does_something_else(room: Room) -> None:
    await room.state("boris", "pause")
    one, two = await room.talk(), await room.talk()
    for conv in (one, two):
        await room.told("anna", conv, "offer")
    assert (await room.lines["boris"].ask("take", conv=one))["t"] == "ack"
    assert (await room.told("anna", one, "offer_over"))["how"] == "withdrawn"
    await room.state("anna", "pause")
    assert (await room.told("anna", two, "offer_over"))["how"] == "withdrawn"
    await room.state("anna", "available")
    await comes(lambda: room.offered(two), "anna")


async def test_what_is_offered_counts_so_nobody_is_offered_more_than_fits(room: Room) -> None:
    people = room.people
    await people.done("ada", "PATCH", f"/api/people/{people.ids['anna']}", {"limit": 2})
    await room.state("boris", "pause")
    convs = [await room.talk() for _ in range(3)]
    for conv in convs[:2]:
        await comes(lambda conv=conv: room.offered(conv), "anna")
    await room.state("boris", "transfers")
    assert await room.offered(convs[2]) is None
    assert (await room.press("anna", convs[0], "accept"))[0] == 200
    assert await room.offered(convs[2]) is None
    assert (await room.press("anna", convs[1], "refuse"))[0] == 204
    await comes(lambda: room.offered(convs[2]), "anna")
    # She fills up by hand: what was offered fits no more, and is refused with its reason.
    spare = await room.talk()
    assert (await room.lines["anna"].ask("take", conv=spare))["t"] == "ack"
    code, body = await room.press("anna", convs[2], "accept")
    assert (code, body["code"]) == (409, "at_limit")
    await people.done("ada", "PATCH", f"/api/people/{people.ids['anna']}", {"limit": 5})


async def test_pulling_gives_the_one_that_waited_longest_of_ones_own_teams(room: Room) -> None:
    people = room.people
    await room.manner("pull")
    first, south, last = await room.talk(), await room.talk(), await room.talk()
    sofia = await people.desk("sofia")
    async with closing(sofia):
        given = await sofia.ask("transfer", conv=south, to=None, team=people.teams[SOUTH], reason="")
        assert given["t"] == "ack"
        north = await room.talk()
        given = await sofia.ask("transfer", conv=north, to=None, team=people.teams[NORTH], reason="")
        assert given["t"] == "ack"
    got = [(await people.done("anna", "POST", "/api/offers/next"))["conv"] for _ in range(3)]
    assert got == [first, last, north]
    nothing = await people.ask("anna", "POST", "/api/offers/next")
    assert (nothing.status_code, nothing.json()["code"]) == (404, "queue_empty")
    assert (await people.ask("vik", "POST", "/api/offers/next")).status_code == 403
    assert (await people.done("sofia", "POST", "/api/offers/next"))["conv"] == south, "she sees all teams"


async def test_two_who_pull_at_once_get_different_talks(room: Room) -> None:
    await room.manner("pull")
    convs = [await room.talk() for _ in range(4)]
    got = await asyncio.gather(
        *(room.people.done(login, "POST", "/api/offers/next") for login in ("anna", "boris", "anna", "boris"))
    )
    assert sorted(one["conv"] for one in got) == sorted(convs)


async def until_offered(room: Room, conv: str) -> str:
    async with asyncio.timeout(15):
        while (login := await room.offered(conv)) is None:
            await asyncio.sleep(0.02)
    return login


async def is_offered(room: Room, conv: str) -> bool:
    return await room.offered(conv) is not None
