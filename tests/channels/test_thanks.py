"""Mere thanks after the end leave the talk resolved; whatever says more opens it again. On two nodes."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from pult.conversations.waits import ended
from tests.replay.actors import Cast, Office, talk
from tests.replay.recorder import AUDIENCES
from tests.support import pictures
from tests.support.fold import fold, view_of
from tests.support.line import Line, closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started
from tests.support.uploads import visitor_sends

pytestmark = pytest.mark.asyncio(loop_scope="module")


@dataclass
class House:
    """Two nodes of one database; everybody's windows are on the first one."""

    office: Office
    far: Pult

    async def rows(self, query: str, *args: Any) -> list[asyncpg.Record]:
        line = await asyncpg.connect(self.far.dsn)
        try:
            return await line.fetch(query, *args)
        finally:
            await line.close()

    async def row(self, conv: str) -> dict[str, Any]:
        """How the talk stands, whoever looks."""
        (row,) = await self.rows(
            "SELECT status, holder_kind, waiting_since IS NOT NULL AS waits, due_at, last_text,"
            " (SELECT count(*) FROM conversations.entry e WHERE e.conversation_id = c.id"
            "  AND e.kind = 'message' AND e.actor_kind = 'contact') AS said"
            " FROM conversations.conversation c WHERE public_id = $1",
            conv,
        )
        return dict(row)

    async def waits(self) -> list[int]:
        """Lengths (ms) of all that figures count as waiting of the last hour, the shortest first."""
        line: Any = await asyncpg.connect(self.far.dsn)
        try:
            return sorted(one.ms for one in await ended(line, seconds=3600))
        finally:
            await line.close()

    async def settle(self, **settings: Any) -> None:
        """The demo site has these settings, and defaults for all others."""
        door = self.office.node.door
        async with await door.sign_in("anna", self.office.node.password) as session:
            url = f"{door.base}/api/sites/demo"
            domains = (await session.get(url)).json()["settings"]["domains"]
            body = {"name": "Лавка", "settings": {"domains": domains, **settings}}
            done = await session.put(url, json=body, headers={"if-match": "*"})
            assert done.status_code == 200, done.text

    async def ended(self, conv: str, ago: str) -> None:
        """It is that much later: the talk ended so long ago."""
        await self.rows(
            "UPDATE conversations.conversation SET resolved_at = now() - $2::text::interval WHERE public_id = $1"
            " RETURNING 1",
            conv,
            ago,
        )


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(postgres_18: Server) -> AsyncIterator[House]:
    async with data_folder() as data:
        dsn = await postgres_18.create_database()
        near, far = Pult(dsn, data), Pult(dsn, data)
        async with started(near, far):
            yield House(Office(near), far)


@contextlib.asynccontextmanager
async def solved(house: House, answer: str = "Деньги вернутся завтра.") -> AsyncIterator[Cast]:
    """A talk that Anna has answered and resolved."""
    async with talk(house.office, seed=1) as cast:
        await cast.anna.do("take")
        await cast.anna.do("send", text=answer)
        await cast.anna.do("resolve")
        await cast.came("visitor", lambda entry: entry["kind"] == "status")
        yield cast


