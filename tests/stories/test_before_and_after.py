"""Before a talk and after it: topics, questions, a message left when nobody is there, a changed rating, a copy."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import niquests
import pytest

from tests.stories.browser import accessible, chromiums, eventually, shot, troubles
from tests.stories.people import Operator, Visitor
from tests.support.hours import closed_now
from tests.support.mailbox import Mailbox, mailbox, text_of
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

TOPICS = [
    {"key": "block", "text": {"ru": "Блокировка резюме", "en": "My CV is blocked"}},
    {"key": "pay", "text": {"ru": "Оплата и документы", "en": "Payment and papers"}},
]
FIELDS = [
    {"key": "mail", "kind": "mail", "label": {"ru": "Почта", "en": "E-mail"}, "required": True},
    {
        "key": "who", "kind": "choice", "label": {"ru": "Кто вы", "en": "Who are you"},
        "choices": [{"ru": "Соискатель", "en": "A job seeker"}, {"ru": "Работодатель", "en": "An employer"}],
    },
    {
        "key": "law", "kind": "consent", "label": {"ru": "Согласие", "en": "Consent"}, "required": True, "version": "1",
        "statement": {"ru": "Согласен на обработку персональных данных", "en": "I agree to the processing of my data"},
    },
]  # fmt: skip
SAYS = {
    "ru": {"title": "Чем помочь?", "greeting": "Отвечаем живые люди, без роботов."},
    "en": {"title": "How can we help?", "greeting": "People answer here, not robots."},
}
LOOKS = [(390, "ru", "light"), (1440, "en", "dark")]
LEFT = [(390, "ru", "dark"), (1440, "en", "light")]


@contextlib.asynccontextmanager
async def shop(server: Server, **settings: Any) -> AsyncIterator[tuple[Pult, Mailbox]]:
    """A Pult that sends letters, with a site of these settings."""
    async with data_folder() as data, mailbox() as box:
        node = Pult(await server.create_database(), data, env={**box.env, "PULT_TIME_SCALE": "1"})
        async with started(node):
            await settle(node, **settings)
            yield node, box


async def settle(node: Pult, **settings: Any) -> None:
    url = f"{node.door.base}/api/sites/demo"
    async with await node.door.sign_in("anna", node.password) as session:
        old = (await session.get(url)).json()["settings"]
        wanted = {"name": "Лавка «Север»", "settings": {"domains": old["domains"], **settings}}
        done: niquests.Response = await session.put(url, json=wanted, headers={"if-match": "*"})
        assert done.status_code == 200, done.text


async def opens(browser: Any, node: Pult, *, hash: str = "", width: int, language: str, theme: str) -> Visitor:
    page = await browser.window(width=width, height=844, language=language, theme=theme)
    await page.goto(f"http://demo.localhost:{node.port}/?lang={language}{hash}")
    if not hash:
        await page.get_by_test_id("pult-launcher").click()
    return Visitor(page)


async def _at_the_desk(browser: Any, node: Pult, **look: Any) -> Operator:
    """Somebody is there, so the chat is a chat."""
    anna = Operator(await browser.window(width=1440, height=900, **look))
    await anna.page.goto(f"http://localhost:{node.port}/desk/")
    await anna.signs_in(node)
    return anna


@pytest.mark.parametrize(("width", "language", "theme"), LOOKS)
async def test_topic_and_answers_begin_the_talk_and_stand_beside_it(
    postgres_18: Server, width: int, language: str, theme: str
) -> None:
    look = f"{width}-{theme}-{language}"
    async with (
        shop(postgres_18, topics=TOPICS, fields=FIELDS, says=SAYS, look={"accent": "#ffcc00"}) as (node, _),
        chromiums() as browser,
    ):
        anna = await _at_the_desk(browser, node, language=language, theme=theme)
        visitor = await opens(browser, node, width=width, language=language, theme=theme)
        await visitor.frame.get_by_test_id("home").wait_for()
        await accessible(await visitor.document(), name=f"home {look}")
        await shot(visitor.page, f"widget-home-{look}")
        await visitor.frame.get_by_test_id("topic").first.click()
        await visitor.frame.get_by_test_id("form-send").click()
        await eventually(visitor.frame.locator(".fault").count, 3)
        await accessible(await visitor.document(), name=f"questions {look}")
        await shot(visitor.page, f"widget-questions-{look}")
        await visitor.frame.get_by_test_id("ask-mail").fill("marina@sever.example")
        await visitor.frame.get_by_test_id("ask-who").select_option("1")
        await visitor.frame.get_by_test_id("ask-law").check()
        await visitor.frame.get_by_test_id("ask-text").fill("Почему заблокировали?")
        await visitor.frame.get_by_test_id("form-send").click()
        await eventually(visitor.sees, [(1, "you", "Почему заблокировали?")])
        await visitor.frame.get_by_test_id("composer").wait_for()
        await anna.opens("queue")
        began = anna.page.get_by_test_id("side-began")
        await began.get_by_text("marina@sever.example").wait_for()
        await began.get_by_text("Работодатель").wait_for()
        await anna.page.get_by_text("Блокировка резюме").first.wait_for()
        name = anna.page.get_by_test_id("row").first.locator(".row-name strong")
        assert not await name.evaluate("one => one.scrollWidth > one.clientWidth"), "a topic leaves the name its room"
        await accessible(anna.page, name=f"the desk beside the answers {look}")
        assert troubles(visitor.page) + troubles(anna.page) == []


async def test_a_link_of_a_notice_opens_the_chat_with_its_topic(postgres_18: Server) -> None:
    async with shop(postgres_18, topics=TOPICS) as (node, _), chromiums() as browser:
        anna = await _at_the_desk(browser, node)
        link = "#pult?topic=block&about=%E2%84%96+42"
        visitor = await opens(browser, node, hash=link, width=390, language="ru", theme="light")
        await visitor.frame.get_by_test_id("topic-chosen").get_by_text("Блокировка резюме").wait_for()
        await visitor.says("Верните резюме")
        await eventually(visitor.sees, [(1, "you", "Верните резюме")])
        await anna.opens("queue")
        await anna.page.get_by_test_id("side-began").get_by_text("№ 42").wait_for()
        await anna.page.get_by_test_id("side-began").get_by_text("по уведомлению продукта").wait_for()


@pytest.mark.parametrize(("width", "language", "theme"), LEFT)
async def test_a_message_is_left_answered_by_mail_rated_and_copied(
    postgres_18: Server, width: int, language: str, theme: str
) -> None:
    look = f"{width}-{theme}-{language}"
    async with shop(postgres_18, hours=closed_now()) as (node, box), chromiums() as browser:
        visitor = await opens(browser, node, width=width, language=language, theme=theme)
        await visitor.frame.get_by_test_id("away").wait_for()
        await accessible(await visitor.document(), name=f"away {look}")
        await visitor.frame.get_by_test_id("write").click()
        await visitor.frame.get_by_test_id("ask-mail").fill("marina@sever.example")
        await visitor.frame.get_by_test_id("ask-text").fill("Когда вы вернётесь?")
        await accessible(await visitor.document(), name=f"a message to leave {look}")
        await shot(visitor.page, f"widget-leave-a-message-{look}")
        await visitor.frame.get_by_test_id("form-send").click()
        await eventually(visitor.sees, [(1, "you", "Когда вы вернётесь?")])
        # No place in a queue that nobody works through.
        back = {"ru": "Ответим, когда вернёмся: ", "en": "We answer when we are back: "}[language]
        await visitor.frame.get_by_test_id("queue").get_by_text(back).first.wait_for()
        await visitor.frame.get_by_test_id("queue-left").wait_for()  # her address is known: not asked for again
        anna = Operator(await browser.window(width=1440, height=900))
        await anna.page.goto(f"http://localhost:{node.port}/desk/")
        await anna.signs_in(node)
        await anna.opens("queue")
        await anna.takes()
        await anna.says("Завтра в девять.")
        (letter,) = await box.holds(1)
        assert letter["To"] == "marina@sever.example" and text_of(letter).startswith("Завтра в девять.")
        await anna.page.get_by_test_id("resolve").click()
        await _rates_and_asks_for_a_copy(visitor, box, look)
        assert troubles(visitor.page) == []


async def _rates_and_asks_for_a_copy(visitor: Visitor, box: Mailbox, look: str) -> None:
    frame = visitor.frame
    await frame.get_by_test_id("rate-bad").click()
    await frame.get_by_test_id("rate-comment").fill("Долго")
    await frame.get_by_test_id("rate-send").click()
    await frame.get_by_test_id("rate-change").click()
    await frame.get_by_test_id("rate-good").click()
    await frame.get_by_test_id("rate-comment").fill("Разобрались")
    await frame.get_by_test_id("rate-send").click()
    await frame.get_by_test_id("copy-mail").fill("marina@sever.example")
    await frame.get_by_test_id("copy-send").click()
    letters = await box.holds(2)
    assert "Когда вы вернётесь?" in text_of(letters[1])
    await accessible(await visitor.document(), name=f"rated {look}")
    await shot(visitor.page, f"widget-rated-{look}")
