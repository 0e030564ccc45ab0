"""A3: what a visitor types is shown to operators as text, in the talk and in the list, before and after it is sent."""

from __future__ import annotations

import asyncio

from tests.stories.browser import chromiums, troubles
from tests.stories.cable import Cable
from tests.stories.people import Operator, Visitor
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

EVIL = (
    """<img src=x onerror="window.hit=1"><script>window.hit=1</script><svg onload="window.hit=1">[a](javascript:hit)"""
)


async def test_markup_that_is_typed_stays_markup(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), Cable(node.port), chromiums() as screens:
            visitor, anna = await asyncio.gather(Visitor.comes(screens, node), Operator.comes(screens, node))
            await anna.signs_in(node)
            await visitor.says("здравствуйте")
            await anna.opens("queue")
            await anna.takes()
            await visitor.types(EVIL)
            await anna.page.get_by_test_id("peek").filter(has_text=EVIL).wait_for()
            await anna.page.get_by_test_id("row-peek").filter(has_text="onerror").wait_for()
            assert await _elements(anna) == 0
            await visitor.sends()
            await anna.page.locator("[data-testid=entry]").filter(has_text=EVIL).wait_for()
            assert await _elements(anna) == 0 and await anna.page.evaluate("window.hit") is None
            assert troubles(anna.page) == []


async def _elements(anna: Operator) -> int:
    """Pictures and scripts that grew out of words."""
    found: int = await anna.page.locator("#talk img, #talk script, #talk svg[onload], .row img, .row script").count()
    return found
