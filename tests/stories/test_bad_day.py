"""A bad day at the desk by keyboard alone: five chats at once, one shouting, one handed over with its history and a
note, one that changed while it was answered, one to be banned, and an ordinary one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import asyncpg
from playwright.async_api import Page

from tests.stories.browser import Chromiums, accessible, chromiums, eventually, shot, troubles
from tests.stories.people import Operator
from tests.stories.test_key_counts import PAGE, ROW
from tests.support.line import Line, closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

MOUSE = """
window.mouse = 0;
for (const kind of ["mousedown", "mouseup", "mousemove", "pointerdown", "touchstart", "wheel"])
  addEventListener(kind, (event) => { if (event.isTrusted) mouse += 1; }, true);
"""


@dataclass
class Keys:
    """Somebody's hands on a keyboard: how often they pressed for each act; letters of texts do not count."""

    page: Page
    pressed: dict[str, int] = field(default_factory=dict)

    async def press(self, act: str, *keys: str) -> None:
        for key in keys:
            self.pressed[act] = self.pressed.get(act, 0) + 1
            await self.page.keyboard.press(key)

    async def takes(self) -> None:
        """Whoever waits longest, from wherever the keyboard is."""
        act = "take whoever waits longest"
        self.pressed[act] = 0
        before = await self.page.get_by_test_id("talk-about").all_inner_texts()
        await self.press(act, "Escape", "q")
        await eventually(lambda: self.is_another(before), True)
        await eventually(lambda: self.page.evaluate("document.activeElement?.dataset.testid"), "composer")

    async def is_another(self, before: list[str]) -> bool:
        """Another chat is open than this one, and it is hers."""
        now = await self.page.get_by_test_id("talk-about").all_inner_texts()
        return bool(now) and now != before and await self.page.get_by_test_id("transfer").count() > 0

    async def answers(self, text: str) -> None:
        self.pressed["answer"] = 0
        await self.page.keyboard.type(text)
        await self.press("answer", "Enter")
        await said(self.page, text)

    async def walks_to(self, conv: str) -> None:
        """J through the list that is shown until this chat has the keyboard; then Enter."""
        row = f"[data-testid=row][data-conv='{conv}']"
        await self.page.locator(row).wait_for()
        for _ in range(8):
            if await self.page.evaluate("row => document.activeElement === document.querySelector(row)", row):
                break
            await self.page.keyboard.press("j")
        await self.page.keyboard.press("Enter")
        await self.page.locator(f"{row}[aria-current=true]").wait_for()

    async def tabs_to(self, name: str) -> None:
        for _ in range(30):
            if await self.page.evaluate("document.activeElement?.dataset.testid") == name:
                return
            await self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard never came to {name}")


async def said(page: Page, text: str) -> None:
    await page.locator("[data-testid=entry]").filter(has_text=text).first.wait_for()


async def test_a_bad_day_is_worked_through_by_keyboard_alone(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node), chromiums() as screens:
            anna = await Operator.comes(screens, node, language="ru", theme="light")
            await anna.page.add_init_script(MOUSE)
            await anna.signs_in(node)
            visitors = [await node.door.visitor(new_key()) for _ in range(5)]
            async with closing(*visitors):
                given = await _the_day(node, anna, visitors)
                await _on_a_phone(screens, node, anna, given)
            assert await anna.page.evaluate("mouse") == 0, "no mouse, no finger"
            assert troubles(anna.page) == []


async def _the_day(node: Pult, anna: Operator, visitors: list[Line]) -> str:
    """Returns the chat that was handed over."""
    page, keys = anna.page, Keys(anna.page)
    loud, handed, changing, rude, plain = visitors
    given = (await handed.ask("send", text="Как вернуть куртку?"))["conv"]
    await _handed_over(node, given)
    for visitor, text in (
        (loud, "ГДЕ МОЙ ЗАКАЗ?! Я ЖДУ ТРЕТИЙ ДЕНЬ!!!"),
        (changing, "Подойдёт ли мне размер М?"),
        (rude, "Вы все там воры"),
        (plain, "До скольки вы работаете?"),
    ):
        await visitor.ask("send", text=text)
    await page.get_by_test_id("row").first.wait_for()
    await eventually(lambda: page.locator("#tab-queue em").text_content(), "4")
    # Who shouts has waited longest.
    await keys.takes()
    await said(page, "ГДЕ МОЙ ЗАКАЗ")
    await keys.answers("Понимаю вас, уже смотрю, где он.")
    # What Boris has handed over: the person's words, his, and his note for her.
    await _opens_what_was_given(keys, given)
    for words in ("Как вернуть куртку?", "Сейчас уточню у склада", "Склад молчит, обещал ответить до вечера"):
        await said(page, words)
    await shot(page, "desk-bad-day-1440-light-ru")
    # A chat of one's own opens with the box under one's hands.
    await eventually(lambda: page.evaluate("document.activeElement?.dataset.testid"), "composer")
    await keys.answers("Я приняла ваш вопрос от Бориса, до вечера отвечу.")
    # One writes on while she answers.
    await keys.takes()
    await page.keyboard.type("Да, М вам подойдёт")
    await changing.ask("send", text="Ой, я про сапоги, размер 38")
    await said(page, "про сапоги")
    await page.keyboard.press("Enter")
    await page.locator("[data-testid=ask][data-kind=changed]").wait_for()
    await page.keyboard.press("Escape")
    await page.keyboard.press("Control+a")
    await keys.answers("Сапоги 38 есть, маломерят на полразмера.")
    await _banned(keys, rude)
    await keys.takes()
    await keys.answers("До девяти вечера.")
    await page.keyboard.press("Escape")
    await keys.press("resolve", "e")
    await page.get_by_test_id("reopen").wait_for()
    keys.pressed["resolve"] += 1  # the Escape before it
    for visitor, text in (
        (loud, "Понимаю вас, уже смотрю"),
        (handed, "Я приняла ваш вопрос от Бориса"),
        (changing, "Сапоги 38 есть"),
        (plain, "До девяти"),
    ):
        await visitor.until(lambda frame, text=text: f"'{text}" in str(frame))
    assert "Да, М вам" not in str(changing.frames), "what was stopped has not gone"
    assert "Склад молчит" not in str(handed.frames)
    written = {act: int(count) for act, count, _ in ROW.findall(PAGE.read_text())}
    assert {act: written[act] for act in keys.pressed} == keys.pressed
    await accessible(page, name="the desk at the end of a bad day")
    return given


