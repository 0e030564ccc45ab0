"""All hands are full: who waits sees place and bracket, may leave a mail address and go, and is taken in the end."""

from __future__ import annotations

import niquests
from playwright.async_api import Page

from tests.stories.browser import Chromiums, accessible, chromiums, shot, troubles
from tests.stories.test_before_and_after import opens, shop
from tests.support.line import closing, new_key
from tests.support.process import Pult

LOOKS = (("ru", "light"), ("en", "dark"))
WAYS = [
    {"text": {"ru": "Напишите на почту", "en": "Write a mail"}, "url": "mailto:help@shop.example"},
    {"text": {"ru": "8 800 000-00-00", "en": "8 800 000-00-00"}, "url": "tel:88000000000"},
]


async def full(session: niquests.AsyncSession, node: Pult, *, most: int | None) -> None:
    answer = await session.put(f"{node.door.base}/api/manners/0", json={"queue_most": most})
    assert answer.status_code == 200, answer.text


async def looks_for_the_button(browser: Chromiums, node: Pult, *, language: str, theme: str) -> Page:
    page: Page = await browser.window(width=390, height=844, language=language, theme=theme)
    await page.goto(f"http://demo.localhost:{node.port}/?lang={language}")
    return page


async def test_who_waits_sees_place_and_bracket_and_other_ways_and_a_full_house_hides_its_button() -> None:
    async with shop(callback=60, launcher={"hides": True, "ways": WAYS}) as (node, _), chromiums() as browser:
        session = await node.door.sign_in("anna", node.password)
        others = [await node.door.visitor(new_key()) for _ in range(15)]
        async with session, closing(desk := await node.door.operator(session), *others):
            convs = [(await one.ask("send", text="Сколько ждать?"))["conv"] for one in others]
            visitors = []
            for language, theme in LOOKS:
                visitor = await opens(browser, node, width=390, language=language, theme=theme)
                await visitor.says("Где мой заказ?")
                await visitor.frame.get_by_test_id("queue").wait_for()
                visitors.append(visitor)
            first = visitors[0].frame.get_by_test_id("queue")
            await first.get_by_text("Перед вами: 15").first.wait_for()
            for conv in convs:
                assert (await desk.ask("take", conv=conv))["t"] == "ack"
            await first.get_by_text("Ваша очередь следующая").first.wait_for()
            await first.get_by_text("ответим в течение полуминуты").first.wait_for()
            for visitor, (language, theme) in zip(visitors, LOOKS, strict=True):
                await accessible(await visitor.document(), name=f"waiting {theme} {language}")
                await shot(visitor.page, f"widget-queue-390-{theme}-{language}")
            frame = visitors[0].frame
            await frame.get_by_test_id("queue-mail").click()
            await frame.get_by_test_id("queue-field").fill("marina@sever.example")
            await frame.get_by_test_id("queue-send").click()
            await frame.get_by_test_id("queue-left").wait_for()
            await frame.get_by_text("Ответьте, пожалуйста, на почту").first.wait_for()
            await shot(visitors[0].page, "widget-queue-left-390-light-ru")
            other = visitors[1].frame
            await other.get_by_test_id("queue-phone").click()
            await accessible(await visitors[1].document(), name="a number to be called at")
            await shot(visitors[1].page, "widget-queue-phone-390-dark-en")
            await other.get_by_test_id("queue-field").fill("900")
            await other.get_by_test_id("queue-send").click()
            await other.get_by_text("Please look at what you have written").wait_for()
            await full(session, node, most=2)
            late = [await looks_for_the_button(browser, node, language=one, theme=theme) for one, theme in LOOKS]
            for page, (language, theme) in zip(late, LOOKS, strict=True):
                await page.get_by_test_id("pult-ways").wait_for()
                await page.get_by_test_id("pult-launcher").wait_for(state="hidden")
                await accessible(page, name=f"another way {theme} {language}")
                await shot(page, f"page-full-390-{theme}-{language}")
            assert await late[0].get_by_text("Напишите на почту").get_attribute("href") == "mailto:help@shop.example"
            await full(session, node, most=None)
            for page in late:
                await page.get_by_test_id("pult-launcher").wait_for()
                await page.get_by_test_id("pult-ways").wait_for(state="hidden")
            assert all(troubles(visitor.page) == [] for visitor in visitors)
