"""Search everywhere by keyboard alone, under the wrong layout, with a slip in a name; how it looks."""

from __future__ import annotations

import pytest

from tests.stories.browser import EVERY_LOOK, accessible, chromiums, eventually, has_keyboard, shot, troubles
from tests.stories.people import Operator
from tests.support import many
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

WIDER = "(box => box.scrollWidth - box.clientWidth)(document.querySelector('dialog[open]'))"


async def test_the_keyboard_finds_people_words_settings_and_actions(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), chromiums() as screens:
            assert node.dsn is not None
            await many.fill(node.dsn, 40, resolved=40)
            anna = await Operator.comes(screens, node, language="ru", theme="light")
            await anna.signs_in(node)
            page = anna.page
            lines, field = page.get_by_test_id("search-line"), page.get_by_test_id("search-field")

            async def asks(text: str) -> None:
                await page.keyboard.press("Control+k")
                await has_keyboard(page, "search-field")
                await page.keyboard.type(text)

            async def first(group: str) -> str:
                found = page.get_by_test_id(f"search-{group}").get_by_test_id("search-line")
                return str(await found.first.locator("strong").text_content()) if await found.count() else ""

            # A slip in the name, and the Latin layout: the same person. Enter opens the talk.
            await asks("мельнек")
            await eventually(lambda: first("people"), "Марина Мельник")
            await page.keyboard.press("Escape")
            await field.wait_for(state="detached")
            await asks("cjrjkjdf")
            await page.get_by_test_id("search-people").wait_for()
            assert "Соколова" in await first("people")
            await page.keyboard.press("ArrowDown")
            await eventually(lambda: lines.nth(1).get_attribute("aria-selected"), "true")
            await page.keyboard.press("Enter")
            await page.get_by_test_id("log").wait_for()
            # Words of a message, and the key works while one writes.
            await page.keyboard.press("a")
            await page.get_by_test_id("composer").wait_for()
            await page.get_by_test_id("composer").focus()
            await asks("вопрос 17")
            await page.get_by_test_id("search-talks").wait_for()
            await page.keyboard.press("Escape")
            await eventually(lambda: page.evaluate("document.activeElement?.dataset.testid ?? ''"), "composer")
            # A page of the settings, and an action.
            await asks("вид и кл")
            await eventually(lambda: first("pages"), "Вид и клавиши")
            await page.keyboard.press("Enter")
            await page.get_by_test_id("settings-page").wait_for()
            await asks("темн")
            await page.get_by_test_id("search-acts").wait_for()
            await page.keyboard.press("Enter")
            await eventually(lambda: page.evaluate("document.documentElement.dataset.theme"), "dark")
            # Nothing is said to be nothing.
            await asks("ъъъщщщ")
            await page.get_by_text("ничего не нашлось").wait_for()
            assert troubles(page) == []


@pytest.mark.parametrize(("language", "theme"), EVERY_LOOK)
async def test_the_search_looks_right(postgres_15: Server, language: str, theme: str) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), chromiums() as screens:
            assert node.dsn is not None
            await many.fill(node.dsn, 40, resolved=10)
            anna = await Operator.comes(screens, node, language=language, theme=theme)
            await anna.signs_in(node)
            page = anna.page
            await page.get_by_test_id("search").click()
            await page.get_by_test_id("search-field").wait_for()
            await accessible(page, name="the search, empty")
            await page.get_by_test_id("search-field").fill("валкова")
            await page.get_by_test_id("search-people").wait_for()
            await accessible(page, name="the search")
            assert await page.evaluate(WIDER) == 0, "nothing of the window is cut off"
            await shot(page, f"search-1440-{theme}-{language}")
            await page.keyboard.press("Escape")
            await page.set_viewport_size({"width": 390, "height": 844})
            await page.get_by_test_id("search-phone").click()
            await page.get_by_test_id("search-field").fill("вопрос")
            await page.get_by_test_id("search-talks").wait_for()
            await accessible(page, name="the search on a phone")
            assert await page.evaluate(WIDER) == 0, "nothing of the window is cut off"
            await shot(page, f"search-390-{theme}-{language}")
            assert troubles(page) == []
