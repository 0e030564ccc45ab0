"""Operators are called in browsers of theirs when nobody looks at a desk: sealed, short, once, by each one's rules."""

from __future__ import annotations

from typing import Any

import pytest

from tests.push.conftest import House
from tests.support.firm import NORTH
from tests.support.line import closing, new_key
from tests.support.push_service import Browser

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def notes(house: House, browser: Browser, count: int = 1) -> list[dict[str, Any]]:
    return [browser.note(one) for one in await house.service.gets(browser, count)]


async def rules(house: House, login: str, **notice: Any) -> None:
    """How somebody wants to be called; what is not named is as at first."""
    usual = {"scope": "queue", "words": True, "quiet": {"from": "00:00", "to": "00:00"}}
    await house.firm.done(login, "PATCH", "/api/preferences", {"notice": {**usual, **notice}})


async def test_who_is_away_is_called_with_the_words_and_nobody_else_can_read_them(house: House) -> None:
    await rules(house, "anna")
    browser = await house.wakes("anna", zone="Europe/Moscow", language="ru")
    visitor = await house.firm.node.door.visitor(new_key())
    async with closing(visitor):
        conv = (await visitor.ask("send", text="Мой код\n 4711"))["conv"]
        (sent,) = await house.service.gets(browser, 1)
    key = (await house.firm.done("anna", "GET", "/api/push"))["key"]
    claims = sent.sender(key, audience=house.service.origin)
    assert claims["sub"].startswith(("mailto:", "http"))
    headers = {name: sent.headers[name] for name in ("content-encoding", "ttl", "urgency")}
    assert headers == {"content-encoding": "aes128gcm", "ttl": "600", "urgency": "high"}
    assert b"4711" not in sent.body and "4711" not in str(sent.headers) and len(sent.headers["topic"]) <= 32
    note = browser.note(sent)
    assert (note["title"], note["body"]) == ("Посетитель", "Мой код 4711")
    desks = {f"http://localhost:{node.port}/desk/#c/{conv}" for node in (house.firm.node, house.second)}
    assert note["url"] in desks and conv in note["tag"]
    (device,) = await house.devices("anna")
    assert device["mine"] and device["told_at"] is not None
    assert await house.firm.rows("SELECT 1 FROM kit.job WHERE body::text LIKE '%4711%'") == []


async def test_without_leave_no_word_and_no_name_of_the_visitor_is_shown(house: House) -> None:
    await rules(house, "anna", words=False)
    browser = await house.wakes("anna", language="en")
    _, visitor = await house.firm.talk()
    async with closing(visitor):
        (note,) = await notes(house, browser)
    assert (note["title"], note["body"]) == ("Pult", "A new message")
    assert "Здравствуйте" not in str(note)


async def test_thanks_after_the_end_call_nobody_until_they_are_changed_into_a_question(house: House) -> None:
    conv, visitor = await house.firm.talk()
    boris = await house.firm.desk("boris")
    async with closing(visitor):
        async with closing(boris):
            assert (await boris.ask("take", conv=conv))["t"] == "ack"
            assert (await boris.ask("send", conv=conv, text="Готово"))["t"] == "ack"
            assert (await boris.ask("resolve", conv=conv))["t"] == "ack"
        await rules(house, "anna")
        browser = await house.wakes("anna", language="ru")
        n = (await visitor.ask("send", text="спасибо"))["n"]
        # Whoever writes after that is called for: by then nothing is to be done for the thanks any more.
        _, other = await house.firm.talk()
        async with closing(other):
            (first,) = await notes(house, browser)
            await house.settled()
            assert (await visitor.ask("edit", conv=conv, n=n, text="спасибо, а чек?"))["t"] == "ack"
            called = await notes(house, browser, 2)
    assert first["body"] == "Здравствуйте" and [one["body"] for one in called] == ["Здравствуйте", "спасибо, а чек?"]


async def test_two_nodes_call_once_and_a_burst_of_words_is_one_call(house: House) -> None:
    await rules(house, "anna")
    browser = await house.wakes("anna")
    visitor = await house.second.door.visitor(new_key())
    async with closing(visitor):
        for number in range(5):
            await visitor.ask("send", text=f"слово {number}")
        await house.service.gets(browser, 1)
        await house.settled()
        assert len({one.headers["topic"] for one in house.service.of(browser)}) == 1
        first = len(house.service.of(browser))
        assert first <= 2, "a burst may fall into two turns, never into five"


