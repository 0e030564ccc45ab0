"""A day of a small house: all hands are full, the fourth waits and sees how long, a laptop dies, a promise is broken, a
chat is taken back, one goes to the customer's own manager, moderators help by replying to a letter, a silent one ends.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid

from playwright.async_api import Locator, Page

from tests.stories.browser import Chromiums, accessible, answered, chromiums, eventually, has_keyboard, shot, troubles
from tests.stories.cable import Cable
from tests.stories.people import Operator, Visitor
from tests.stories.test_before_and_after import opens, settle
from tests.support.dovecot import Dovecot, mailbox_server
from tests.support.firm import PASSWORD, Firm, firm
from tests.support.line import Line, closing, new_key
from tests.support.mailbox import Mailbox, mailbox, text_of
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

LOGINS = ("anna", "boris", "vera")
LOOKS = (("ru", "light"), ("en", "dark"))
WAYS = [
    {"text": {"ru": "Напишите на почту", "en": "Write a mail"}, "url": "mailto:help@shop.example"},
    {"text": {"ru": "8 800 000-00-00", "en": "8 800 000-00-00"}, "url": "tel:88000000000"},
]
AT_ONCE = {"ru": "Мы уже ищем свободного коллегу.", "en": "We are looking for a free colleague."}
STILL = {"ru": "Вы ещё здесь?", "en": "Are you still there?"}
BEFORE, MOD = 12, "moderation@example.org"
CHECKS, AGAIN, ASKS, ANSWER = (
    "Проверяю ваш платёж.",
    "И ещё вопрос",
    "Вакансия 4711 снята верно?",
    "Да: в тексте телефон.",
)


@dataclass
class House:
    """Everybody and everything of the day."""

    people: Firm
    screens: Chromiums
    sent: Mailbox
    box: Dovecot
    cable: Cable
    """Of Vera's laptop."""
    desks: dict[str, Operator]
    anna: Line
    """Another window of Anna's, for what nobody looks at."""

    async def sets(self, path: str, **wanted: object) -> None:
        """A setting of everybody's."""
        await self.people.done("ada", "PUT", f"/api/{path}/0", wanted)

    async def talk(self, text: str) -> tuple[str, Line]:
        """Somebody writes; their talk, their line."""
        visitor = await self.people.node.door.visitor(new_key())
        return (await visitor.ask("send", text=text))["conv"], visitor

    async def did(self, *acts: tuple[str, str]) -> None:
        """Anna does something with talks elsewhere."""
        for act, conv in acts:
            assert (await self.anna.ask(act, conv=conv))["t"] == "ack"


@contextlib.asynccontextmanager
async def house(server: Server) -> AsyncIterator[House]:
    """Three operators at their desks; Vera's laptop hangs on a cable."""
    async with data_folder() as data, mailbox() as sent, mailbox_server() as box, chromiums() as screens:
        node = Pult(await server.create_database(), data, env={**sent.env, **box.env})
        async with started(node), Cable(node.port) as cable:
            await settle(node, callback=60, launcher={"hides": True, "ways": WAYS})
            async with firm(node) as people:
                found = await asyncio.gather(*(sits_down(screens, node, login) for login in LOGINS))
                desks = dict(zip(LOGINS, found, strict=True))
                async with closing(anna := await people.desk("anna")):
                    yield House(people, screens, sent, box, cable, desks, anna)


async def sits_down(screens: Chromiums, node: Pult, login: str) -> Operator:
    desk = await Operator.comes(screens, node, cable=login == "vera")
    await desk.signs_in(node, login, password=PASSWORD if login in ("vera", "ada") else None)
    return desk


async def test_nobody_is_forgotten_on_a_day_when_all_hands_are_full(postgres_18: Server) -> None:
    async with house(postgres_18) as day:
        lines = await all_hands_are_full(day)
        async with closing(*(line for _, line in lines.values())):
            fourth, fifth = await two_more_wait(day)
            late = await the_button_gives_way(day)
            await a_laptop_dies(day, *lines["vera"], fourth=fourth)
            await a_chat_is_taken_back(day, fourth)
            await the_button_is_back(late)
            await to_the_own_manager(day, fourth)
            await moderators_reply_to_a_letter(day, fourth)
            await who_says_no_more_is_let_go(day, fourth)
            await what_came_is_seen(day)
            shown = [one.page for one in (fourth, fifth, *day.desks.values())]
            assert [trouble for page in [*shown, *late] for trouble in troubles(page)] == []


