"""Beside the answers: put aside, promised, tagged, closed with what the site asks, handed over with everything."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.desk.conftest import Desks, talk
from tests.support.line import Frame, Line, closing, new_cid

pytestmark = pytest.mark.asyncio(loop_scope="module")


def ahead(seconds: float) -> int:
    return int((time.time() + seconds) * 1000)


async def state(desks: Desks, conv: str) -> Frame:
    """What a desk that comes now is shown."""
    line = await desks.office.operator("boris")
    async with closing(line):
        await line.say(t="sub", id=f"c:{conv}")
        snap = await line.until(lambda frame: frame["t"] in ("snap", "gone"))
        return {**snap["state"], "entries": snap["entries"]}


async def watching(desks: Desks, conv: str, login: str = "anna") -> Line:
    line = await desks.office.operator(login)
    await line.say(t="sub", id=f"c:{conv}")
    await line.until(lambda frame: frame["t"] == "live")
    return line


async def comes_back(line: Line, how: str) -> Frame:
    def back(frame: Frame) -> bool:
        return frame["t"] == "ev" and any(e["kind"] == "status" and e.get("how") == how for e in frame["e"])

    frame = await line.until(back)
    return next(e for e in frame["e"] if e["kind"] == "status")


async def test_what_is_put_aside_comes_back_at_its_time_and_the_visitor_hears_nothing(desks: Desks) -> None:
    async with talk(desks) as one:
        anna = await watching(desks, one.conv)
        async with closing(anna):
            await anna.ask("take", conv=one.conv)
            until = ahead(1.2)
            assert (await anna.ask("snooze", conv=one.conv, until=until))["t"] == "ack"
            aside = await state(desks, one.conv)
            assert (aside["status"], aside["until"], aside["waiting"]) == ("snoozed", until, None)
            woken = await comes_back(anna, "due")
            assert woken["aud"] == "internal" and woken["by"] == {"kind": "system"} and woken["at"] >= until
            back = await state(desks, one.conv)
            assert (back["status"], back["until"], back["holder"]["name"]) == ("open", None, anna.me["name"])
            assert (await anna.ask("wake", conv=one.conv))["code"] == "not_snoozed"
            await one.visitor.reaches(one.conv, 2)
            assert "snoozed" not in str(one.visitor.frames)


async def test_the_visitors_word_brings_a_talk_back_at_once(desks: Desks) -> None:
    async with talk(desks) as one:
        anna = await watching(desks, one.conv)
        async with closing(anna):
            await anna.ask("take", conv=one.conv)
            await anna.ask("snooze", conv=one.conv, until=ahead(3600))
            await one.visitor.ask("send", conv=one.conv, text="Я передумала")
            assert (await comes_back(anna, "word"))["to"] == "open"
            assert (await state(desks, one.conv))["waiting"] is not None


async def test_what_was_not_read_is_not_put_aside(desks: Desks) -> None:
    async with talk(desks) as one:
        anna = await watching(desks, one.conv)
        async with closing(anna):
            await one.visitor.ask("send", conv=one.conv, text="и ещё")
            refused = await anna.ask("snooze", conv=one.conv, until=ahead(60), seen=1)
            assert (refused["code"], refused["from"]) == ("stale", 2)
            assert (await anna.ask("snooze", conv=one.conv, until=ahead(60), seen=2))["t"] == "ack"


async def test_a_talk_that_is_put_aside_survives_a_restart(desks: Desks) -> None:
    async with talk(desks) as one:
        anna = await watching(desks, one.conv)
        async with closing(anna):
            await anna.ask("snooze", conv=one.conv, until=ahead(1.5))
        await desks.node.kill()
        await desks.node.start()
        anna = await watching(desks, one.conv)
        async with closing(anna):
            if (await state(desks, one.conv))["status"] == "snoozed":
                await comes_back(anna, "due")
            assert (await state(desks, one.conv))["status"] == "open"


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"t": "snooze", "until": 1}, "invalid"),
        ({"t": "snooze", "until": 2**53}, "invalid"),
        ({"t": "snooze", "until": "завтра"}, "invalid"),
        ({"t": "promise", "text": "Позвоню", "due": 1}, "invalid"),
        ({"t": "promise", "text": " ", "due": 2**45}, "invalid"),
        ({"t": "promise", "text": "а" * 201, "due": 2**45}, "too_large"),
        ({"t": "settle", "kept": True}, "no_promise"),
        ({"t": "tag", "add": ["  "]}, "invalid"),
        ({"t": "tag", "add": ["а" * 41]}, "invalid"),
        ({"t": "tag", "add": [str(n) for n in range(21)]}, "invalid"),
        ({"t": "tag"}, "same_tags"),
        ({"t": "wake"}, "not_snoozed"),
        ({"t": "resolve", "topic": "нет такой"}, "invalid"),
        ({"t": "resolve", "fields": {"x": "y"}}, "invalid"),
    ],
)
async def test_what_makes_no_sense_is_refused_and_changes_nothing(desks: Desks, frame: Frame, code: str) -> None:
    async with talk(desks) as one:
        anna = await watching(desks, one.conv)
        async with closing(anna):
            before = await state(desks, one.conv)
            rest = {key: value for key, value in frame.items() if key != "t"}
            assert (await anna.ask(frame["t"], conv=one.conv, **rest))["code"] == code
            assert await state(desks, one.conv) == before


async def test_a_promise_is_pinned_stands_in_the_list_and_holds_the_talk_open(desks: Desks) -> None:
    async with talk(desks) as one:
        anna = await watching(desks, one.conv)
        async with closing(anna):
            due = ahead(3600)
            await anna.ask("take", conv=one.conv)
            assert (await anna.ask("promise", conv=one.conv, text="Позвоню  завтра", due=due))["t"] == "ack"
            promised = {"text": "Позвоню завтра", "due": due, "by": anna.me["name"]}
            assert (await state(desks, one.conv))["promise"] == promised
            await anna.say(t="sub", id="list:open")
            rows = (await anna.until(lambda frame: frame["t"] == "rows" and frame.get("whole") is True))["rows"]
            assert next(row for row in rows if row["conv"] == one.conv)["promise"] == promised
            assert (await anna.ask("resolve", conv=one.conv))["code"] == "promise_open"
            await anna.ask("settle", conv=one.conv, kept=True)
            assert (await state(desks, one.conv))["promise"] is None
            assert (await anna.ask("resolve", conv=one.conv))["t"] == "ack"


async def test_one_thing_has_one_tag_and_tags_in_use_are_offered(desks: Desks) -> None:
    async with talk(desks) as one:
        anna = await watching(desks, one.conv)
        async with closing(anna):
            assert (await anna.ask("tag", conv=one.conv, add=["#Возврат  Денег", "возврат денег", "VIP"]))["t"] == "ack"
            assert (await state(desks, one.conv))["tags"] == ["vip", "возврат денег"]
            assert (await anna.ask("tag", conv=one.conv, add=["Vip"]))["code"] == "same_tags"
            await anna.ask("tag", conv=one.conv, remove=["VIP"])
            assert (await state(desks, one.conv))["tags"] == ["возврат денег"]
        offered = await desks.anna.get(desks.url("tags"), params={"begins": "#Возв"})
        assert offered.json() == {"tags": ["возврат денег"]}


async def test_the_same_press_twice_is_done_once(desks: Desks) -> None:
    async with talk(desks) as one:
        anna = await watching(desks, one.conv)
        async with closing(anna):
            for t, words in (
                ("tag", {"add": ["раз"]}),
                ("promise", {"text": "Раз", "due": ahead(60)}),
                ("settle", {"kept": False}),
                ("snooze", {"until": ahead(3600)}),
                ("wake", {}),
            ):
                cid = new_cid()
                first = await anna.ask(t, cid=cid, conv=one.conv, **words)
                again = await anna.ask(t, cid=cid, conv=one.conv, **words)
                assert first["t"] == "ack" and first == again, (t, first, again)


async def asks(desks: Desks, closing_asks: dict[str, Any]) -> None:
    """The demo site asks this on closing."""
    site = desks.url("sites/demo")
    whole = (await desks.anna.get(site)).json()
    settings = {**whole["settings"], "closing": closing_asks}
    if not settings["topics"]:
        settings["topics"] = [{"key": "pay", "text": {"ru": "Оплата", "en": "Payment"}}]
        settings["topic"] = "optional"
    body = {"name": whole["name"], "settings": settings}
    changed = await desks.anna.put(site, json=body, headers={"if-match": "*"})
    assert changed.status_code == 200, changed.text


async def test_a_site_can_ask_for_topic_and_answers_on_closing(desks: Desks) -> None:
    outcome = {"key": "outcome", "label": {"ru": "Итог"}, "required": True}
    outcome["choices"] = [{"ru": "Вернули деньги"}, {"ru": "Отказ"}]
    await asks(desks, {"topic": True, "fields": [outcome]})
    try:
        async with talk(desks) as one:
            anna = await watching(desks, one.conv)
            async with closing(anna):
                await anna.ask("take", conv=one.conv)
                form = (await desks.anna.get(desks.url(f"talks/{one.conv}/closing"))).json()
                topic = form["topics"][0]
                assert form["topic"] is True and form["fields"][0]["choices"] == ["Вернули деньги", "Отказ"]
                for given, pointer in (({}, "/topic"), ({"topic": topic}, "/fields/outcome")):
                    refused = await anna.ask("resolve", conv=one.conv, **given)
                    assert (refused["code"], refused["pointer"]) == ("closing_needed", pointer)
                wrong = await anna.ask("resolve", conv=one.conv, topic=topic, fields={"outcome": "Не знаю"})
                assert wrong["code"] == "invalid"
                answers = {"outcome": "Отказ"}
                done = await anna.ask("resolve", conv=one.conv, topic=topic, fields=answers, reason="так вышло")
                assert done["t"] == "ack"
                closed = await state(desks, one.conv)
                assert (closed["status"], closed["topic"]) == ("resolved", topic)
                fact = next(e for e in reversed(closed["entries"]) if e["kind"] == "status" and e["aud"] == "internal")
                assert fact["reason"] == "так вышло" and fact["by"]["name"] == anna.me["name"]
                assert fact["fields"] == [{"key": "outcome", "label": "Итог", "value": "Отказ"}]
                assert "Отказ" not in str(one.visitor.frames) and "так вышло" not in str(one.visitor.frames)
    finally:
        await asks(desks, {})


async def test_a_team_asks_for_something_of_its_own_instead_of_what_the_site_asks(desks: Desks) -> None:
    await asks(desks, {"topic": True, "fields": []})
    team = (await desks.anna.post(desks.url("teams"), json={"name": "Возвраты"})).json()["id"]
    at = desks.url(f"closing/teams/{team}")
    wanted = {
        "topics": ["Брак", " Не   подошло "],
        "fields": [{"key": "sum", "label": "Сумма", "required": True}],
    }
    try:
        assert (await desks.boris.put(at, json=wanted)).status_code == 403
        asked = (await desks.anna.put(at, json=wanted)).json()["teams"]
        async with talk(desks) as one, talk(desks) as other:
            anna = await watching(desks, one.conv)
            async with closing(anna):
                given = await anna.ask("transfer", conv=one.conv, to=None, team=team, reason="")
                assert given["t"] == "ack"
                form = (await desks.anna.get(desks.url(f"talks/{one.conv}/closing"))).json()
                assert form == asked[0]["closing"] and form["topics"] == ["Брак", "Не подошло"]
                both = (await desks.anna.get(desks.url(f"closing?talks={one.conv},{other.conv}"))).json()["asks"]
                assert [(part["talks"], part["closing"]["topic"]) for part in both] == [
                    ([one.conv], False),
                    ([other.conv], True),
                ]
                await anna.ask("take", conv=one.conv)
                refused = await anna.ask("resolve", conv=one.conv)
                assert (refused["code"], refused["pointer"]) == ("closing_needed", "/fields/sum")
                assert (await anna.ask("resolve", conv=one.conv, fields={"sum": "900"}))["t"] == "ack"
                # Without questions of its own the team is asked what the site asks.
                assert (await desks.anna.delete(at)).json() == {"teams": []}
                form = (await desks.anna.get(desks.url(f"talks/{one.conv}/closing"))).json()
                assert (form["topic"], form["fields"]) == (True, [])
    finally:
        await asks(desks, {})


async def test_questions_of_a_team_that_cannot_be_asked_are_refused_with_their_place(desks: Desks) -> None:
    team = (await desks.anna.post(desks.url("teams"), json={"name": "Доставка"})).json()["id"]
    one = {"key": "a", "label": "Итог"}
    for wanted, pointer in (
        ({"topic": True}, "/topic"),
        ({"topics": ["да", "да"]}, "/topics/1"),
        ({"fields": [one, {"key": "b", "label": " "}]}, "/fields/1/label"),
        ({"fields": [one, one]}, "/fields/1/key"),
        ({"fields": [{**one, "choices": ["x" * 201]}]}, "/fields/0/choices/0"),
        ({"fields": [one] * 21}, "/fields"),
    ):
        refused = await desks.anna.put(desks.url(f"closing/teams/{team}"), json=wanted)
        assert (refused.status_code, refused.json()["pointer"]) == (422, pointer), wanted
    assert (await desks.anna.put(desks.url("closing/teams/999999"), json={})).status_code == 404


async def test_the_card_of_a_contact_is_as_its_site_wants_it(desks: Desks) -> None:
    site = desks.url("sites/demo")
    whole = (await desks.anna.get(site)).json()
    card = {
        "order": ["plan", "name"],
        "links": [{"label": {"ru": "CRM"}, "url": "https://crm.example/c/{id}?q={name}"}],
    }
    body = {"name": whole["name"], "settings": {**whole["settings"], "card": card}}
    async with talk(desks) as one:
        url = desks.url(f"talks/{one.conv}/card")
        assert (await desks.anna.get(url)).json() == {"order": [], "links": []}
        changed = await desks.anna.put(site, json=body, headers={"if-match": "*"})
        assert changed.status_code == 200, changed.text
        shown = {"order": card["order"], "links": [{"label": "CRM", "url": card["links"][0]["url"]}]}
        assert (await desks.boris.get(url)).json() == shown
        assert (await desks.anna.get(desks.url("talks/nobody/card"))).status_code == 404


async def test_a_transfer_arrives_by_itself_with_everything(desks: Desks) -> None:
    async with talk(desks, "Где мой заказ?") as one:
        anna, boris = await watching(desks, one.conv), await watching(desks, one.conv, "boris")
        async with closing(anna, boris):
            await boris.say(t="sub", id="list:open")
            await boris.until(lambda frame: frame["t"] == "rows")
            await anna.ask("take", conv=one.conv)
            await anna.ask("tag", conv=one.conv, add=["доставка"])
            await anna.ask("promise", conv=one.conv, text="Узнаю у склада", due=ahead(3600))
            await anna.ask("snooze", conv=one.conv, until=ahead(3600))
            seen = len(boris.frames)
            words = {"to": boris.me["id"], "reason": "знает склад", "note": "Клиент ждёт с утра"}
            assert (await anna.ask("transfer", conv=one.conv, **words))["t"] == "ack"

            def arrived(frame: Frame) -> bool:
                mine = [row for row in frame.get("rows", ()) if row["conv"] == one.conv]
                return any(row["holder"]["id"] == boris.me["id"] and row["status"] == "open" for row in mine)

            row = await boris.until(arrived, after=seen)
            mine = next(one_row for one_row in row["rows"] if one_row["conv"] == one.conv)
            assert mine["tags"] == ["доставка"] and mine["promise"]["text"] == "Узнаю у склада"
            told = (await state(desks, one.conv))["entries"]
            assert [e["text"] for e in told if e["kind"] in ("message", "note")] == ["Где мой заказ?", words["note"]]
            handed = next(e for e in told if e["kind"] == "transferred" and e["aud"] == "internal")
            assert handed["reason"] == "знает склад"
            assert "склад" not in str(one.visitor.frames) and "с утра" not in str(one.visitor.frames)
