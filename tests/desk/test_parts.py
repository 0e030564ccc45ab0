"""A second topic of a talk goes to another team: under the same number, inside the same talk, with rights that end
where they should.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from tests.support.firm import NORTH, SOUTH, Firm, firm_on
from tests.support.line import Frame, Line, closing, new_cid
from tests.support.postgres import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(postgres_18: Server) -> AsyncIterator[Firm]:
    async with firm_on(postgres_18) as people:
        for login in people.ids:
            await people.done("ada", "PATCH", f"/api/people/{people.ids[login]}", {"limit": 50})
        yield people


class Case:
    """Anna has a talk of her team, with Vera's team at its desks; a part of it is `given`."""

    def __init__(self, house: Firm, conv: str, visitor: Line, anna: Line, vera: Line) -> None:
        self.house, self.conv, self.visitor, self.anna, self.vera = house, conv, visitor, anna, vera

    async def give(self, topic: str = "услуги", **more: Any) -> str:
        """A part for the other team; its id."""
        given = await self.anna.ask("part", conv=self.conv, team=self.house.teams[SOUTH], topic=topic, **more)
        assert given["t"] == "ack", given
        (entry,) = [one for one in await self.anna.reaches(self.conv, given["n"]) if one["n"] == given["n"]]
        assert (entry["kind"], entry["how"], entry["topic"], entry["aud"]) == ("part", "begun", topic, "internal")
        return str(entry["part"])

    async def inside(self, login: str = "vera") -> None:
        """Until somebody is in the talk for a part of it."""
        id = self.house.ids[login]
        await self.anna.until(lambda frame: _joined(frame, self.conv, id, "part"))

    def heard(self) -> list[Frame]:
        """What the visitor was sent."""
        return [one for frame in self.visitor.frames if frame["t"] == "ev" for one in frame["e"]]

    async def row(self, conv: str) -> Any:
        (row,) = await self.house.rows("SELECT * FROM conversations.conversation WHERE public_id = $1", conv)
        return row


def _joined(frame: Frame, conv: str, who: int, how: str) -> bool:
    return (
        frame["t"] == "ev"
        and frame["id"] == f"c:{conv}"
        and any(one["kind"] == "joined" and one["who"]["id"] == who and one["how"] == how for one in frame["e"])
    )


@contextlib.asynccontextmanager
async def case(house: Firm) -> AsyncIterator[Case]:
    conv, visitor = await house.talk(team=NORTH)
    anna, vera = await house.desk("anna"), await house.desk("vera")
    async with closing(visitor, anna, vera):
        await anna.say(t="sub", id=f"c:{conv}")
        await anna.until(lambda frame: frame["t"] == "live" and frame["id"] == f"c:{conv}")
        await anna.ask("take", conv=conv)
        yield Case(house, conv, visitor, anna, vera)


async def load(house: Firm, login: str) -> int:
    (row,) = await house.rows("SELECT load FROM operators.operator WHERE id = $1", house.ids[login])
    return int(row["load"])