async def all_hands_are_full(day: House) -> dict[str, tuple[str, Line]]:
    """Many were here before; now each of the three has one: talk and visitor of each."""
    before = await asyncio.gather(*(day.talk("Сколько ждать?") for _ in range(BEFORE)))
    async with closing(*(line for _, line in before)):
        for _, line in before:  # who comes and goes between two looks at the queue has not waited
            await line.until(lambda frame: frame["t"] == "queue")
        await asyncio.gather(*(day.did(("take", conv), ("resolve", conv)) for conv, _ in before))
    held = {login: await day.talk(f"Вопрос к вам, {login}") for login in ("vera", "boris", "anna")}
    for login in held:
        await day.desks[login].opens("queue")
        await day.desks[login].takes()
        await day.desks[login].says(CHECKS)
    conv, visitor = held["vera"]
    await visitor.until(lambda frame: CHECKS in str(frame))
    await visitor.ask("send", text=AGAIN, conv=conv)
    return held


async def two_more_wait(day: House) -> tuple[Visitor, Visitor]:
    """The fourth sees place and bracket and tries to be called; the fifth leaves a mail address and goes."""
    node = day.people.node
    await day.sets("timing", replies=[{"who": "new", "when": "open", "text": AT_ONCE}])
    fourth, fifth = [await opens(day.screens, node, width=390, language=one, theme=look) for one, look in LOOKS[::-1]]
    await fourth.says("Where is my order?")
    await fourth.frame.get_by_text(AT_ONCE["en"]).first.wait_for()
    place = fourth.frame.get_by_test_id("queue")
    await place.get_by_text("You are next").first.wait_for()
    await place.get_by_text("half a minute").first.wait_for()
    await fifth.says("Где мой заказ?")
    await fifth.frame.get_by_test_id("queue").get_by_text("Перед вами: 1").first.wait_for()
    for one, (language, theme) in zip((fourth, fifth), LOOKS[::-1], strict=True):
        await accessible(await one.document(), name=f"waiting {theme} {language}")
        await shot(one.page, f"widget-queue-390-{theme}-{language}")
    await fourth.frame.get_by_test_id("queue-phone").click()
    await accessible(await fourth.document(), name="a number to be called at")
    await shot(fourth.page, "widget-queue-phone-390-dark-en")
    await fourth.frame.get_by_test_id("queue-field").fill("900")
    await fourth.frame.get_by_test_id("queue-send").click()
    await fourth.frame.get_by_text("Please look at what you have written").wait_for()
    await fifth.frame.get_by_test_id("queue-mail").click()
    await fifth.frame.get_by_test_id("queue-field").fill("marina@sever.example")
    await fifth.frame.get_by_test_id("queue-send").click()
    await fifth.frame.get_by_test_id("queue-left").wait_for()
    await fifth.frame.get_by_text("Ответьте, пожалуйста, на почту").first.wait_for()
    await shot(fifth.page, "widget-queue-left-390-light-ru")
    return fourth, fifth


async def the_button_gives_way(day: House) -> list[Page]:
    """Two may wait: who comes now sees other ways than the chat."""
    await day.sets("manners", queue_most=2)
    late: list[Page] = []
    for language, theme in LOOKS:
        page = await day.screens.window(width=390, height=844, language=language, theme=theme)
        await page.goto(f"http://demo.localhost:{day.people.node.port}/?lang={language}")
        await page.get_by_test_id("pult-ways").wait_for()
        await page.get_by_test_id("pult-launcher").wait_for(state="hidden")
        await accessible(page, name=f"another way {theme} {language}")
        await shot(page, f"page-full-390-{theme}-{language}")
        late.append(page)
    await eventually(lambda: late[0].get_by_text("Напишите на почту").get_attribute("href"), "mailto:help@shop.example")
    return late


