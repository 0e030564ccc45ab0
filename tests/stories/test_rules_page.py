"""Rules at the desk: made by keyboard, tried on last week, at work in a chat, in order, switched off, taken back."""

from __future__ import annotations

from playwright.async_api import Page

from tests.stories.browser import EVERY_LOOK, accessible, chromiums, eventually, shot, troubles
from tests.stories.people import Operator
from tests.support.line import Line, closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

LOUD = "ГДЕ МОЙ ЗАКАЗ, СКОЛЬКО МОЖНО"


async def test_a_rule_is_made_tried_and_acts_and_every_look_is_right(postgres_15: Server) -> None:
    async with data_folder() as data, chromiums() as screens:
        node = Pult(await postgres_15.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node):
            anna = await Operator.comes(screens, node)
            await anna.signs_in(node)
            page = anna.page
            before = await _writes(node, LOUD)
            async with closing(before):
                await _makes(page)
                after = await _writes(node, LOUD)
                async with closing(after):
                    await _sees_what_it_did(page)
                await _orders_and_switches(page)
                await _every_look(page)
            assert troubles(page) == []


async def _writes(node: Pult, text: str) -> Line:
    visitor = await node.door.visitor(new_key())
    assert (await visitor.ask("send", text=text))["t"] == "ack"
    return visitor


async def _makes(page: Page) -> None:
    """By keyboard but for the choice of the page; what is missing is said where it is missing."""
    await page.goto(page.url.split("#")[0] + "#/settings/rules")
    await page.get_by_test_id("rules-none").wait_for()
    await accessible(page, name="no rules yet")
    await page.get_by_test_id("rule-add").focus()
    await page.keyboard.press("Enter")
    await page.get_by_test_id("rule-form").wait_for()
    await eventually(lambda: page.evaluate("document.activeElement?.dataset.testid"), "rule-name")
    await page.keyboard.type("Сердитые")
    await page.get_by_test_id("rule-line-add").press("Enter")
    await page.get_by_test_id("rule-save").press("Enter")
    await page.get_by_test_id("rule-if").get_by_role("alert").wait_for()
    await page.get_by_test_id("rule-kind").select_option("shouts")
    await page.get_by_test_id("rule-to").select_option("2")
    await page.get_by_test_id("rule-action-add").press("Enter")
    await page.get_by_test_id("rule-typed").fill("сердится")
    await page.get_by_test_id("rule-typed").press("Enter")
    await page.get_by_test_id("rule-try").press("Enter")
    await page.get_by_test_id("rule-tried").get_by_text("1 чата из 1").wait_for()
    await accessible(page, name="a rule that was tried")
    await shot(page, "rule-tried-1440-light-ru")
    await page.get_by_test_id("rule-save").press("Enter")
    await page.locator("[data-testid=rule][data-on=true]").locator("strong", has_text="Сердитые").wait_for()


async def _sees_what_it_did(page: Page) -> None:
    await page.goto(page.url.split("#")[0] + "#/")
    await page.get_by_test_id("tab-queue").click()
    marked = page.get_by_test_id("row").filter(has_text="сердится")
    await marked.wait_for()
    await marked.click()
    await page.get_by_text("Сердитые: выше в очереди").first.wait_for()


async def _orders_and_switches(page: Page) -> None:
    base = page.url.split("/desk/")[0]
    other = {"name": "Ждёт", "on": "waits", "minutes": 5, "then": [{"do": "note", "text": "ответьте"}]}
    made = await page.request.post(f"{base}/api/rules", data=other, headers={"origin": base})
    assert made.status == 201
    await page.goto(page.url.split("#")[0] + "#/settings/rules")
    rows = page.get_by_test_id("rule")
    await rows.nth(1).wait_for()
    await rows.nth(1).get_by_test_id("rule-up").press("Enter")
    await eventually(lambda: rows.nth(0).locator("strong").text_content(), "Ждёт")
    await eventually(lambda: page.evaluate("document.activeElement?.dataset.testid"), "rule-down")
    await rows.nth(0).get_by_test_id("rule-switch").press("Space")
    await page.locator("[data-testid=rule][data-on=false]").locator("strong", has_text="Ждёт").wait_for()
    await rows.nth(0).get_by_test_id("rule-open").click()
    await page.get_by_test_id("rule-remove").click()
    await eventually(rows.count, 1)
    await page.get_by_test_id("toast-undo").first.click()
    await eventually(rows.count, 2)


async def _every_look(page: Page) -> None:
    keep = "([language, theme]) => Object.assign(localStorage, {'pult.language': language, 'pult.theme': theme})"
    for language, theme in EVERY_LOOK:
        await page.evaluate(keep, [language, theme])
        for width in (1440, 390):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.goto(page.url.split("#")[0] + "#/settings/rules")
            await page.reload()
            await page.get_by_test_id("rule").first.wait_for()
            await accessible(page, name=f"rules {width} {theme} {language}")
            await shot(page, f"rules-{width}-{theme}-{language}")
            await page.get_by_test_id("rule-open").first.click()
            await page.get_by_test_id("rule-form").wait_for()
            await accessible(page, name=f"a rule {width} {theme} {language}")
            await shot(page, f"rule-{width}-{theme}-{language}")
