"""A page that changes its language, and one that is put away for the way back and shown again: the talk stays."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from tests.stories.browser import chromiums, eventually
from tests.stories.cable import Cable
from tests.stories.people import Visitor
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started


@pytest_asyncio.fixture(loop_scope="session")
async def node(postgres_18: Server) -> AsyncIterator[Pult]:
    async with data_folder() as data:
        made = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(made), Cable(made.port):
            yield made


async def test_a_page_put_away_and_shown_again_has_missed_nothing(node: Pult) -> None:
    async with chromiums() as screens:
        visitor = await Visitor.comes(screens, node)
        await visitor.says("Первое")
        await eventually(visitor.sees, [(1, "you", "Первое")])
        frame = await visitor.document()
        await frame.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))")
        await eventually(visitor.line, "waiting")
        await frame.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        await eventually(visitor.line, "live")
        await visitor.says("Второе")
        await eventually(visitor.sees, [(1, "you", "Первое"), (2, "you", "Второе")])


async def test_another_language_of_the_page_keeps_talk_and_draft(node: Pult) -> None:
    async with chromiums() as screens:
        visitor = await Visitor.comes(screens, node)
        await visitor.says("Привет")
        await eventually(visitor.sees, [(1, "you", "Привет")])
        await visitor.types("черновик")
        await visitor.page.evaluate("window.Pult('setLocale', 'en')")
        box = visitor.frame.get_by_test_id("composer")
        await eventually(lambda: box.get_attribute("placeholder"), "Write a message")
        await eventually(box.input_value, "черновик")
        await eventually(visitor.sees, [(1, "you", "Привет")])
        await visitor.page.goto(f"http://demo.localhost:{node.port}/?lang=en")
        await visitor.page.get_by_test_id("pult-launcher").click()
        await eventually(visitor.sees, [(1, "you", "Привет")])
        await eventually(lambda: box.get_attribute("placeholder"), "Write a message")
        await eventually(box.input_value, "черновик")