async def test_thanks_are_kept_and_nobody_is_called(house: House) -> None:
    async with solved(house) as cast:
        shots = {audience: await cast.snapshot(audience) for audience in AUDIENCES}
        seen, heard = len(cast.anna.line.frames), len(cast.visitor.line.frames)
        before = await house.waits()
        n = await cast.visitor.do("send", text="Спасибо большое!")
        entry = await cast.came("desk", lambda one: one.get("text") == "Спасибо большое!")
        assert entry["thanks"] is True and entry["aud"] == "public"
        told = await cast.came("visitor", lambda one: one["n"] == n)
        assert told.keys() == {"n", "kind", "at", "by", "text"}, "the visitor is told nothing of it"
        assert await house.row(cast.conv) == {
            "status": "resolved", "holder_kind": "operator", "waits": False, "due_at": None,
            "last_text": "Спасибо большое!", "said": 2,
        }  # fmt: skip
        listed = {row["conv"]: row for row in await _list(house, "resolved")}
        assert (listed[cast.conv]["text"], listed[cast.conv]["waiting"]) == ("Спасибо большое!", None)
        assert cast.conv not in {row["conv"] for row in await _list(house, "all")}
        for audience in AUDIENCES:
            fresh = await cast.snapshot(audience)
            await cast.follower(audience).reaches(cast.conv, fresh["top"])
            between = [one for one in cast.heard(audience) if shots[audience]["top"] < one["n"] <= fresh["top"]]
            first, last = view_of(audience, shots[audience]), view_of(audience, fresh)
            assert fold(first, between).since(last.first) == last.since(last.first) and len(between) == 1
            assert fresh["state"]["status"] == "resolved"
        assert await house.waits() == before
        assert not [one for one in cast.anna.line.frames[seen:] if one["t"] in ("told", "offer")]
        assert not [one for one in cast.visitor.line.frames[heard:] if one["t"] == "queue" and one["place"]]
        assert await cast.visitor.do("rate", score=2, of=2), "it is asked and taken as before"


async def _list(house: House, name: str) -> list[dict[str, Any]]:
    async with house.office.admin() as admin:
        found: list[dict[str, Any]] = (await admin("GET", f"/api/talks?list={name}&limit=100", None))["rows"]
    return found


async def test_whatever_else_is_said_after_thanks_opens_the_talk_and_waits_from_then_on(house: House) -> None:
    async with solved(house) as cast:
        await cast.visitor.do("send", text="спасибо")
        await cast.visitor.do("send", text="ага")
        asked = await cast.came("desk", lambda one: one.get("text") == "ага")
        state = (await cast.snapshot("desk"))["state"]
        assert (state["status"], state["holder"]["kind"]) == ("open", "queue")
        assert state["waiting"] == asked["at"], "not since the thanks"
        assert (await cast.snapshot("visitor"))["state"]["status"] == "open"
        assert (await house.row(cast.conv))["said"] == 3


async def test_who_waits_is_counted_from_the_question_and_not_from_the_thanks(house: House) -> None:
    async with solved(house) as cast:
        await cast.visitor.do("send", text="спасибо")
        await house.rows(
            "UPDATE conversations.entry SET at = at - interval '30 minutes' WHERE body ? 'thanks' RETURNING 1"
        )
        before = await house.waits()
        await cast.visitor.do("send", text="А чек?")
        await cast.anna.do("take")
        await cast.anna.do("send", text="Вот он")
        now = await house.waits()
        assert len(now) == len(before) + 1 and now[-1] < 10 * 60_000


@pytest.mark.parametrize(
    ("text", "ago", "stays"),
    [
        ("спасибо", "23 hours", True),
        ("спасибо", "25 hours", False),
        ("👍", "1 minute", True),
        ("Спасибо, а где чек", "1 minute", False),
        ("спасибо 2", "1 minute", False),
    ],
)
async def test_for_a_day_and_for_nothing_but_thanks(house: House, text: str, ago: str, stays: bool) -> None:
    async with solved(house) as cast:
        await house.ended(cast.conv, ago)
        answer = await cast.visitor.line.ask("send", text=text)
        assert (await house.row(answer["conv"]))["status"] == ("resolved" if stays else "open")


async def test_a_file_or_a_quote_says_more(house: House) -> None:
    key, door = new_key(), house.office.node.door
    anna, visitor = await house.office.operator("anna"), await door.visitor(key)
    async with closing(anna, visitor):
        conv = (await visitor.ask("send", text="Где заказ?"))["conv"]
        file = (await visitor_sends(door, key, pictures.png(4, 4))).json()["id"]
        extras: list[dict[str, Any]] = [{"files": [file]}, {"quote": 1}]
        for more in extras:
            await _answers(anna, conv)
            assert (await visitor.ask("send", text="спасибо", **more))["conv"] == conv
            assert (await house.row(conv))["status"] == "open"