async def test_who_looks_at_a_desk_is_not_called_until_she_looks_away(house: House) -> None:
    for login in ("anna", "boris"):
        await rules(house, login)
    anna, boris = await house.wakes("anna"), await house.wakes("boris")
    look = {"window": "w1", "on": True}
    await house.firm.done("anna", "POST", "/api/push/looking", look)
    conv, visitor = await house.firm.talk()
    async with closing(visitor):
        await house.service.gets(boris, 1)
        await house.settled()
        assert house.service.of(anna) == []
        await house.firm.done("anna", "POST", "/api/push/looking", {**look, "on": False})
        # Still nobody has answered: now she is called, and who was called before is not called again.
        (note,) = await notes(house, anna)
        assert conv in note["url"] and len(house.service.of(boris)) == 1


async def test_each_ones_rules_hold_and_rights_before_them(house: House) -> None:
    everybody = ("anna", "boris", "vera", "sofia", "vik", "ada")
    for login in everybody:
        await rules(house, login)
    await rules(house, "boris", scope="mine")
    await rules(house, "sofia", quiet={"from": "00:00", "to": "23:59"})
    await house.firm.done("ada", "PUT", "/api/state", {"state": "offline"})
    # Before there is any browser: a talk that has no team yet is everybody's.
    conv, visitor = await house.firm.talk(team=NORTH)
    browsers = {login: await house.wakes(login, zone="UTC") for login in everybody}

    def called() -> set[str]:
        return {login for login in everybody if house.service.of(browsers[login])}

    async with closing(visitor):
        await visitor.ask("send", text="Вы здесь?")
        await house.service.gets(browsers["anna"], 1)
        await house.settled()
        # Vera is in another team; Sofia has a minute a day without quiet; Boris wants his own only; Ada is off; Vik
        # answers nobody, so nobody's waiting calls him.
        assert {"anna"} <= called() <= {"anna", "sofia"}
        # What is his calls him, and no one else.
        boris = await house.firm.desk("boris")
        async with closing(boris):
            assert (await boris.ask("take", conv=conv))["t"] == "ack"
            await house.firm.done("boris", "PUT", "/api/state", {"state": "pause"})
            await house.settled()
            house.service.sent.clear()
            await visitor.ask("send", text="Ещё вопрос")
            await house.service.gets(browsers["boris"], 1)
            await house.settled()
            assert called() == {"boris"}
    for login in ("boris", "ada"):
        await house.firm.done(login, "PUT", "/api/state", {"state": "available"})


async def test_who_was_answered_meanwhile_calls_nobody(house: House) -> None:
    await rules(house, "anna")
    conv, visitor = await house.firm.talk()
    async with closing(visitor):
        anna = await house.firm.desk("anna")
        async with closing(anna):
            await anna.ask("take", conv=conv)
            await anna.ask("send", conv=conv, text="Да")
            browser = await house.wakes("anna")
            # A message that was on its way when the answer came.
            await house.firm.rows(
                "INSERT INTO kit.job (kind, body) SELECT 'push.send', jsonb_build_object('device', d.id,"
                " 'conversation', c.id) FROM push.device d, conversations.conversation c WHERE c.public_id = $1",
                conv,
            )
            await house.settled()
            assert house.service.of(browser) == []
            await visitor.ask("send", text="Спасибо, а ещё?")
            assert [note["body"] for note in await notes(house, browser)] == ["Спасибо, а ещё?"]


async def test_a_dead_browser_is_forgotten_and_a_tired_service_is_tried_again(house: House) -> None:
    await rules(house, "anna")
    dead, tired, odd = [await house.wakes("anna") for _ in range(3)]
    house.service.answers = {dead.path: [410], tired.path: [503, 201], odd.path: [400]}
    _, visitor = await house.firm.talk()
    async with closing(visitor):
        await house.service.gets(tired, 2)
        await house.settled()
    assert len(house.service.of(dead)) == 1 and len(house.service.of(odd)) == 1
    assert len(await house.devices("anna")) == 2
    rows = await house.firm.rows("SELECT endpoint FROM push.device")
    assert dead.endpoint not in {row["endpoint"] for row in rows}