async def test_another_team_answers_a_part_inside_the_same_talk_under_the_same_number(house: Firm) -> None:
    async with case(house) as it:
        boris = await house.desk("boris")
        async with closing(boris):
            before, carried = await load(house, "anna"), await load(house, "vera")
            part = await it.give(note="спрашивает про тарифы", lines=[1])
            inner, outer = await it.row(part), await it.row(it.conv)
            assert (inner["case_no"], inner["team_id"]) == (outer["case_no"], house.teams[SOUTH])
            assert inner["waiting_since"] is not None
            assert (await it.vera.ask("send", conv=it.conv, text="рано"))["code"] == "not_found", "she has no part yet"
            assert (await boris.ask("take", conv=part))["code"] == "not_found", "it is for another team"
            shown = (await house.done("vera", "GET", "/api/talks?list=queue"))["rows"]
            assert [(one["topic"], one["text"], one["part_of"]) for one in shown if one["conv"] == part] == [
                ("услуги", "спрашивает про тарифы", it.conv)
            ]
            assert (await it.vera.ask("take", conv=part))["t"] == "ack"
            await it.inside()
            assert await load(house, "vera") == carried + 100 and await load(house, "anna") == before
            assert (await it.row(part))["waiting_since"] is None
            assert (await it.vera.ask("send", conv=it.conv, text="Про тарифы отвечу я"))["t"] == "ack"
            assert (await it.anna.ask("send", conv=it.conv, text="А про заказ я"))["t"] == "ack"
            assert (await it.vera.ask("send", conv=part, text="не сюда"))["code"] == "is_part"
            mine = (await house.done("vera", "GET", "/api/talks?list=mine"))["rows"]
            assert [one["conv"] for one in mine if one["conv"] in (part, it.conv)] == [it.conv]
            heard = await it.visitor.until(lambda frame: "А про заказ" in str(frame))
            assert heard is not None
            names = {
                one["by"]["name"] for one in it.heard() if one["kind"] == "message" and one["by"]["kind"] == "operator"
            }
            assert {"Vera"} < names and part not in str(it.visitor.frames), "one talk, the names of both"
            assert (await it.vera.ask("part_end", conv=part, how="done", note="тариф выбран"))["t"] == "ack"
            assert (await it.vera.ask("send", conv=it.conv, text="ещё"))["code"] in ("not_found", "not_holder")
            assert await load(house, "vera") == carried
            told = await it.anna.until(lambda frame: frame["t"] == "told" and frame["what"] == "part_done")
            assert told is not None
            assert (await it.anna.ask("resolve", conv=it.conv))["t"] == "ack"


async def test_whoever_has_the_talk_gives_a_part_and_nobody_else(house: Firm) -> None:
    async with case(house) as it:
        boris, sofia, vik = [await house.desk(login) for login in ("boris", "sofia", "vik")]
        async with closing(boris, sofia, vik):
            part = {"conv": it.conv, "team": house.teams[SOUTH], "topic": "услуги"}
            assert (await boris.ask("part", **part))["code"] == "not_holder", "a colleague has the talk"
            assert (await vik.ask("part", **part))["code"] == "forbidden"
            assert (await it.vera.ask("part", **part))["code"] == "not_found"
            wrong = ({"team": house.teams[NORTH]}, {"team": 999}, {"topic": "  "}, {"lines": [999]}, {"back": 5})
            for more in wrong:
                refused = await it.anna.ask("part", **{**part, **more})
                assert (refused["t"], refused["code"]) == ("error", "invalid"), more
            press = {**part, "cid": new_cid()}
            first, again = await it.anna.ask("part", **press), await it.anna.ask("part", **press)
            assert (first["t"], first["n"]) == ("ack", again["n"])
            assert (await sofia.ask("part", **part))["t"] == "ack", "a lead may"
            (count,) = await house.rows(
                "SELECT count(*) AS n FROM conversations.conversation p JOIN conversations.conversation c"
                " ON c.id = p.part_of WHERE c.public_id = $1",
                it.conv,
            )
            assert count["n"] == 2
            for _ in range(3):
                assert (await it.anna.ask("part", **part))["t"] == "ack"
            assert (await it.anna.ask("part", **part))["code"] == "too_many_parts"


