"""The floor on a screen: talks moved by keys and by hand, a state set, a wall to be read from afar."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from playwright.async_api import CDPSession, Locator, Page
from playwright.async_api import TimeoutError as PatienceEnded

from tests.stories.browser import EVERY_LOOK, accessible, chromiums, eventually, shot, troubles
from tests.stories.people import Operator
from tests.support.firm import NORTH, PASSWORD, Firm, firm
from tests.support.line import Line, closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

TALKS = 4


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def people(postgres_18: Server) -> AsyncIterator[Firm]:
    async with data_folder() as data:
        # A line that is cut for a moment brings the board anew: what is late by then is shown, not called.
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), firm(node) as made:
            yield made


async def leads(screens: object, people: Firm, **look: str) -> Page:
    """Sofia at her desk, the floor open."""
    sofia = await Operator.comes(screens, people.node, **look)  # type: ignore[arg-type]
    page = sofia.page
    await sofia.passes_the_gate("sofia", PASSWORD)
    await page.keyboard.press("h")
    await page.locator("[data-testid=floor][data-known=true]").wait_for()
    return page


async def waiting(people: Firm) -> list[str]:
    """Talks that wait for somebody, in order."""
    made: list[str] = []
    for _ in range(TALKS):
        visitor = await people.node.door.visitor(new_key())
        made.append((await visitor.ask("send", text="Кто-нибудь?"))["conv"])
        await visitor.close()
    return made


def in_queue(page: Page, conv: str) -> Locator:
    return page.locator(f"[data-testid=team-queue] [data-conv='{conv}']")


def held(page: Page, people: Firm, login: str, conv: str) -> Locator:
    return page.locator(f"[data-operator='{people.ids[login]}'] [data-conv='{conv}']")


async def test_a_lead_moves_talks_by_keys_and_by_hand_and_sets_a_state(people: Firm) -> None:
    anna = await people.desk("anna")
    async with chromiums() as screens, closing(anna):
        first, second, third, _ = await waiting(people)
        page = await leads(screens, people)
        await in_queue(page, third).wait_for()
        # By keys: Space takes it in hand, arrows choose, Enter puts it down; what happens is said aloud.
        await in_queue(page, first).focus()
        await page.keyboard.press("Space")
        await page.keyboard.press("ArrowDown")
        await eventually(page.get_by_test_id("floor-told").text_content, "Анна Кузнецова")
        await page.keyboard.press("Enter")
        await held(page, people, "anna", first).wait_for()
        await page.get_by_test_id("toast-undo").first.click()
        await in_queue(page, first).wait_for()
        # By hand, from the queue to a person and back into a queue.
        await carry(page, in_queue(page, second), page.locator(f"[data-operator='{people.ids['anna']}']"))
        await held(page, people, "anna", second).wait_for()
        await carry(
            page, held(page, people, "anna", second), page.locator("[data-testid=team-queue][data-team='0'] h3")
        )
        await in_queue(page, second).wait_for()
        # Somebody else was faster: the board says who.
        await taken_meanwhile(page, people, anna, third)
        await sets_a_state(page, people, anna)
        # A bar is crossed: said once, aloud and in words.
        assert await is_called(page, people)
        assert troubles(page) == []


async def is_called(page: Page, people: Firm) -> bool:
    """Whether somebody is called when a bar is crossed. A board that has just come anew shows what is late and calls
    nobody, so it is tried again.
    """
    told, queue = page.get_by_test_id("toast").filter(has_text="ждёт дольше планки").first, "[data-testid=figure-queue]"
    for _ in range(3):
        for seconds, late in ((600, f"{queue}:not([data-late=true])"), (1, f"{queue}[data-late=true]")):
            bars = {"bars": [{"first_reply": 60, "waiting": seconds}]}
            await people.done("sofia", "PUT", "/api/floor/bars", bars)
            await page.locator(late).wait_for()
        with contextlib.suppress(PatienceEnded):
            await told.wait_for(timeout=5000)
            return True
    return False


async def carry(page: Page, what: Locator, where: Locator) -> None:
    """Drag by the pointer and let go."""
    await lift(page, what, where)
    await page.mouse.up()


async def lift(page: Page, what: Locator, where: Locator) -> None:
    """Drag by the pointer, without letting go."""
    a, b = await what.bounding_box(), await where.bounding_box()
    assert a is not None and b is not None
    await page.mouse.move(a["x"] + 60, a["y"] + a["height"] / 2)
    await page.mouse.down()
    await page.mouse.move(b["x"] + 40, b["y"] + 12, steps=4)
    await page.locator("[data-over=true]").wait_for()


async def taken_meanwhile(page: Page, people: Firm, anna: Line, conv: str) -> None:
    """While the talk is in Sofia's hand Anna takes it: the first one wins, the other hears who that was."""
    await lift(page, in_queue(page, conv), page.locator("[data-testid=team-queue]").nth(1).locator("h3"))
    assert (await anna.ask("take", conv=conv))["t"] == "ack"
    await held(page, people, "anna", conv).wait_for()
    await page.mouse.up()
    await page.get_by_test_id("toast").filter(has_text="Анна Кузнецова успевает раньше").wait_for()