async def the_button_is_back(late: Sequence[Page]) -> None:
    """One waits, two may: by itself."""
    for page in late:
        await page.get_by_test_id("pult-launcher").wait_for()
        await page.get_by_test_id("pult-ways").wait_for(state="hidden")


async def a_laptop_dies(day: House, conv: str, visitor: Line, *, fourth: Visitor) -> None:
    """Vera's talk is back at its place, before those who came later; Anna goes on with all that was said."""
    await day.sets("timing", states={"gone": "back", "grace": 1})
    await day.cable.cut()
    await fourth.frame.get_by_test_id("queue").get_by_text("1 person before you").first.wait_for()
    anna = day.desks["anna"]
    await anna.page.get_by_test_id("tab-queue").click()
    rows = anna.page.get_by_test_id("row")
    await eventually(rows.count, 3)
    await eventually(lambda: rows.first.get_attribute("data-conv"), conv)
    await anna.opens("queue")
    page = anna.page
    await fact(page, "За столом никого нет (Vera): чат вернулся в очередь").wait_for()
    for words in ("Вопрос к вам, vera", CHECKS, AGAIN):
        await entry(page, words).wait_for()
    await shot(page, "day-laptop-died-1440-light-ru")
    await anna.takes()
    await anna.says("Продолжаю за Веру: платёж прошёл.")
    await visitor.until(lambda frame: "платёж прошёл" in str(frame))
    await fourth.frame.get_by_test_id("queue").get_by_text("You are next").first.wait_for()


async def a_chat_is_taken_back(day: House, fourth: Visitor) -> None:
    """The fourth's answer was promised by now. Boris takes the chat and says nothing; it waits again, Anna answers."""
    boris, anna = day.desks["boris"], day.desks["anna"]
    await boris.opens("queue")
    row = boris.page.get_by_test_id("row").first.get_by_test_id("row-wait")
    await eventually(lambda: tone(row, "pill-wait"), True)
    await day.sets("timing", targets=[{"first": 1, "clock": "always"}], take_back={"after": 1})
    await eventually(lambda: tone(row, "pill-late"), True)
    assert "ответ обещан к" in (await row.locator(".pill").get_attribute("title") or "")
    await boris.takes()
    await fact(boris.page, "Обещанное время первого ответа прошло").wait_for()
    await fact(boris.page, "Ответа вовремя не было (Борис").wait_for()
    await boris.page.get_by_text("Ваш чат снова в очереди").first.wait_for()
    await accessible(boris.page, name="what the clock did")
    await shot(boris.page, "by-the-clock-1440-light-ru")
    await day.sets("timing")
    await fourth.frame.get_by_test_id("queue").get_by_text("You are next").first.wait_for()
    await anna.opens("queue")
    await fact(anna.page, "Ответа вовремя не было (Борис").wait_for()
    await anna.takes()
    await anna.says("It is on its way.")
    await fourth.frame.get_by_text("It is on its way.").first.wait_for()


async def to_the_own_manager(day: House, fourth: Visitor) -> None:
    """Whose customer it is stands in the card; handing over begins with him."""
    page, number = day.desks["anna"].page, str(day.people.ids["boris"])
    names = page.get_by_test_id("manager-of")
    await names.wait_for()
    async with answered(page, "/manager"):
        await names.select_option(number)
    await page.get_by_test_id("log").focus()
    await page.keyboard.press("t")
    chosen = page.locator(f"[data-testid=transfer-to][data-operator='{number}']")
    await chosen.wait_for()
    await eventually(chosen.is_checked, True)
    await accessible(page, name="to-the-manager")
    await shot(page, "to-the-manager")
    note = page.get_by_test_id("transfer-note")
    await note.fill("She asks for the second time.")
    await note.press("Control+Enter")
    await page.get_by_test_id("transfer-form").wait_for(state="detached")
    boris = day.desks["boris"]
    await boris.opens("mine")
    await entry(boris.page, "It is on its way.").wait_for()
    await entry(boris.page, "She asks for the second time.").wait_for()
    await eventually(boris.page.get_by_test_id("manager-of").input_value, number)
    await boris.says("Boris here, your manager.")
    await fourth.frame.get_by_text("Boris here, your manager.").first.wait_for()


