"""What stands beside a talk: earlier talks, notes about the person, and writing to them first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from pult.contacts.notes import MOST
from pult.desk.context import ContextDesk
from pult.desk.streams import Names
from pult.kit.db import Database
from pult.operators.access import Access
from pult.operators.events import Operator
from pult.operators.rules import Role
from tests.support.firm import NORTH, SOUTH, Firm, firm
from tests.support.line import Frame, Line, closing, new_cid, new_key
from tests.support.log import waiting
from tests.support.mailbox import Mailbox, mailbox, text_of
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started
from tests.support.tokens import signed, site_secret

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(postgres_18: Server) -> AsyncIterator[tuple[Firm, Mailbox]]:
    async with data_folder() as data, mailbox() as box:
        node = Pult(await postgres_18.create_database(), data, env=box.env)
        async with started(node), firm(node) as people:
            yield people, box


async def solved(people: Firm, visitor: Line, text: str, *, by: str = "anna", late: bool = True) -> str:
    """A talk of this visitor's that somebody took and resolved; `late`: it is too old to be opened by another word."""
    conv = (await visitor.ask("send", text=text))["conv"]
    line = await people.desk(by)
    async with closing(line):
        await line.ask("take", conv=conv)
        assert (await line.ask("resolve", conv=conv))["t"] == "ack"
    if late:
        await people.rows(
            "UPDATE conversations.conversation SET resolved_at = now() - interval '2 days' WHERE public_id = $1", conv
        )
    return str(conv)


async def context(people: Firm, login: str, conv: str) -> Any:
    return await people.done(login, "GET", f"/api/talks/{conv}/context")


async def state(people: Firm, login: str, conv: str) -> Frame:
    """The state of a talk as somebody opens it."""
    line = await people.desk(login)
    async with closing(line):
        await line.say(t="sub", id=f"c:{conv}")
        return (await line.until(lambda f: f["t"] == "snap"))["state"]


async def test_earlier_talks_stand_beside_with_topic_time_holder_and_rating(house: tuple[Firm, Mailbox]) -> None:
    people, _ = house
    visitor = await people.node.door.visitor(new_key())
    async with closing(visitor):
        first = await solved(people, visitor, "Первый вопрос", late=False)
        await visitor.ask("rate", conv=first, score=2, of=2)
        await people.rows(
            "UPDATE conversations.conversation SET resolved_at = now() - interval '2 days' WHERE public_id = $1", first
        )
        second = await solved(people, visitor, "Второй вопрос", by="boris")
        third = (await visitor.ask("send", text="Третий вопрос"))["conv"]
        told = await context(people, "vik", third)
        assert [(one["conv"], one["who"], one["text"]) for one in told["earlier"]] == [
            (second, "Борис Ёлкин", "Второй вопрос"),
            (first, "Анна Кузнецова", "Первый вопрос"),
        ]
        assert told["earlier"][1]["rated"]["score"] == 2 and not told["more"]
        assert (await context(people, "anna", first))["earlier"] == []
        assert (await state(people, "anna", third))["earlier"] is True
        assert (await state(people, "anna", first))["earlier"] is False


async def test_talks_of_teams_that_one_is_not_in_are_not_hinted_at(house: tuple[Firm, Mailbox]) -> None:
    people, _ = house
    conv, visitor = await people.talk(team=SOUTH)
    async with closing(visitor):
        vera = await people.desk("vera")
        async with closing(vera):
            await vera.ask("take", conv=conv)
            await vera.ask("resolve", conv=conv)
        await people.rows(
            "UPDATE conversations.conversation SET resolved_at = now() - interval '2 days' WHERE public_id = $1", conv
        )
        second = (await visitor.ask("send", text="Снова"))["conv"]
        assert (await state(people, "anna", second))["earlier"] is False
        assert (await context(people, "anna", second))["earlier"] == []
        assert (await state(people, "vera", second))["earlier"] is True
        assert [one["conv"] for one in (await context(people, "sofia", second))["earlier"]] == [conv]