async def sets_a_state(page: Page, people: Firm, anna: Line) -> None:
    before = len(anna.frames)
    card = page.locator(f"[data-testid=floor-person][data-operator='{people.ids['anna']}']")
    await card.get_by_test_id("floor-who").click()
    await page.get_by_test_id("state-of-choice").select_option("pause")
    await page.get_by_test_id("state-of-comment").fill("планёрка")
    await page.get_by_test_id("state-of-set").click()
    heard = await anna.until(lambda frame: frame["t"] == "state", after=before)
    assert (heard["doing"]["comment"], heard["by"]["name"]) == ("планёрка", "Sofia")
    await eventually(lambda: card.get_attribute("data-state"), "pause")


async def test_the_floor_and_the_wall_are_readable_in_every_look(people: Firm) -> None:
    async with chromiums() as screens:
        for language, theme in EVERY_LOOK:
            page = await leads(screens, people, language=language, theme=theme)
            await shot(page, f"floor-1440-{theme}-{language}")
            await accessible(page, name=f"floor {theme}-{language}")
            await page.set_viewport_size({"width": 390, "height": 844})
            await shot(page, f"floor-390-{theme}-{language}")
            await accessible(page, name=f"floor on a phone {theme}-{language}")
            await page.set_viewport_size({"width": 1920, "height": 1080})
            await page.get_by_test_id("big").click()
            wall = page.locator("[data-testid=floor-big][data-known=true]")
            await wall.wait_for()
            await shot(page, f"floor-wall-{theme}-{language}")
            await accessible(page, name=f"wall {theme}-{language}")
            sizes = await wall.locator("strong, h2, p").evaluate_all(
                "all => all.map(one => parseFloat(getComputedStyle(one).fontSize))"
            )
            assert min(sizes) >= 36, "on a wall of 1080 lines no word is smaller than a thirtieth of its height"
            await page.keyboard.press("Escape")
            await page.get_by_test_id("floor").wait_for()
            assert troubles(page) == []


async def test_a_finger_scrolls_and_carries_after_a_long_press_and_two_fingers_let_go(people: Firm) -> None:
    north = people.teams[NORTH]
    async with chromiums() as screens:
        conv = (await waiting(people))[0]
        page = await on_a_phone(screens, await leads(screens, people))
        chip, floor = in_queue(page, conv), page.get_by_test_id("floor")
        finger = await page.context.new_cdp_session(page)
        # A swipe over the same talk scrolls, and takes nothing in hand.
        x, y = await middle(chip)
        await touches(finger, ("touchStart", [(x, y)]), *(("touchMove", [(x, y - 40 * n)]) for n in range(1, 6)))
        await eventually(lambda: floor.evaluate("floor => floor.scrollTop > 60"), True)
        await touches(finger, ("touchEnd", []))
        assert await page.locator("[data-held=true]").count() == 0
        # A second finger lets go; nothing has moved, and nothing was opened.
        at = await held_by(finger, chip)
        await touches(finger, ("touchStart", [at, (20, 20)]), ("touchEnd", []))
        await page.locator("[data-held=true]").wait_for(state="detached")
        # Held and carried onto the head of a queue.
        await held_by(finger, chip)
        head = page.locator(f"[data-testid=team-queue][data-team='{north}'] h3")
        await touches(finger, ("touchMove", [await middle(head)]))
        await page.locator(f"[data-team='{north}'][data-over=true]").wait_for()
        await touches(finger, ("touchEnd", []))
        await page.locator(f"[data-testid=team-queue][data-team='{north}'] [data-conv='{conv}']").wait_for()
        assert page.url.endswith("#/floor") and troubles(page) == []


