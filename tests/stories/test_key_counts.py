"""How many keys and clicks the ten commonest acts cost, measured; the table in docs/desk.md must say the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Page, expect

from tests.stories.browser import eventually, has_keyboard
from tests.stories.test_composer import Scene, said, scene, words
from tests.support.postgres import Server

PAGE = Path(__file__).parents[2] / "docs/desk.md"
ROW = re.compile(r"^\| ([^|]+?) \| (\d+) \| (\d+) \| [^|\n]+ \|$", re.MULTILINE)


@dataclass
class Count:
    """Presses and clicks per act; letters of the text itself do not count, nor does what only goes back to a start."""

    page: Page
    keys: dict[str, int] = field(default_factory=dict)
    clicks: dict[str, int] = field(default_factory=dict)

    async def key(self, act: str, *keys: str) -> None:
        for key in keys:
            self.keys[act] = self.keys.get(act, 0) + 1
            await self.page.keyboard.press(key)

    async def letters(self, act: str, text: str) -> None:
        self.keys[act] = self.keys.get(act, 0) + len(text)
        await self.page.keyboard.type(text)

    async def click(self, act: str, *names: str) -> None:
        for name in names:
            self.clicks[act] = self.clicks.get(act, 0) + 1
            await self.page.get_by_test_id(name).first.click()

    async def type(self, text: str) -> None:
        await self.page.keyboard.type(text)


async def test_the_table_of_keys_and_clicks_is_what_they_are(postgres_18: Server) -> None:
    async with scene(postgres_18, undo=20) as one:
        count, page = Count(one.page), one.page
        await one.page.goto(page.url.split("#")[0] + "#/")
        await page.reload()
        await page.get_by_test_id("row").or_(page.get_by_test_id("empty-list")).first.wait_for()
        await _called_back(one, count)
        base = page.url.split("/desk/")[0]
        await page.request.patch(f"{base}/api/preferences", data={"undo": 0, "stop": "begun"}, headers={"origin": base})
        reply = {"title": "Сроки", "texts": {"ru": "Доставим за три дня."}}
        await page.request.post(f"{base}/api/canned", data=reply, headers={"origin": base})
        await page.reload()
        await page.get_by_test_id("composer").click()
        await has_keyboard(page, "composer")
        await _by_keys(one, count)
        await _by_clicks(one, count)
        measured = {act: (count.keys[act], count.clicks[act]) for act in count.keys}
        written = {act: (int(keys), int(clicks)) for act, keys, clicks in ROW.findall(PAGE.read_text())}
        assert len(measured) == 10 and written == measured


async def _called_back(one: Scene, count: Count) -> None:
    page = one.page
    await count.key("take whoever waits longest", "Escape", "q")
    await page.get_by_test_id("log").wait_for()
    await page.get_by_test_id("take").wait_for(state="detached")
    await eventually(lambda: page.evaluate("document.activeElement?.dataset.testid"), "composer")
    await count.type("Опечатка")
    await page.keyboard.press("Enter")
    await page.get_by_test_id("held").wait_for()
    await count.key("call a reply back", "Control+z")
    await eventually(lambda: words(page), "Опечатка")
    await page.keyboard.press("Enter")
    await page.get_by_test_id("held").wait_for()
    await count.click("call a reply back", "undo")
    await eventually(lambda: words(page), "Опечатка")
    await page.get_by_test_id("composer").fill("")


async def _by_keys(one: Scene, count: Count) -> None:
    page = one.page
    await count.type("Здравствуйте")
    await count.key("answer", "Enter")
    await said(page, "Здравствуйте")
    await count.key("answer with a saved reply", "/")
    await count.letters("answer with a saved reply", "ср")
    await page.get_by_test_id("pick").wait_for()
    await count.key("answer with a saved reply", "Enter", "Enter")
    await said(page, "Доставим за три дня.")
    await count.type("Как только придёт")
    await count.key("send in an hour", "Alt+Enter")
    await page.get_by_test_id("later-form").wait_for()
    await count.key("send in an hour", "Enter")
    await page.get_by_test_id("later-form").wait_for(state="detached")
    await page.get_by_test_id("later").wait_for()
    await expect(page.get_by_test_id("composer")).to_be_focused()  # a form gives the keyboard back where it was
    await count.key("find a word in the talk", "Escape", "f")
    await expect(page.get_by_test_id("find-text")).to_be_focused()
    await count.type("заказ")
    await page.get_by_test_id("find-one").wait_for()
    await count.key("find a word in the talk", "Enter")
    await page.locator(".flash").wait_for()
    await page.keyboard.press("Escape")
    await page.get_by_test_id("composer").focus()
    await count.key("write a note", "Escape", "n")
    await page.locator("[data-testid=box][data-mode=note]").wait_for()
    await has_keyboard(page, "composer")
    await count.type("для команды")
    await count.key("write a note", "Enter")
    await said(page, "для команды")
    await count.key("resolve", "Escape", "e")
    await page.get_by_test_id("reopen").wait_for()
    await count.key("open it again", "o")
    await page.get_by_test_id("resolve").wait_for()
    await count.key("hand it to the queue with a reason", "t")
    await page.get_by_test_id("transfer-form").wait_for()
    await eventually(lambda: page.evaluate("document.activeElement?.dataset.testid"), "transfer-queue")
    await count.key("hand it to the queue with a reason", "Tab")
    while await page.evaluate("document.activeElement?.dataset.testid") != "transfer-reason":
        await count.key("hand it to the queue with a reason", "Tab")
    await count.type("смена")
    await count.key("hand it to the queue with a reason", "Enter")
    await page.get_by_test_id("take").wait_for()


async def _by_clicks(one: Scene, count: Count) -> None:
    page = one.page
    box = page.get_by_test_id("composer")
    await count.click("take whoever waits longest", "tab-queue", "pull")
    await page.get_by_test_id("resolve").wait_for()
    await page.get_by_test_id("mode-reply").click()
    await box.fill("Мышью")
    await count.click("answer", "send")
    await said(page, "Мышью")
    await count.click("answer with a saved reply", "canned-open", "pick", "send")
    await page.get_by_test_id("ask").wait_for()  # the same person has had it unchanged
    await page.get_by_test_id("ask-anyway").click()
    await expect(box).to_have_value("")
    await box.fill("Позже")
    await count.click("send in an hour", "later-open", "later-do")
    await eventually(lambda: page.get_by_test_id("later").count(), 2)
    await count.click("find a word in the talk", "find-open")
    await page.get_by_test_id("find-text").fill("заказ")
    await count.click("find a word in the talk", "find-one")
    await page.locator(".flash").wait_for()
    await page.get_by_test_id("find-text").press("Escape")
    await count.click("write a note", "mode-note")
    await box.fill("ещё для команды")
    await count.click("write a note", "send")
    await said(page, "ещё для команды")
    await count.click("resolve", "resolve")
    await count.click("open it again", "reopen")
    await count.click("hand it to the queue with a reason", "transfer", "transfer-reason")
    await count.type("смена")
    await count.click("hand it to the queue with a reason", "transfer-do")
    await page.get_by_test_id("take").wait_for()
