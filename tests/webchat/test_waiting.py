"""Who waits: what a day in the log was like, and what it would have been with others."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from pult.kit.db import Database
from pult.routing.patience import Patience
from pult.routing.waiting import Waiting
from tests.stories.browser import eventually
from tests.support.line import Line, closing, new_cid, new_key
from tests.support.mailbox import text_of
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
                if not answered:
                    assert (await visitor.ask("end", conv=conv))["t"] == "ack"
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


async def place_of(line: Line, place: int, *, after: int = 0) -> dict[str, Any]:
    return await line.until(lambda frame: frame["t"] == "queue" and frame["place"] == place, after=after)


async def test_who_waits_is_told_the_place_and_when_enough_is_known_a_bracket(shop: Shop) -> None:
    desk = await shop.desk()
    visitors = [await shop.node.door.visitor(new_key()) for _ in range(13)]
    async with closing(desk, *visitors):
        convs = [(await visitor.ask("send", text=f"Вопрос {n}"))["conv"] for n, visitor in enumerate(visitors)]
        before = (await place_of(visitors[-1], 13))["place"]
        assert "soon" not in visitors[-1].frames[-1], "nothing is known yet"
        for number, conv in enumerate(convs[:-1]):
            assert (await desk.ask("take", conv=conv))["t"] == "ack"
            await place_of(visitors[-1], before - number - 1)
        told = await visitors[-1].until(lambda frame: frame["t"] == "queue" and "soon" in frame)
        low, high = told["soon"]
        assert told["id"] == f"c:{convs[-1]}" and (high - low <= 30 or high <= 2 * low)
        assert (await place_of(visitors[0], 0))["id"] == f"c:{convs[0]}", "who has been taken waits no more"
        assert not any(frame.get("id") == f"c:{convs[0]}" for frame in visitors[-1].frames), "only one's own"
        for conv in convs[:-1]:
            assert (await desk.ask("resolve", conv=conv))["t"] == "ack"
        assert (await visitors[-1].ask("end", conv=convs[-1]))["t"] == "ack"


async def waiting(shop: Shop) -> tuple[Line, str]:
    visitor = await shop.node.door.visitor(new_key())
    return visitor, (await visitor.ask("send", text="Кто-нибудь?"))["conv"]


async def test_who_does_not_want_to_wait_leaves_a_mail_address_and_is_answered_there(shop: Shop) -> None:
    desk, (visitor, conv) = await shop.desk(), await waiting(shop)
    async with closing(desk, visitor):
        wrong = await visitor.ask("instead", conv=conv, mail="no address")
        assert (wrong["code"], wrong["pointer"]) == ("invalid", "/mail")
        assert (await visitor.ask("instead", conv=conv))["pointer"] == "/mail"
        both = await visitor.ask("instead", conv=conv, mail="m@sever.example", phone="+79000000000", consent=True)
        assert both["code"] == "invalid"
        cid = new_cid()
        left = await visitor.ask("instead", cid=cid, conv=conv, mail="marina@sever.example", lang="en")
        again = await visitor.ask("instead", cid=cid, conv=conv, mail="marina@sever.example", lang="en")
        assert left["t"] == "ack" and again["n"] == left["n"], "the same press, the same answer"
        assert (await visitor.reaches(conv, left["n"]))[-1]["text"] == "Please answer by mail: marina@sever.example"
        assert (await shop.state(conv))["holder"]["kind"] == "queue", "it keeps its place"
        assert (await desk.ask("take", conv=conv))["t"] == "ack"
        assert (await desk.ask("send", conv=conv, text="Ответ почтой"))["t"] == "ack"
        (letter,) = await shop.box.holds(1)
        assert "Ответ почтой" in text_of(letter) and shop.box.recipients == ["marina@sever.example"]
        late = await visitor.ask("instead", conv=conv, mail="marina@sever.example")
        assert late["code"] == "not_waiting"


async def test_a_call_back_needs_consent_and_becomes_a_promise_of_the_team(shop: Shop) -> None:
    visitor, conv = await waiting(shop)
    stranger, _ = await waiting(shop)
    async with closing(visitor, stranger):
        asked = {"conv": conv, "phone": "+7 (900) 000-00-00", "consent": True}
        assert (await visitor.ask("instead", **asked))["code"] == "no_callback", "the site does not call"
        assert "callback" not in await shop.boot()
        await shop.settle(callback=30)
        try:
            assert (await shop.boot())["callback"] is True
            assert (await visitor.ask("instead", **{**asked, "consent": False}))["pointer"] == "/consent"
            assert (await visitor.ask("instead", **{**asked, "phone": "900"}))["pointer"] == "/phone"
            assert (await stranger.ask("instead", **asked))["code"] == "not_found"
            assert (await visitor.ask("instead", **asked))["t"] == "ack"
        finally:
            await shop.settle()
        state = await shop.state(conv)
        assert state["promise"]["text"] == "Перезвоните мне, пожалуйста: +79000000000"
        assert 25 * 60_000 < state["promise"]["due"] - state["created"] < 35 * 60_000
        (proof,) = await shop.ask(
            "SELECT p.version, p.statement FROM contacts.consent p JOIN conversations.conversation c"
            " ON c.id = p.conversation_id WHERE c.public_id = $1",
            conv,
        )
        assert proof["version"] == "callback-1" and "Согласие на звонок" in proof["statement"]


WAYS = {
    "hides": True,
    "ways": [{"text": {"ru": "Напишите на почту", "en": "Write a mail"}, "url": "mailto:help@shop.example"}],
}


async def most(shop: Shop, number: int | None) -> None:
    answer = await shop.session.put(f"{shop.node.door.base}/api/manners/0", json={"queue_most": number})
    assert answer.status_code == 200, answer.text


async def stands(shop: Shop) -> bool:
    answer = await shop.session.get(f"{shop.node.door.base}/api/widget/demo/standing")
    assert answer.headers["access-control-allow-origin"] == "*"
    return bool(answer.json()["away"])


async def turns(shop: Shop) -> list[str]:
    """Of the demo site, in order."""
    rows = await shop.ask(
        "SELECT f.kind FROM kit.fact f JOIN gateway.channel c ON f.subject = 'channel:' || c.id"
        " WHERE f.kind LIKE 'button.%' AND c.key = 'demo' ORDER BY f.id"
    )
    return [row["kind"] for row in rows]


async def turns_end(shop: Shop) -> list[str]:
    return (await turns(shop))[-2:]


async def test_a_full_queue_offers_another_way_until_there_is_room_and_each_turn_is_kept(shop: Shop) -> None:
    await shop.settle(launcher=WAYS)
    try:
        desk, other = await shop.desk(), await shop.node.door.visitor(new_key())
        visitor, conv = await waiting(shop)
        async with closing(desk, other, visitor):
            await eventually(lambda: turns_end(shop), ["button.back", "button.shown"])
            assert not await stands(shop)
            queued = await shop.ask(
                "SELECT count(*) FROM conversations.conversation WHERE status = 'open' AND holder_kind = 'queue'"
            )
            heard = len(other.frames)
            await most(shop, queued[0]["count"])
            await other.until(lambda frame: frame["t"] == "site" and frame["away"] is True, after=heard)
            assert await stands(shop) and (await shop.boot())["away"] is True
            await eventually(lambda: turns_end(shop), ["button.full", "button.hidden"])
            heard = len(other.frames)
            assert (await desk.ask("take", conv=conv))["t"] == "ack"
            await other.until(lambda frame: frame["t"] == "site" and frame["away"] is False, after=heard)
            assert not await stands(shop) and "away" not in await shop.boot()
            await eventually(lambda: turns_end(shop), ["button.back", "button.shown"])
    finally:
        await most(shop, None)
        await shop.settle()


async def test_a_button_hides_only_where_another_way_stands_in_its_place(shop: Shop) -> None:
    url = f"{shop.node.door.base}/api/sites/demo"
    old = (await shop.session.get(url)).json()["settings"]
    for launcher, pointer in (
        ({"hides": True}, "/settings/launcher/hides"),
        ({"hides": True, "ways": []}, "/settings/launcher/hides"),
        ({"ways": [{"text": {"ru": "Сюда"}, "url": "javascript:alert(1)"}]}, "/settings/launcher/ways/0/url"),
        (
            {"ways": [{"text": {"ru": "Сюда"}, "url": "mailto:a@b.example?bcc=c@d.example"}]},
            "/settings/launcher/ways/0/url",
        ),
        ({"ways": [{"text": {"ru": " "}, "url": "tel:+79000000000"}]}, "/settings/launcher/ways/0/text/ru"),
    ):
        wanted = {"name": "Лавка", "settings": {"domains": old["domains"], "launcher": launcher}}
        answer = await shop.session.put(url, json=wanted, headers={"if-match": "*"})
        assert (answer.status_code, answer.json().get("pointer")) == (422, pointer), answer.text
    nothing = await shop.session.get(f"{shop.node.door.base}/api/widget/nowhere/standing")
    assert nothing.status_code == 404


async def test_who_waits_too_long_is_told_so_and_a_lead_too_and_each_talk_is_kept_once(shop: Shop) -> None:
    url = f"{shop.node.door.base}/api/patience/0"
    for wrong in (9, 86_401, "5"):
        assert (await shop.session.put(url, json={"longest": wrong})).status_code in (400, 422)
    assert (await shop.session.put(f"{url}99", json={"longest": 60})).status_code == 404
    desk, (visitor, conv) = await shop.desk(), await waiting(shop)
    try:
        async with closing(desk, visitor):
            shown = await shop.session.put(url, json={"longest": 10})
            assert shown.json() == {"usual": 600, "teams": {"0": 10}}
            await visitor.until(lambda frame: frame["t"] == "queue" and frame.get("late") is True)
            told = await desk.until(lambda frame: frame["t"] == "told" and frame["what"] == "late")
            assert told["by"] is None
            look = (
                "SELECT f.body FROM kit.fact f JOIN conversations.conversation c ON f.subject = 'conversation:' || c.id"
                " WHERE f.kind = 'queue.late' AND c.public_id = $1"
            )

            async def kept() -> int:
                return len(await shop.ask(look, conv))

            await eventually(kept, 1)
            assert (await visitor.ask("end", conv=conv))["t"] == "ack"
    finally:
        await shop.session.put(url, json={"longest": None})


class Pages:
    """Which talks have a page of their visitor's before somebody's eyes."""

    def __init__(self) -> None:
        self.open: set[str] = set()

    def has(self, topic: str) -> bool:
        return topic in self.open

    watched = has

    def state(self, topic: str, frame: bytes, *, key: str | None = None) -> None:
        """Nobody listens here."""


async def test_who_goes_away_for_a_minute_without_a_word_has_abandoned_the_queue(shop: Shop) -> None:
    (goes, one), (leaves, two) = await waiting(shop), await waiting(shop)
    async with closing(goes, leaves):
        assert (await leaves.ask("instead", conv=two, mail="marina@sever.example"))["t"] == "ack"
        rows = await shop.ask(
            "SELECT id, public_id FROM conversations.conversation WHERE public_id = ANY ($1::text[])", [one, two]
        )
        ids = {row["public_id"]: row["id"] for row in rows}
        db, pages = await Database.open(shop.node.dsn, size=1), Pages()
        pages.open = {f"v:{number}" for number in ids.values()}
        # A minute of this one is 60 ms, so that the test need not take one.
        looks = Waiting(db, rooms=pages, patience=Patience(db, tell=lambda _who, _what: None), period=0.01, scale=0.001)
        looks.start()

        async def kept() -> list[tuple[str, str]]:
            facts = await shop.ask(
                "SELECT kind, subject FROM kit.fact WHERE kind LIKE 'queue.%' AND kind <> 'queue.late'"
                " AND subject = ANY ($1::text[]) ORDER BY id",
                [f"conversation:{number}" for number in ids.values()],
            )
            return [(row["kind"], row["subject"]) for row in facts]

        try:
            await eventually(lambda: told_in(looks, len(ids)), True)
            pages.open = set()
            subject = f"conversation:{ids[one]}"
            await eventually(kept, [("queue.abandoned", subject)])
            pages.open = {f"v:{ids[one]}"}
            await eventually(kept, [("queue.abandoned", subject), ("queue.returned", subject)])
        finally:
            await looks.stop()
            await db.close()
        for visitor, conv in ((goes, one), (leaves, two)):
            assert (await visitor.ask("end", conv=conv))["t"] == "ack"


async def told_in(looks: Waiting, count: int) -> bool:
    return looks.seen >= count
