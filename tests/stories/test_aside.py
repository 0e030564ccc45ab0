"""Putting aside, promising, tagging and closing in the browser: by keyboard alone, by thumb, in both languages."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.stories.browser import EVERY_LOOK, accessible, chromiums, eventually, has_keyboard, shot, troubles
from tests.stories.cable import Cable
from tests.stories.people import Operator, Visitor
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started


async def undo(page: Page) -> None:
    await page.get_by_test_id("toast-undo").last.click()


async def test_everything_beside_the_answers_by_keyboard_alone_under_the_russian_layout(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data)
        async with started(node), Cable(node.port), chromiums() as screens:
            marina = await Visitor.comes(screens, node, language="ru", theme="light")
            await marina.says("Где мой заказ?")
            anna = await Operator.comes(screens, node, language="ru", theme="light")
            await anna.signs_in(node)
            page = anna.page
            await anna.opens("queue")
            await anna.takes()
            await page.get_by_test_id("log").focus()

            async def presses(code: str, letter: str, shift: bool = False) -> None:
                """A key by its place, with the letter of the Russian layout."""
                await page.evaluate(
                    "([code, key, shiftKey]) => dispatchEvent(new KeyboardEvent('keydown',"
                    " {code, key, shiftKey, bubbles: true, cancelable: true}))",
                    [code, letter, shift],
                )

            await presses("KeyL", "д")
            await has_keyboard(page, "tag-text")
            await page.keyboard.type("Доставка, VIP")
            await page.keyboard.press("Enter")
            await eventually(page.get_by_test_id("tag").count, 2)
            await presses("KeyP", "з")
            await has_keyboard(page, "promise-text")
            await page.keyboard.type("Позвоню, когда посылку отправят")
            await page.keyboard.press("Enter")
            await page.get_by_test_id("promise").wait_for()
            await page.get_by_test_id("row-promise").wait_for()
            # What is promised must be kept first.
            await presses("KeyE", "у")
            await page.get_by_text("В чате есть обещание").wait_for()
            await presses("KeyZ", "я")
            await page.locator("[data-testid=snooze-form] :focus").wait_for(state="attached")
            await page.keyboard.press("Enter")
            await page.get_by_test_id("marks").get_by_test_id("snoozed").wait_for()
            await presses("KeyZ", "я")
            await page.get_by_test_id("marks").get_by_test_id("snoozed").wait_for(state="detached")
            await page.get_by_test_id("promise-kept").click()
            await page.get_by_test_id("promise").wait_for(state="detached")
            await presses("KeyE", "У", True)
            await page.get_by_test_id("close-reason").wait_for()
            await page.get_by_test_id("close-reason").fill("нашли посылку")
            await page.keyboard.press("Enter")
            await page.get_by_test_id("reopen").wait_for()
            await page.get_by_text("нашли посылку").wait_for()
            assert troubles(page) == [] and troubles(marina.page) == []


async def test_letters_in_a_field_are_letters(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data)
        async with started(node), Cable(node.port), chromiums() as screens:
            marina = await Visitor.comes(screens, node, language="en", theme="light")
            await marina.says("Hello")
            anna = await Operator.comes(screens, node, language="en", theme="light")
            await anna.signs_in(node)
            await anna.opens("queue")
            await anna.takes()
            await anna.page.get_by_test_id("composer").click()
            await anna.page.keyboard.type("zpleaE?,")
            await eventually(anna.page.get_by_test_id("composer").input_value, "zpleaE?,")
            assert await anna.page.locator("dialog[open]").count() == 0


@pytest.mark.parametrize(("language", "theme"), EVERY_LOOK)
async def test_acts_and_marks_look_right_and_are_in_reach_of_a_thumb(
    postgres_15: Server, language: str, theme: str
) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data)
        async with started(node), Cable(node.port), chromiums() as screens:
            marina = await Visitor.comes(screens, node, language=language, theme=theme)
            await marina.says({"ru": "Где мой заказ?", "en": "Where is my order?"}[language])
            anna = await Operator.comes(screens, node, language=language, theme=theme)
            await anna.signs_in(node)
            page = anna.page
            await anna.opens("queue")
            await anna.takes()
            await page.get_by_test_id("more").click()
            await accessible(page, name="the menu")
            await shot(page, f"aside-menu-1440-{theme}-{language}")
            await page.get_by_test_id("more-tags").click()
            await page.get_by_test_id("tag-text").fill("доставка, возврат, vip, срочно")
            await page.get_by_test_id("form-do").click()
            await eventually(page.get_by_test_id("tag").count, 4)
            # The way back of the last act, then forward again by taking one tag off.
            await undo(page)
            await eventually(page.get_by_test_id("tag").count, 0)
            await undo(page)
            await eventually(page.get_by_test_id("tag").count, 4)
            await page.get_by_test_id("more").click()
            await page.get_by_test_id("more-promise").click()
            await page.get_by_test_id("promise-text").fill("Позвоню, когда посылку отправят со склада в Твери")
            await accessible(page, name="the window of a promise")
            await shot(page, f"aside-promise-1440-{theme}-{language}")
            await page.get_by_test_id("form-do").click()
            await page.get_by_test_id("promise").wait_for()
            await accessible(page, name="marks")
            await shot(page, f"aside-marks-1440-{theme}-{language}")
            await page.set_viewport_size({"width": 390, "height": 844})
            await accessible(page, name="marks on a phone")
            await page.get_by_test_id("more").click()
            menu = await page.get_by_role("menu").bounding_box()
            assert menu is not None and menu["y"] + menu["height"] > 800 and menu["y"] > 300
            await accessible(page, name="the sheet of a phone")
            await shot(page, f"aside-menu-390-{theme}-{language}")
            await page.get_by_test_id("more-snooze").click()
            await page.locator("[data-testid=snooze-form] :focus").wait_for(state="attached")
            await accessible(page, name="the window on a phone")
            await shot(page, f"aside-snooze-390-{theme}-{language}")
            await page.get_by_test_id("form-do").click()
            await page.get_by_test_id("marks").get_by_test_id("snoozed").wait_for()
            await shot(page, f"aside-marks-390-{theme}-{language}")
            await page.get_by_test_id("back").click()
            await page.get_by_test_id("row").wait_for()
            await accessible(page, name="the list on a phone")
            await shot(page, f"aside-row-390-{theme}-{language}")
            assert troubles(page) == []
