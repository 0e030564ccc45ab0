"""The lists at the desk: ten thousand talks, a few of them drawn; keys lead everywhere; empty lists speak."""

from __future__ import annotations

import pytest
from playwright.async_api import Page

from tests.stories.browser import EVERY_LOOK, accessible, chromiums, eventually, shot, troubles
from tests.stories.people import Operator
from tests.support import many
from tests.support.line import closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

OPEN = 10_000

GROWS = """before => {
    const box = document.getElementById('rows');
    box.scrollTop = box.scrollHeight;
    return box.scrollHeight > before + 1000;
}"""
"""Goes to the end, again and again as a reader does: a line that was cut meanwhile begins the list anew."""


async def test_ten_thousand_open_talks_stay_light(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), chromiums() as screens:
            assert node.dsn is not None
            await many.fill(node.dsn, OPEN, resolved=120)
            anna = await Operator.comes(screens, node, language="ru", theme="light")
            await anna.signs_in(node)
            page = anna.page
            rows = page.get_by_test_id("row")

            async def counter() -> str:
                return str(await page.locator("#tab-queue em").text_content())

            await eventually(counter, str(OPEN))
            await page.keyboard.press("2")
            await rows.first.wait_for()
            assert await rows.count() < 60, "only what is seen is drawn"
            first = await rows.first.text_content()
            assert first is not None and f"Вопрос номер {OPEN} " in first, "who waits longest stands first"
            # The list grows by pages while one scrolls; the number of drawn rows does not.
            for _ in range(3):
                before = await page.evaluate("document.getElementById('rows').scrollHeight")
                await page.wait_for_function(GROWS, arg=before)
            assert await rows.count() < 60
            # The keyboard goes on where the list is drawn, and the place is kept when one comes back.
            await page.keyboard.press("j")
            for _ in range(40):
                await page.keyboard.press("j")
            focused = await page.evaluate("document.activeElement?.dataset.conv ?? ''")
            assert focused.startswith("many")
            top = await _rests(page)
            await page.keyboard.press("1")
            await page.get_by_test_id("empty-list").wait_for()
            await page.keyboard.press("2")
            await eventually(lambda: page.evaluate("document.getElementById('rows').scrollTop"), top)
            # Those that were solved, the last one first.
            await page.keyboard.press("5")
            await page.get_by_text(f"Вопрос номер {OPEN + 1} ").wait_for()
            assert await rows.count() < 60
            assert troubles(page) == []


@pytest.mark.parametrize(("language", "theme"), EVERY_LOOK)
async def test_the_lists_look_right(postgres_15: Server, language: str, theme: str) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), chromiums() as screens:
            anna = await Operator.comes(screens, node, language=language, theme=theme)
            await anna.signs_in(node)
            page = anna.page
            for key, name in (("2", "queue"), ("4", "all"), ("5", "resolved"), ("1", "mine")):
                await page.keyboard.press(key)
                await page.locator(f"#tab-{name}[aria-selected=true]").wait_for()
                await page.get_by_test_id("empty-list").wait_for()
                await accessible(page, name=f"{name}, empty")
            assert node.dsn is not None
            await many.fill(node.dsn, 12, resolved=4)
            visitor = await node.door.visitor(new_key())
            await visitor.ask("send", text="Здравствуйте")
            await visitor.ask("send", text="Не могу открыть резюме кандидата, пишет «заблокировано», а у меня встреча")
            await visitor.close()
            await page.reload()
            await page.get_by_test_id("tab-queue").click()
            mark = page.get_by_test_id("row-unread").locator("[aria-hidden]")
            await eventually(lambda: mark.last.text_content(), "2")
            await accessible(page, name="the queue")
            await shot(page, f"list-queue-1440-{theme}-{language}")
            # Handing over what waits: nobody else is here, so it has to be said to whom; once he is, he is chosen.
            await page.get_by_test_id("row").last.click()
            await page.get_by_test_id("take").wait_for()
            await page.keyboard.press("t")
            await page.locator("[data-testid=transfer-to][data-operator='2']:not(:checked)").wait_for()
            await page.get_by_test_id("transfer-do").click()
            await page.get_by_test_id("transfer-whom").wait_for()
            await accessible(page, name="nobody is chosen")
            await shot(page, f"transfer-unsaid-1440-{theme}-{language}")
            await page.keyboard.press("Escape")
            await page.get_by_test_id("transfer-form").wait_for(state="detached")
            session = await node.door.sign_in("boris", node.password)
            async with session, closing(await node.door.operator(session)):
                await page.keyboard.press("t")
                await page.locator("[data-testid=transfer-to][data-operator='2']:checked").wait_for()
                await accessible(page, name="a chat that waits is handed over")
                await shot(page, f"transfer-queued-1440-{theme}-{language}")
                await page.keyboard.press("Escape")
                await page.get_by_test_id("transfer-form").wait_for(state="detached")
            await page.goto(f"http://localhost:{node.port}/desk/")
            await page.get_by_test_id("row").first.wait_for()
            await page.set_viewport_size({"width": 390, "height": 844})
            await accessible(page, name="the queue on a phone")
            await shot(page, f"list-queue-390-{theme}-{language}")
            await page.get_by_test_id("tab-resolved").click()
            await page.get_by_test_id("row").first.wait_for()
            await shot(page, f"list-resolved-390-{theme}-{language}")
            assert troubles(page) == []


async def _rests(page: Page) -> float:
    """Where the list has come to rest: two frames running it has not moved."""
    return await page.evaluate(
        "async () => { const rows = document.getElementById('rows'); let last = -1;"
        " while (rows.scrollTop !== last) { last = rows.scrollTop;"
        " for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame); } return last; }"
    )
