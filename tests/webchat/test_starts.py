"""What a talk begins with: topic, answers, consent, notice; and words that are held back before they become one."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.support.line import Line, closing, new_cid, new_key
from tests.webchat.conftest import Shop

pytestmark = pytest.mark.asyncio(loop_scope="module")
TOPICS = [{"key": "pay", "text": {"ru": "Оплата", "en": "Payment"}}]
FIELDS = [
    {"key": "mail", "kind": "mail", "label": {"ru": "Почта"}, "required": True},
    {"key": "phone", "kind": "phone", "label": {"ru": "Телефон"}},
    {
        "key": "who", "kind": "choice", "label": {"ru": "Кто вы"},
        "choices": [{"ru": "Соискатель"}, {"ru": "Работодатель"}],
    },
    {
        "key": "law", "kind": "consent", "label": {"ru": "Согласие"}, "required": True, "version": "2026-01",
        "statement": {"ru": "Я согласен на обработку данных", "en": "I agree"},
    },
]  # fmt: skip
GIVEN = {"mail": "marina@sever.example", "phone": "+7 (900) 000-00-00", "who": 1, "law": True}


async def test_a_talk_keeps_its_topic_answers_and_the_proof_of_consent(shop: Shop) -> None:
    await shop.settle(topics=TOPICS, fields=FIELDS)
    line = await shop.node.door.visitor()
    async with closing(line):
        start = {"topic": "pay", "about": "счёт № 42", "notice": True, "fields": GIVEN, "lang": "en"}
        conv = (await line.ask("send", text="Не проходит оплата", start=start))["conv"]
    state = await shop.state(conv)
    assert (state["topic"], state["about"], state["notice"]) == ("Оплата", "счёт № 42", True)
    assert [(one["label"], one["value"]) for one in state["fields"]] == [
        ("Почта", "marina@sever.example"), ("Телефон", "+79000000000"), ("Кто вы", "Работодатель"),
        ("Согласие", "2026-01"),
    ]  # fmt: skip
    (proof,) = await shop.ask(
        "SELECT field, version, statement, at > now() - interval '1 minute' AS new FROM contacts.consent"
    )
    assert tuple(proof) == ("law", "2026-01", "I agree", True)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"mail": None}, "/start/fields/mail"),
        ({"mail": "marina@sever"}, "/start/fields/mail"),
        ({"mail": "a@b.example\r\nBcc: c@d.example"}, "/start/fields/mail"),
        ({"phone": "8 900"}, "/start/fields/phone"),
        ({"who": 2}, "/start/fields/who"),
        ({"who": True}, "/start/fields/who"),
        ({"law": "yes"}, "/start/fields/law"),
        ({"law": False}, "/start/fields/law"),
        ({"unasked": "x"}, "/start/fields/unasked"),
    ],
)
async def test_a_wrong_answer_is_refused_with_its_pointer(shop: Shop, change: dict[str, Any], pointer: str) -> None:
    await shop.settle(topics=TOPICS, fields=FIELDS)
    fields = {key: value for key, value in {**GIVEN, **change}.items() if value is not None}
    line = await shop.node.door.visitor()
    async with closing(line):
        answer = await line.ask("send", text="Здравствуйте", start={"fields": fields})
        assert (answer["code"], answer["pointer"]) == ("invalid", pointer)


async def test_what_began_a_talk_is_left_aside_in_a_living_one(shop: Shop) -> None:
    await shop.settle(topics=TOPICS)
    line = await shop.node.door.visitor()
    async with closing(line):
        conv = (await line.ask("send", text="Просто вопрос"))["conv"]
        assert (await line.ask("send", text="И ещё", start={"topic": "pay"}))["conv"] == conv
    assert (await shop.state(conv))["topic"] is None


@pytest.mark.parametrize(
    ("text", "start", "reason"),
    [
        ("...", None, "empty"),
        ("👍👍", None, "empty"),
        ("https://spam.example", None, "links"),
        ("см. http://a.example http://b.example www.c.example", None, "links"),
        ("Хочу спросить", {"trap": "http://x"}, "trap"),
    ],
)
async def test_suspicious_first_words_never_become_a_talk_until_released(
    shop: Shop, text: str, start: dict[str, Any] | None, reason: str
) -> None:
    await shop.settle(topics=TOPICS)
    key, cid = new_key(), new_cid()
    line = await shop.node.door.visitor(key)
    async with closing(line):
        more = {"start": {**(start or {}), "topic": "pay"}}
        for _ in range(2):
            assert (await line.ask("send", cid=cid, text=text, **more))["code"] == "held"
        url = f"{shop.node.door.base}/api/held"
        listed = (await shop.session.get(url)).json()
        (mine,) = [one for one in listed["waiting"] if one["text"] == text]
        assert (mine["reason"], mine["site"]) == (reason, "Лавка") and listed["day"][reason] >= 1
        assert await shop.ask("SELECT FROM conversations.conversation WHERE last_text = $1", text) == []
        released = await asyncio.gather(*(shop.session.post(f"{url}/{mine['id']}/release") for _ in range(2)))
        conv = released[0].json()["conv"]
        assert released[1].json()["conv"] == conv
        await line.until(lambda frame: frame["t"] == "conv" and frame["id"] == conv)
        assert (await line.ask("send", cid=cid, text=text, **more))["t"] == "ack"
    assert (await shop.state(conv))["topic"] == "Оплата"
    assert len(await shop.ask("SELECT FROM conversations.conversation WHERE last_text = $1", text)) == 1
    assert not any(one["id"] == mine["id"] for one in (await shop.session.get(url)).json()["waiting"])


async def from_address(shop: Shop, address: str) -> Line:
    return await shop.node.door.visitor(headers={"x-forwarded-for": address})


async def test_a_flood_from_one_address_and_the_same_words_from_many_are_held_back(shop: Shop) -> None:
    await shop.settle()
    answers = []
    for number in range(12):
        line = await from_address(shop, "203.0.113.7")
        async with closing(line):
            answers.append((await line.ask("send", text=f"Вопрос номер {number}"))["t"])
    assert answers == ["ack"] * 10 + ["error"] * 2
    answers = []
    for number in range(5):
        line = await from_address(shop, f"203.0.113.{100 + number}")
        async with closing(line):
            answers.append((await line.ask("send", text="Заработай миллион за один день!!"))["t"])
    assert answers == ["ack"] * 3 + ["error"] * 2


async def test_a_site_that_holds_nothing_back_takes_everything(shop: Shop) -> None:
    await shop.settle(hold_back=False)
    line = await shop.node.door.visitor()
    async with closing(line):
        assert (await line.ask("send", text="..."))["t"] == "ack"


async def test_strangers_see_nothing_of_what_is_held(shop: Shop) -> None:
    from niquests import AsyncSession

    async with AsyncSession() as stranger:
        assert (await stranger.get(f"{shop.node.door.base}/api/held")).status_code == 401
        assert (await stranger.post(f"{shop.node.door.base}/api/held/1/release")).status_code == 401
    assert (await shop.session.post(f"{shop.node.door.base}/api/held/999999/release")).status_code == 404
