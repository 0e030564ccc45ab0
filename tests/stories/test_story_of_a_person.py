"""The conversation as a person's story: earlier talks above it, what is new, a search in it, a reply for later."""

from __future__ import annotations

import asyncpg

from tests.stories.browser import accessible, answered, eventually
from tests.stories.people import Operator
from tests.stories.test_composer import said, scene, words
from tests.support.postgres import Server


async def test_earlier_talks_stand_above_and_words_are_found(postgres_18: Server) -> None:
    async with scene(postgres_18, first="Первый вопрос про ёлку") as one:
        page = one.page
        await one.anna.takes()
        await one.anna.says("Ответ на первый вопрос, довольно длинный")
        await one.visitor.frame.get_by_text("Ответ на первый").first.wait_for()
        await page.get_by_test_id("resolve").click()
        await page.get_by_test_id("reopen").wait_for()
        line = await asyncpg.connect(one.node.dsn)
        await line.execute("UPDATE conversations.conversation SET resolved_at = now() - interval '2 days'")
        await line.close()
        await one.visitor.says("Второй вопрос")
        await page.get_by_test_id("tab-queue").click()
        await page.get_by_test_id("row").first.click()
        await said(page, "Второй вопрос")
        await one.anna.takes()
        await page.get_by_test_id("past-more").click()
        past = page.get_by_test_id("past")
        await past.get_by_text("Первый вопрос про ёлку").wait_for()
        assert await past.get_by_test_id("message-menu").count() == 0, "an earlier talk is read, not changed"
        # nothing is before that one, which is known without asking
        await eventually(lambda: page.get_by_test_id("past-more").count(), 0)
        await accessible(page, name="an earlier talk above this one")
        await one.anna.shows("desk-past-1440-light-ru")
        async with answered(page, "/ours"):
            await page.get_by_test_id("composer").fill("Ответ на первый вопрос — довольно длинный!")
        await page.get_by_test_id("composer").press("Enter")
        await eventually(
            lambda: page.get_by_test_id("ask").get_attribute("data-kind"), "again"
        )  # said to this person before
        await page.get_by_test_id("composer").press("Escape")
        await page.get_by_test_id("composer").fill("")
        await one.anna.says("Совсем другое")
        await one.visitor.frame.get_by_text("Совсем другое").first.wait_for()
        await page.get_by_test_id("composer").press("Escape")
        await page.keyboard.press("f")
        await page.get_by_test_id("find-text").fill("djghjc")  # «вопрос»
        await eventually(lambda: page.get_by_test_id("find-one").count(), 1)
        await accessible(page, name="a search in the talk")
        await one.anna.shows("desk-find-1440-light-ru")
        await page.get_by_test_id("find-text").press("Enter")
        await page.locator(".flash").wait_for()
        await page.get_by_test_id("find-text").press("Escape")
        await page.get_by_test_id("find").wait_for(state="detached")
        async with page.expect_download() as saving:
            await page.get_by_test_id("save-text").click()
        path = await (await saving.value).path()
        assert "Второй вопрос" in path.read_text()


async def test_whoever_comes_back_begins_at_what_is_new(postgres_18: Server) -> None:
    async with scene(postgres_18) as one:
        page = one.page
        await one.anna.takes()
        await one.anna.says("Смотрю")
        await one.visitor.frame.get_by_text("Смотрю").first.wait_for()
        await page.get_by_test_id("settings").click()
        for n in range(30):
            await one.visitor.says(f"Ещё строка {n}")
            await one.visitor.frame.get_by_text(f"Ещё строка {n}", exact=True).first.wait_for()
        await page.goto(page.url.split("#")[0] + "#/")
        await page.reload()
        await page.get_by_test_id("row").get_by_text("Ещё строка 29").wait_for()  # all of it has arrived
        await one.anna.opens("mine")
        line = page.get_by_test_id("unread-line")
        await line.wait_for()

        async def in_view() -> bool:
            return bool(
                await line.evaluate(
                    "e => { const r = e.getBoundingClientRect(); return r.top >= 0 && r.bottom < innerHeight }"
                )
            )

        await eventually(in_view, True)
        await one.anna.shows("desk-unread-1440-light-ru")
        await page.get_by_test_id("to-end").click()
        await eventually(in_view, False)
        await page.get_by_test_id("composer").press("Escape")
        await page.keyboard.press("u")
        await eventually(in_view, True)


async def test_a_reply_for_later_waits_in_sight_and_stops_when_the_visitor_writes(postgres_18: Server) -> None:
    async with scene(postgres_18) as one:
        page = one.page
        await one.anna.takes()
        box = page.get_by_test_id("composer")
        await box.fill("Ваш заказ пришёл в магазин")
        await box.press("Alt+Enter")
        await page.get_by_test_id("later-form").wait_for()
        await accessible(page, name="when to send")
        await one.anna.shows("desk-later-1440-light-ru")
        await page.keyboard.press("Enter")
        later = page.get_by_test_id("later")
        await later.wait_for()
        await eventually(lambda: words(page), "")
        dsn = await asyncpg.connect(one.node.dsn)
        await eventually(lambda: dsn.fetchval("SELECT count(*) FROM desk.draft"), 0)
        home = await Operator.comes(one.screens, one.node)
        await home.signs_in(one.node)
        await home.opens("mine")
        await home.page.get_by_test_id("later").get_by_text("Ваш заказ пришёл").wait_for()
        await home.page.get_by_test_id("later-edit").click()
        await later.wait_for(state="detached")
        await eventually(lambda: words(page), "Ваш заказ пришёл в магазин")
        await box.press("Alt+Enter")
        await page.get_by_test_id("later-do").click()
        await later.wait_for()
        await one.visitor.says("Пришёл?")
        await said(page, "Пришёл?")
        await dsn.execute("UPDATE desk.later SET due_at = now()")
        await dsn.execute("UPDATE kit.job SET due_at = now() WHERE kind = 'desk.later'")
        await dsn.close()
        await page.locator("[data-testid=later][data-state=stopped]").wait_for()
        await accessible(page, name="a reply for later that has stopped")
        await one.anna.shows("desk-later-stopped-1440-light-ru")
        await page.get_by_test_id("later-now").click()
        await one.visitor.frame.get_by_text("Ваш заказ пришёл в магазин").first.wait_for()
        await later.wait_for(state="detached")
