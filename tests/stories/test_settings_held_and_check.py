"""Held-back words and the installation checker in the settings: they come by themselves, are let in or let lie; what is
missing on a page is said with how to mend it.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Page as Window

from tests.stories.browser import EVERY_LOOK, accessible, chromiums, eventually, problem, shot, troubles
from tests.stories.people import Operator
from tests.support.line import closing
from tests.support.pages import Page, Shop, shop
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started
from tests.support.tokens import signed, site_secret

LOOKS = tuple(EVERY_LOOK)


@contextlib.asynccontextmanager
async def _anna(server: Server, page: str, **look: Any) -> AsyncIterator[tuple[Pult, Window, Shop]]:
    async with data_folder() as data, shop({}) as pages:
        node = Pult(await server.create_database(), data)
        async with started(node), chromiums() as screens:
            anna = await Operator.comes(screens, node, **look)
            await anna.signs_in(node)
            await anna.page.goto(f"http://localhost:{node.port}/desk/#/settings/{page}")
            await anna.page.get_by_test_id("settings-page").wait_for()
            yield node, anna.page, pages
            assert troubles(anna.page) == []


async def _holds(node: Pult, text: str, page: str = "https://shop.example/help") -> None:
    visitor = await node.door.visitor()
    async with closing(visitor):
        assert (await visitor.ask("send", text=text, start={"page": page}))["code"] == "held"


async def test_held_words_come_by_themselves_and_are_let_in_or_let_lie(postgres_15: Server) -> None:
    async with _anna(postgres_15, "held", language="en", theme="light") as (node, page, _):
        await page.get_by_test_id("held-none").wait_for()
        await accessible(page, name="nothing held back")
        await _holds(node, "https://cheap.example", "https://shop.example/cart")
        await _holds(node, "???")
        await _holds(node, "http://a.example http://b.example www.c.example look")
        item = page.get_by_test_id("held")

        async def count() -> int:
            return await item.count()

        await eventually(count, 3)
        assert "3" in await page.get_by_test_id("settings-held").inner_text()
        assert "links and little else" in await item.first.inner_text()
        assert "https://shop.example/cart" in await page.get_by_text("written on").last.inner_text()
        # Let lie, and taken back; with the keyboard, which stays in the list.
        await item.first.get_by_test_id("held-ignore").focus()
        await page.keyboard.press("Enter")
        await eventually(count, 2)
        await page.wait_for_function("document.activeElement.dataset.testid === 'held-release'")
        await page.get_by_test_id("toast-undo").click()
        await eventually(count, 3)
        # Let in: it is a talk, and one press leads there.
        await item.nth(1).get_by_test_id("held-release").click()
        await page.get_by_test_id("held-open").click()
        await page.get_by_test_id("log").get_by_text("???").wait_for()
        await eventually(page.get_by_test_id("tab-queue").count, 1)


async def test_a_stranger_in_the_widget_is_held_back_with_the_page_it_came_from(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data)
        async with started(node), chromiums() as screens:
            visitor = await screens.window(width=390, height=844, language="en")
            await visitor.goto(f"http://demo.localhost:{node.port}/?lang=en&from=mail")
            await visitor.get_by_test_id("pult-launcher").click()
            frame = visitor.frame_locator("[data-testid=pult-frame]")
            await frame.get_by_test_id("composer").fill("...")
            await frame.get_by_test_id("composer").press("Enter")
            anna = await Operator.comes(screens, node, language="en", theme="light")
            await anna.signs_in(node)
            await anna.page.goto(f"http://localhost:{node.port}/desk/#/settings/held")
            await anna.page.get_by_test_id("held").wait_for()
            said = await anna.page.get_by_test_id("held-page").inner_text()
            assert f"http://demo.localhost:{node.port}/?lang=en&from=mail" in said


async def test_what_a_page_lacks_is_said_with_how_to_mend_it(postgres_15: Server) -> None:
    async with _anna(postgres_15, "sites/demo/install", language="en", theme="light") as (node, page, pages):
        ours = f"http://localhost:{node.port}"
        line = f'<script async src="{ours}/widget.js?site=demo" data-site="demo"></script>'
        pages.pages["/"] = Page(line, headers={"content-security-policy": "script-src 'self'"})
        await page.get_by_test_id("to-check").click()
        url = page.get_by_test_id("check-url")
        await eventually(url.input_value, f"http://demo.localhost:{node.port}/")
        await url.press("Enter")
        await page.get_by_text("All good").wait_for()
        await url.fill(f"{pages.origin}/")
        await url.press("Enter")
        findings = page.get_by_test_id("page-findings")
        await findings.get_by_text("2 things to mend").wait_for()
        said = await findings.inner_text()
        assert f"Add {ours} to script-src" in said
        assert f"{pages.origin} is not among the site’s domains" in said
        await url.fill("10.0.0.1")
        await url.press("Enter")
        await findings.get_by_text("is not on the open network").wait_for()
        token = page.get_by_test_id("check-token-field")
        await token.fill(signed(site_secret(node)))
        await page.get_by_test_id("check-token").click()
        await page.get_by_test_id("token-findings").get_by_text("It names 1042").wait_for()
        await token.fill(signed("x" * 43))
        await page.get_by_test_id("check-token").click()
        await page.get_by_text("It is not signed with this site’s secret").wait_for()
        await accessible(page, name="what is missing")


@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_both_pages_look_right(postgres_15: Server, language: str, theme: str) -> None:
    async with _anna(postgres_15, "held", language=language, theme=theme) as (node, page, pages):
        await _holds(node, "https://cheap.example", "https://shop.example/cart?item=17")
        await _holds(node, "🙂🙂🙂")
        await _holds(node, f"Зарабатывай! {'http://very-long-address.example/with/a/path ' * 12}")
        line = f'<script src="http://localhost:{node.port}/widget.js" data-site="demo"></script>'
        pages.pages["/"] = Page(line, headers={"content-security-policy": "script-src 'self'; frame-src *"})
        failed: list[str] = []
        for width, height in ((1440, 900), (390, 844)):
            await page.set_viewport_size({"width": width, "height": height})
            await page.goto(f"http://localhost:{node.port}/desk/#/settings/held")
            await page.reload()
            await page.get_by_test_id("held").nth(2).wait_for()
            failed.append(await problem(page, name=f"held {width}"))
            await shot(page, f"settings-held-{width}-{theme}-{language}")
            await page.goto(f"http://localhost:{node.port}/desk/#/settings/check/demo")
            await page.get_by_test_id("check-url").fill(f"{pages.origin}/")
            await page.get_by_test_id("check-page").click()
            await page.locator("[data-code=domain_missing]").wait_for()
            await page.get_by_test_id("check-token-field").fill(signed("x" * 43))
            await page.get_by_test_id("check-token").click()
            await page.locator("[data-code=token_signature]").wait_for()
            failed.append(await problem(page, name=f"check {width}"))
            await shot(page, f"settings-check-{width}-{theme}-{language}")
        assert [one for one in failed if one] == []
