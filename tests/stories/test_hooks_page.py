"""Addresses outside at the desk: added with a secret that is shown once, chosen in a rule, tried, seen failing and sent
again; switched off by the house it is said above everything.
"""

from __future__ import annotations

from playwright.async_api import Page

from tests.stories.browser import EVERY_LOOK, accessible, chromiums, eventually, has_keyboard, shot, troubles
from tests.stories.people import Operator
from tests.support.hook_receiver import Receiver, receiver
from tests.support.line import closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started


async def test_an_address_is_added_called_by_a_rule_and_looked_after(postgres_15: Server) -> None:
    async with data_folder() as data, chromiums() as screens, receiver() as outside:
        env = {"PULT_TIME_SCALE": "1", "PULT_CALL_NETWORKS": "127.0.0.1/32"}
        node = Pult(await postgres_15.create_database(), data, env=env)
        async with started(node):
            anna = await Operator.comes(screens, node)
            await anna.signs_in(node)
            page = anna.page
            await _adds(page, outside)
            await _chooses_it_in_a_rule(page)
            visitor = await node.door.visitor(new_key())
            async with closing(visitor):
                outside.answers["/crm"] = [500, 500]  # the house tries once more by itself, after five seconds
                await visitor.ask("send", text="Верните деньги")
                await outside.gets("/crm", 2)
                await _sees_and_sends_again(page, outside)
            await _every_look(page, outside)
            assert troubles(page) == []


async def _adds(page: Page, outside: Receiver) -> None:
    await page.goto(page.url.split("#")[0] + "#/settings/hooks")
    await page.get_by_test_id("hooks-none").wait_for()
    await accessible(page, name="no addresses yet")
    await page.get_by_test_id("hook-add").press("Enter")
    await has_keyboard(page, "hook-name")
    await page.keyboard.type("CRM")
    await page.get_by_test_id("hook-url").fill("https://192.168.7.7/inside")
    await page.get_by_test_id("hook-save").press("Enter")
    await page.locator("[data-testid=hook-form] .field-error").get_by_text("PULT_CALL_NETWORKS").wait_for()
    await page.get_by_test_id("hook-url").fill(f"{outside.origin}/crm")
    await page.get_by_test_id("hook-save").press("Enter")
    secret = await page.get_by_test_id("hook-secret").input_value()
    await accessible(page, name="a secret that is shown once")
    await shot(page, "hook-secret-1440-light-ru")
    await page.get_by_test_id("hook-try").press("Enter")
    (came,) = await outside.gets("/crm", 1)
    assert came.opened(secret)["type"] == "ping"
    await page.get_by_test_id("hook-call").get_by_text("услышан").wait_for()


async def _chooses_it_in_a_rule(page: Page) -> None:
    await page.goto(page.url.split("#")[0] + "#/settings/rules/new")
    await has_keyboard(page, "rule-name")
    await page.keyboard.type("Возвраты")
    await page.get_by_test_id("rule-line-add").press("Enter")
    await page.get_by_test_id("rule-kind").select_option("clock")
    for day in ("sat", "sun"):
        await page.get_by_test_id(f"rule-day-{day}").press("Space")
    await page.get_by_test_id("rule-from").fill("00:00")
    await page.get_by_test_id("rule-to-time").fill("24:00")
    await page.get_by_test_id("rule-do").select_option("call")
    await page.get_by_test_id("rule-save").press("Enter")
    await page.get_by_test_id("rule-then").get_by_role("alert").wait_for()
    await page.get_by_test_id("rule-hook").select_option(label="CRM")
    await accessible(page, name="a rule that calls")
    await shot(page, "rule-calls-1440-light-ru")
    await page.get_by_test_id("rule-save").press("Enter")
    await page.get_by_test_id("rule-open").click()
    await eventually(lambda: page.get_by_test_id("rule-day-sun").get_attribute("aria-pressed"), "true")
    await eventually(lambda: page.get_by_test_id("rule-to-time").input_value(), "24:00")


async def _sees_and_sends_again(page: Page, outside: Receiver) -> None:
    await page.goto(page.url.split("#")[0] + "#/settings/hooks")
    await page.get_by_test_id("hook").click()
    first = page.get_by_test_id("hook-call").first
    await first.get_by_text("ответил 500").wait_for()
    outside.answers["/crm"] = []
    await first.get_by_test_id("hook-resend").press("Enter")
    await first.get_by_text("услышан").wait_for()
    # What cannot be undone is asked once; what a rule calls stays.
    await page.get_by_test_id("hook-remove").press("Enter")
    await page.get_by_test_id("hook-remove-sure").press("Enter")
    await page.get_by_text("Этот адрес вызывает правило").wait_for()
    await page.get_by_test_id("hook-remove").wait_for()


async def _every_look(page: Page, outside: Receiver) -> None:
    """The house has switched it off."""
    outside.answers["/crm"], came = [410], len(outside.of("/crm"))
    await page.get_by_test_id("hook-try").press("Enter")
    keep = "([language, theme]) => Object.assign(localStorage, {'pult.language': language, 'pult.theme': theme})"
    await outside.gets("/crm", came + 1)
    await eventually(page.get_by_test_id("hook-told").get_by_text("410").count, 1)
    for language, theme in EVERY_LOOK:
        await page.evaluate(keep, [language, theme])
        await page.reload()
        for width in (1440, 390):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.get_by_test_id("hook-call").first.wait_for()
            await page.get_by_test_id("hooks-off").get_by_role("button").wait_for()
            await accessible(page, name=f"an address {width} {theme} {language}")
            await shot(page, f"hook-{width}-{theme}-{language}")
