"""What the house says and closes by itself: replies, notices, the end of silent talks."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.support.floor import Floor
from tests.support.hours import closed_now
from tests.support.line import Line, closing, new_key
from tests.support.timing import comes, entries, policy, talk

pytestmark = pytest.mark.asyncio(loop_scope="module")
REPLIES = [
    {"who": who, "when": when, "text": {"ru": f"{who} {when}"}}
    for who in ("new", "known")
    for when in ("open", "closed")
]


def said(line: Line, conv: str) -> list[tuple[str, str]]:
    return [(one["by"]["kind"], one["text"]) for one in line.entries(conv) if one["kind"] == "message"]


async def status(floor: Floor, conv: str) -> str:
    return (await talk(floor, conv))["status"]


async def test_who_writes_is_told_once_in_twelve_hours_and_waits_on_at_the_same_place(floor: Floor) -> None:
    anna = floor.lines["anna"][0]
    visitor = await floor.people.node.door.visitor(new_key())
    await anna.say(t="sub", id="list:open")
    async with closing(visitor), policy(floor, replies=REPLIES):
        conv = (await visitor.ask("send", text="Есть кто?"))["conv"]
        await visitor.reaches(conv, 2)
        assert said(visitor, conv) == [("you", "Есть кто?"), ("system", "new open")]
        row = await talk(floor, conv)
        (first,) = await floor.people.rows(
            "SELECT e.at FROM conversations.entry e WHERE e.conversation_id = $1 AND e.seq = 1", row["id"]
        )
        assert (row["waiting_since"], row["last_by"], row["last_text"]) == (first["at"], "contact", "Есть кто?")
        assert row["due_at"] is None
        shown = await anna.until(
            lambda f: f["t"] == "rows" and any(one["conv"] == conv and one["last"] == 2 for one in f["rows"])
        )
        (listed,) = [one for one in shown["rows"] if one["conv"] == conv]
        assert listed["said"] == [1] and listed["waiting"] is not None, "nobody has answered yet"
        await visitor.ask("send", text="Ау", conv=conv)
        assert (await anna.ask("resolve", conv=conv))["t"] == "ack"
        await visitor.ask("send", text="Снова я", conv=conv)
        await comes(lambda: watched(floor, conv))
        assert [text for who, text in said(visitor, conv) if who == "system"] == ["new open"]
    assert (await anna.ask("resolve", conv=conv))["t"] == "ack"


async def watched(floor: Floor, conv: str) -> bool:
    """The clock has seen the newest entry, and nothing is due."""
    rows = await floor.people.rows(
        "SELECT w.seq = c.last_seq AND (w.at IS NULL OR w.at > now()) AS seen FROM conversations.conversation c"
        " JOIN timing.watch w ON w.conversation_id = c.id WHERE c.public_id = $1",
        conv,
    )
    return bool(rows) and rows[0]["seen"]


async def test_outside_the_hours_somebody_known_hears_other_words(floor: Floor) -> None:
    key = new_key()
    visitor = await floor.people.node.door.visitor(key)
    anna = floor.lines["anna"][0]
    async with closing(visitor):
        conv = (await visitor.ask("send", text="Первый раз"))["conv"]
        assert (await anna.ask("resolve", conv=conv))["t"] == "ack"
        await floor.people.rows(
            "UPDATE conversations.conversation SET resolved_at = now() - interval '2 days' WHERE public_id = $1", conv
        )
        async with policy(floor, hours={"hours": closed_now(), "zone": "UTC"}, replies=REPLIES):
            other = (await visitor.ask("send", text="Второй раз"))["conv"]
            assert other != conv
            again = await floor.people.node.door.visitor(key)
            async with closing(again):
                await again.say(t="sub", id=f"c:{other}")
                await again.reaches(other, 2)
                assert said(again, other)[-1] == ("system", "known closed")
    assert (await anna.ask("resolve", conv=other))["t"] == "ack"


async def test_a_silent_talk_is_closed_after_a_notice_and_the_log_says_why(floor: Floor) -> None:
    anna = floor.lines["anna"][0]
    visitor = await floor.people.node.door.visitor(new_key())
    silent = {"after": 1, "text": {"ru": "Вы ещё здесь?"}, "then": 1}
    async with closing(visitor), policy(floor, closing=[silent]):
        conv = (await visitor.ask("send", text="Вопрос"))["conv"]
        assert (await anna.ask("take", conv=conv))["t"] == "ack"
        assert (await anna.ask("send", conv=conv, text="Ответ"))["t"] == "ack"
        await comes(lambda: status(floor, conv), "resolved")
        (over,) = [msgspec.json.decode(one["body"]) for one in await entries(floor, conv, "status")]
        assert (over["how"], over["clock"]) == ("silent", {"rule": "silent", "seconds": 1})
        await visitor.until(lambda f: f["t"] == "ev" and any(one["kind"] == "status" for one in f["e"]))
        assert said(visitor, conv)[-1] == ("system", "Вы ещё здесь?")
        ended: dict[str, Any] = visitor.entries(conv)[-1]
        assert (ended["kind"], ended["to"], "clock" in ended) == ("status", "resolved", False)
        await floor.holds()


async def test_words_a_promise_and_the_tag_hold_keep_a_talk_open(floor: Floor) -> None:
    anna = floor.lines["anna"][0]
    convs = await floor.talks(2)
    for conv in convs:
        assert (await anna.ask("take", conv=conv))["t"] == "ack"
    kept, ended = convs
    assert (await anna.ask("tag", conv=kept, add=["Hold"], remove=[]))["t"] == "ack"
    async with policy(floor, closing=[{"after": 1}]):
        for conv in convs:
            assert (await anna.ask("send", conv=conv, text="Ответ"))["t"] == "ack"
        await comes(lambda: status(floor, ended), "resolved")
        assert await status(floor, kept) == "open" and await watched(floor, kept)
        assert (await anna.ask("tag", conv=kept, add=[], remove=["hold"]))["t"] == "ack"
        await comes(lambda: status(floor, kept), "resolved")