async def test_an_ok_answers_what_was_asked_before_the_end(house: House) -> None:
    for answer, text, stays in (
        ("Заказ отменить?", "ок", False),
        ("Заказ отменить?", "Хорошо, спасибо", False),
        ("Заказ отменить?", "👍", False),
        ("Заказ отменить?", "спасибо", True),
        ("Заказ отменён.", "Хорошо, спасибо", True),
    ):
        async with solved(house, answer) as cast:
            await cast.visitor.do("send", text=text)
            assert ((await house.row(cast.conv))["status"] == "resolved") is stays, (answer, text)
    async with talk(house.office, seed=2) as cast:
        await cast.anna.do("take")
        await cast.anna.do("send", text="Помогло?")
        await cast.visitor.do("send", text="да, всё пришло")
        await cast.anna.do("resolve")
        await cast.visitor.do("send", text="ок")
        assert (await house.row(cast.conv))["status"] == "resolved", "that question was answered"


async def test_nobody_thanks_for_a_talk_that_nobody_answered(house: House) -> None:
    async with talk(house.office, seed=3) as cast:
        await cast.anna.do("take")
        await cast.anna.do("resolve")
        await cast.visitor.do("send", text="спасибо")
        assert (await house.row(cast.conv))["status"] == "open"


async def test_thanks_that_are_changed_into_a_question_open_the_talk(house: House) -> None:
    async with solved(house) as cast:
        n = await cast.visitor.do("send", text="спасибо")
        await cast.visitor.do("edit", n=n, text="Спасибо большое!")
        row = await house.row(cast.conv)
        assert (row["status"], row["waits"], row["last_text"]) == ("resolved", False, "Спасибо большое!")
        shot = await cast.snapshot("desk")
        await cast.visitor.do("edit", n=n, text="Спасибо, а когда?")
        opened = await cast.came("desk", lambda one: one["kind"] == "status" and one["to"] == "open")
        fresh = await cast.snapshot("desk")
        assert (fresh["state"]["status"], fresh["state"]["holder"]["kind"]) == ("open", "queue")
        assert fresh["state"]["waiting"] == opened["at"]
        await cast.anna.line.reaches(cast.conv, fresh["top"])
        between = [one for one in cast.heard("desk") if shot["top"] < one["n"] <= fresh["top"]]
        assert fold(view_of("desk", shot), between).state == fresh["state"]
        listed = {row["conv"]: row for row in await _list(house, "queue")}
        assert listed[cast.conv]["waiting"] == opened["at"] and listed[cast.conv]["text"] == "Спасибо, а когда?"
        before = await house.waits()
        await cast.anna.do("take")
        await cast.anna.do("send", text="Завтра")
        assert len(await house.waits()) == len(before) + 1
        await cast.anna.do("resolve")
        await cast.visitor.do("edit", n=n, text="Спасибо, а когда точно?")
        assert (await house.row(cast.conv))["status"] == "resolved", "what was said before the end is history, as ever"


async def test_thanks_that_are_taken_back_leave_the_talk_resolved(house: House) -> None:
    async with solved(house) as cast:
        n = await cast.visitor.do("send", text="спасибо")
        await cast.visitor.do("erase", n=n)
        row = await house.row(cast.conv)
        assert (row["status"], row["waits"], row["last_text"]) == ("resolved", False, None)


async def test_who_opens_it_by_hand_after_thanks_has_nobody_waiting(house: House) -> None:
    async with solved(house) as cast:
        await cast.visitor.do("send", text="спасибо")
        await cast.anna.do("reopen")
        state = (await cast.snapshot("desk"))["state"]
        assert (state["status"], state["holder"]["kind"], state["waiting"]) == ("open", "operator", None)
        await cast.visitor.do("send", text="спасибо")
        assert (await house.row(cast.conv))["waits"], "in an open talk every word is a word"