class Counting(Database):
    """Counts the statements that pass."""

    asked = 0

    async def fetch(self, query: str, *args: Any) -> Any:
        self.asked += 1
        return await super().fetch(query, *args)

    async def fetchrow(self, query: str, *args: Any) -> Any:
        self.asked += 1
        return await super().fetchrow(query, *args)

    async def fetchval(self, query: str, *args: Any) -> Any:
        self.asked += 1
        return await super().fetchval(query, *args)


async def test_what_stands_beside_costs_the_same_number_of_queries_however_much_there_is(
    house: tuple[Firm, Mailbox],
) -> None:
    people, _ = house
    visitor = await people.node.door.visitor(new_key())
    async with closing(visitor):
        for number in range(3):
            await solved(people, visitor, f"Вопрос {number}")
        rich = (await visitor.ask("send", text="Последний"))["conv"]
    poor, other = await people.talk()
    await other.close()
    for text in ("Раз", "Два"):
        await people.done("anna", "POST", f"/api/talks/{rich}/notes", {"text": text})
    operator = Operator(id=people.ids["ada"], login="ada", name="Ада", public_name="Ада")
    ada = Access(operator=operator, role=Role.ADMIN, teams=frozenset(), session=UUID(int=1), number=1)
    db = await Database.open(people.node.dsn, size=1)
    try:
        counting = Counting(people.node.dsn, db.pool)
        desk = ContextDesk(counting, names=Names(counting), told=lambda _talk: None, here=lambda _talk: False)
        costs: list[int] = []
        for conv in (rich, poor):
            await desk.read(ada, conv)  # its number is known from now on
            counting.asked = 0
            await desk.read(ada, conv)
            costs.append(counting.asked)
        assert costs[0] == costs[1] <= 4
    finally:
        await db.close()


async def test_notes_are_written_by_those_who_may_changed_by_their_author_and_read_by_all(
    house: tuple[Firm, Mailbox],
) -> None:
    people, _ = house
    conv, visitor = await people.talk(team=NORTH)
    notes = f"/api/talks/{conv}/notes"
    async with closing(visitor):
        markup = "<img src=x onerror=alert(1)> просит звонить после 18"
        note = await people.done("anna", "POST", notes, {"text": f"  {markup}  "})
        assert (note["text"], note["by"], note["edited"]) == (markup, "Анна Кузнецова", None)
        assert [one["text"] for one in (await context(people, "vik", conv))["notes"]] == [markup]
        # A12: not by a viewer, not a colleague's, not of another team, not of another person
        one = f"{notes}/{note['id']}"
        change = {"text": "Иначе", "version": note["version"]}
        elsewhere, other = await people.talk(team=NORTH)
        refused = [
            ("vik", "POST", notes, {"text": "x"}, 403),
            ("vik", "DELETE", one, None, 403),
            ("boris", "PUT", one, change, 403),
            ("boris", "DELETE", one, None, 403),
            ("vera", "POST", notes, {"text": "x"}, 404),
            ("vera", "PUT", one, change, 404),
            ("anna", "PUT", f"/api/talks/{elsewhere}/notes/{note['id']}", change, 404),
            ("anna", "DELETE", f"/api/talks/{elsewhere}/notes/{note['id']}", None, 404),
            ("anna", "PUT", f"{notes}/999999", change, 404),
            ("vera", "GET", f"/api/talks/{conv}/context", None, 404),
        ]
        await other.close()
        for login, method, path, body, status in refused:
            answer = await people.ask(login, method, path, body)
            assert answer.status_code == status, (login, method, path, answer.text)
        changed = await people.done("anna", "PUT", one, change)
        assert changed["text"] == "Иначе" and changed["edited"] is not None
        assert (await people.ask("anna", "PUT", one, change)).status_code == 412
        await people.done("anna", "DELETE", one)
        await people.done("anna", "DELETE", one)
        assert (await context(people, "vik", conv))["notes"] == []
        await people.done("anna", "POST", f"{one}/restore")
        assert len((await context(people, "vik", conv))["notes"]) == 1
        await people.done("anna", "DELETE", one)
        await people.rows("UPDATE contacts.note SET deleted_at = now() - interval '2 hours'")
        assert (await people.ask("anna", "POST", f"{one}/restore")).status_code == 404


