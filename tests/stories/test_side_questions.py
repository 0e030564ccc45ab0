"""A side question: asked beside a chat, answered by moderators on a page of their own, unseen by the visitor."""

from __future__ import annotations

from playwright.async_api import Page

from tests.stories.browser import Chromiums, accessible, chromiums, eventually, has_keyboard, late, shot, troubles
from tests.stories.people import Operator
from tests.support.line import closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

ANSWER = "Снята верно: в тексте был телефон."


async def test_moderators_answer_beside_the_chat_and_the_visitor_sees_nothing(postgres_18: Server) -> None:
    async with data_folder() as data, chromiums() as screens:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node):
            anna = await Operator.comes(screens, node)
            await anna.signs_in(node)
            visitor = await node.door.visitor(new_key())
            async with closing(visitor):
                await visitor.ask("send", text="Почему сняли мою вакансию?")
                await anna.opens("queue")
                await anna.takes()
                link = await _asks(anna.page)
                page = anna.page
                answer = page.get_by_test_id("side-answer").get_by_text(ANSWER)
                async with late(page, "**/api/talks/*/side", asks=visitor.ask("send", text="Она же наша")):
                    await _answers(screens, link)
                    await page.locator("[data-testid=entry]").filter(has_text=ANSWER).wait_for()
                    await answer.wait_for()
                assert await answer.is_visible(), "what was asked for earlier and came later changes nothing"
                await accessible(page, name="a chat with a side question that was answered")
                await shot(page, "side-answered-1440-light-ru")
                assert ANSWER not in str(visitor.frames) and "Модерация" not in str(visitor.frames)
            await page.get_by_test_id("side-ask").click()
            await has_keyboard(page, "side-department")
            await page.set_viewport_size({"width": 390, "height": 844})
            await page.get_by_test_id("to-side").click()
            await page.get_by_test_id("side-form").wait_for()
            await accessible(page, name="the form of a side question on a phone")
            assert troubles(page) == []


async def _asks(page: Page) -> str:
    """By keyboard: what is missing is said at its field and takes the keyboard there, but never away from another one
    that is written in; the link is shown once.
    """
    await page.get_by_test_id("side-ask").press("Enter")
    await has_keyboard(page, "side-department")
    await page.get_by_test_id("side-send").press("Enter")
    await page.locator("[data-testid=side-form] .field-error").wait_for()
    await has_keyboard(page, "side-department")
    await page.get_by_test_id("side-text").press_sequentially("Вакансия 4711 снята верно?", delay=15)
    await eventually(page.get_by_test_id("side-text").input_value, "Вакансия 4711 снята верно?")
    await page.get_by_test_id("side-department").fill("Модерация вакансий")
    await accessible(page, name="the form of a side question")
    await page.get_by_test_id("side-send").press("Enter")
    link = page.get_by_test_id("side-link")
    await link.wait_for()
    await page.locator("[data-testid=side-question][data-open=true]").wait_for()
    await shot(page, "side-asked-1440-light-ru")
    return await link.input_value()


async def _answers(screens: Chromiums, link: str) -> None:
    for width, theme in ((390, "dark"), (1440, "light")):
        page = await screens.window(width=width, height=844, theme=theme)
        await page.goto(link)
        await page.get_by_role("textbox").wait_for()
        await accessible(page, name=f"a question to a department {width} {theme}")
        await shot(page, f"side-page-{width}-{theme}-ru")
    await page.get_by_role("textbox").fill(ANSWER)
    await page.get_by_role("button").click()
    await page.get_by_role("status").wait_for()
    await accessible(page, name="an answer that was sent")
    assert troubles(page) == []
