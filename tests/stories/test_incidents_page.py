"""An incident: declared at the desk, read in the widget before anybody asks, told to whoever asked, over."""

from __future__ import annotations

from tests.stories.browser import EVERY_LOOK, accessible, chromiums, eventually, shot, troubles
from tests.stories.cable import Cable
from tests.stories.people import Operator, Visitor
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

LINE = "Оплата картой временно не проходит."


async def test_what_is_broken_is_said_first_and_to_everybody_concerned(postgres_18: Server) -> None:
    async with data_folder() as data, chromiums() as screens:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), Cable(node.port):
            anna = await Operator.comes(screens, node)
            await anna.signs_in(node)
            page = anna.page
            await page.goto(page.url.split("#")[0] + "#/settings/incidents")
            await page.get_by_test_id("incidents-none").wait_for()
            await page.get_by_test_id("incident-begin").click()
            await page.locator("[data-testid=incident-form] .field-error").wait_for()
            await page.get_by_test_id("incident-name").fill("Сбой оплаты")
            await page.get_by_test_id("incident-banner-ru").fill(LINE)
            await page.get_by_test_id("incident-begin").press("Enter")
            await page.get_by_test_id("incident").wait_for()
            await page.get_by_test_id("incidents").get_by_text("Сбой: Сбой оплаты").wait_for()
            visitor = await Visitor.comes(screens, node, language="ru", theme="light")
            await visitor.frame.get_by_text(LINE).wait_for()
            await shot(visitor.page, "widget-incident-390-light-ru")
            await visitor.says("Не могу заплатить")
            await page.goto(page.url.split("#")[0] + "#/")
            await page.get_by_test_id("tab-queue").click()
            base = page.url.split("/desk/")[0]
            rule = {"name": "Про сбой", "on": "message", "then": [{"do": "tag", "add": ["Сбой оплаты"]}]}
            rule |= {"when": {"is": "says", "in": ["оплат", "плат"]}}
            made = await page.request.post(f"{base}/api/rules", data=rule, headers={"origin": base})
            assert made.status == 201
            await visitor.says("Платёж не проходит")
            await page.get_by_test_id("row").filter(has_text="сбой оплаты").wait_for()
            await page.goto(page.url.split("#")[0] + "#/settings/incidents")
            await page.get_by_test_id("incident-talks").get_by_text("1 открытый чат").wait_for()
            await page.get_by_test_id("incident-text").fill("Чиним, будет к 15:00.")
            await page.get_by_test_id("incident-tell").click()
            await visitor.frame.get_by_text("Чиним, будет к 15:00.").first.wait_for()
            for language, theme in EVERY_LOOK:
                keep = f"Object.assign(localStorage, {{'pult.language': '{language}', 'pult.theme': '{theme}'}})"
                await page.evaluate(keep)
                await page.reload()
                for width in (390, 1440):
                    await page.set_viewport_size({"width": width, "height": 900})
                    await page.get_by_test_id("incident").wait_for()
                    await accessible(page, name=f"incidents {width} {theme} {language}")
                    await shot(page, f"incidents-{width}-{theme}-{language}")
            await page.get_by_test_id("incident-text").fill("Всё снова работает.")
            await page.get_by_test_id("incident-end").click()
            await page.get_by_test_id("incidents-past").wait_for()
            await visitor.frame.get_by_text("Всё снова работает.").first.wait_for()
            await eventually(lambda: page.get_by_test_id("incidents").inner_text(), "")
            assert troubles(page) + troubles(visitor.page) == []