async def test_a_part_is_no_talk_of_its_own(house: Firm) -> None:
    async with case(house) as it:
        part = await it.give()
        await it.vera.ask("take", conv=part)
        await it.inside()
        for t, more in (
            ("send", {"text": "мимо"}),
            ("resolve", {}),
            ("promise", {"text": "перезвоню", "due": 4_000_000_000_000}),
            ("invite", {"operator": house.ids["boris"]}),
            ("part", {"team": house.teams[NORTH], "topic": "ещё"}),
        ):
            assert (await it.vera.ask(t, conv=part, **more))["code"] == "is_part", t
        later = await house.ask("vera", "POST", "/api/later", {"conv": part, "cid": new_cid(), "text": "x", "at": 1})
        assert later.json()["code"] == "is_part"
        await it.visitor.say(t="sub", id=f"c:{part}")
        assert (await it.visitor.until(lambda frame: frame.get("id") == f"c:{part}"))["t"] == "gone"
        assert (await it.vera.ask("leave", conv=it.conv))["code"] == "part_open"
        number = (await it.row(it.conv))["case_no"]
        found = (await house.done("sofia", "GET", f"/api/search?q=%23{number}"))["talks"]
        assert [one["conv"] for one in found if one["no"] == number] == [it.conv]
        await it.vera.ask("part_end", conv=part, how="done")
        sofia = await house.desk("sofia")
        async with closing(sofia):
            assert (await sofia.ask("reopen", conv=part))["code"] == "is_part"


async def test_refused_taken_back_or_given_away_the_rights_go_with_it(house: Firm) -> None:
    async with case(house) as it:
        refused = await it.give("счета")
        assert (await it.anna.ask("part_end", conv=refused, how="done"))["code"] == "not_found", "hers is the talk"
        assert (await it.vera.ask("part_end", conv=refused, how="done"))["code"] == "not_holder", "take it first"
        assert (await it.vera.ask("part_end", conv=refused, how="refused", note="это к бухгалтерии"))["t"] == "ack"
        told = await it.anna.until(lambda frame: frame["t"] == "told" and frame["what"] == "part_refused")
        assert told["text"] == "счета"
        assert (await it.anna.ask("part_back", conv=it.conv, part=refused))["code"] == "already_resolved"

        part = await it.give()
        begun = (await it.row(part))["waiting_since"]
        await it.vera.ask("take", conv=part)
        await it.inside()
        assert (await it.vera.ask("transfer", conv=part, to=None, reason="конец смены"))["t"] == "ack"
        await it.anna.until(lambda frame: _joined(frame, it.conv, house.ids["vera"], "left"))
        assert (await it.vera.ask("send", conv=it.conv, text="я уже не здесь"))["t"] == "error"
        assert (await it.row(part))["waiting_since"] == begun, "it waits at its old place"
        assert (await it.vera.ask("part_back", conv=it.conv, part=part))["code"] == "not_found"
        elsewhere, other = await house.talk(team=SOUTH)
        async with closing(other):
            for hidden in (elsewhere, "nowhere"):
                absent = await it.anna.ask("part_back", conv=it.conv, part=hidden)
                assert (absent["code"], absent["pointer"]) == ("not_found", "/part"), "neither is hers to know of"
        await it.vera.ask("take", conv=part)
        carried = await load(house, "vera")
        assert (await it.anna.ask("part_back", conv=it.conv, part=part, note="сама"))["t"] == "ack"
        await it.vera.until(lambda frame: frame["t"] == "told" and frame["what"] == "part_back")
        assert await load(house, "vera") == carried - 100
        assert (await it.row(part))["status"] == "resolved" and (await it.row(part))["missed"] is False


async def test_a_talk_ends_after_its_parts_or_takes_them_along(house: Firm) -> None:
    async with case(house) as it:
        part = await it.give()
        open_yet = await it.anna.ask("resolve", conv=it.conv)
        assert (open_yet["code"], open_yet["parts"]) == ("part_open", 1)
        await it.vera.ask("take", conv=part)
        await it.inside()
        carried = await load(house, "vera")
        assert (await it.visitor.ask("end", conv=it.conv))["t"] == "ack", "nobody keeps a visitor"
        await it.vera.until(lambda frame: frame["t"] == "told" and frame["what"] == "part_ended")
        assert (await it.row(part))["status"] == "resolved" and await load(house, "vera") == carried - 100
        assert (await it.visitor.ask("send", conv=it.conv, text="и ещё вопрос"))["t"] == "ack"
        assert (await it.row(it.conv))["status"] == "open" and (await it.row(part))["status"] == "resolved"
        assert (await it.vera.ask("send", conv=it.conv, text="не моё"))["t"] == "error"


