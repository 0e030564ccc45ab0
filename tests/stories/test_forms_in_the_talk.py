"""An operator asks with a form and with buttons; the visitor answers in the chat, by keyboard, once."""

from __future__ import annotations

import pytest

from tests.stories.browser import accessible, chromiums, eventually, shot, troubles
from tests.stories.cable import Cable
from tests.stories.people import Log, Operator, Visitor
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

LOOKS = [("ru", "light"), ("en", "dark")]
DONE = "[data-testid=asking][data-answered=true]"


@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_a_form_and_buttons_are_answered_in_the_chat_once(postgres_18: Server, language: str, theme: str) -> None:
    look = f"{theme}-{language}"
    async with data_folder() as data, chromiums() as browser:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), Cable(node.port):
            visitor = await Visitor.comes(browser, node, language=language, theme=theme)
            await visitor.says("Перезвоните мне")
            anna = Operator(await browser.window(width=1440, height=900, language=language, theme=theme))
            await anna.page.goto(f"http://localhost:{node.port}/desk/")
            await anna.signs_in(node)
            await anna.opens("queue")
            await _asks_for_contacts(anna, look)
            await _answers_by_keyboard(visitor, look)
            await anna.page.get_by_text("marina@sever.example").first.wait_for()
            await anna.page.get_by_text("+79161234567").first.wait_for()
            await _asks_with_buttons(anna)
            button = visitor.frame.get_by_test_id("asking-button").first
            await button.focus()
            await visitor.page.keyboard.press("Enter")
            await visitor.frame.locator(f"{DONE} [aria-pressed=true]").wait_for()
            await eventually(button.is_disabled, True)
            await shot(visitor.page, f"widget-form-answered-390-{look}")
            await anna.shows(f"desk-form-answered-1440-{look}")
            log = Log(node)
            await eventually(visitor.sees, await log.for_visitor())
            await eventually(anna.sees, await log.for_desk())
            await visitor.page.reload()
            await visitor.page.get_by_test_id("pult-launcher").click()
            await visitor.frame.locator(DONE).nth(1).wait_for()
            assert await visitor.frame.get_by_test_id("asking-form").count() == 0
            assert troubles(visitor.page) + troubles(anna.page) == []


async def _asks_for_contacts(anna: Operator, look: str) -> None:
    await anna.page.get_by_test_id("form-open").click()
    await anna.page.get_by_test_id("form-compose").wait_for()
    await accessible(anna.page, name=f"asking for details {look}")
    await anna.shows(f"desk-ask-1440-{look}")
    await anna.page.get_by_test_id("form-submit").click()
    await anna.page.get_by_test_id("asked").wait_for()


async def _asks_with_buttons(anna: Operator) -> None:
    await anna.page.get_by_test_id("form-open").click()
    await anna.page.get_by_test_id("form-buttons").check()
    await anna.page.get_by_test_id("form-submit").click()
    await eventually(anna.page.locator(".field-error").count, 1)
    await anna.page.get_by_test_id("form-text").fill("Когда звонить?")
    await anna.page.get_by_test_id("form-choices").fill("Утром\nВечером\n")
    await anna.page.get_by_test_id("form-submit").click()
    await anna.page.get_by_test_id("asked").nth(1).wait_for()


async def _answers_by_keyboard(visitor: Visitor, look: str) -> None:
    frame, keys = visitor.frame, visitor.page.keyboard
    await frame.get_by_test_id("asking-form").wait_for()
    await accessible(await visitor.document(), name=f"a form in the chat {look}")
    await shot(visitor.page, f"widget-form-390-{look}")
    await frame.get_by_test_id("ask-name").focus()
    await keys.type("Марина")
    await keys.press("Enter")
    # What is missing is said, and the cursor stands there.
    await eventually(frame.locator(".fault").count, 1)
    await eventually(lambda: frame.get_by_test_id("ask-mail").evaluate("box => box === document.activeElement"), True)
    await keys.type("marina@sever.example")
    await frame.get_by_test_id("ask-phone").fill("+7 916 123-45-67")
    await frame.get_by_test_id("asking-form").get_by_test_id("form-send").focus()
    await keys.press("Enter")
    await frame.locator(DONE).wait_for()
    # The form says that it is answered; the answers stand once, in the visitor's own words.
    await eventually(frame.get_by_text("marina@sever.example").count, 1)
