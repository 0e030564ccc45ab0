"""Who leaves without a word takes no talks along: after a grace they are back at their old place, and with others."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
import pytest_asyncio

from tests.support.floor import Floor
from tests.support.line import Line, closing, new_key
from tests.support.timing import comes, entries, policy, talk

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(loop_scope="module")
async def vera(floor: Floor) -> Line:
    """Somebody who is at a desk of the first node, with one window."""
    await floor.people.done("vera", "PUT", "/api/state", {"state": "available"})
    return await floor.people.desk("vera")


def body(record: Any) -> dict[str, Any]:
    return msgspec.json.decode(record["body"])


async def at(floor: Floor, convs: list[str]) -> list[str | None]:
    return [(await talk(floor, conv))["login"] for conv in convs]


async def test_f24_talks_of_a_shut_laptop_return_at_their_old_places_and_go_to_somebody_else(
    floor: Floor, vera: Line
) -> None:
    """F24, with a desk that closes: three talks, of which one was answered."""
    people = floor.people
    convs = await floor.talks(4)
    *hers, later = convs
    for conv in hers:
        assert (await vera.ask("take", conv=conv))["t"] == "ack"
    assert (await vera.ask("send", conv=hers[2], text="Секунду"))["t"] == "ack"
    places = [(await talk(floor, conv))["waiting_since"] for conv in hers]
    async with policy(floor, states={"grace": 1}):
        vera.cut()
        await comes(lambda: at(floor, hers), [None, None, None])
        assert [(await talk(floor, conv))["waiting_since"] for conv in hers] == places
        queue = await people.rows(
            "SELECT public_id FROM conversations.conversation WHERE status = 'open' AND holder_kind = 'queue'"
            " ORDER BY priority DESC, waiting_since, id"
        )
        assert [row["public_id"] for row in queue] == [*hers[:2], later, hers[2]], "nobody waits in the last one"
        (back,) = [body(one) for one in await entries(floor, hers[0], "assigned") if body(one)["how"] == "back"]
        assert back["clock"] == {"rule": "gone", "state": "available", "seconds": 1}
        assert back["from"]["id"] == people.ids["vera"]
        again = await people.desk("vera")
        async with closing(again):
            await people.done("ada", "PUT", "/api/manners/0", {"manner": "assign"})
            await comes(lambda: taken(floor, hers[0]))
            assert "vera" not in await at(floor, hers[:2]), "she is asked for others, not for these at once"
            await people.done("ada", "PUT", "/api/manners/0", {"manner": "offer"})
    await floor.holds()
    await done(floor, convs)


async def taken(floor: Floor, conv: str) -> bool:
    return (await talk(floor, conv))["holder_kind"] == "operator"


async def done(floor: Floor, convs: list[str]) -> None:
    """Close them, whoever holds them."""
    sofia = floor.lines["sofia"][0]
    for conv in convs:
        holder = (await talk(floor, conv))["login"]
        if holder not in (None, "sofia"):
            assert (await sofia.ask("transfer", conv=conv, to=None, reason="", lead=True))["t"] == "ack"
        assert (await sofia.ask("resolve", conv=conv))["t"] == "ack"


async def test_who_reloads_the_page_keeps_everything(floor: Floor, vera: Line) -> None:
    (conv,) = await floor.talks(1)
    async with closing(vera):
        assert (await vera.ask("take", conv=conv))["t"] == "ack"
        async with policy(floor, states={"grace": 600}):
            vera.cut()
            await comes(lambda: absences(floor), ["vera"])
            other = await floor.people.desk("vera")
            async with closing(other):
                await comes(lambda: absences(floor), [])
                assert await at(floor, [conv]) == ["vera"], "and nobody remembers that she was away"
    await done(floor, [conv])


async def absences(floor: Floor) -> list[str]:
    rows = await floor.people.rows(
        "SELECT o.login FROM timing.gone g JOIN operators.operator o ON o.id = g.operator_id WHERE o.login = 'vera'"
    )
    return [row["login"] for row in rows]


async def turned_since(floor: Floor, then: Any) -> bool:
    """Several turns were taken after this."""
    (row,) = await floor.people.rows(
        "SELECT at > $1::timestamptz + interval '0.5 seconds' AS later FROM timing.tick WHERE name = 'absences'", then
    )
    return row["later"]


async def stays(floor: Floor, conv: str, login: str) -> None:
    """Several turns later she still has it."""
    (turn,) = await floor.people.rows("SELECT at FROM timing.tick WHERE name = 'absences'")
    await comes(lambda: turned_since(floor, turn["at"]))
    assert await at(floor, [conv]) == [login]


async def test_each_state_says_what_it_does_to_the_talks_in_ones_hands(floor: Floor) -> None:
    people, anna = floor.people, floor.lines["anna"][0]
    visitor = await people.node.door.visitor(new_key())
    async with closing(visitor), policy(floor, states={"pause": "back", "away": "on_word"}):
        conv = (await visitor.ask("send", text="Вопрос"))["conv"]
        assert (await anna.ask("take", conv=conv))["t"] == "ack"
        await people.done("anna", "PUT", "/api/state", {"state": "transfers"})
        await people.done("anna", "PUT", "/api/state", {"state": "away"})
        await stays(floor, conv, "anna")  # they have not written since she went
        await visitor.ask("send", conv=conv, text="Вы где?")
        await comes(lambda: at(floor, [conv]), [None])
        back = body((await entries(floor, conv, "assigned"))[-1])
        assert back["clock"] == {"rule": "state", "state": "away", "seconds": 0}
        await people.done("anna", "PUT", "/api/state", {"state": "available"})
        assert (await anna.ask("take", conv=conv))["t"] == "ack"
        await people.done("anna", "PUT", "/api/state", {"state": "pause"})
        await comes(lambda: at(floor, [conv]), [None])
        await people.done("anna", "PUT", "/api/state", {"state": "available"})
    await done(floor, [conv])


async def test_what_somebody_takes_herself_while_she_is_away_stays_until_its_visitor_writes_again(floor: Floor) -> None:
    people, anna, boris = floor.people, floor.lines["anna"][0], floor.lines["boris"][0]
    visitor = await people.node.door.visitor(new_key())
    async with closing(visitor), policy(floor, states={"away": "on_word", "pause": "back"}):
        for state in ("away", "pause"):
            await people.done("anna", "PUT", "/api/state", {"state": state})
            conv = (await visitor.ask("send", text="Вопрос"))["conv"]
            assert (await anna.ask("take", conv=conv))["t"] == "ack"
            await stays(floor, conv, "anna")
            await visitor.ask("send", conv=conv, text="И ещё один")
            await comes(lambda conv=conv: at(floor, [conv]), [None])
            assert (await anna.ask("take", conv=conv))["t"] == "ack"
            assert (await anna.ask("resolve", conv=conv))["t"] == "ack"
            assert (await anna.ask("reopen", conv=conv))["t"] == "ack"
            await stays(floor, conv, "anna")
            assert (await anna.ask("resolve", conv=conv))["t"] == "ack"
            # What a colleague hands her is no taking of hers.
            await visitor.ask("send", conv=conv, text="И вот ещё")
            assert (await boris.ask("take", conv=conv))["t"] == "ack"
            given = await boris.ask("transfer", conv=conv, to=people.ids["anna"], reason="")
            assert given["t"] == "ack", given
            await comes(lambda conv=conv: at(floor, [conv]), [None])
            await done(floor, [conv])
    await people.done("anna", "PUT", "/api/state", {"state": "available"})


async def test_after_an_outage_nobody_is_gone_before_the_grace_has_passed_anew(floor: Floor, vera: Line) -> None:
    (conv,) = await floor.talks(1)
    async with closing(vera), policy(floor, states={"grace": 600}):
        assert (await vera.ask("take", conv=conv))["t"] == "ack"
        vera.cut()
        await comes(lambda: absences(floor), ["vera"])
        await floor.people.rows(
            "WITH old AS (UPDATE timing.gone SET since = now() - interval '1 hour')"
            " UPDATE timing.tick SET at = now() - interval '1 minute' WHERE name = 'absences'"
        )
        await comes(lambda: fresh(floor))
        assert await at(floor, [conv]) == ["vera"]
        await floor.people.rows("UPDATE timing.gone SET since = now() - interval '1 hour'")
        await comes(lambda: at(floor, [conv]), [None])
    await done(floor, [conv])


async def fresh(floor: Floor) -> bool:
    (row,) = await floor.people.rows("SELECT min(since) > now() - interval '1 minute' AS fresh FROM timing.gone")
    return bool(row["fresh"])


async def test_f24_talks_of_a_node_that_was_killed_return_too(floor: Floor) -> None:
    people = floor.people
    ticket = (await people.done("vera", "POST", "/api/ticket", {}))["ticket"]
    line = await floor.far.door.desk(ticket)
    (conv,) = await floor.talks(1)
    assert (await line.ask("take", conv=conv))["t"] == "ack"
    async with policy(floor, states={"grace": 1}):
        await floor.far.kill()
        # Its signs of life are as old as they would be in ten seconds; she has a desk nowhere else.
        await people.rows(
            "UPDATE operators.node SET seen_at = now() - interval '11 seconds'"
            " WHERE id IN (SELECT node_id FROM operators.present WHERE operator_id = $1)",
            people.ids["vera"],
        )
        await comes(lambda: at(floor, [conv]), [None])
    await done(floor, [conv])
    await floor.far.start()