async def on_a_phone(screens: Any, page: Page) -> Page:
    """The same lead, with a finger instead of a mouse."""
    phone: Page = await screens.window(width=390, height=844)
    await phone.context.add_cookies(await page.context.cookies())  # type: ignore[arg-type]
    await phone.goto(page.url)
    await phone.locator("[data-testid=floor][data-known=true]").wait_for()
    return phone


async def middle(what: Locator) -> tuple[float, float]:
    await what.scroll_into_view_if_needed()
    box = await what.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


async def held_by(finger: CDPSession, chip: Locator) -> tuple[float, float]:
    """Press until it is in the hand; on a machine that stands still the browser's own long press may come first: then
    once more.
    """
    for _ in range(4):
        at = await middle(chip)
        await touches(finger, ("touchStart", [at]))
        with contextlib.suppress(AssertionError):
            await eventually(lambda: chip.get_attribute("data-held"), "true", seconds=4)
            return at
        await touches(finger, ("touchCancel", []))
    raise AssertionError("it never came into the hand")


async def touches(finger: CDPSession, *events: tuple[str, list[tuple[float, float]]]) -> None:
    for kind, points in events:
        at = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(points)]
        await finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})


async def test_a_screen_in_the_office_shows_the_floor_without_anybody_signed_in(people: Firm) -> None:
    async with chromiums() as screens:
        page = await leads(screens, people)
        await page.goto(page.url.split("#")[0] + "#/settings/walls")
        await page.get_by_test_id("no-walls").wait_for()
        await page.get_by_test_id("wall-make").click()
        await eventually(lambda: page.evaluate("document.activeElement?.dataset.testid"), "wall-name")
        await page.get_by_test_id("wall-name").fill("Переговорная")
        await page.get_by_test_id("wall-name").press("Enter")
        link = await page.get_by_test_id("wall-link").input_value()
        for language, theme in EVERY_LOOK:
            screen: Page = await screens.window(width=1920, height=1080, language=language, theme=theme)
            await screen.goto(link)
            await screen.get_by_test_id("floor-big").wait_for()
            assert screen.url.endswith("#wall"), "nobody reads the secret off the wall"
            await screen.reload()
            await screen.locator("[data-testid=floor-big][data-cut=false]").wait_for()
            await accessible(screen, name=f"a screen in the office {theme} {language}")
            await shot(screen, f"floor-screen-{theme}-{language}")
        await _leaves_behind_a_screen(people)
        await page.reload()
        row = page.locator("[data-testid=wall-row][data-seen=true]")
        await row.wait_for()
        await page.locator("[data-testid=wall-row][data-stopped=true]").wait_for()
        for width in (390, 1440):
            await page.set_viewport_size({"width": width, "height": 900})
            await accessible(page, name=f"big screens {width}")
            await shot(page, f"settings-walls-{width}-light-ru")
        await row.get_by_test_id("wall-off").click()
        await row.get_by_test_id("wall-off-sure").click()
        await row.wait_for(state="detached")
        await screen.get_by_test_id("wall-gone").wait_for()
        await accessible(screen, name="a screen that was switched off")
        assert troubles(page) + troubles(screen) == []


async def _leaves_behind_a_screen(people: Firm) -> None:
    """Somebody whose account is closed had made one."""
    await people.join("rita", "supervisor")
    await people.done("rita", "POST", "/api/floor/walls", {"name": "Приёмная на третьем этаже"})
    await people.done("ada", "POST", f"/api/people/{people.ids['rita']}/deactivate", {"to": None})