async def test_a_note_that_cannot_be_kept_is_refused_with_its_place(house: tuple[Firm, Mailbox]) -> None:
    people, _ = house
    conv, visitor = await people.talk()
    async with closing(visitor):
        wrong: list[tuple[Any, int]] = [
            ({"text": " \n "}, 422),
            ({"text": "a\0b"}, 422),
            ({"text": None}, 422),
            ({"text": ["x"]}, 422),
            ({"text": "x" * 2_001}, 413),
            ({"text": "x", "by": 1}, 422),
        ]
        for body, status in wrong:
            answer = await people.ask("anna", "POST", f"/api/talks/{conv}/notes", body)
            assert (answer.status_code, answer.json()["pointer"]) == (status, "/by" if "by" in body else "/text"), body
        long = await people.done("anna", "POST", f"/api/talks/{conv}/notes", {"text": "я" * 2_000})
        assert len(long["text"]) == 2_000


async def test_there_are_no_more_notes_than_the_limit_also_at_once(house: tuple[Firm, Mailbox]) -> None:
    people, _ = house
    conv, visitor = await people.talk()
    notes, person = f"/api/talks/{conv}/notes", "(SELECT contact_id FROM contacts.note WHERE id = $1)"
    first = (await people.done("anna", "POST", notes, {"text": "Первая"}))["id"]
    await people.rows(
        f"INSERT INTO contacts.note (contact_id, by_id, text) SELECT {person}, 1, 'x' FROM generate_series(3, {MOST})",
        first,
    )
    line, watch = [await asyncpg.connect(people.node.dsn) for _ in range(2)]
    async with closing(visitor, line, watch), asyncio.timeout(20):
        # Both have looked how many there are before either of them is written.
        async with line.transaction():
            await line.execute(f"SELECT FROM contacts.contact WHERE id = {person} FOR UPDATE", first)
            asked = [asyncio.create_task(people.ask("anna", "POST", notes, {"text": "Вторая"})) for _ in range(2)]
            await waiting(watch, application="pult", number=2)
        both = [await one for one in asked]
        assert sorted(one.status_code for one in both) == [201, 409] and "too_many_notes" in both[0].text + both[1].text
        # What was deleted makes room, and does not come back into a full house.
        await people.done("anna", "DELETE", f"{notes}/{first}")
        second = (await people.done("anna", "POST", notes, {"text": "На её место"}))["id"]
        assert (await people.ask("anna", "POST", f"{notes}/{first}/restore")).json()["code"] == "too_many_notes"
        await people.done("anna", "DELETE", f"{notes}/{second}")
        for _ in range(2):
            await people.done("anna", "POST", f"{notes}/{first}/restore")
        assert len((await context(people, "anna", conv))["notes"]) == MOST


async def test_colleagues_who_have_the_talk_open_hear_of_a_note(house: tuple[Firm, Mailbox]) -> None:
    people, _ = house
    conv, visitor = await people.talk()
    boris = await people.desk("boris")
    async with closing(visitor, boris):
        await boris.say(t="sub", id=f"c:{conv}")
        await boris.until(lambda f: f["t"] == "live")
        start = len(boris.frames)
        await people.done("anna", "POST", f"/api/talks/{conv}/notes", {"text": "Важно"})
        await boris.until(lambda f: f["t"] == "contact" and f["id"] == f"c:{conv}", after=start)