async def test_who_signs_out_is_called_no_more(house: House) -> None:
    await rules(house, "boris")
    session = await house.firm.again("boris")
    async with session:
        browser = house.service.browser()
        base = house.firm.node.door.base
        added = await session.post(f"{base}/api/push/devices", json=browser.subscription())
        assert added.status_code == 201 and [one["mine"] for one in added.json()["devices"]] == [True]
        assert [one["mine"] for one in await house.devices("boris")] == [False]
        await session.delete(f"{base}/api/session")
    anna = await house.wakes("anna")
    await rules(house, "anna")
    _, visitor = await house.firm.talk()
    async with closing(visitor):
        await house.service.gets(anna, 1)
        await house.settled()
    assert house.service.of(browser) == [] and await house.devices("boris") == []


async def test_browsers_belong_to_their_owner_and_bad_ones_are_refused_with_a_pointer(house: House) -> None:
    browser = await house.wakes("anna")
    (mine,) = await house.devices("anna")
    assert (await house.firm.ask("boris", "DELETE", f"/api/push/devices/{mine['id']}")).status_code == 404
    stolen = {**house.service.browser().subscription(), "endpoint": browser.endpoint}
    refused = await house.firm.ask("boris", "POST", "/api/push/devices", stolen)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_yours")
    good = house.service.browser().subscription()
    wrong: list[tuple[dict[str, Any], str]] = [
        ({**good, "endpoint": "https://169.254.169.254/latest/meta-data"}, "/endpoint"),
        ({**good, "endpoint": "http://localhost:5432/"}, "/endpoint"),
        ({**good, "endpoint": house.service.origin + ".evil.example/x"}, "/endpoint"),
        ({**good, "key": "AAAA"}, "/key"),
        ({**good, "key": "B" + "A" * 86}, "/key"),
        ({**good, "secret": "AAAA"}, "/secret"),
        ({**good, "secret": 7}, "/secret"),
        ({**good, "operator_id": 1}, "/operator_id"),
        ({"endpoint": good["endpoint"]}, ""),
    ]
    for body, pointer in wrong:
        answer = await house.firm.ask("anna", "POST", "/api/push/devices", body)
        assert answer.status_code == 422 and answer.json().get("pointer", "") == pointer, (body, answer.text)
    assert [one["id"] for one in await house.devices("anna")] == [mine["id"]]
    for _ in range(12):
        await house.wakes("anna")
    assert len(await house.devices("anna")) == 10
    await house.firm.done("anna", "DELETE", f"/api/push/devices/{(await house.devices('anna'))[0]['id']}")
    assert len(await house.devices("anna")) == 9


async def test_an_address_that_leads_inside_is_never_written_to(house: House) -> None:
    """A name that resolves to this machine or its network: the guard looks at what it resolves to, each time."""
    await rules(house, "anna")
    good = await house.wakes("anna")
    for scheme in ("https", "http"):
        one, to = await house.wakes("anna"), f"{scheme}://localhost:{house.service.port}/push/inside"
        await house.firm.rows("UPDATE push.device SET endpoint = $1 WHERE endpoint = $2", to, one.endpoint)
    _, visitor = await house.firm.talk()
    async with closing(visitor):
        await house.service.gets(good, 1)
        await house.settled()
    assert not [one for one in house.service.sent if one.path == "/push/inside"]
    kept = {row["endpoint"] for row in await house.firm.rows("SELECT endpoint FROM push.device")}
    assert kept == {good.endpoint}, "what leads inside is no push service: it is forgotten"


async def test_the_key_is_one_for_all_nodes_and_stands_nowhere_in_the_open(house: House) -> None:
    first = (await house.firm.done("anna", "GET", "/api/push"))["key"]
    again = await house.firm.again("anna")
    async with again:
        second = (await again.get(f"{house.second.door.base}/api/push")).json()["key"]
    public = (await house.firm.ask(None, "GET", "/api/tell")).json()["key"]
    assert first == second == public and len(first) == 87
    (row,) = await house.firm.rows("SELECT sealed FROM push.key")
    assert row["sealed"].startswith("v1.") and first not in row["sealed"]
    assert row["sealed"] not in house.firm.node.log
