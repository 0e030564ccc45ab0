"""F30 and F31: the page is loaded again in mid-send, two tabs are open, somebody comes back through the history;
storage is forbidden, or emptied.
"""

from __future__ import annotations

import asyncio

from playwright.async_api import Page

from tests.stories.browser import chromiums, eventually, troubles
from tests.stories.cable import Cable
from tests.stories.people import Log, Operator, Visitor
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

FORBIDDEN = """for (const name of ["localStorage", "sessionStorage", "indexedDB"]) Object.defineProperty(window, name, {
    get() { throw new DOMException("storage is forbidden here", "SecurityError"); } });"""


async def opened(page: Page) -> Visitor:
    """The chat on a page that has just been loaded."""
    visitor = Visitor(page)
    launcher = page.get_by_test_id("pult-launcher")
    if await launcher.get_attribute("aria-expanded") != "true":  # the way back may find it as it was left
        await launcher.click()
    await visitor.frame.get_by_test_id("composer").wait_for()
    return visitor


async def texts(log: Log) -> list[str]:
    """What stands in the log, in order."""
    return [row["text"] for row in await log.rows() if row["kind"] == "message"]


async def test_f30_reloads_in_mid_send_two_tabs_and_the_way_back_double_nothing(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), Cable(node.port) as cable, chromiums() as screens:
            visitor = await Visitor.comes(screens, node)
            said = [f"слово {number}" for number in range(5)]
            for text in said:
                await visitor.says(text)
                await visitor.page.reload()
                visitor = await opened(visitor.page)
            log = Log(node)
            await eventually(lambda: texts(log), said)
            # the line is cut under a word, and the page is loaded again before it is back
            cable.flows.clear()
            await visitor.says("под обрывом")
            await cable.cut()
            await cable.mend()
            await visitor.page.reload()
            visitor = await opened(visitor.page)
            await eventually(lambda: texts(log), [*said, "под обрывом"])
            second = await visitor.page.context.new_page()
            await second.goto(visitor.page.url)
            other = await opened(second)
            await asyncio.gather(visitor.says("из первой"), other.says("из второй"))
            await eventually(lambda: _count(log), len(said) + 3)
            await visitor.page.goto("about:blank")
            await visitor.page.go_back()
            visitor = await opened(visitor.page)
            for screen in (visitor, other):
                await eventually(screen.sees, await log.for_visitor())
            assert troubles(visitor.page) == []


async def _count(log: Log) -> int:
    return len(await texts(log))


async def test_f31_without_storage_it_works_and_once_emptied_nobody_gets_the_old_talk(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), Cable(node.port), chromiums() as screens:
            anna = await Operator.comes(screens, node)
            await anna.signs_in(node)
            visitor = await Visitor.comes(screens, node)
            await visitor.says("моя тайна")
            await eventually(lambda: texts(Log(node)), ["моя тайна"])
            await (await visitor.document()).evaluate("localStorage.clear()")
            await visitor.page.reload()
            visitor = await opened(visitor.page)
            await visitor.frame.get_by_test_id("home").wait_for()
            await visitor.says("кто-то другой")
            await eventually(visitor.sees, [(1, "you", "кто-то другой")])

            page = await screens.window(width=390, height=844, cable=True)
            await page.context.add_init_script(FORBIDDEN)
            await page.goto(f"http://demo.localhost:{node.port}/?lang=ru")
            bare = await opened(page)
            await bare.says("без хранилища")
            await anna.page.get_by_test_id("tab-queue").click()
            row = anna.page.get_by_test_id("row").filter(has_text="без хранилища")
            await row.click()
            await anna.takes()
            await anna.says("Слышу вас")
            await bare.frame.get_by_text("Слышу вас").first.wait_for()
            await page.reload()
            bare = await opened(page)
            await bare.frame.get_by_test_id("home").wait_for()
            assert troubles(page) == []