async def test_the_talk_goes_elsewhere_and_its_part_stays_where_it_is(house: Firm) -> None:
    async with case(house) as it:
        part = await it.give()
        await it.vera.ask("take", conv=part)
        await it.inside()
        moved = await it.anna.ask("transfer", conv=it.conv, to=house.ids["boris"], reason="")
        assert moved["t"] == "ack"
        assert (await it.vera.ask("send", conv=it.conv, text="про тарифы всё ещё я"))["t"] == "ack"
        assert (await it.anna.ask("part_back", conv=it.conv, part=part))["code"] == "not_holder"
        boris = await house.desk("boris")
        async with closing(boris):
            assert (await boris.ask("part_back", conv=it.conv, part=part))["t"] == "ack"


async def test_a_part_that_nobody_takes_in_time_comes_back(house: Firm) -> None:
    async with case(house) as it:
        part = await it.give(back=60)
        await house.rows("UPDATE conversations.conversation SET back_at = now() WHERE public_id = $1", part)
        told = await it.anna.until(lambda frame: frame["t"] == "told" and frame["what"] == "part_unanswered")
        assert told["conv"] == it.conv and (await it.row(part))["status"] == "resolved"


async def test_two_parts_in_one_pair_of_hands_are_one_guest(house: Firm) -> None:
    async with case(house) as it:
        first, second = await it.give("тарифы"), await it.give("договор")
        await it.vera.ask("take", conv=first)
        await it.inside()
        await it.vera.ask("take", conv=second)
        assert (await it.vera.ask("part_end", conv=first, how="done"))["t"] == "ack"
        seen = len(it.anna.frames)
        await it.anna.until(lambda frame: _joined(frame, it.conv, house.ids["vera"], "part"), after=seen - 1)
        assert (await it.vera.ask("send", conv=it.conv, text="теперь про договор"))["t"] == "ack"
        await it.vera.ask("part_end", conv=second, how="done")


async def test_whoever_was_asked_in_before_she_had_a_part_stays_for_that_when_it_ends(house: Firm) -> None:
    async with case(house) as it:
        vera = house.ids["vera"]
        for end in ({"how": "done"}, None):
            assert (await it.anna.ask("invite", conv=it.conv, operator=vera, may="read"))["t"] == "ack"
            first, second = await it.give("тарифы"), await it.give("договор")
            for part in (first, second):
                assert (await it.vera.ask("take", conv=part))["t"] == "ack"
            assert (await it.vera.ask("send", conv=it.conv, text="Про тарифы отвечу я"))["t"] == "ack"
            for part in (first, second):
                if end:
                    assert (await it.vera.ask("part_end", conv=part, **end))["t"] == "ack"
                else:
                    assert (await it.anna.ask("part_back", conv=it.conv, part=part))["t"] == "ack"
            mine = await house.rows(
                "SELECT may, part_id, invited FROM conversations.guest WHERE operator_id = $1 AND conversation_id ="
                " (SELECT id FROM conversations.conversation WHERE public_id = $2)",
                vera,
                it.conv,
            )
            assert [tuple(row) for row in mine] == [("read", None, None)]
            assert (await it.vera.ask("note", conv=it.conv, text="читаю дальше"))["t"] == "ack"
            assert (await it.vera.ask("send", conv=it.conv, text="а отвечать нет"))["code"] == "not_holder"
            assert (await it.vera.ask("leave", conv=it.conv))["t"] == "ack"
            assert (await it.vera.ask("note", conv=it.conv, text="и больше не читаю"))["code"] == "not_found"


