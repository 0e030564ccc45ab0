"""A talk in its own window; borders of columns that stay where somebody put them; a talk closed under a question."""

from __future__ import annotations

from playwright.async_api import Locator

from tests.stories.browser import accessible, chromiums, eventually, shot, troubles
from tests.stories.people import Operator
from tests.support import many
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started


async def _width(place: Locator) -> int:
    box = await place.bounding_box()
    return round(box["width"]) if box else 0


async def test_a_talk_gets_its_own_window_and_columns_keep_their_widths(postgres_18: Server) -> None:
    async with data_folder() as data, chromiums() as screens:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node):
            assert node.dsn is not None
            await many.fill(node.dsn, 3, resolved=0)
            anna = await Operator.comes(screens, node)
            await anna.signs_in(node)
            page = anna.page
            rows, side = page.locator(".list"), page.get_by_test_id("side")
            await page.keyboard.press("2")
            await page.get_by_test_id("row").first.click()
            await page.get_by_test_id("log").wait_for()
            # By the mouse, by arrows, within bounds; kept on this device; two clicks put it back.
            border = page.get_by_test_id("border-list")
            await border.hover()
            await page.mouse.down()
            await page.mouse.move(436, 300, steps=4)
            await page.mouse.up()
            wide = await _width(rows)
            assert 360 < wide < 420, wide
            await border.focus()
            await page.keyboard.press("ArrowRight")
            await eventually(lambda: _width(rows), wide + 16)
            await page.get_by_test_id("border-side").focus()
            for _ in range(20):
                await page.keyboard.press("ArrowLeft")
            await eventually(lambda: _width(side), 560)
            await page.reload()
            await page.get_by_test_id("log").wait_for()
            assert (await _width(rows), await _width(side)) == (wide + 16, 560)
            await page.get_by_test_id("border-side").dblclick()
            await eventually(lambda: _width(side), 320)
            await accessible(page, name="desk with moved borders")
            # One window for one talk: no list, the same draft, and it can be worked in.
            await page.get_by_test_id("row").first.focus()
            async with page.expect_popup() as opening:
                await page.keyboard.press("w")
            own = await opening.value
            await own.get_by_test_id("composer").wait_for()
            assert await own.locator(".list").is_hidden() and await own.locator(".rail").is_hidden()
            await own.get_by_test_id("side").wait_for()
            await own.get_by_test_id("take").click()
            await own.get_by_test_id("take").wait_for(state="detached")
            await accessible(own, name="a talk in its own window")
            await shot(own, "desk-own-window")
            # Closed though the visitor had the last word: it is said, and one click takes it back.
            await own.get_by_test_id("resolve").click()
            await own.get_by_text("последнее слово было за посетителем").wait_for()
            await own.get_by_test_id("toast-undo").click()
            await own.get_by_test_id("resolve").wait_for()
            assert troubles(page) == []