async def test_a_site_may_want_every_word_to_open_the_talk(house: House) -> None:
    topics: list[Any] = [{"key": "pay", "text": {"ru": "Оплата", "en": "Payment"}}]
    pay: dict[str, Any] = {"start": {"topic": "pay"}}
    cases: list[tuple[dict[str, Any], dict[str, Any], bool, str]] = [
        ({}, {}, True, "resolved"),
        ({"keep_thanks": False}, {}, True, "open"),
        ({"after_resolve": "new"}, {}, False, "open"),
        ({"topics": topics, "topic": "optional"}, {}, True, "resolved"),
        # What was chosen before is meant to be a talk.
        ({"topics": topics, "topic": "optional"}, pay, True, "open"),
    ]
    anna = await house.office.operator("anna")
    try:
        for settings, more, same, status in cases:
            await house.settle(**settings)
            visitor = await house.office.node.door.visitor(new_key())
            async with closing(visitor):
                conv = await _answered(anna, visitor)
                said = await visitor.ask("send", text="спасибо", **more)
                assert (said["conv"] == conv) is same, (settings, more)
                assert (await house.row(said["conv"]))["status"] == status, (settings, more)
    finally:
        await house.settle()
        await anna.close()


async def _answered(anna: Line, visitor: Line) -> str:
    conv = str((await visitor.ask("send", text="Где заказ?"))["conv"])
    await _answers(anna, conv)
    return conv


async def _answers(anna: Line, conv: str) -> None:
    """She takes it, answers, and resolves it."""
    assert (await anna.ask("take", conv=conv))["t"] == "ack"
    assert (await anna.ask("send", conv=conv, text="В пути"))["t"] == "ack"
    assert (await anna.ask("resolve", conv=conv))["t"] == "ack"


async def test_thanks_and_a_question_at_once_from_two_nodes_are_both_kept_and_the_talk_is_open(house: House) -> None:
    key = new_key()
    anna = await house.office.operator("anna")
    near, far = await house.office.node.door.visitor(key), await house.far.door.visitor(key)
    async with closing(anna, near, far):
        conv = await _answered(anna, near)
        for turn in range(12):
            said = [near.ask("send", text="спасибо"), far.ask("send", text=f"А чек номер {turn}?")]
            answers = await asyncio.gather(*(said if turn % 2 else reversed(said)))
            assert {one["conv"] for one in answers} == {conv} and len({one["n"] for one in answers}) == 2
            row = await house.row(conv)
            assert (row["status"], row["waits"], row["said"]) == ("open", True, 1 + 2 * (turn + 1))
            await _answers(anna, conv)


async def test_thanks_while_somebody_opens_the_talk_are_never_lost(house: House) -> None:
    async with solved(house) as cast:
        for turn in range(8):
            await asyncio.gather(cast.visitor.do("send", text="спасибо"), cast.anna.do("reopen"))
            row = await house.row(cast.conv)
            assert (row["status"], row["holder_kind"], row["said"]) == ("open", "operator", 2 + turn)
            await cast.anna.do("send", text="Пожалуйста")
            await cast.anna.do("resolve")


async def test_a_rule_moves_no_talk_that_thanks_left_resolved(house: House) -> None:
    async with house.office.admin() as admin:
        team = (await admin("POST", "/api/teams", {"name": "Юг"}))["id"]
        then = [{"do": "team", "team": team}, {"do": "tag", "add": ["увидено"]}]
        rule = {"name": "r", "on": "message", "when": {"is": "says", "in": ["спасибо"]}, "then": then}
        made = (await admin("POST", "/api/rules", rule))["rules"][-1]["id"]
        async with solved(house) as cast:
            await cast.visitor.do("send", text="спасибо")
            await cast.came("desk", lambda one: one["kind"] == "tagged")
            state = (await cast.snapshot("desk"))["state"]
            assert (state["status"], state["team"], state["tags"]) == ("resolved", None, ["увидено"])
        await admin("DELETE", f"/api/rules/{made}", None)
