"""A second question inside a chat goes to another team: both answer in one chat, under one number."""

from __future__ import annotations

import niquests
from playwright.async_api import Page

from tests.stories.browser import accessible, chromiums, eventually, has_keyboard, shot, troubles
from tests.stories.people import Operator
from tests.support.line import closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started


async def test_another_team_answers_a_part_in_the_same_chat(postgres_18: Server) -> None:
    async with data_folder() as data, chromiums() as screens:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node):
            await _teams(node)
            anna = await Operator.comes(screens, node)
            boris = await Operator.comes(screens, node, language="en", theme="dark")
            await anna.signs_in(node)
            await boris.signs_in(node, "boris")
            visitor = await node.door.visitor(new_key())
            async with closing(visitor):
                await visitor.ask("send", text="Где мой заказ?")
                await visitor.ask("send", text="И ещё: какие у вас тарифы?")
                await anna.opens("queue")
                await anna.takes()
                await _gives(anna.page)
                await _takes(boris.page)
                await boris.says("Our plans start at 500 a month")
                with_boris = anna.page.locator("[data-testid=part]").filter(has_text="здесь отвечает Борис")
                await with_boris.wait_for()
                await anna.page.get_by_test_id("log").get_by_text("Our plans start").wait_for()
                await anna.says("А заказ уже в пути")  # with his words on her screen: else she would be asked first
                await accessible(anna.page, name="a chat with a part")
                await shot(anna.page, "part-given-1440-light-ru")
                await accessible(boris.page, name="a chat in which one has a part")
                await shot(boris.page, "part-mine-1440-dark-en")
                await _asks_to_stay(anna.page)
                await _ends(boris.page)
                await anna.page.get_by_test_id("guest").filter(has_text="Борис Ёлкин читает").wait_for()
                await anna.page.get_by_test_id("part").wait_for(state="detached")
                await anna.page.get_by_test_id("log").get_by_text("тариф выбран").wait_for()
                await visitor.until(lambda frame: "А заказ" in str(frame))
                names = {one["by"].get("name") for frame in visitor.frames if frame["t"] == "ev" for one in frame["e"]}
                assert {"Анна", "Борис"} <= names
                assert troubles(anna.page) == [] == troubles(boris.page)


async def _teams(node: Pult) -> None:
    base = node.door.base
    async with await node.door.sign_in("anna", node.password) as session:
        team = (await session.post(f"{base}/api/teams", json={"name": "Услуги"})).json()["id"]
        people = (await session.get(f"{base}/api/people")).json()["people"]
        (boris,) = [one["person"]["id"] for one in people if one["person"]["login"] == "boris"]
        await _changed(session, f"{base}/api/people/{boris}", {"role": "operator", "teams": [team]})


async def _changed(session: niquests.AsyncSession, url: str, body: dict[str, object]) -> None:
    answer = await session.patch(url, json=body)
    assert answer.status_code == 204, answer.text


async def _gives(page: Page) -> None:
    """From the window in which a chat is handed over, by keyboard; what is missing is said at its field."""
    await page.get_by_test_id("transfer").click()
    await page.get_by_test_id("transfer-part").press("Enter")
    await has_keyboard(page, "part-topic")
    await page.get_by_test_id("part-topic").press("Enter")
    await page.locator("[data-testid=part-form] .field-error").wait_for()
    await page.get_by_test_id("part-topic").fill("тарифы")
    await page.get_by_test_id("part-note").fill("спрашивает попутно, заказ веду я")
    await eventually(page.get_by_test_id("part-line").count, 2)
    await accessible(page, name="the window of a part")
    await shot(page, "part-window-1440-light-ru")
    await page.set_viewport_size({"width": 390, "height": 844})
    await accessible(page, name="the window of a part on a phone")
    await shot(page, "part-window-390-light-ru")
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.get_by_test_id("part-topic").press("Enter")
    await page.get_by_test_id("part").filter(has_text="«тарифы» ждёт другую команду").wait_for()


async def _takes(page: Page) -> None:
    """The part stands in the queue of his team; with it he is in the chat itself."""
    await page.get_by_test_id("tab-team").click()
    row = page.get_by_test_id("row").filter(has=page.get_by_test_id("row-part"))
    await row.click()
    await page.get_by_test_id("part-of").wait_for()
    await accessible(page, name="a part by itself")
    await shot(page, "part-waits-1440-dark-en")
    await page.get_by_test_id("take").click()
    await page.locator("[data-testid=part][data-mine=true]").wait_for()
    await page.get_by_text("какие у вас тарифы").first.wait_for()
    await page.get_by_test_id("tab-mine").click()
    await eventually(page.get_by_test_id("row").count, 1)


async def _asks_to_stay(page: Page) -> None:
    """Whoever has a part stands among those who can be asked in, and the window says what comes of it."""
    await page.get_by_test_id("more").click()
    await page.get_by_test_id("more-invite").click()
    boris = page.locator("label").filter(has_text="отвечает за часть этого чата")
    await boris.click()
    await accessible(page, name="the window of an invitation")
    await shot(page, "part-stay-1440-light-ru")
    await page.set_viewport_size({"width": 390, "height": 844})
    await shot(page, "part-stay-390-light-ru")
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.get_by_test_id("form-do").click()
    await page.get_by_test_id("log").get_by_text("приглашение остаться в чате после части (читать) — Борис").wait_for()
    await shot(page, "part-stays-1440-light-ru")


async def _ends(page: Page) -> None:
    await page.get_by_test_id("part-done").click()
    await has_keyboard(page, "part-end-note")
    await page.get_by_test_id("part-end-note").fill("тариф выбран")
    await page.get_by_test_id("form-do").click()
    await page.get_by_test_id("part").wait_for(state="detached")
