"""Banning from a talk and from the settings, what stands beside a talk, and writing first, with eyes and keys."""

from __future__ import annotations

import asyncpg
import pytest
from playwright.async_api import Page as Window

from pult.contacts.notes import MOST
from tests.stories.browser import accessible, chromiums, eventually, late, shot, troubles
from tests.stories.cable import Cable
from tests.stories.people import Operator, Visitor
from tests.support.line import Line, closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

MARKUP = "<img src=x onerror=alert(1)>"


async def _count(page: Window, name: str) -> int:
    return await page.get_by_test_id(name).count()


@pytest.mark.asyncio
async def test_somebody_is_banned_with_two_clicks_and_a_key_released_and_written_to_first(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data, env={"PULT_TRUSTED_PROXIES": "127.0.0.1/32,::1/128"})
        async with started(node), chromiums() as screens:
            anna = await Operator.comes(screens, node, language="ru", theme="light")
            await anna.signs_in(node)
            visitor = await node.door.visitor(new_key(), headers={"x-forwarded-for": "2001:db8:7:8::15"})
            async with closing(visitor):
                await visitor.ask("send", text="ВЫ ВСЕ ТАМ СПИТЕ?!")
                await anna.opens("queue")
                await _notes(anna.page, visitor)
                await _full(anna.page, node)
                await _bans(anna.page)
                await visitor.closed.wait()
            await _lists(anna.page, node.port)
            await _writes_first(anna.page)
            assert troubles(anna.page) == []


async def _notes(page: Window, visitor: Line) -> None:
    """A note about the person, deleted and taken back."""
    note = page.get_by_test_id("contact-note").get_by_text("Третий раз")
    await page.get_by_test_id("contact-note-add").click()
    await page.get_by_test_id("contact-note-text").fill(MARKUP + "\nТретий раз за день пишет заглавными")
    async with late(page, "**/api/talks/*/context", asks=visitor.say(t="about", attributes={"city": "Тула"})):
        await page.keyboard.press("Control+Enter")
        await note.wait_for()
    assert await note.is_visible(), "what was asked for earlier and came later changes nothing"
    assert MARKUP in await note.inner_text() and await page.locator(".contact-notes img").count() == 0
    await page.get_by_test_id("contact-note-remove").click()
    await note.wait_for(state="detached")
    await page.get_by_test_id("toast-undo").click()
    await note.wait_for()


async def _full(page: Window, node: Pult) -> None:
    """A note that is not taken back because there is no room: that is said."""
    await page.get_by_test_id("contact-note-remove").click()
    await page.get_by_test_id("contact-note").wait_for(state="detached")
    line = await asyncpg.connect(node.dsn)
    try:
        await line.execute(
            "INSERT INTO contacts.note (contact_id, by_id, text) SELECT contact_id, by_id, 'x' FROM contacts.note,"
            " generate_series(1, $1::integer)",
            MOST,
        )
        await page.get_by_test_id("toast-undo").last.click()
        await page.get_by_text("слишком много заметок").wait_for()
        await line.execute("DELETE FROM contacts.note WHERE text = 'x'")
    finally:
        await line.close()


async def _bans(page: Window) -> None:
    """Two clicks and a key."""
    await page.get_by_test_id("more").click()
    await page.get_by_test_id("more-ban").click()
    await page.get_by_test_id("ban-reason").wait_for()
    await accessible(page, name="the window of a ban")
    await shot(page, "desk-ban-1440-light-ru")
    await page.get_by_test_id("ban-reason").fill("Оскорбления")
    await page.keyboard.press("Enter")
    await page.get_by_test_id("banned").wait_for()
    await page.get_by_test_id("log").get_by_text("Оскорбления").wait_for()
    await accessible(page, name="a banned person's talk")
    await shot(page, "desk-banned-1440-light-ru")


