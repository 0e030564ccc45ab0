"""A supervisor beside a colleague's chat: looks without a trace, whispers, takes over; the visitor sees a new name."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page

from tests.stories.browser import accessible, chromiums, eventually, shot, troubles
from tests.stories.cable import Cable
from tests.stories.people import Operator, Visitor
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

QUESTION, AGAIN, BEGUN = "Где мой заказ?", "Вы здесь?", "Сейчас посмотрю, одну"
WHISPER = "Предложи доставку бесплатно"
READ = {"ru": "Прочитано", "en": "Read"}
LOOKS = [("ru", "light"), ("en", "dark")]


def entry(page: Page, text: str) -> Locator:
    """A line of the log with these words."""
    return page.locator("[data-testid=entry]").filter(has_text=text).first


@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_a_supervisor_looks_whispers_and_takes_over(postgres_18: Server, language: str, theme: str) -> None:
    async with data_folder() as data, chromiums() as screens:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), Cable(node.port):
            visitor = await Visitor.comes(screens, node, language=language, theme=theme)
            await visitor.says(QUESTION)
            boris, anna = [await Operator.comes(screens, node, language=language, theme=theme) for _ in range(2)]
            await boris.signs_in(node, "boris")
            await anna.signs_in(node)
            await boris.opens("queue")
            await boris.takes()
            name = visitor.frame.get_by_test_id("chat-title")
            await eventually(name.text_content, "Борис")
            await visitor.frame.get_by_text(READ[language]).wait_for()
            await boris.page.get_by_test_id("composer").fill(BEGUN)
            await boris.page.get_by_test_id("settings").click()
            await visitor.says(AGAIN)
            await _looks_and_whispers(anna)
            await eventually(name.text_content, "Борис")
            assert READ[language] not in await _last(visitor), "Boris was elsewhere, and Anna leaves no trace"
            await boris.page.go_back()
            await entry(boris.page, WHISPER).wait_for()
            await eventually(boris.page.get_by_test_id("composer").input_value, BEGUN)
            await shot(anna.page, f"supervisor-1440-{theme}-{language}")
            await accessible(anna.page, name=f"a supervisor beside a chat {theme}-{language}")
            await _takes_over(anna, boris, visitor)
            await eventually(name.text_content, "Анна")
            assert troubles(visitor.page) + troubles(anna.page) + troubles(boris.page) == []


async def _last(visitor: Visitor) -> str:
    """The visitor's last message with what is told of it."""
    mine = visitor.frame.get_by_test_id("message").filter(has_text=AGAIN)
    return str(await mine.inner_text())


async def _looks_and_whispers(anna: Operator) -> None:
    await anna.page.keyboard.press("4")
    await anna.page.get_by_test_id("row").first.click()
    await entry(anna.page, AGAIN).wait_for()
    # What a colleague is writing is there before it is sent.
    await anna.page.get_by_test_id("writing").filter(has_text=BEGUN).wait_for()
    await anna.page.keyboard.press("Shift+N")
    await eventually(lambda: anna.page.evaluate("document.activeElement?.dataset.testid"), "composer")
    assert await anna.page.get_by_test_id("to-whom").input_value() != "", "a whisper is meant for whoever has the chat"
    await anna.page.keyboard.type(WHISPER)
    await anna.page.keyboard.press("Enter")
    await entry(anna.page, WHISPER).wait_for()


async def _takes_over(anna: Operator, boris: Operator, visitor: Visitor) -> None:
    await anna.page.keyboard.press("Escape")
    await anna.page.keyboard.press("Shift+A")
    await eventually(lambda: anna.page.evaluate("document.activeElement?.dataset.testid"), "over-reason")
    await anna.page.keyboard.type("просят старшего")
    await anna.page.keyboard.press("Enter")
    await anna.page.get_by_test_id("over-form").wait_for(state="detached")
    # The words that were begun go on in other hands; whoever had the chat keeps them too, and sees who has it and why.
    await anna.page.get_by_test_id("writing-use").click()
    await eventually(lambda: anna.page.get_by_test_id("composer").input_value(), BEGUN)
    await anna.page.get_by_test_id("composer").fill("Сейчас посмотрю, одну минуту")
    await anna.page.keyboard.press("Enter")
    await visitor.frame.get_by_test_id("message").filter(has_text="одну минуту").wait_for()
    await entry(boris.page, "просят старшего").wait_for()
    await eventually(boris.page.get_by_test_id("composer").input_value, BEGUN)
    seen = " ".join(text for _, _, text in await visitor.sees())
    assert "бесплатно" not in seen and "старшего" not in seen