async def moderators_reply_to_a_letter(day: House, fourth: Visitor) -> None:
    """Boris asks beside the chat; the reply of a mail program stands there, and the customer sees none of it."""
    page = day.desks["boris"].page
    await page.get_by_test_id("side-ask").press("Enter")
    await has_keyboard(page, "side-department")
    await page.get_by_test_id("side-department").fill("Модерация вакансий")
    await page.get_by_test_id("side-mail").fill(MOD)
    await page.get_by_test_id("side-text").fill(ASKS)
    await page.get_by_test_id("side-send").press("Enter")
    await page.locator("[data-testid=side-question][data-open=true]").wait_for()
    letter = next(one for one in await day.sent.holds(1) if one["To"] == MOD)
    await day.box.deliver(reply(letter), sender=MOD)
    await page.get_by_test_id("side-answer").get_by_text(ANSWER, exact=True).wait_for()
    await entry(page, ANSWER).wait_for()
    await accessible(page, name="a side question that was answered by mail")
    await shot(page, "day-answered-by-mail-1440-light-ru")
    seen = " ".join(text for _, _, text in await fourth.sees())
    assert "телефон" not in seen and "4711" not in seen and "Модерация" not in seen


async def who_says_no_more_is_let_go(day: House, fourth: Visitor) -> None:
    """Asked once whether they are still there, then closed, with why."""
    await day.sets("timing", closing=[{"after": 1, "then": 1, "text": STILL}])
    await fourth.frame.get_by_text(STILL["en"]).first.wait_for()
    await fact(day.desks["boris"].page, "Посетитель молчал: чат закрыт").wait_for()
    await shot(fourth.page, "by-the-clock-widget-390-dark-en")


async def what_came_is_seen(day: House) -> None:
    """An administrator sees how it stands with the mailbox and what came of every letter."""
    page = (await sits_down(day.screens, day.people.node, "ada")).page
    await page.goto(page.url.split("#")[0] + "#/settings/letters")
    for language, theme in LOOKS:
        await page.evaluate(f"Object.assign(localStorage, {{'pult.language': '{language}', 'pult.theme': '{theme}'}})")
        await page.reload()
        for width in (390, 1440):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.locator("[data-testid=letter][data-outcome=taken]").get_by_text(MOD).wait_for()
            await page.locator("[data-testid=letters-mailbox][data-failed=false]").wait_for()
            await accessible(page, name=f"letters {width} {theme} {language}")
            await shot(page, f"letters-{width}-{theme}-{language}")
    async with page.expect_download() as coming:
        await page.locator("[data-testid=letter][data-outcome=taken] a").click()
    assert ANSWER in text_of(message_from_bytes((await (await coming.value).path()).read_bytes(), policy=SMTP))
    assert troubles(page) == []


async def tone(row: Locator, name: str) -> bool:
    """Whether the row says how somebody waits in this colour."""
    return name in (await row.locator(".pill").get_attribute("class") or "")


def reply(letter: EmailMessage) -> bytes:
    """What a mail program sends when somebody presses «Reply» and writes above."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = f"Модераторы <{MOD}>", str(letter["Reply-To"]), "Re: Вопрос к вам"
    made["In-Reply-To"], made["Message-ID"] = str(letter["Message-ID"]), make_msgid(domain="example.org")
    quoted = "\n".join(f"> {line}" for line in text_of(letter).split("\n"))
    made.set_content(f"{ANSWER}\n\nпн, 22 нояб. 2026 г. в 10:00, Борис <care@pult.example>:\n\n{quoted}\n")
    return bytes(made)


def entry(page: Page, text: str) -> Locator:
    """A line of the log with these words."""
    return page.locator("[data-testid=entry]").filter(has_text=text).first


def fact(page: Page, text: str) -> Locator:
    """A fact between the lines."""
    return page.get_by_text(text).first
