"""A customer who is signed in at the shop writes: the desk knows who it is, and what of it is proven."""

from __future__ import annotations

import asyncio

from tests.stories.browser import Chromiums, accessible, chromiums, eventually, shot
from tests.stories.people import Operator, Visitor
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

MARKUP = "<img src=x onerror=document.title='owned'>"


async def test_a_verified_customer_with_attributes_is_seen_at_the_desk(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), chromiums() as screens:
            irina, anna = await asyncio.gather(_signed_in(screens, node), Operator.comes(screens, node))
            await irina.says("Где мой заказ?")
            await anna.signs_in(node)
            await anna.opens("queue")
            await _known(anna)
            await _told_more(irina, anna)
            await _another_language(irina)
            await _on_another_page(irina, anna, node)
            again = await _signed_in(screens, node)
            await again.frame.get_by_text("Где мой заказ?").wait_for()
            await _signed_out(irina, node)


async def _signed_in(screens: Chromiums, node: Pult) -> Visitor:
    page = await screens.window(width=390, height=844)
    await page.goto(f"http://demo.localhost:{node.port}/?lang=ru&as=irina")
    visitor = Visitor(page)
    await page.get_by_test_id("pult-launcher").click()
    await visitor.frame.get_by_test_id("composer").wait_for()
    return visitor


async def _known(anna: Operator) -> None:
    side = anna.page.get_by_test_id("side")
    await side.get_by_test_id("verified").wait_for()
    await anna.page.get_by_test_id("row-verified").wait_for()
    await eventually(side.get_by_test_id("side-name").inner_text, "Ирина Соколова")
    signed = await side.get_by_test_id("about-signed").inner_text()
    assert "irina@example.com" in signed and "Мурманск" in signed and "1042" in signed
    await side.get_by_test_id("about-said").get_by_text("Свитер «Кижи»").wait_for()
    assert "Chrom" in await side.get_by_test_id("about-where").inner_text()
    await accessible(anna.page, name="who writes")
    await shot(anna.page, "desk-verified-visitor")


async def _told_more(irina: Visitor, anna: Operator) -> None:
    """What a page says is shown as text and as unproven."""
    calls = "m => { Pult('attributes', {plan: m, deep: {er: 1}}); Pult('track', 'cart', {n: 1}) }"
    await irina.page.evaluate(calls, MARKUP)
    said = anna.page.get_by_test_id("about-said")
    await said.get_by_text("deep.er").wait_for()
    assert MARKUP in await said.inner_text()
    assert await said.locator("img").count() == 0
    assert await anna.page.get_by_test_id("about-signed").get_by_text("plan").count() == 0


async def _another_language(irina: Visitor) -> None:
    """The language changes under the visitor's hands; talk and draft stay."""
    await irina.frame.get_by_test_id("composer").fill("ещё я хотела")
    await irina.page.evaluate("Pult('setLocale', 'en')")
    await irina.frame.get_by_placeholder("Write a message").wait_for()
    await eventually(irina.frame.get_by_test_id("composer").input_value, "ещё я хотела")
    assert [text for _, _, text in await irina.sees()] == ["Где мой заказ?"]
    await eventually(lambda: irina.page.get_by_test_id("pult-launcher").get_attribute("aria-label"), "Close the chat")


async def _on_another_page(irina: Visitor, anna: Operator, node: Pult) -> None:
    await irina.page.evaluate("history.pushState({}, '', '/?lang=ru&as=irina&page=2'); document.title = 'Варежки'")
    await anna.page.get_by_test_id("about-page").get_by_text("Варежки").wait_for()


async def _signed_out(irina: Visitor, node: Pult) -> None:
    """Whoever sits down next at this browser finds nothing."""
    await irina.page.goto(f"http://demo.localhost:{node.port}/?lang=ru&out=1")
    await irina.page.get_by_test_id("pult-launcher").click()
    await irina.frame.get_by_test_id("home").wait_for()
    await eventually(irina.sees, [])
    await eventually(irina.frame.get_by_test_id("composer").input_value, "")
