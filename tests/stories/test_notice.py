"""Being called to the desk: a sound until there is an answer, a note of the system, the title and the icon."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page

from tests.stories.browser import EVERY_LOOK, accessible, chromiums, eventually, shot, troubles
from tests.stories.cable import Cable
from tests.stories.people import Operator, Visitor
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

COUNTING = """
    window.heard = 0;
    window.notes = [];
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...at) { window.heard += 1; return start.apply(this, at); };
    window.Notification = class {
        static permission = "granted";
        constructor(title, options) { this.title = title; window.notes.push({title, body: options.body}); }
        close() {}
    };
    Document.prototype.hasFocus = () => window.here ?? true;
"""
"""The loudspeaker and the system's notes are outside of the page: they are counted where the browser hands over."""


async def rules(page: Page, node: Pult, **notice: Any) -> None:
    """What the operator wants, kept on the server."""
    base = f"http://localhost:{node.port}"
    answer = await page.request.patch(
        f"{base}/api/preferences", data={"undo": 0, "stop": "begun", "notice": notice}, headers={"origin": base}
    )
    assert answer.status == 200, await answer.text()


async def heard(page: Page) -> int:
    return int(await page.evaluate("window.heard"))


async def becomes(page: Page, truth: str) -> None:
    """Wait until the page says so (its own policy forbids Playwright's way of waiting inside it)."""

    async def look() -> bool:
        return bool(await page.evaluate(truth))

    await eventually(look, True)


async def notes(page: Page) -> list[dict[str, str]]:
    found: list[dict[str, str]] = await page.evaluate("window.notes")
    return found


async def test_the_desk_calls_until_somebody_answers_and_tells_no_more_than_it_may(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data)
        async with started(node), Cable(node.port), chromiums() as screens:
            marina = await Visitor.comes(screens, node, language="ru", theme="light")
            anna = await Operator.comes(screens, node, language="ru", theme="light")
            await anna.page.add_init_script(COUNTING)
            await anna.signs_in(node)
            page = anna.page
            await rules(page, node, again=1, words=False, scope="queue")
            await page.get_by_test_id("tab-queue").click()
            await page.evaluate("window.here = false")
            assert await heard(page) == 0
            await marina.says("Секретные слова")
            await page.get_by_test_id("row").first.wait_for()
            # A number in the title and on the icon, a note without the words, sounds that do not end by themselves.
            await eventually(page.title, "(1) Pult")
            icon = await page.locator('link[rel="icon"]').get_attribute("href")
            assert icon is not None and icon.startswith("data:image/svg+xml,")
            await becomes(page, "window.heard >= 6")
            assert [note["body"] for note in await notes(page)] == ["Новое сообщение"]
            # M is silence on this machine, and once more is none.
            await page.keyboard.press("KeyM")
            await page.get_by_text("Звуки в этом браузере выключены").wait_for()
            silent = await heard(page)
            await marina.says("Вы здесь?")
            await becomes(page, "window.notes.length === 2")
            assert await heard(page) == silent
            await page.keyboard.press("KeyM")
            await becomes(page, f"window.heard > {silent}")
            # An answer ends it.
            await page.evaluate("window.here = true")
            await anna.opens("queue")
            await anna.takes()
            await anna.says("Здравствуйте!")
            await becomes(page, "!document.querySelector('link[rel=icon]').href.startsWith('data:')")
            assert troubles(page) == []


@pytest.mark.parametrize(("language", "theme"), EVERY_LOOK)
async def test_the_rules_are_kept_and_look_right(postgres_15: Server, language: str, theme: str) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data)
        async with started(node), chromiums() as screens:
            anna = await Operator.comes(screens, node, language=language, theme=theme)
            await anna.signs_in(node)
            page = anna.page
            await page.get_by_test_id("settings").click()
            await page.get_by_test_id("settings-notice").click()
            await page.get_by_test_id("sound-knock").check()
            await page.get_by_test_id("scope-mine").check()
            await page.get_by_test_id("again-60").check()
            await page.get_by_test_id("quiet-from").fill("22:00")
            await page.get_by_test_id("quiet-to").fill("07:30")
            await page.get_by_test_id("note-words").uncheck()
            await accessible(page, name="the page of notices")
            await shot(page, f"notice-1440-{theme}-{language}")

            async def kept() -> Any:
                answer = await page.request.get(f"http://localhost:{node.port}/api/preferences")
                return (await answer.json())["notice"]

            quiet = {"from": "22:00", "to": "07:30"}
            wanted = {"sound": "knock", "again": 60, "scope": "mine", "words": False, "quiet": quiet}
            await eventually(kept, wanted)
            await page.reload()
            await page.get_by_test_id("settings-page").wait_for()
            await eventually(page.get_by_test_id("sound-knock").is_checked, True)
            await page.set_viewport_size({"width": 390, "height": 844})
            await accessible(page, name="the page of notices on a phone")
            await shot(page, f"notice-390-{theme}-{language}")
            assert troubles(page) == []