async def test_it_is_told_when_the_visitor_leaves_the_page_and_comes_back(house: tuple[Firm, Mailbox]) -> None:
    people, _ = house
    key = new_key()
    visitor = await people.node.door.visitor(key)
    conv = (await visitor.ask("send", text="Я тут"))["conv"]
    tab = await people.node.door.visitor(key)
    boris, vera = await people.desk("boris"), await people.desk("vera")
    async with closing(boris, vera, tab):
        await boris.ask("take", conv=conv)
        assert (await context(people, "boris", conv))["here"] is True
        await tab.say(t="sub", id=f"c:{conv}")
        await tab.until(lambda f: f["t"] == "live")
        start = len(boris.frames)
        await visitor.close()
        await tab.close()
        gone = await boris.until(lambda f: f["t"] == "here", after=start)
        assert gone == {"t": "here", "id": f"c:{conv}", "on": False}
        assert (await context(people, "boris", conv))["here"] is False
        again = await people.node.door.visitor(key)
        async with closing(again):
            assert (await boris.until(lambda f: f["t"] == "here" and f["on"], after=start))["id"] == f"c:{conv}"
        # A56: nobody hears of it who has neither opened nor holds the talk
        assert [frame for frame in vera.frames if frame["t"] == "here"] == []


def first(**more: Any) -> dict[str, Any]:
    return {"cid": new_cid(), "text": "Здравствуйте, ваши документы готовы", "topic": "Документы", **more}


async def test_an_operator_begins_a_talk_that_the_open_page_shows_at_once(house: tuple[Firm, Mailbox]) -> None:
    people, _ = house
    key = new_key()
    visitor = await people.node.door.visitor(key)
    async with closing(visitor):
        old = await solved(people, visitor, "Где документы?")
        ways = await people.done("anna", "GET", f"/api/talks/{old}/first")
        assert ways == {
            "ways": [{"way": "chat", "here": True, "mail": None, "proven": False}],
            "open": None,
            "banned": False,
            "gone": False,
        }
        words = first()
        start = len(visitor.frames)
        begun = await people.done("anna", "POST", f"/api/talks/{old}/first", words)
        conv = begun["conv"]
        assert (await visitor.until(lambda f: f["t"] == "conv", after=start))["id"] == conv
        await visitor.say(t="sub", id=f"c:{conv}")
        seen = await visitor.until(lambda f: f["t"] == "snap" and f["id"] == f"c:{conv}")
        assert [one["text"] for one in seen["entries"] if one["kind"] == "message"] == [words["text"]]
        assert (await people.done("anna", "POST", f"/api/talks/{old}/first", words))["conv"] == conv
        shown = await state(people, "anna", conv)
        assert (shown["topic"], shown["holder"]["id"], shown["earlier"]) == ("Документы", people.ids["anna"], True)
        # their answer joins that talk, and so does what they have read
        assert (await visitor.ask("send", conv=conv, text="Спасибо!"))["conv"] == conv
        await visitor.say(t="read", conv=conv, n=seen["top"])
        async with asyncio.timeout(5):
            while (await state(people, "anna", conv))["marks"]["visitor"] < seen["top"]:
                await asyncio.sleep(0.1)
        # not twice at once: the open one is offered, to those who see it
        twice = await people.ask("boris", "POST", f"/api/talks/{old}/first", first())
        assert (twice.status_code, twice.json()["code"], twice.json()["conv"]) == (409, "talk_open", conv)
        assert (await people.done("boris", "GET", f"/api/talks/{old}/first"))["open"] == conv


async def test_an_open_talk_of_another_team_is_not_named(house: tuple[Firm, Mailbox]) -> None:
    people, _ = house
    visitor = await people.node.door.visitor(new_key())
    async with closing(visitor):
        old = await solved(people, visitor, "Первый")
        conv = (await visitor.ask("send", text="Второй"))["conv"]
        sofia = await people.desk("sofia")
        async with closing(sofia):
            await sofia.ask("transfer", conv=conv, to=None, team=people.teams[SOUTH], reason="")
        refused = await people.ask("anna", "POST", f"/api/talks/{old}/first", first())
        assert (refused.status_code, refused.json()["code"], refused.json()["conv"]) == (409, "talk_open", None)
        assert (await people.done("anna", "GET", f"/api/talks/{old}/first"))["open"] is None
        assert (await people.done("vera", "GET", f"/api/talks/{old}/first"))["open"] == conv


