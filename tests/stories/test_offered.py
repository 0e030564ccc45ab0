"""A talk is offered: the card with its reason and its countdown, refused by a key, accepted by one at the next desk."""

from __future__ import annotations

import pytest
from playwright.async_api import Locator, Page

from tests.stories.browser import EVERY_LOOK, accessible, chromiums, eventually, shot, troubles
from tests.stories.people import Operator
from tests.support.line import closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

LONG = "Не приходит письмо с кодом, пробовала уже четыре раза и с телефона, и с компьютера. " * 4


async def test_an_offer_is_refused_by_a_key_and_accepted_at_the_next_desk(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data)
        async with started(node), chromiums() as screens:
            desks: dict[str, Operator] = {}
            for login, (language, theme) in zip(("anna", "boris"), EVERY_LOOK[:2], strict=True):
                desks[login] = await Operator.comes(screens, node, language=language, theme=theme)
                await desks[login].signs_in(node, login)
            base = f"http://localhost:{node.port}"
            wanted = {"manner": "best", "offer_seconds": 600}
            await desks["anna"].page.request.put(f"{base}/api/manners/0", data=wanted, headers={"origin": base})
            visitor = await node.door.visitor(new_key())
            async with closing(visitor):
                conv = (await visitor.ask("send", text=LONG))["conv"]
            first = await whose(desks, conv)
            other = "boris" if first == "anna" else "anna"
            await looks(desks[first].page, f"offer-{first}")
            await desks[first].page.keyboard.press("d")
            await card(desks[first].page, conv).wait_for(state="detached")
            await card(desks[other].page, conv).wait_for()
            await looks(desks[other].page, f"offer-{other}")
            await desks[other].page.set_viewport_size({"width": 390, "height": 844})
            await looks(desks[other].page, f"offer-{other}-phone")
            await desks[other].page.keyboard.press("y")
            await card(desks[other].page, conv).wait_for(state="detached")
            await desks[other].page.get_by_test_id("composer").wait_for()
            await desks[other].page.get_by_test_id("resolve").wait_for(state="attached")
            await to_write_back(desks[other].page, desks[first].page, base, conv, {"anna": 1, "boris": 2}[first])
            assert troubles(desks["anna"].page) == [] and troubles(desks["boris"].page) == []


async def to_write_back(page: Page, hers: Page, base: str, conv: str, manager: int) -> None:
    """Whose customer it is has a pause: one step gives the chat to her, put aside with a promise."""
    own = {"origin": base}
    await page.request.put(f"{base}/api/talks/{conv}/manager", data={"operator": manager}, headers=own)
    await hers.request.put(f"{base}/api/state", data={"state": "pause"}, headers=own)
    await page.get_by_test_id("log").focus()
    await page.keyboard.press("t")
    await page.get_by_test_id("write-back").click()
    await page.get_by_test_id("write-back-form").scroll_into_view_if_needed()
    await accessible(page, name="write-back")
    await shot(page, "write-back-phone")
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.get_by_test_id("write-back-do").scroll_into_view_if_needed()
    await shot(page, "write-back")
    # By the keyboard alone: the choice of times has it, and Enter there hands nothing over at once.
    assert await page.evaluate("document.activeElement?.name") == "when"
    await page.keyboard.press("Enter")
    await page.get_by_test_id("transfer-form").wait_for(state="detached")
    await page.get_by_test_id("snoozed").wait_for()
    await page.get_by_test_id("promise").wait_for()
    await shot(page, "write-back-done")


def card(page: Page, conv: str) -> Locator:
    return page.locator(f"[data-testid=offer][data-conv='{conv}']")


async def whose(desks: dict[str, Operator], conv: str) -> str:
    """At whose desk the card stands."""
    for _ in range(200):
        for login, desk in desks.items():
            if await card(desk.page, conv).count():
                return login
        await desks["anna"].page.wait_for_timeout(50)
    pytest.fail("nobody was offered the talk")


async def looks(page: Page, name: str) -> None:
    await eventually(page.get_by_test_id("offer-why").count, 1)
    await accessible(page, name=name)
    await shot(page, name)
