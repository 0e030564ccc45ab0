"""Writing at the desk: drafts that follow their author, second looks before a reply goes, calling a reply back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from playwright.async_api import Page, Route

from tests.stories.browser import Chromiums, accessible, chromiums, eventually, troubles
from tests.stories.cable import Cable
from tests.stories.people import Log, Operator, Visitor
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started


@dataclass
class Scene:
    node: Pult
    screens: Chromiums
    visitor: Visitor
    anna: Operator

    @property
    def page(self) -> Page:
        return self.anna.page


@asynccontextmanager
async def scene(server: Server, *, undo: int = 0, first: str = "Где мой заказ?") -> AsyncIterator[Scene]:
    """A visitor has asked; Anna has the talk open, and it waits in the queue."""
    async with data_folder() as data:
        node = Pult(await server.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), Cable(node.port), chromiums() as screens:
            visitor, anna = await asyncio.gather(Visitor.comes(screens, node), Operator.comes(screens, node))
            await anna.signs_in(node, undo=undo)
            await visitor.says(first)
            await anna.opens("queue")
            yield Scene(node, screens, visitor, anna)
            assert troubles(visitor.page) + troubles(anna.page) == []


async def words(page: Page) -> str:
    """What stands in the box."""
    return await page.get_by_test_id("composer").input_value()


async def said(page: Page, text: str) -> None:
    """Wait until it stands in the log: what is only being typed does not count."""
    await page.locator("[data-testid=entry]").filter(has_text=text).first.wait_for()


async def kept(page: Page, text: str) -> None:
    """Wait until the server has this draft."""

    async def look() -> list[str]:
        answer = await page.request.get(page.url.split("/desk/")[0] + "/api/drafts")
        return [draft["reply"] for draft in (await answer.json())["drafts"]]

    await eventually(look, [text] if text else [])


async def test_a_draft_follows_its_author_and_two_desks_of_hers_keep_in_step(postgres_18: Server) -> None:
    async with scene(postgres_18) as one:
        await one.anna.takes()
        await one.page.get_by_test_id("composer").fill("Уже смотрю, ")
        await kept(one.page, "Уже смотрю, ")
        home = await Operator.comes(one.screens, one.node)
        await home.signs_in(one.node)
        await home.page.get_by_test_id("row-draft").wait_for()
        await home.opens("mine")
        await eventually(lambda: words(home.page), "Уже смотрю, ")
        await home.page.get_by_test_id("composer").press_sequentially("минуту")
        await eventually(lambda: words(one.page), "Уже смотрю, минуту")
        await one.page.reload()
        await eventually(lambda: words(one.page), "Уже смотрю, минуту")
        await home.page.get_by_test_id("composer").press("Enter")
        await one.visitor.frame.get_by_text("Уже смотрю, минуту").first.wait_for()
        await eventually(lambda: words(one.page), "")
        await kept(one.page, "")
        assert troubles(home.page) == []


async def test_no_word_is_lost_when_both_desks_write_without_hearing_each_other(postgres_18: Server) -> None:
    async with scene(postgres_18) as one:
        await one.anna.takes()
        home = await Operator.comes(one.screens, one.node)
        await home.signs_in(one.node)
        await home.opens("mine")
        put = "**/api/drafts/*"

        async def away(route: Route) -> None:
            await route.abort()

        for page in (one.page, home.page):
            await page.route(put, away)
        await one.page.get_by_test_id("composer").fill("из офиса")
        await home.page.get_by_test_id("composer").fill("из дома")
        await one.page.unroute(put)
        await kept(one.page, "из офиса")
        await home.page.unroute(put)
        for page in (one.page, home.page):
            await eventually(lambda page=page: words(page), "из офиса\nиз дома")


async def test_a_reply_stops_when_the_talk_has_changed_since_it_was_begun(postgres_18: Server) -> None:
    async with scene(postgres_18) as one:
        await one.anna.takes()
        await one.anna.says("Номер заказа?")
        await one.page.get_by_test_id("composer").fill("Ваш заказ")
        await one.visitor.says("Уже нашёл, спасибо")
        await said(one.page, "Уже нашёл")
        await one.page.get_by_test_id("composer").press("Enter")
        ask = one.page.get_by_test_id("ask")
        await eventually(lambda: ask.get_attribute("data-kind"), "changed")
        assert "Уже нашёл, спасибо" in await one.page.get_by_test_id("ask-changes").inner_text()
        await accessible(one.page, name="the question about what has changed")
        await one.anna.shows("desk-ask-1440-light-ru")
        await one.page.get_by_test_id("composer").press("Enter")  # a second press is no answer
        assert len(await one.visitor.sees()) == 3
        await one.page.get_by_test_id("composer").press("Escape")
        await ask.wait_for(state="detached")
        await one.page.get_by_test_id("composer").press_sequentially(" в пути")
        await one.page.get_by_test_id("composer").press("Enter")  # she has seen it and gone on writing
        await one.visitor.frame.get_by_text("Ваш заказ в пути").first.wait_for()
        await one.page.get_by_test_id("composer").fill("Ещё")
        await one.visitor.says("Пока")
        await said(one.page, "Пока")
        await one.page.get_by_test_id("composer").press("Enter")
        await ask.wait_for()
        await one.page.get_by_test_id("composer").press("Control+Enter")
        await one.visitor.frame.get_by_text("Ещё").first.wait_for()
        log = Log(one.node)
        await eventually(one.anna.sees, await log.for_desk())


async def test_own_words_never_stop_the_next_ones(postgres_18: Server) -> None:
    async with scene(postgres_18) as one:
        box = one.page.get_by_test_id("composer")
        await box.press_sequentially("раз")
        await box.press("Enter")  # takes the talk, too: that is an entry of her own
        for text in ("два", "три", "четыре"):
            await box.press_sequentially(text)
            await box.press("Enter")
        await one.anna.says("сама себе", mode="note")
        await one.anna.says("пять")
        await one.visitor.frame.get_by_text("пять").first.wait_for()
        assert await one.page.get_by_test_id("ask").count() == 0
        assert [row[2] for row in await one.visitor.sees()][1:] == ["раз", "два", "три", "четыре", "пять"]


async def test_enter_is_not_swallowed_while_the_take_is_on_its_way(postgres_18: Server) -> None:
    async with scene(postgres_18) as one:
        box = one.page.get_by_test_id("composer")
        await box.fill("Здравствуйте")
        await box.press("Enter")
        await box.press_sequentially("уже смотрю")
        await box.press("Enter")  # at once: the answer to the take cannot have come to the screen
        await one.visitor.frame.get_by_text("уже смотрю").first.wait_for()
        assert [row[2] for row in await one.visitor.sees()][1:] == ["Здравствуйте", "уже смотрю"]
        taken = [row for row in await Log(one.node).rows() if row["kind"] == "assigned"]
        assert len(taken) == 2, "one take, two halves"


async def test_a_reply_can_be_called_back_and_no_reload_loses_it(postgres_18: Server) -> None:
    async with scene(postgres_18, undo=20) as one:
        await one.anna.takes()
        box = one.page.get_by_test_id("composer")
        await box.fill("С опечяткой")
        await box.press("Enter")
        await one.page.get_by_test_id("held").wait_for()
        await eventually(lambda: words(one.page), "")
        await accessible(one.page, name="a reply that can be called back")
        await one.anna.shows("desk-held-1440-light-ru")
        await box.press("Control+z")
        await one.page.get_by_test_id("held").wait_for(state="detached")
        await eventually(lambda: words(one.page), "С опечяткой")
        await box.fill("Без опечатки")
        await box.press("Enter")
        await one.page.get_by_test_id("held").wait_for()
        await one.page.reload()  # leaving the page sends it
        await one.visitor.frame.get_by_text("Без опечатки").first.wait_for()
        await box.fill("Сразу")
        await box.press("Enter")
        await one.page.get_by_test_id("held").wait_for()
        await box.press("Enter")
        await one.visitor.frame.get_by_text("Сразу").first.wait_for()
        assert [row[2] for row in await one.visitor.sees()][1:] == ["Без опечатки", "Сразу"]
        await box.fill("Перед решением")
        await box.press("Enter")
        await one.page.get_by_test_id("resolve").click()  # her words go first
        await one.visitor.frame.get_by_text("Перед решением").first.wait_for()

        async def last_two() -> list[str]:
            return [row["kind"] for row in await Log(one.node).rows() if row["public_no"] is not None][-2:]

        await eventually(last_two, ["message", "status"])


async def test_words_for_the_team_do_not_slip_out(postgres_18: Server) -> None:
    async with scene(postgres_18) as one:
        await one.anna.takes()
        await one.anna.says("@борис он опять путает номера")
        await eventually(lambda: one.page.get_by_test_id("ask").get_attribute("data-kind"), "colleague")
        await accessible(one.page, name="the question about words for a colleague")
        await one.page.get_by_test_id("ask-note").click()
        await eventually(lambda: one.page.get_by_test_id("box").get_attribute("data-mode"), "note")
        await one.page.get_by_test_id("composer").press("Enter")
        note = one.page.locator("[data-testid=entry][data-kind=note]")
        await note.wait_for()
        await one.page.get_by_test_id("mode-note").click()
        await one.page.get_by_test_id("composer").fill("вернуть деньги")
        await one.page.get_by_test_id("move-words").click()
        await one.page.get_by_test_id("composer").press("Enter")
        await eventually(lambda: one.page.get_by_test_id("ask").get_attribute("data-kind"), "fromNote")
        await one.page.get_by_test_id("ask-anyway").click()
        await one.visitor.frame.get_by_text("вернуть деньги").first.wait_for()
        assert "борис" not in str(await one.visitor.sees())


async def test_the_same_words_to_the_same_person_ask_first(postgres_18: Server) -> None:
    async with scene(postgres_18) as one:
        await one.anna.takes()
        await one.anna.says("Пожалуйста, назовите номер заказа, и я посмотрю.")
        await one.visitor.frame.get_by_text("назовите номер").first.wait_for()
        await one.anna.says("пожалуйста назовите номер заказа и я посмотрю")
        await eventually(lambda: one.page.get_by_test_id("ask").get_attribute("data-kind"), "again")
        await one.page.get_by_test_id("ask-edit").click()
        await eventually(lambda: words(one.page), "пожалуйста назовите номер заказа и я посмотрю")
        assert len(await one.visitor.sees()) == 2


async def test_five_thousand_characters_in_one_word_leave_the_desk_in_its_frame(postgres_18: Server) -> None:
    async with scene(postgres_18) as one:
        await one.anna.takes()
        await one.anna.says("ы" * 5000)
        await one.visitor.frame.get_by_text("ыыыы").first.wait_for()
        for width, height in ((1440, 900), (390, 844)):
            await one.page.set_viewport_size({"width": width, "height": height})
            await accessible(one.page, name=f"a word of 5 000 characters at {width}")
