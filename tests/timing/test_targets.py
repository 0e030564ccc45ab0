"""Promises of speed, taking back and passing on, through the doors and on two nodes: each happens once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest

from pult.timing.store import RIPE
from tests.support.firm import NORTH, SOUTH
from tests.support.floor import Floor
from tests.support.hours import closed_now
from tests.support.line import closing, new_key
from tests.support.timing import comes, entries, policy, talk

pytestmark = pytest.mark.asyncio(loop_scope="module")


def body(record: Any) -> dict[str, Any]:
    return msgspec.json.decode(record["body"])


async def test_a_promise_stands_in_the_row_and_is_broken_once_on_two_nodes(floor: Floor) -> None:
    visitor = await floor.far.door.visitor(new_key())
    desk = floor.lines["anna"][0]
    async with closing(visitor), policy(floor, targets=[{"first": 1, "next": 3600, "clock": "always"}]):
        await desk.say(t="sub", id="list:open")
        conv = (await visitor.ask("send", text="Есть кто?"))["conv"]
        shown = await desk.until(
            lambda f: f["t"] == "rows" and any(row["conv"] == conv and "due" in row for row in f["rows"])
        )
        (row,) = [one for one in shown["rows"] if one["conv"] == conv]
        assert row["due"] == {"at": row["waiting"] + 1000, "kind": "first"}
        await comes(lambda: count(floor, conv), 1)
        (late,) = await entries(floor, conv, "overdue")
        assert (body(late)["promised"], late["actor_kind"]) == ("first", "system")
        assert (await desk.ask("take", conv=conv))["t"] == "ack"
        assert (await desk.ask("send", conv=conv, text="Да"))["t"] == "ack"
        await comes(lambda: due(floor, conv), None)
        n = (await visitor.ask("send", text="А ещё?", conv=conv))["n"]
        await comes(lambda: due(floor, conv), "next")
        seen = await visitor.reaches(conv, n)
        assert "overdue" not in {entry["kind"] for entry in seen}, "that is the team's own business"
        assert await count(floor, conv) == 1, "once, whoever looks"
        assert (await desk.ask("resolve", conv=conv))["t"] == "ack"
        await comes(lambda: due(floor, conv), None)


async def test_a_promise_is_another_one_once_it_is_known_who_somebody_is(floor: Floor) -> None:
    employers = {"name": "segment", "in": ["employer"]}
    visitor = await floor.far.door.visitor(new_key())
    async with closing(visitor), policy(floor, targets=[{"resolve": 9000}, {"group": employers, "first": 5000}]):
        conv = (await visitor.ask("send", text="Здравствуйте"))["conv"]
        await comes(lambda: due(floor, conv), "resolve")
        await visitor.say(t="about", attributes={"segment": "Employer"})
        await comes(lambda: due(floor, conv), "first")
        await visitor.say(t="about", attributes={"segment": None})
        await comes(lambda: due(floor, conv), "resolve")


async def count(floor: Floor, conv: str) -> int:
    return len(await entries(floor, conv, "overdue"))


async def due(floor: Floor, conv: str) -> str | None:
    return (await talk(floor, conv))["due_kind"]


async def test_settings_reach_talks_that_wait_already_and_time_stands_still_while_it_is_closed(floor: Floor) -> None:
    (conv,) = await floor.talks(1)
    closed = {"hours": closed_now(), "zone": "UTC"}
    async with policy(floor, hours=closed, targets=[{"first": 60}]):
        await comes(lambda: due(floor, conv), "first")
        at = (await talk(floor, conv))["due_at"]
        assert (at.hour, at.minute) == (11, 1) and at > datetime.now(UTC) + timedelta(days=1)
    await comes(lambda: due(floor, conv), None)
    async with policy(floor, hours=closed, targets=[{"first": 60, "clock": "always"}]):
        await comes(lambda: due(floor, conv), "first")
        row = await talk(floor, conv)
        assert row["due_at"] == row["waiting_since"] + timedelta(seconds=60)
    assert (await floor.lines["anna"][0].ask("resolve", conv=conv))["t"] == "ack"


async def test_who_does_not_answer_loses_the_talk_to_the_queue_at_its_old_place(floor: Floor) -> None:
    first, second = await floor.talks(2)
    anna, boris = floor.lines["anna"][0], floor.lines["boris"][0]
    place = (await talk(floor, first))["waiting_since"]
    async with policy(floor, take_back={"after": 1}):
        for conv in (first, second):
            assert (await anna.ask("take", conv=conv))["t"] == "ack"
        assert (await anna.ask("send", conv=second, text="Минуту"))["t"] == "ack"
        await comes(lambda: in_queue(floor, first))
        row = await talk(floor, first)
        assert row["waiting_since"] == place < (await talk(floor, second))["last_at"]
        back = body((await entries(floor, first, "assigned"))[-1])
        assert (back["how"], back["from"]["id"]) == ("back", floor.people.ids["anna"])
        assert back["clock"] == {"rule": "no_reply", "seconds": 1}
        told = await anna.until(lambda f: f["t"] == "told" and f["conv"] == first)
        assert (told["what"], told["by"]) == ("back", None), "she is told so"
        assert (await talk(floor, second))["login"] == "anna", "she has answered there"
        await floor.holds()
    assert (await boris.ask("resolve", conv=first))["t"] == "ack"
    assert (await anna.ask("resolve", conv=second))["t"] == "ack"


async def in_queue(floor: Floor, conv: str) -> bool:
    return (await talk(floor, conv))["holder_kind"] == "queue"


async def test_what_was_taken_back_goes_to_somebody_else(floor: Floor) -> None:
    people = floor.people
    await people.done("sofia", "PUT", "/api/state", {"state": "pause"})
    await people.done("ada", "PUT", "/api/manners/0", {"manner": "assign"})
    async with policy(floor, take_back={"after": 1}):
        (conv,) = await floor.talks(1)
        await comes(lambda: backs(floor, conv), 1)
        holders = [body(one)["to"]["id"] for one in await entries(floor, conv, "assigned")]
        await comes(lambda: has_holder(floor, conv))
        first, second = holders[0], (await talk(floor, conv))["holder_id"]
        assert {first, second} == {people.ids["anna"], people.ids["boris"]}
        line = floor.lines["anna" if second == people.ids["anna"] else "boris"][0]
        assert (await line.ask("send", conv=conv, text="Я здесь"))["t"] == "ack"
    await people.done("ada", "PUT", "/api/manners/0", {"manner": "offer"})
    await people.done("sofia", "PUT", "/api/state", {"state": "available"})
    assert (await line.ask("resolve", conv=conv))["t"] == "ack"


async def test_who_is_alone_is_asked_again_after_a_while_so_that_nobody_waits_for_ever(floor: Floor) -> None:
    people = floor.people
    for login in ("boris", "sofia"):
        await people.done(login, "PUT", "/api/state", {"state": "pause"})
    await people.done("ada", "PUT", "/api/manners/0", {"manner": "assign"})
    async with policy(floor, take_back={"after": 1}):
        (conv,) = await floor.talks(1)
        await comes(lambda: backs(floor, conv), 1)
    (other,) = await floor.talks(1)
    await comes(lambda: has_holder(floor, other))
    assert await in_queue(floor, conv), "the next one is hers, this one not at once"
    await people.rows(
        "UPDATE conversations.entry e SET at = e.at - interval '2 minutes' FROM conversations.conversation c"
        " WHERE c.id = e.conversation_id AND c.public_id = $1",
        conv,
    )
    await comes(lambda: has_holder(floor, conv))
    for login in ("boris", "sofia"):
        await people.done(login, "PUT", "/api/state", {"state": "available"})
    await people.done("ada", "PUT", "/api/manners/0", {"manner": "offer"})
    for one in (conv, other):
        assert (await floor.lines["anna"][0].ask("resolve", conv=one))["t"] == "ack"


async def backs(floor: Floor, conv: str) -> int:
    return sum(body(one)["how"] == "back" for one in await entries(floor, conv, "assigned"))


async def has_holder(floor: Floor, conv: str) -> bool:
    return (await talk(floor, conv))["holder_kind"] == "operator"


async def test_who_has_waited_too_long_in_one_queue_goes_to_another_team(floor: Floor) -> None:
    north, south = floor.people.teams[NORTH], floor.people.teams[SOUTH]
    sofia = floor.lines["sofia"][0]
    async with policy(floor, team=north, overflow={"after": 1, "to": south}):
        (conv,) = await floor.talks(1)
        place = (await talk(floor, conv))["waiting_since"]
        assert (await sofia.ask("transfer", conv=conv, to=None, team=north, reason=""))["t"] == "ack"
        await comes(lambda: team(floor, conv), south)
        assert (await talk(floor, conv))["waiting_since"] == place
        moved = body((await entries(floor, conv, "transferred"))[-1])
        assert (moved["team"]["id"], moved["clock"]) == (south, {"rule": "overflow", "seconds": 1})
        refused = await floor.people.ask("ada", "PUT", f"/api/timing/{south}", {"overflow": {"after": 1, "to": north}})
        assert (refused.status_code, refused.json()["pointer"]) == (422, "/overflow/to"), "no circle"
    assert (await sofia.ask("resolve", conv=conv))["t"] == "ack"


async def test_a_full_team_lets_another_help_at_once_as_far_as_that_has_room(floor: Floor) -> None:
    people, sofia = floor.people, floor.lines["sofia"][0]
    north, south = people.teams[NORTH], people.teams[SOUTH]
    limit = f"/api/people/{people.ids['vera']}"
    await people.done("ada", "PATCH", limit, {"limit": 1})
    vera = await people.desk("vera")
    async with closing(vera), policy(floor, team=north, overflow={"after": 86_400, "to": south, "full": True}):
        for login in ("anna", "boris"):
            await people.done(login, "PUT", "/api/state", {"state": "pause"})
        first, second = await floor.talks(2)
        for conv in (first, second):
            assert (await sofia.ask("transfer", conv=conv, to=None, team=north, reason=""))["t"] == "ack"
        await comes(lambda: team(floor, first), south)
        moved = body((await entries(floor, first, "transferred"))[-1])
        assert moved["clock"] == {"rule": "overflow", "seconds": 0, "full": True}
        assert (await vera.ask("take", conv=first))["t"] == "ack"
        assert await team(floor, second) == north, "she has room for one"
        for login in ("anna", "boris"):
            await people.done(login, "PUT", "/api/state", {"state": "available"})
        assert (await vera.ask("resolve", conv=first))["t"] == "ack"
    await people.done("ada", "PATCH", limit, {"limit": 5})
    assert (await sofia.ask("resolve", conv=second))["t"] == "ack"


async def team(floor: Floor, conv: str) -> int | None:
    return (await talk(floor, conv))["team_id"]


async def test_the_holidays_of_a_country_can_be_seen_and_count_for_a_promise(floor: Floor) -> None:
    assert "RU" in (await floor.people.done("vik", "GET", "/api/days-off"))["countries"]
    shown = await floor.people.done("vik", "GET", "/api/days-off/DE-BY?language=en")
    assert "Bayern" in {one["name"] for one in shown["regions"]} and len(shown["days"]) >= 10
    assert (await floor.people.ask("vik", "GET", "/api/days-off/XX")).status_code == 404
    assert (await floor.people.ask(None, "GET", "/api/days-off")).status_code == 401
    # A promise of so many days ends so much later as there are days off among them.
    days = await floor.people.done("vik", "GET", "/api/days-off/RU")
    soon = (datetime.now(UTC) + timedelta(300)).date()
    off = len({one["date"] for one in days["days"] if date.fromisoformat(one["date"]) <= soon})
    (conv,) = await floor.talks(1)
    until: list[datetime] = []
    for hours in ({"country": "", "holidays": ["02-29"]}, {"country": "RU"}):
        targets = [{"resolve": 365 * 86_400}]
        async with policy(floor, hours={**hours, "zone": "Europe/Moscow"}, targets=targets):
            await comes(lambda: due(floor, conv), "resolve")
            until.append((await talk(floor, conv))["due_at"])
        await comes(lambda: due(floor, conv), None)
    assert until[1] - until[0] >= timedelta(days=off) >= timedelta(days=8)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"target": []}, "/target"),
        ({"targets": [{"first": -1}]}, "/targets/0/first"),
        ({"targets": [{"first": 5}, {"next": 5, "clock": "moon"}]}, "/targets/1/clock"),
        ({"targets": [{"first": 5}, {"next": 5}]}, "/targets/1"),
        ({"targets": [{"group": {"in": ["x"]}, "first": 5}] * 2}, "/targets/1"),
        ({"targets": [{"group": {"name": "segment", "in": []}, "first": 5}]}, "/targets/0/group/in"),
        ({"hours": {"hours": {"mon": []}}}, "/hours/hours"),
        ({"hours": {"hours": {"mon": ["9-18"]}}}, "/hours/hours/mon/0"),
        ({"hours": {"zone": "Moon/Base"}}, "/hours/zone"),
        ({"hours": {"country": "XX"}}, "/hours/country"),
        ({"hours": {"country": "DE-BY", "working": ["2027-02-30"]}}, "/hours/working/0"),
        ({"take_back": {"after": 0}}, "/take_back/after"),
        ({"overflow": {"after": 5, "to": 999999}}, "/overflow/to"),
    ],
)
async def test_a_wrong_setting_is_refused_with_its_pointer_and_changes_nothing(
    floor: Floor, wrong: dict[str, Any], pointer: str
) -> None:
    before = await floor.people.done("vik", "GET", "/api/timing")
    refused = await floor.people.ask("ada", "PUT", "/api/timing/0", wrong)
    assert (refused.status_code, refused.json()["pointer"]) == (422, pointer), refused.text
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert (await floor.people.ask("ada", "PUT", "/api/timing/999999", {})).status_code == 404
    assert (await floor.people.ask("anna", "PUT", "/api/timing/0", {})).status_code == 403
    assert await floor.people.done("vik", "GET", "/api/timing") == before


async def test_a_turn_reads_what_is_due_from_its_index_whatever_else_is_watched(floor: Floor) -> None:
    await floor.people.rows(
        "INSERT INTO timing.watch (conversation_id, seq, version, at)"
        " SELECT -n, 1, 0, now() + n * interval '1 minute' FROM generate_series(1000, 21000) n"
    )
    try:
        await floor.people.rows("ANALYZE timing.watch")
        plan = [row[0] for row in await floor.people.rows(f"EXPLAIN ANALYZE {RIPE.replace('$1', '100')}")]
        assert any("using watch_due" in line for line in plan), plan
        assert not any("Seq Scan" in line or "Removed by Filter" in line for line in plan), plan
    finally:
        await floor.people.rows("DELETE FROM timing.watch WHERE conversation_id < 0")
