"""To the personal manager in one step: to her if she is there, to who stands in, else a promise that she writes back,
which she finds when she is there again, or which the queue finds when she is not.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.support.firm import SOUTH, Firm
from tests.support.firm import firm as a_firm
from tests.support.fold import View, fold, view_of
from tests.support.line import Frame, Line, closing, new_cid, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

pytestmark = pytest.mark.asyncio(loop_scope="module")
PEOPLE = ("anna", "boris", "sofia")
PROMISE = "София напишет"


def ahead(seconds: float) -> int:
    return int((time.time() + seconds) * 1000)


class Desk:
    """A talk in Boris's hands, whose person is Sofia's."""

    def __init__(self, people: Firm, lines: dict[str, Line]) -> None:
        self.people, self.lines = people, lines
        self.conv = ""

    async def begin(self, visitor: Line) -> None:
        self.conv = (await visitor.ask("send", text="Здравствуйте"))["conv"]
        assert (await self.lines["boris"].ask("take", conv=self.conv))["t"] == "ack"
        at = f"/api/talks/{self.conv}/manager"
        await self.people.done("boris", "PUT", at, {"operator": self.people.ids["sofia"]})

    async def state(self, login: str, state: str) -> None:
        await self.people.done(login, "PUT", "/api/state", {"state": state})

    async def give(self, login: str = "boris", **more: Any) -> tuple[int, dict[str, Any]]:
        body = {"cid": new_cid(), "at": ahead(3600), "text": PROMISE, **more}
        answer = await self.people.ask(login, "POST", f"/api/talks/{self.conv}/manager/talk", body)
        return answer.status_code, answer.json()

    async def row(self) -> dict[str, Any]:
        rows = await self.people.rows(
            "SELECT c.status, c.holder_kind, o.login, c.promise, c.waiting_since, c.owed_since, c.snoozed_until"
            " FROM conversations.conversation c LEFT JOIN operators.operator o ON o.id = c.holder_id"
            " WHERE c.public_id = $1",
            self.conv,
        )
        return dict(rows[0])

    async def seen(self) -> View:
        """What a desk that comes now is shown."""
        line = await self.people.desk("ada")
        async with closing(line):
            return view_of("desk", await self.watched(line))

    async def watched(self, line: Line) -> Frame:
        await line.say(t="sub", id=f"c:{self.conv}")
        snap = await line.until(lambda frame: frame["t"] == "snap")
        await line.until(lambda frame: frame["t"] == "live")
        return snap

    async def folds(self, line: Line, before: View) -> None:
        """Whoever watched it all sees the same as who comes now."""
        now = await self.seen()
        entries = await line.reaches(self.conv, now.top)
        after = fold(before, [entry for entry in entries if before.top < entry["n"] <= now.top])
        assert after.since(now.first) == now.since(now.first)

    async def becomes(self, **wanted: Any) -> dict[str, Any]:
        async with asyncio.timeout(20):
            while True:
                row = await self.row()
                if all(row[name] == value for name, value in wanted.items()):
                    return row
                await asyncio.sleep(0.05)

    async def bodies(self, kind: str) -> list[dict[str, Any]]:
        rows = await self.people.rows(
            "SELECT e.body FROM conversations.entry e JOIN conversations.conversation c ON c.id = e.conversation_id"
            " WHERE c.public_id = $1 AND e.kind = $2 AND (e.audience = 'internal' OR $2 = 'message') ORDER BY e.seq",
            self.conv,
            kind,
        )
        return [json.loads(row["body"]) for row in rows]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def whole(postgres_18: Server) -> AsyncIterator[tuple[Firm, dict[str, Line]]]:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node), a_firm(node) as people:
            lines = {login: await people.desk(login) for login in PEOPLE}
            async with closing(*lines.values()):
                yield people, lines


@pytest_asyncio.fixture(loop_scope="module")
async def desk(whole: tuple[Firm, dict[str, Line]]) -> AsyncIterator[tuple[Desk, Line]]:
    made = Desk(*whole)
    visitor = await made.people.node.door.visitor(new_key())
    async with closing(visitor):
        for login in ("boris", "anna"):
            await made.state(login, "available")
        await made.state("sofia", "pause")
        await made.begin(visitor)
        yield made, visitor
    await made.lines["sofia"].ask("over", conv=made.conv, reason="")
    await made.lines["sofia"].ask("settle", conv=made.conv, kept=True)
    assert (await made.lines["sofia"].ask("resolve", conv=made.conv))["t"] == "ack"
    for operator in (await made.people.done("ada", "GET", "/api/deputies"))["deputies"]:
        await made.people.done("ada", "PUT", f"/api/deputies/{operator}", {"deputy": None})


async def test_who_is_away_gets_the_talk_with_a_promise_and_the_visitor_is_told(desk: tuple[Desk, Line]) -> None:
    one, visitor = desk
    before, due = await one.row(), ahead(3600)
    carried = "SELECT login, load, capacity + overflow AS most FROM operators.operator"
    status, done = await one.give(at=due, note="Клиент спешит", reason="просит свою")
    assert (status, done) == (200, {"how": "promised", "to": one.people.ids["sofia"], "name": done["name"]})
    row = await one.row()
    assert (row["status"], row["login"]) == ("snoozed", "sofia")
    assert json.loads(row["promise"]) == {"text": PROMISE, "due": due, "by": done["name"]}
    assert row["owed_since"] == before["waiting_since"]
    loads = {row["login"]: row for row in await one.people.rows(carried)}
    assert loads["sofia"]["load"] == 100 and all(row["load"] <= row["most"] for row in loads.values())
    assert [note["text"] for note in await one.bodies("note")] == ["Клиент спешит"]
    async with asyncio.timeout(20):
        while len(said := await one.bodies("message")) < 2:
            await asyncio.sleep(0.05)
    assert done["name"] in said[1]["text"] and "Ждать не нужно" in said[1]["text"]
    await visitor.until(lambda frame: "Ждать не нужно" in str(frame))
    assert PROMISE not in str(visitor.frames) and "snoozed" not in str(visitor.frames)
    assert (await one.row())["status"] == "snoozed", "what the house says wakes nobody"


async def test_she_finds_it_among_her_own_when_she_is_there_again(desk: tuple[Desk, Line]) -> None:
    one, _ = desk
    since = (await one.row())["waiting_since"]
    assert (await one.give())[0] == 200
    await one.state("sofia", "available")
    row = await one.becomes(status="open")
    assert (row["login"], row["waiting_since"], row["owed_since"]) == ("sofia", since, None)
    assert row["promise"] is not None
    assert (await one.bodies("status"))[-1]["how"] == "here"
    await one.lines["sofia"].ask("snooze", conv=one.conv, until=ahead(3600))
    assert (await one.row())["owed_since"] is None, "what she puts aside herself stays aside"


async def test_if_she_is_away_even_then_it_goes_to_the_queue_at_its_old_place(desk: tuple[Desk, Line]) -> None:
    one, _ = desk
    since, due = (await one.row())["waiting_since"], ahead(1.5)
    line = await one.people.desk("ada")
    async with closing(line):
        before = view_of("desk", await one.watched(line))
        assert (await one.give(at=due))[1]["how"] == "promised"
        row = await one.becomes(status="open")
        await one.folds(line, before)
    assert (row["holder_kind"], row["login"], row["waiting_since"]) == ("queue", None, since)
    assert json.loads(row["promise"])["due"] == due, "everybody sees what was not kept"
    back = (await one.bodies("assigned"))[-1]
    assert (back["how"], back["clock"], back["from"]["id"]) == (
        "back",
        {"rule": "promise", "seconds": 0},
        one.people.ids["sofia"],
    )


async def test_who_has_written_from_afar_keeps_it(desk: tuple[Desk, Line]) -> None:
    one, _ = desk
    assert (await one.give(at=ahead(2)))[1]["how"] == "promised"
    assert (await one.lines["sofia"].ask("send", conv=one.conv, text="Пишу с дороги"))["t"] == "ack"
    row = await one.becomes(status="open")
    assert (row["login"], row["waiting_since"]) == ("sofia", None)


async def test_a_word_of_the_visitors_brings_it_back_into_her_hands(desk: tuple[Desk, Line]) -> None:
    one, visitor = desk
    since = (await one.row())["waiting_since"]
    line = await one.people.desk("ada")
    async with closing(line):
        before = view_of("desk", await one.watched(line))
        assert (await one.give())[0] == 200
        await visitor.ask("send", conv=one.conv, text="И ещё вопрос")
        row = await one.becomes(status="open")
        await one.folds(line, before)
    assert (row["login"], row["waiting_since"]) == ("sofia", since)
    assert (await one.bodies("status"))[-1]["how"] == "word"


async def test_who_is_there_after_all_gets_it_at_once_and_nothing_is_promised(desk: tuple[Desk, Line]) -> None:
    one, _ = desk
    ids = one.people.ids
    await one.people.done("ada", "PUT", f"/api/deputies/{ids['sofia']}", {"deputy": ids["anna"]})
    status, done = await one.give()
    assert (status, done["how"], done["to"]) == (200, "handed", ids["anna"])
    row = await one.row()
    assert (row["status"], row["login"], row["promise"], row["owed_since"]) == ("open", "anna", None, None)
    await one.state("sofia", "available")
    assert (await one.give("anna"))[1]["to"] == ids["sofia"]
    assert (await one.row())["login"] == "sofia"


async def test_what_makes_no_sense_and_whom_it_does_not_concern_is_refused(desk: tuple[Desk, Line]) -> None:
    one, _ = desk
    ids, at = one.people.ids, f"/api/talks/{one.conv}/manager"
    before = await one.row()
    for login, more, status, code in (
        ("boris", {"at": ahead(-5)}, 422, "out_of_range"),
        ("boris", {"at": ahead(30 * 86_400 + 60)}, 422, "out_of_range"),
        ("boris", {"at": 2**53}, 422, "out_of_range"),
        ("boris", {"text": " "}, 422, "invalid"),
        ("boris", {"text": "а" * 201}, 413, "too_large"),
        ("boris", {"lead": True}, 403, "forbidden"),
        ("anna", {}, 409, "not_holder"),
        ("vik", {}, 403, "forbidden"),
    ):
        answer = await one.give(login, **more)
        assert (answer[0], answer[1]["code"]) == (status, code), (login, more, answer)
    await one.people.rows("UPDATE operators.operator SET capacity = 100, load = 100 WHERE login = 'sofia'")
    assert (await one.give())[1]["code"] == "at_limit"
    await one.people.rows("UPDATE operators.operator SET capacity = 500, load = 0 WHERE login = 'sofia'")
    await one.people.done("boris", "PUT", at, {"operator": None})
    assert (await one.give())[1]["code"] == "no_manager"
    await one.people.done("boris", "PUT", at, {"operator": ids["vera"]})
    assert (await one.give("ada", lead=True))[0] == 200, "a talk of everybody's is one of hers too"
    given = await one.lines["sofia"].ask("transfer", conv=one.conv, to=None, reason="", lead=True)
    assert given["t"] == "ack"
    after = await one.row()
    assert (after["status"], after["promise"] is None, before["status"]) == ("open", False, "open")


async def test_the_same_press_is_answered_as_before_whoever_is_there_by_now(desk: tuple[Desk, Line]) -> None:
    one, _ = desk
    ids, press = one.people.ids, {"cid": new_cid(), "at": ahead(3600)}
    first = await one.give(**press)
    assert (first[0], first[1]["how"]) == (200, "promised")
    await one.state("sofia", "available")
    await one.becomes(status="open")
    assert await one.give(**press) == first, "she has it again"
    handed = await one.lines["sofia"].ask("transfer", conv=one.conv, to=ids["boris"], reason="")
    assert handed["t"] == "ack"
    assert await one.give(**press) == first, "she is there, it is with somebody else"
    assert (await one.row())["login"] == "boris"
    second = {"cid": new_cid(), "at": ahead(3600)}
    given = await one.give(**second)
    assert (given[0], given[1]["how"], given[1]["to"]) == (200, "handed", ids["sofia"])
    await one.state("sofia", "pause")
    await one.people.done("ada", "PUT", f"/api/talks/{one.conv}/manager", {"operator": None})
    assert [await one.give(**press), await one.give(**second)] == [first, given], "nobody is the manager any more"
    assert len(await one.bodies("promised")) == 1
    other = await one.give(**{**press, "text": "Иное"})
    assert (other[0], other[1]["code"]) == (409, "conflict")
    # What was refused is refused the same way, too.
    third = {"cid": new_cid(), "at": ahead(3600)}
    await one.people.done("ada", "PUT", f"/api/talks/{one.conv}/manager", {"operator": ids["anna"]})
    await one.state("anna", "pause")
    refused = await one.give(**third)
    assert (refused[0], refused[1]["code"]) == (409, "not_holder")
    await one.state("anna", "available")
    assert await one.give(**third) == refused


async def test_talks_of_another_team_are_not_to_be_seen_and_the_same_press_is_done_once(
    desk: tuple[Desk, Line],
) -> None:
    one, _ = desk
    cid, due = new_cid(), ahead(3600)
    assert await one.give(cid=cid, at=due) == await one.give(cid=cid, at=due)
    assert len(await one.bodies("promised")) == 1
    given = await one.lines["sofia"].ask(
        "transfer", conv=one.conv, to=None, team=one.people.teams[SOUTH], reason="", lead=True
    )
    assert given["t"] == "ack"
    assert (await one.give())[1]["code"] == "not_found"