async def _lists(page: Window, port: int) -> None:
    """The list: an address typed, searched, released, taken back, released again."""
    await page.goto(f"http://localhost:{port}/desk/#/settings/bans")
    await page.get_by_test_id("ban").wait_for()
    await page.get_by_test_id("ban-add").locator("summary").click()
    await page.get_by_test_id("ban-add-value").fill("10.0.0.0/8")
    await page.get_by_test_id("ban-often-spam").click()
    await page.get_by_test_id("ban-add-do").click()
    await page.get_by_text("Такой адрес заблокировать нельзя").wait_for()
    await page.get_by_test_id("ban-add-value").fill("2001:db8:7:8::/64")
    await page.get_by_test_id("ban-add-do").click()
    await eventually(lambda: _count(page, "ban"), 2)
    await accessible(page, name="the list of bans")
    await shot(page, "desk-bans-1440-light-ru")
    await page.get_by_test_id("bans-search").fill("оскорбления")
    await eventually(lambda: _count(page, "ban"), 1)
    await page.get_by_test_id("ban-release").click()
    await page.get_by_test_id("bans-none").wait_for()
    undo = page.get_by_test_id("toast-undo").last
    async with late(page, "**/api/bans/*/restore", asks=undo.click()):
        await page.get_by_test_id("bans-search").fill("")  # what is searched for by then is another thing
        await eventually(lambda: _count(page, "ban-release"), 2)
    await eventually(lambda: _count(page, "ban-release"), 2)
    await page.get_by_test_id("ban-release").last.click()
    await eventually(lambda: _count(page, "ban-release"), 1)


async def _writes_first(page: Window) -> None:
    """On a phone: the column is a screen at the thumb, a new talk begins there, and the old one stands beside it."""
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.get_by_test_id("bans-ended").click()
    await page.get_by_test_id("ban-talk").last.click()
    await page.get_by_test_id("more").click()
    await shot(page, "desk-more-390-light-ru")
    await page.get_by_test_id("more-side").click()
    await page.get_by_test_id("first").click()
    await page.get_by_test_id("first-topic").fill("Извинения")
    await page.get_by_test_id("first-text").fill("Здравствуйте! Мы всё проверили, ваш заказ едет.")
    await accessible(page, name="writing first")
    await shot(page, "desk-first-390-light-ru")
    await page.get_by_test_id("form-do").click()
    await page.get_by_test_id("log").get_by_text("Мы всё проверили").wait_for()
    await page.get_by_test_id("past-more").wait_for()
    await page.get_by_test_id("to-side").click()
    await page.get_by_test_id("earlier-talk").wait_for()
    await accessible(page, name="the column on a phone")
    await shot(page, "desk-beside-390-light-ru")


async def test_a_closed_widget_calls_when_somebody_writes_first_and_stays_calm_when_banned(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data)
        async with started(node), Cable(node.port), chromiums() as screens:
            anna = await Operator.comes(screens, node, language="en", theme="dark")
            await anna.signs_in(node)
            visitor = await Visitor.comes(screens, node, language="ru", theme="dark")
            await visitor.says("Где мой заказ?")
            await anna.opens("queue")
            await anna.takes()
            page = anna.page
            await page.get_by_test_id("here").get_by_text("on the page").wait_for()
            await page.get_by_test_id("resolve").click()
            await visitor.frame.get_by_test_id("close").click()
            await page.get_by_test_id("first").click()
            assert "right away" in await page.get_by_test_id("first-form").inner_text()
            await page.get_by_test_id("first-text").fill("Заказ нашёлся!")
            await page.get_by_test_id("form-do").click()
            await page.get_by_test_id("log").get_by_text("Заказ нашёлся!").wait_for()
            await eventually(lambda: visitor.page.get_by_test_id("pult-unread").inner_text(), "1")
            await visitor.page.get_by_test_id("pult-launcher").click()
            await visitor.frame.get_by_text("Заказ нашёлся!").wait_for()
            await accessible(page, name="a talk begun by us, in the dark")
            await shot(page, "desk-first-1440-dark-en")
            await page.keyboard.press("Escape")
            await page.keyboard.press("b")
            await page.get_by_test_id("ban-often-rude").click()
            assert await page.get_by_test_id("ban-reason").evaluate("one => one === document.activeElement")
            await page.get_by_test_id("ban-hour").check()
            await shot(page, "desk-ban-1440-dark-en")
            await page.get_by_test_id("form-do").click()
            await page.get_by_test_id("banned").wait_for()
            # calm: the chat is not available; no reason, no loop
            await visitor.frame.get_by_text("недоступен").wait_for()
            assert "Insult" not in await visitor.frame.locator("body").inner_text()
            await shot(visitor.page, "widget-banned-390-dark-ru")
            await page.get_by_test_id("banned-release").click()
            await page.get_by_test_id("banned").wait_for(state="detached")
            await visitor.frame.get_by_test_id("line-act").click()
            await visitor.frame.get_by_test_id("line-state").locator("p").wait_for(state="detached")
            assert troubles(page) == [] and troubles(visitor.page) == []
