"""A2, the visitor's side: whatever a page or a token says about a visitor is text at the desk."""

from __future__ import annotations

import pytest

from tests.replay.actors import Office
from tests.stories.browser import chromiums
from tests.stories.people import Operator
from tests.support.line import closing
from tests.support.tokens import signed, site_secret

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("browsers")]
MARKUP = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script>"
SCRIPT = "javascript:document.title='owned'"
PAGES = [
    {"url": SCRIPT, "title": MARKUP, "referrer": SCRIPT, "at": 1},
    {"url": f"https://shop.example/{MARKUP}", "title": "{{7*7}}", "referrer": f"data:text/html,{MARKUP}", "at": 2},
]


async def test_a02_names_titles_addresses_and_attributes_are_text(office: Office) -> None:
    node = office.node
    proof = signed(site_secret(node), sub=MARKUP[:60], name=MARKUP, email=SCRIPT, attributes={MARKUP: MARKUP})
    visitor = await node.door.visitor(proof=proof)
    async with closing(visitor), chromiums() as screens:
        await visitor.ask("send", text=MARKUP)
        said = {"name": MARKUP, "link": SCRIPT, "deep": {MARKUP: [MARKUP, {"x": SCRIPT}]}, "__proto__": {"x": 1}}
        context = {"pages": PAGES, "page": PAGES[0], "language": MARKUP[:40]}
        await visitor.say(t="about", attributes=said, context=context)
        await visitor.ask("send", text="second")
        anna = await Operator.comes(screens, node)
        await anna.signs_in(node)
        await anna.opens("queue")
        side = anna.page.get_by_test_id("side")
        await side.get_by_test_id("about-said").wait_for()
        await side.locator("summary").click()
        shown = await side.inner_text()
        assert shown.count(MARKUP) >= 6 and SCRIPT in shown and "{{7*7}}" in shown
        page = anna.page
        assert await page.locator(".side img, .side script, .list img").count() == 0
        assert await page.locator("a[href^='javascript'], a[href^='data']").count() == 0
        assert "owned" not in await page.title()
