"""The settings: opened by the gear or one key, left by Escape or Back; two screens on a phone."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.stories.browser import EVERY_LOOK, accessible, chromiums, eventually, shot, troubles
from tests.stories.people import Operator
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

FOCUSED = "document.activeElement?.dataset.testid ?? document.activeElement?.tagName"


async def test_the_keyboard_goes_into_the_settings_and_comes_back_to_where_it_was(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data)
        async with started(node), chromiums() as screens:
            anna = await Operator.comes(screens, node, language="en", theme="light")
            await anna.signs_in(node)
            page = anna.page

            async def focused() -> str:
                return str(await page.evaluate(FOCUSED))

            await page.get_by_test_id("settings").focus()
            await page.keyboard.press("Enter")
            await page.get_by_test_id("settings-list").wait_for()
            await eventually(focused, "settings-device")
            await page.keyboard.press("Enter")
            await page.get_by_test_id("settings-page").wait_for()
            assert page.url.endswith("#/settings/device")
            await page.keyboard.press("Escape")
            await page.get_by_test_id("rows").wait_for(state="attached")
            await eventually(focused, "settings")
            # One key, under any layout; the views of the rail lead out as well.
            await page.keyboard.press("Comma")
            await page.get_by_test_id("settings-list").wait_for()
            await page.keyboard.press("2")
            await page.get_by_test_id("tab-queue").wait_for()
            await eventually(lambda: page.get_by_test_id("tab-queue").get_attribute("aria-selected"), "true")
            # Back and forward are steps, and a reload stays.
            await page.go_back()
            await page.get_by_test_id("settings-list").wait_for()
            await page.goto(f"http://localhost:{node.port}/desk/#/settings/nowhere")
            await page.reload()
            await page.get_by_text("There is no such page here").wait_for()
            await page.get_by_test_id("settings-back").click()
            await page.get_by_test_id("tab-queue").wait_for()
            assert troubles(page) == []


async def test_pages_that_are_not_for_somebody_are_not_there(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data)
        async with started(node), chromiums() as screens:
            for login, pages in (("anna", {"sites", "check", "held", "bans"}), ("boris", set[str]())):
                somebody = await Operator.comes(screens, node, language="en", theme="light")
                await somebody.signs_in(node, login)
                page = somebody.page
                await page.goto(f"http://localhost:{node.port}/desk/#/settings/sites")
                await page.get_by_test_id("settings-page").wait_for()
                await eventually(page.get_by_text("There is no such page here").count, 0 if pages else 1)
                await eventually(lambda page=page: _kept(page), pages)


async def _kept(page: Page) -> set[str]:
    """Which of the pages that are not for everybody stand in the list."""
    listed = await page.locator(".set-link").evaluate_all("all => all.map(one => one.hash.split('/').pop())")
    return {"sites", "check", "held", "bans"} & set(listed)


async def test_a_part_that_cannot_be_fetched_says_so(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data)
        async with started(node), chromiums() as screens:
            anna = await Operator.comes(screens, node, language="en", theme="light")
            await anna.signs_in(node)
            await anna.page.route("**/assets/Settings-*.js", lambda route: route.abort())
            await anna.page.get_by_test_id("settings").click()
            await anna.page.get_by_text("This part could not be loaded.").wait_for()
            await anna.page.unroute("**/assets/Settings-*.js")
            await anna.page.get_by_role("button", name="Load the desk again").click()
            await anna.page.get_by_test_id("settings-list").wait_for()


@pytest.mark.parametrize(("language", "theme"), EVERY_LOOK)
async def test_the_settings_look_right(postgres_15: Server, language: str, theme: str) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data)
        async with started(node), chromiums() as screens:
            anna = await Operator.comes(screens, node, language=language, theme=theme)
            await anna.signs_in(node)
            page = anna.page
            await page.get_by_test_id("settings").click()
            await page.get_by_test_id("settings-device").click()
            await page.get_by_test_id("settings-page").wait_for()
            await accessible(page, name="a page of the settings")
            await shot(page, f"settings-device-1440-{theme}-{language}")
            await page.set_viewport_size({"width": 390, "height": 844})
            await accessible(page, name="a page of the settings on a phone")
            await shot(page, f"settings-device-390-{theme}-{language}")
            await page.get_by_test_id("settings-up").click()
            await page.get_by_test_id("settings-device").wait_for()
            await accessible(page, name="the list of settings on a phone")
            await shot(page, f"settings-list-390-{theme}-{language}")
            await page.get_by_test_id("settings-back").click()
            await page.get_by_test_id("tab-mine").wait_for()
            assert troubles(page) == []