async def test_two_operators_who_write_first_at_once_begin_one_talk(house: tuple[Firm, Mailbox]) -> None:
    people, _ = house
    visitor = await people.node.door.visitor(new_key())
    async with closing(visitor):
        old = await solved(people, visitor, "Один вопрос")
        answers = await asyncio.gather(
            *(people.ask(login, "POST", f"/api/talks/{old}/first", first()) for login in ("anna", "boris", "sofia"))
        )
        assert sorted(one.status_code or 0 for one in answers) == [201, 409, 409]


async def test_a_letter_goes_where_the_site_has_signed_an_address(house: tuple[Firm, Mailbox]) -> None:
    people, box = house
    secret = site_secret(people.node)
    visitor = await people.node.door.visitor(new_key(), proof=signed(secret, sub="55", email="Ivan@sever.example"))
    async with closing(visitor):
        old = await solved(people, visitor, "Жду справку")
    async with asyncio.timeout(10):
        while (ways := await people.done("anna", "GET", f"/api/talks/{old}/first"))["ways"][0]["way"] != "mail":
            await asyncio.sleep(0.05)
    assert [(one["way"], one["here"], one["mail"], one["proven"]) for one in ways["ways"]] == [
        ("mail", False, "ivan@sever.example", True),
        ("chat", False, None, False),
    ]
    before = len(box.letters)
    await people.done("anna", "POST", f"/api/talks/{old}/first", first(way="mail"))
    letter = (await box.holds(before + 1))[-1]
    assert letter["To"] == "ivan@sever.example" and "документы готовы" in text_of(letter)


async def set_room(people: Firm, change: str) -> None:
    await people.rows(f"UPDATE operators.operator SET {change} WHERE id = $1", people.ids["anna"])


async def test_writing_first_is_refused_where_it_cannot_arrive_or_may_not_be(house: tuple[Firm, Mailbox]) -> None:
    people, _ = house
    visitor = await people.node.door.visitor(new_key())
    async with closing(visitor):
        old = await solved(people, visitor, "Вопрос")
        assert (await people.ask("vik", "GET", f"/api/talks/{old}/first")).status_code == 403
        for body, pointer in (
            (first(text=" "), "/text"),
            (first(text="x" * 10_001), "/text"),
            (first(topic="x" * 121), "/topic"),
            (first(way="mail"), "/way"),
            (first(way="pigeon"), "/way"),
            (first(to="x"), "/to"),
        ):
            answer = await people.ask("anna", "POST", f"/api/talks/{old}/first", body)
            assert answer.status_code in (413, 422) and answer.json()["pointer"] == pointer, body
        ban = await people.done("anna", "POST", f"/api/talks/{old}/ban", {"kind": "person", "reason": "Спам"})
        assert (await people.done("anna", "GET", f"/api/talks/{old}/first"))["banned"] is True
        refused = await people.ask("anna", "POST", f"/api/talks/{old}/first", first())
        assert (refused.status_code, refused.json()["code"]) == (409, "banned")
        await people.done("anna", "POST", f"/api/bans/{ban['id']}/release")
        await set_room(people, "capacity = 100, overflow = load, load = load + 100")
        full = await people.ask("anna", "POST", f"/api/talks/{old}/first", first())
        await set_room(people, "capacity = 100000, overflow = 0, load = load - 100")
        assert (full.status_code, full.json()["code"]) == (409, "at_limit")
        assert (await people.done("anna", "GET", f"/api/talks/{old}/first"))["open"] is None
    assert (await people.ask("anna", "GET", "/api/talks/no-such-talk/first")).status_code == 404
    conv, other = await people.talk(team=NORTH)
    async with closing(other):
        assert (await people.ask("vera", "POST", f"/api/talks/{conv}/first", first())).status_code == 404
