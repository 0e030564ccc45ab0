"""A talk in English and in the dark: solved, judged, taken up again; and every look of both screens."""

from __future__ import annotations

import asyncio

from tests.stories.browser import EVERY_LOOK, accessible, chromiums, eventually, problem, shot, troubles
from tests.stories.cable import Cable
from tests.stories.people import Log, Operator, Visitor
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

LOOKS = tuple((*look, width) for look in EVERY_LOOK for width in (1440, 390))
KEEP = "([language, theme]) => Object.assign(localStorage, {'pult.language': language, 'pult.theme': theme})"
HEIGHT = {1440: 900, 390: 844}


async def test_a_solved_talk_is_judged_and_taken_up_again(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), Cable(node.port), chromiums() as screens:
            visitor, anna = await asyncio.gather(
                Visitor.comes(screens, node, language="en", theme="dark"),
                Operator.comes(screens, node, language="en", theme="dark"),
            )
            await anna.signs_in(node)
            await _solved(visitor, anna)
            await _judged(visitor, anna)
            await _thanked(visitor, anna)
            await _taken_up_again(visitor, anna)
            log = Log(node)
            await eventually(anna.sees, await log.for_desk())
            await eventually(visitor.sees, await log.for_visitor())
            facts = [(row["kind"], row["actor_kind"]) for row in await log.rows() if row["public_no"] is not None]
            assert facts == [
                ("message", "contact"), ("assigned", "operator"), ("message", "operator"), ("status", "operator"),
                ("rated", "contact"), ("rated", "contact"), ("message", "contact"),
                ("message", "contact"), ("status", "contact"), ("assigned", "contact"), ("assigned", "operator"),
                ("message", "operator"),
            ]  # fmt: skip
            await _every_look(visitor, anna, node)
            assert troubles(visitor.page) + troubles(anna.page) == []


async def _solved(visitor: Visitor, anna: Operator) -> None:
    await visitor.says("Hello! My parcel says «delivered», but it is not here.")
    await anna.opens("queue")
    await anna.takes()
    await anna.says("Found it: your neighbour at number 12 has signed for it.")
    await visitor.frame.get_by_text("your neighbour at number 12").first.wait_for()
    await eventually(visitor.frame.get_by_test_id("chat-title").inner_text, "Анна")
    await anna.page.get_by_test_id("resolve").click()
    await visitor.frame.get_by_test_id("rating").wait_for()
    await accessible(await visitor.document(), name="the question whether we helped")
    await shot(visitor.page, "widget-rating-390-dark-en")


async def _judged(visitor: Visitor, anna: Operator) -> None:
    await visitor.frame.get_by_test_id("rate-good").click()
    await visitor.frame.get_by_test_id("rate-comment").fill("Quick and kind")
    await visitor.frame.get_by_test_id("rate-send").click()
    await visitor.frame.get_by_test_id("rated").wait_for()
    await anna.page.get_by_test_id("side-rating").get_by_text("Quick and kind").wait_for()
    await accessible(anna.page, name="the desk with a rating")
    await anna.shows("desk-rated-1440-dark-en")


async def _thanked(visitor: Visitor, anna: Operator) -> None:
    """A mere «thank you» stands there, and the talk stays solved: nobody waits, and it can still be judged."""
    await visitor.says("Thank you so much!")
    await visitor.frame.locator("[data-testid=message][data-n]", has_text="so much").wait_for()
    await anna.page.get_by_test_id("log").get_by_text("Thank you so much!").wait_for()
    assert await visitor.frame.get_by_test_id("rated").is_visible()
    assert await visitor.frame.get_by_test_id("queue").count() == 0
    assert await anna.page.get_by_test_id("reopen").is_visible()
    assert await anna.page.get_by_test_id("tab-queue").locator("em").inner_text() == "0"
    await shot(visitor.page, "widget-thanked-390-dark-en")


async def _taken_up_again(visitor: Visitor, anna: Operator) -> None:
    await visitor.says("One more thing: can I send it back?")
    await visitor.frame.get_by_test_id("rated").wait_for(state="detached")
    await anna.takes()
    await anna.says("Of course, within 14 days.")
    await visitor.frame.get_by_text("within 14 days").first.wait_for()


async def _every_look(visitor: Visitor, anna: Operator, node: Pult) -> None:
    """Both languages, both themes, a phone and a computer: nothing sticks out, nothing serious for axe-core."""
    failed: list[str] = []
    for language, theme, width in LOOKS:
        name = f"{width}-{theme}-{language}"
        size = {"width": width, "height": HEIGHT[width]}
        for page in (visitor.page, anna.page):
            await page.set_viewport_size(size)
            await page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
        await visitor.page.goto(f"http://demo.localhost:{node.port}/?lang={language}")
        await visitor.page.get_by_test_id("pult-launcher").click()
        await visitor.frame.get_by_text("within 14 days").first.wait_for()
        await eventually(visitor.box_is_one_line, True)
        await anna.page.evaluate(KEEP, [language, theme])
        await anna.page.reload()
        await anna.page.get_by_test_id("log").get_by_text("within 14 days").wait_for()
        await shot(visitor.page, f"widget-{name}")
        await anna.shows(f"desk-{name}")
        places = {"widget": await visitor.document(), "shop": visitor.page, "desk": anna.page}
        failed += [
            found for screen, place in places.items() if (found := await problem(place, name=f"{screen}-{name}"))
        ]
        if width == 390:
            await anna.page.get_by_test_id("back").click()
            await anna.page.get_by_test_id("row").first.wait_for()
            await anna.shows(f"desk-list-{name}")
            failed += [found] if (found := await problem(anna.page, name=f"desk-list-{name}")) else []
            await anna.page.get_by_test_id("row").first.click()
    assert failed == []
