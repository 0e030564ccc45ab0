"""What the clock does, as people see it: a reply at once, a broken promise, a chat taken back, a silent one closed."""

from __future__ import annotations

from typing import Any

import niquests
from playwright.async_api import Locator, Page

from tests.stories.browser import accessible, chromiums, eventually, shot, troubles
from tests.stories.cable import Cable
from tests.stories.people import Operator, Visitor
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

AT_ONCE, STILL = "Мы уже ищем свободного коллегу.", "Вы ещё здесь?"


async def test_a_promise_passes_a_chat_comes_back_and_a_silent_one_is_closed(postgres_18: Server) -> None:
    async with data_folder() as data, chromiums() as screens:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node), Cable(node.port):
            session = await node.door.sign_in("anna", node.password)
            async with session:
                await times(node, session, replies=[{"who": "new", "when": "open", "text": {"ru": AT_ONCE}}])
                visitor = await Visitor.comes(screens, node, language="ru", theme="light")
                anna = await Operator.comes(screens, node, language="ru", theme="light")
                await anna.signs_in(node)
                await visitor.says("Где мой заказ?")
                await visitor.frame.get_by_text(AT_ONCE).first.wait_for()
                await anna.opens("queue")
                await waits(anna.page, "pill-wait")
                await times(node, session, targets=[{"first": 1, "clock": "always"}], take_back={"after": 2})
                await waits(anna.page, "pill-late")
                title = await anna.page.get_by_test_id("row-wait").locator(".pill").get_attribute("title")
                assert title is not None and "ответ обещан к" in title
                await anna.takes()
                await fact(anna.page, "Обещанное время первого ответа прошло").wait_for()
                await fact(anna.page, "Ответа вовремя не было (Анна Кузнецова): чат вернулся в очередь").wait_for()
                await anna.page.get_by_text("Ваш чат снова в очереди").first.wait_for()
                await shot(anna.page, "by-the-clock-1440-light-ru")
                await accessible(anna.page, name="what the clock did")
                await times(node, session, closing=[{"after": 1, "then": 1, "text": {"ru": STILL}}])
                await anna.takes()
                await anna.says("Курьер приедет завтра.")
                await visitor.frame.get_by_text(STILL).first.wait_for()
                await fact(anna.page, "Посетитель молчал: чат закрыт").wait_for()
                await shot(visitor.page, "by-the-clock-widget-1440-light-ru")
                assert troubles(visitor.page) + troubles(anna.page) == []


async def times(node: Pult, session: niquests.AsyncSession, **policy: Any) -> None:
    """Everybody's settings of time."""
    done = await session.put(f"{node.door.base}/api/timing/0", json=policy)
    assert done.status_code == 200, done.text


async def waits(page: Page, tone: str) -> None:
    """The row says how somebody waits."""

    async def seen() -> bool:
        return tone in (await page.get_by_test_id("row-wait").locator(".pill").get_attribute("class") or "")

    await eventually(seen, True)


def fact(page: Page, text: str) -> Locator:
    """A fact between the lines."""
    return page.get_by_text(text).first