async def _opens_what_was_given(keys: Keys, conv: str) -> None:
    """In her list it says so, and from whom, until she opens it."""
    page = keys.page
    await page.keyboard.press("Escape")
    await page.keyboard.press("1")
    mark = page.locator(f"[data-conv='{conv}'] [data-testid=row-given]")
    assert await mark.text_content() == "передан вам, от кого: Борис Ёлкин"
    await shot(page, "desk-bad-day-list-1440-light-ru")
    await keys.walks_to(conv)
    await mark.wait_for(state="detached")


async def _on_a_phone(screens: Chromiums, node: Pult, anna: Operator, conv: str) -> None:
    """The same person's other desk: 390 px, English, dark; what is done there stands at the wide one at once."""
    await _given_again(node, conv)
    phone = Operator(await screens.window(width=390, height=844, language="en", theme="dark"))
    await phone.page.goto(f"http://localhost:{node.port}/desk/")
    await phone.signs_in(node)
    row = f"[data-testid=row][data-conv='{conv}']"
    await phone.page.locator(f"{row} [data-testid=row-given]").get_by_text("handed to you").wait_for()
    await anna.page.locator(f"{row} [data-testid=row-given]").wait_for()
    await accessible(phone.page, name="the list of a bad day on a phone")
    await shot(phone.page, "desk-bad-day-list-390-dark-en")
    await phone.page.locator(row).tap()
    await anna.page.locator(f"{row} [data-testid=row-given]").wait_for(state="detached")
    await said(phone.page, "Склад молчит, обещал ответить до вечера")
    await accessible(phone.page, name="a chat that was handed over, on a phone")
    await shot(phone.page, "desk-bad-day-390-dark-en")
    await phone.page.get_by_test_id("composer").fill("Склад ответил: ждём вас")
    await phone.page.get_by_test_id("send").tap()
    await said(phone.page, "Склад ответил")
    await anna.page.locator(row).filter(has_text="Склад ответил").wait_for()
    await _by_thumb(phone.page)
    assert troubles(phone.page) == []


async def _by_thumb(page: Page) -> None:
    """A word for colleagues, the end of the talk, and back: with nothing but taps, each step as axe wants it."""
    await page.get_by_test_id("mode-note").tap()
    await page.get_by_test_id("composer").fill("Склад проверит ещё раз утром")
    await accessible(page, name="a note on a phone")
    await shot(page, "desk-bad-day-note-390-dark-en")
    await page.get_by_test_id("send").tap()
    await said(page, "Склад проверит ещё раз утром")
    await page.get_by_test_id("mode-reply").tap()
    await page.get_by_test_id("resolve").tap()
    await page.get_by_test_id("reopen").wait_for()
    await accessible(page, name="a resolved chat on a phone")
    await page.get_by_test_id("toast-undo").tap()
    await page.get_by_test_id("resolve").wait_for()


async def _handed_over(node: Pult, conv: str) -> None:
    """Boris has begun and gives it to Anna, with a note."""
    session = await node.door.sign_in("boris", node.password)
    connection = await asyncpg.connect(node.dsn)
    anna = await connection.fetchval("SELECT id FROM operators.operator WHERE login = 'anna'")
    await connection.close()
    boris = await node.door.operator(session)
    async with session, closing(boris):
        note = "Склад молчит, обещал ответить до вечера"
        acts: list[tuple[str, dict[str, Any]]] = [
            ("take", {}),
            ("send", {"text": "Сейчас уточню у склада"}),
            ("transfer", {"to": anna, "reason": "ухожу", "note": note}),
        ]
        for act, rest in acts:
            answer = await boris.ask(act, conv=conv, **rest)
            assert answer["t"] == "ack", answer


async def _given_again(node: Pult, conv: str) -> None:
    """Anna asks Boris, at another desk, and he gives it back."""
    connection = await asyncpg.connect(node.dsn)
    ids = dict(await connection.fetch("SELECT login, id FROM operators.operator"))
    await connection.close()
    for one, other in (("anna", "boris"), ("boris", "anna")):
        session = await node.door.sign_in(one, node.password)
        line = await node.door.operator(session)
        async with session, closing(line):
            answer = await line.ask("transfer", conv=conv, to=ids[other], reason="")
            assert answer["t"] == "ack", answer


async def _banned(keys: Keys, rude: Line) -> None:
    """Opened, looked at, banned: B, why, Enter."""
    page = keys.page
    await page.keyboard.press("Escape")
    await page.keyboard.press("2")
    await page.keyboard.press("Enter")
    await said(page, "Вы все там воры")
    await page.keyboard.press("b")
    await page.get_by_test_id("ban-form").wait_for()
    await keys.tabs_to("ban-reason")
    await page.keyboard.type("оскорбления")
    await page.keyboard.press("Enter")
    await page.get_by_test_id("ban-form").wait_for(state="detached")
    await rude.closed.wait()