async def test_whoever_has_a_part_is_asked_to_stay_and_stays_for_that_when_it_ends(house: Firm) -> None:
    async with case(house) as it:
        vera, sofia = house.ids["vera"], await house.desk("sofia")
        async with closing(sofia):
            part = await it.give()
            assert (await it.vera.ask("take", conv=part))["t"] == "ack"
            await it.inside()
            stay = {"conv": it.conv, "operator": vera}
            assert (await it.anna.ask("invite", **stay, may="answer"))["t"] == "ack"
            press = {**stay, "may": "read", "note": "останься до конца", "cid": new_cid()}
            first, again = await sofia.ask("invite", **press), await sofia.ask("invite", **press)
            assert (first["t"], first["n"]) == ("ack", again["n"]), "another word of a lead's counts"
            assert (await sofia.ask("invite", **stay, may="read"))["code"] == "already_invited"
            told = await it.vera.until(lambda frame: frame["t"] == "told" and frame["what"] == "invited")
            assert told["conv"] == it.conv
            assert (await it.vera.ask("send", conv=it.conv, text="Пока часть моя, отвечаю"))["t"] == "ack"
            assert (await sofia.ask("leave", **stay))["code"] == "part_open"
            await it.anna.say(t="sub", id=f"c:{it.conv}")
            snap = await it.anna.until(lambda frame: frame["t"] == "snap", after=len(it.anna.frames) - 1)
            name = snap["state"]["guests"][0]["name"]
            assert snap["state"]["guests"] == [
                {"id": vera, "name": name, "may": "answer", "part": part, "stays": "read"}
            ]
            assert (await it.vera.ask("part_end", conv=part, how="done"))["t"] == "ack"
            await it.anna.until(lambda frame: _joined(frame, it.conv, vera, "stays"))
            assert (await it.vera.ask("send", conv=it.conv, text="а теперь нет"))["code"] == "not_holder"
            assert (await it.vera.ask("note", conv=it.conv, text="читаю дальше"))["t"] == "ack"
            assert (await it.anna.ask("leave", **stay))["t"] == "ack"
            assert (await it.vera.ask("note", conv=it.conv, text="и больше не читаю"))["code"] == "not_found"


async def test_parts_are_dealt_like_any_talk_and_not_to_whoever_gave_them(house: Firm) -> None:
    """By load it would be Anna's turn."""
    east = (await house.done("ada", "POST", "/api/teams", {"name": "Восток"}))["id"]
    for login, own in (("anna", NORTH), ("vera", SOUTH)):
        teams = {"teams": [house.teams[own], east]}
        await house.done("ada", "PATCH", f"/api/people/{house.ids[login]}", teams)
        await house.done(login, "PUT", "/api/state", {"state": "available"})
    (conv, one), (other, two) = await house.talk(team=NORTH), await house.talk()
    anna, vera = await house.desk("anna"), await house.desk("vera")
    async with closing(one, two, anna, vera):
        await anna.ask("take", conv=conv)
        await vera.ask("take", conv=other)
        limit = {"limit": await load(house, "vera") // 100 + 1}
        await house.done("ada", "PATCH", f"/api/people/{house.ids['vera']}", limit)
        await house.done("ada", "PUT", f"/api/manners/{east}", {"manner": "assign"})
        assert (await anna.ask("part", conv=conv, team=east, topic="услуги"))["t"] == "ack"
        of = (
            "SELECT p.public_id, p.holder_id, p.waiting_since FROM conversations.conversation p"
            " JOIN conversations.conversation c ON c.id = p.part_of WHERE c.public_id = $1"
        )
        ((part, *_),) = await house.rows(of, conv)
        await vera.until(lambda frame: frame["t"] == "told" and (frame["what"], frame["conv"]) == ("given", part))
        (row,) = await house.rows(of, conv)
        assert (row["holder_id"], row["waiting_since"]) == (house.ids["vera"], None)
    await house.done("ada", "PATCH", f"/api/people/{house.ids['vera']}", {"limit": 50})
