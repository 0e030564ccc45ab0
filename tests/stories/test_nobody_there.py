"""Nobody is at a desk: the chat says so and offers another way, and comes back by itself with what was typed."""

from __future__ import annotations

import pytest

from tests.stories.browser import accessible, chromiums, eventually, shot, troubles
from tests.stories.people import Operator
from tests.stories.test_before_and_after import TOPICS, opens, shop
from tests.support.postgres import Server


@pytest.mark.parametrize(("language", "theme"), [("ru", "dark"), ("en", "light")])
async def test_the_chat_turns_into_a_message_to_leave_and_back_by_itself(
    postgres_18: Server, language: str, theme: str
) -> None:
    async with shop(postgres_18, topics=TOPICS) as (node, _), chromiums() as browser:
        visitor = await opens(browser, node, width=390, language=language, theme=theme)
        frame = visitor.frame
        await frame.get_by_test_id("away").wait_for()
        await accessible(await visitor.document(), name=f"nobody there {theme} {language}")
        await shot(visitor.page, f"widget-nobody-390-{theme}-{language}")
        await frame.get_by_test_id("topic").first.click()
        await frame.get_by_test_id("ask-mail").wait_for()
        await frame.get_by_test_id("ask-text").fill("Вы здесь?")
        anna = Operator(await browser.window(width=1440, height=900, language=language))
        await anna.page.goto(f"http://localhost:{node.port}/desk/")
        await anna.signs_in(node)
        await frame.get_by_test_id("ask-mail").wait_for(state="detached")
        await eventually(frame.get_by_test_id("ask-text").input_value, "Вы здесь?")
        await frame.get_by_test_id("form-send").click()
        await eventually(visitor.sees, [(1, "you", "Вы здесь?")])
        await frame.get_by_test_id("composer").wait_for()
        assert troubles(visitor.page) == []


async def test_what_was_begun_in_the_box_goes_on_in_the_form(postgres_18: Server) -> None:
    async with shop(postgres_18) as (node, _), chromiums() as browser:
        anna = Operator(await browser.window(width=1440, height=900))
        await anna.page.goto(f"http://localhost:{node.port}/desk/")
        await anna.signs_in(node)
        visitor = await opens(browser, node, width=390, language="ru", theme="light")
        await visitor.frame.get_by_test_id("composer").fill("Мой вопрос длинный")
        await anna.page.close()
        await visitor.frame.get_by_test_id("away").wait_for()
        await visitor.frame.get_by_test_id("write").click()
        await eventually(visitor.frame.get_by_test_id("ask-text").input_value, "Мой вопрос длинный")


async def test_a_new_talk_is_asked_anew_where_the_site_wants_it(postgres_18: Server) -> None:
    async with shop(postgres_18, topics=TOPICS, after_resolve="new") as (node, _), chromiums() as browser:
        anna = Operator(await browser.window(width=1440, height=900))
        await anna.page.goto(f"http://localhost:{node.port}/desk/")
        await anna.signs_in(node)
        visitor = await opens(browser, node, width=390, language="ru", theme="light")
        frame = visitor.frame
        await frame.get_by_test_id("topic").first.click()
        await visitor.says("Первый вопрос")
        await eventually(visitor.sees, [(1, "you", "Первый вопрос")])
        await anna.opens("queue")
        await anna.takes()
        await anna.page.get_by_test_id("resolve").click()
        await frame.get_by_test_id("anew").wait_for()
        assert await frame.get_by_test_id("composer").count() == 0
        await accessible(await visitor.document(), name="after the end, before another")
        await frame.get_by_test_id("anew").click()
        await frame.get_by_test_id("topic").nth(1).click()
        await frame.get_by_test_id("topic-chosen").get_by_text("Оплата и документы").wait_for()
        await visitor.says("Второй вопрос")
        await eventually(visitor.sees, [(1, "you", "Второй вопрос")])
        await anna.opens("queue")
        await anna.page.get_by_text("Оплата и документы").first.wait_for()
