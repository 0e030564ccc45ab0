"""Sites in the settings: connected, changed, refused at the field, never lost, and shown before they are saved."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import niquests
import pytest
from playwright.async_api import Locator, Page, expect

from tests.stories.browser import EVERY_LOOK, accessible, chromiums, eventually, problem, shot, troubles
from tests.stories.people import Operator
from tests.support.pictures import jpeg
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

TABS = ("install", "words", "ask", "look", "hours", "shown", "talks", "closing", "card", "signing")
LOOKS = tuple(EVERY_LOOK)
RICH: dict[str, Any] = {
    "says": {
        "ru": {"title": "Чем помочь?", "greeting": "Отвечаем каждый день. Назовите номер заказа, так быстрее."},
        "en": {"title": "How can we help?", "greeting": "We answer every day. Tell us the order number."},
    },
    "topics": [
        {"key": "delivery", "text": {"ru": "Доставка", "en": "Delivery"}},
        {"key": "payment", "text": {"ru": "Оплата", "en": "Payment"}},
    ],
    "fields": [
        {"key": "order", "kind": "text", "label": {"ru": "Номер заказа", "en": "Order number"}},
        {"key": "size", "kind": "choice", "label": {"ru": "Размер", "en": "Size"},
         "choices": [{"ru": "Малый", "en": "Small"}, {"ru": "Большой", "en": "Large"}]},
        {"key": "terms", "kind": "consent", "label": {"ru": "Согласие", "en": "Consent"}, "required": True,
         "statement": {"ru": "Согласен на обработку данных", "en": "I agree that my data are used"}, "version": "3"},
    ],
    "closing": {"topic": True, "fields": [
        {"key": "outcome", "label": {"ru": "Чем закончилось", "en": "Outcome"}, "required": True,
         "choices": [{"ru": "Вернули деньги", "en": "Refunded"}, {"ru": "Отказали", "en": "Refused"}]}]},
    "card": {"order": ["company", "plan"],
             "links": [{"label": {"ru": "В CRM", "en": "In the CRM"}, "url": "https://crm.example/people/{company.id}"}]},
    "hours": {"mon": ["09:00-18:00"], "tue": ["09:00-13:00", "14:00-18:00"]},
    "look": {"accent": "#0b7a5e", "radius": 6},
    "launcher": {"hides": True, "ways": [
        {"text": {"ru": "Напишите на почту", "en": "Write a mail"}, "url": "mailto:help@shop.example"}]},
}  # fmt: skip


@contextlib.asynccontextmanager
async def _at_the_settings(server: Server, **look: Any) -> AsyncIterator[tuple[Pult, Page, niquests.AsyncSession]]:
    """Anna at the page of the demo site; and her session for what somebody else does meanwhile."""
    async with data_folder() as data:
        node = Pult(await server.create_database(), data)
        async with started(node), chromiums() as screens, await node.door.sign_in("anna", node.password) as session:
            anna = await Operator.comes(screens, node, **look)
            await anna.signs_in(node)
            await anna.page.goto(f"http://localhost:{node.port}/desk/#/settings/sites/demo/words")
            await anna.page.get_by_test_id("part-words").wait_for()
            yield node, anna.page, session
            assert [one for one in troubles(anna.page) if "preview" not in one] == []


def _row(page: Page) -> Locator:
    """The shop's own site in the list; the demo has another for orders."""
    return page.locator("[data-testid=site][data-key=demo]")


async def _stands(page: Page, name: str, value: str) -> None:
    """The keyboard stands in the thing so named."""
    await eventually(lambda: page.evaluate("name => document.activeElement.dataset[name]", name), value)


async def _site(session: niquests.AsyncSession, node: Pult) -> dict[str, Any]:
    return (await session.get(f"{node.door.base}/api/sites/demo")).json()


async def _somebody_else(session: niquests.AsyncSession, node: Pult, **settings: Any) -> None:
    old = await _site(session, node)
    wanted = {"name": old["name"], "settings": {**old["settings"], **settings}}
    done = await session.put(f"{node.door.base}/api/sites/demo", json=wanted, headers={"if-match": "*"})
    assert done.status_code == 200, done.text


def _at(page: Page, pointer: str) -> Any:
    return page.locator(f'[data-at="{pointer}"]').locator("visible=true").first


async def test_a_site_is_connected_and_filled_in_with_the_keyboard_alone(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data)
        async with started(node), chromiums() as screens:
            anna = await Operator.comes(screens, node, language="en", theme="light")
            await anna.signs_in(node)
            page = anna.page

            async def reach(testid: str) -> None:
                """Tab until it has the keyboard."""
                for _ in range(60):
                    if await page.evaluate("document.activeElement?.dataset.testid") == testid:
                        return
                    await page.keyboard.press("Tab")
                raise AssertionError(f"{testid} is out of the keyboard's reach")

            await page.keyboard.press("Comma")
            await page.get_by_test_id("settings-list").wait_for()
            await reach("settings-sites")
            await page.keyboard.press("Enter")
            await page.get_by_test_id("site").first.wait_for()
            await reach("add-site")
            await page.keyboard.press("Enter")
            await reach("site-name")
            await page.keyboard.type("Books")
            await reach("site-key")
            await page.keyboard.type("the books")
            await page.keyboard.press("Enter")
            await page.get_by_text("1 to 40 letters, digits, - or _").wait_for()
            await page.keyboard.press("Control+a")
            await page.keyboard.type("books")
            await reach("site-domain")
            await page.keyboard.type("https://books.example/")
            await page.keyboard.press("Enter")
            await page.get_by_test_id("snippet").wait_for()
            assert 'data-site="books"' in await page.get_by_test_id("snippet").inner_text()
            await reach("tab-words")
            await page.keyboard.press("Enter")
            await page.get_by_test_id("part-words").wait_for()
            for _ in range(30):
                await page.keyboard.press("Tab")
                if await page.evaluate("document.activeElement?.dataset.at") == "/settings/says/en/title":
                    break
            await page.keyboard.type("Which book?")
            await page.keyboard.press("Control+s")
            await page.get_by_test_id("toast").get_by_text("Saved").wait_for()
            async with await node.door.sign_in("anna", node.password) as session:
                made = (await session.get(f"{node.door.base}/api/sites/books")).json()
            assert made["name"] == "Books" and made["settings"]["domains"] == ["https://books.example"]
            assert made["settings"]["says"]["en"]["title"] == "Which book?"
            # Escape leaves the field, then the settings.
            await page.keyboard.press("Escape")
            await page.keyboard.press("Escape")
            await page.get_by_test_id("tab-queue").wait_for()


async def test_what_the_server_refuses_is_said_at_its_field_and_what_is_saved_can_be_undone(
    postgres_15: Server,
) -> None:
    async with _at_the_settings(postgres_15, language="en", theme="light") as (node, page, session):
        before = await _site(session, node)
        await page.get_by_test_id("tab-hours").click()
        await page.get_by_test_id("hours-always").click()
        await _at(page, "/settings/hours/tue").fill("9-18")
        await page.get_by_test_id("tab-words").click()
        await _at(page, "/name").fill("Another shop")
        await page.get_by_test_id("site-save").click()
        # The field stands in another part: that one opens, the field has the keyboard and says why.
        await page.get_by_test_id("part-hours").wait_for()
        field = _at(page, "/settings/hours/tue")
        await expect(field).to_be_focused()
        await expect(field).to_have_attribute("aria-invalid", "true")
        assert "Hours · Tuesday" in await page.get_by_test_id("site-wrong").inner_text()
        assert await _site(session, node) == before
        await field.fill("09:00-18:00")
        await field.press("Enter")
        await page.get_by_test_id("toast-undo").wait_for()
        changed = await _site(session, node)
        assert changed["name"] == "Another shop" and changed["settings"]["hours"]["tue"] == ["09:00-18:00"]
        await page.get_by_test_id("toast-undo").click()
        await page.get_by_text("As it was before").wait_for()
        assert await _site(session, node) == before


async def test_two_people_change_one_site_and_neither_loses_anything_unseen(postgres_15: Server) -> None:
    async with _at_the_settings(postgres_15, language="en", theme="light") as (node, page, session):
        await _at(page, "/settings/says/en/title").fill("Mine")
        await _somebody_else(session, node, says={"en": {"title": "Theirs", "greeting": "Hello"}}, sound=False)
        await page.get_by_test_id("site-save").click()
        theirs = page.get_by_test_id("clash-theirs")
        await theirs.wait_for()
        said = await theirs.inner_text()
        assert "Words · English · Title" in said and "Theirs" in said and "both of you" in said
        assert "A sound for new replies" in said
        await accessible(page, name="a clash of two people")
        await shot(page, "settings-site-clash-1440-light-en")
        await page.get_by_test_id("clash-keep").click()
        await page.get_by_test_id("toast").get_by_text("Saved").wait_for()
        now = (await _site(session, node))["settings"]
        assert (now["says"]["en"]["title"], now["says"]["en"]["greeting"], now["sound"]) == ("Mine", "Hello", False)
        # The other way on.
        await _at(page, "/settings/says/en/title").fill("Mine again")
        await _somebody_else(session, node, sound=True)
        await page.get_by_test_id("site-save").click()
        await page.get_by_test_id("clash-take").click()
        await expect(_at(page, "/settings/says/en/title")).to_have_value("Mine")
        assert (await _site(session, node))["settings"]["sound"] is True


async def test_nobody_leaves_unsaved_changes_unasked(postgres_15: Server) -> None:
    async with _at_the_settings(postgres_15, language="en", theme="light") as (node, page, session):
        await _at(page, "/name").fill("Half a thought")
        await page.get_by_test_id("tab-look").click()
        await page.get_by_test_id("part-look").wait_for()
        for leave in ("Escape", "back", "link"):
            if leave == "Escape":
                await page.keyboard.press("Escape")
            elif leave == "back":
                await page.evaluate("history.back()")
            else:
                await page.get_by_test_id("settings-device").click()
            await page.get_by_test_id("leave-stay").click()
            assert "#/settings/sites/demo" in page.url
        await accessible(page, name="a site")
        await page.get_by_test_id("settings-device").click()
        await page.get_by_test_id("leave-save").click()
        await page.wait_for_url("**/#/settings/device")
        assert (await _site(session, node))["name"] == "Half a thought"
        await page.get_by_test_id("settings-sites").click()
        await _row(page).click()
        await page.get_by_test_id("tab-words").click()
        await _at(page, "/name").fill("Away with it")
        await page.get_by_test_id("settings-back").click()
        await page.get_by_test_id("leave-discard").click()
        await page.get_by_test_id("tab-queue").wait_for()
        assert (await _site(session, node))["name"] == "Half a thought"


async def test_the_preview_is_the_widget_itself_and_begins_no_talk(postgres_15: Server) -> None:
    async with _at_the_settings(postgres_15, language="en", theme="light") as (node, page, _):
        frame = page.frame_locator("[data-testid=preview-frame]")
        await frame.get_by_test_id("composer").wait_for()
        await _at(page, "/settings/says/en/title").fill("Ask the shop")
        await page.get_by_test_id("preview-language").select_option("en")
        await frame.get_by_role("heading", name="Ask the shop").wait_for()
        await page.get_by_test_id("tab-ask").click()
        await page.get_by_test_id("add-topic").click()
        await _at(page, "/settings/topics/0/text/ru").fill("Возврат")
        await _at(page, "/settings/topics/0/text/en").fill("Returns")
        await frame.get_by_test_id("topic").get_by_text("Returns").click()
        # What a visitor would send stays here, and the browser lets nothing out either.
        await frame.get_by_test_id("composer").fill("Hello?")
        await frame.get_by_test_id("composer").press("Enter")
        # The script of the page may not reach anybody.
        handle = await page.get_by_test_id("preview-frame").element_handle()
        inside = await handle.content_frame()
        assert inside is not None
        assert await inside.evaluate("fetch('/healthz').then(() => 'reached', () => 'refused')") == "refused"
        await page.get_by_test_id("preview-when").select_option("away")
        await frame.get_by_test_id("away").wait_for()
        connection = await asyncpg.connect(node.dsn)
        try:
            assert await connection.fetchval("SELECT count(*) FROM conversations.conversation") == 0
            assert await connection.fetchval("SELECT count(*) FROM gateway.held") == 0
        finally:
            await connection.close()
        page.troubles.clear()  # type: ignore[attr-defined]  # the refused request above is what was wanted


async def test_a_secret_is_made_shown_once_and_changed_without_a_gap(postgres_15: Server) -> None:
    async with _at_the_settings(postgres_15, language="en", theme="light") as (_, page, _session):
        await page.get_by_test_id("tab-signing").click()
        assert "This site has a secret" in await page.get_by_test_id("signing-state").inner_text()
        await page.get_by_test_id("make-secret").click()
        secret = await page.get_by_test_id("secret").inner_text()
        assert len(secret) == 43
        assert "are taken until" in await page.get_by_test_id("signing-state").inner_text()
        await page.get_by_test_id("keep-secret").click()
        await page.get_by_test_id("make-secret").click()
        await eventually(lambda: page.get_by_test_id("signing-state").inner_text(), "This site has a secret.")
        assert await page.get_by_test_id("secret").inner_text() != secret
        await page.reload()
        await page.get_by_test_id("signing-state").wait_for()
        assert await page.get_by_test_id("secret").count() == 0


async def test_questions_are_built_ordered_and_taken_away_and_a_picture_is_made_small(postgres_15: Server) -> None:
    async with _at_the_settings(postgres_15, language="en", theme="light") as (node, page, session):
        fields = "/settings/fields"
        await page.get_by_test_id("tab-ask").click()
        for no, label in enumerate(("Order", "Size", "Terms", "Spare")):
            await page.get_by_test_id("add-field").click()
            await _stands(page, "at", f"{fields}/{no}/label/ru")
            await page.keyboard.type(f"{label} (ru)")
            await _at(page, f"{fields}/{no}/label/en").fill(label)
        await _at(page, f"{fields}/1/kind").select_option("choice")
        await page.get_by_test_id("add-choice").click()
        for no, answer in enumerate(("Small", "Middle", "Large")):
            await _at(page, f"{fields}/1/choices/{no}").locator("input").first.fill(answer)
        await _at(page, f"{fields}/2/kind").select_option("consent")
        await _at(page, f"{fields}/2/statement").locator("textarea").first.fill("I agree")
        await _at(page, f"{fields}/2/version").fill("1")
        await _at(page, f"{fields}/2/required").check()
        # Moved by the keyboard, which stays on the button of what moved.
        await page.get_by_test_id(f"up-{fields}-2").focus()
        await page.keyboard.press("Enter")
        await _stands(page, "testid", f"up-{fields}-1")
        await page.get_by_test_id(f"remove-{fields}-3").focus()
        await page.keyboard.press("Enter")
        await _stands(page, "testid", f"remove-{fields}-2")
        # A choice that becomes a text leaves no answers behind.
        await _at(page, f"{fields}/0/kind").select_option("choice")
        await _at(page, f"{fields}/0/kind").select_option("phone")
        await page.get_by_test_id("tab-look").click()
        await page.get_by_test_id("logo-file").set_input_files(
            {"name": "logo.jpg", "mimeType": "image/jpeg", "buffer": jpeg(900, 300)}
        )
        await page.get_by_test_id("part-look").get_by_text("Without a picture").wait_for()
        await page.get_by_test_id("site-save").click()
        await page.get_by_test_id("toast-undo").wait_for()
        made = (await _site(session, node))["settings"]
        assert [(one["label"]["en"], one["kind"], one["required"]) for one in made["fields"]] == [
            ("Order", "phone", False), ("Terms", "consent", True), ("Size", "choice", False),
        ]  # fmt: skip
        assert [one["ru"] for one in made["fields"][2]["choices"]] == ["Small", "Middle", "Large"]
        assert made["fields"][0]["choices"] == []
        assert made["launcher"]["logo"].startswith("data:image/png;base64,")


async def test_what_is_asked_on_closing_and_what_a_card_shows_is_seen_before_it_is_saved(postgres_15: Server) -> None:
    async with _at_the_settings(postgres_15, language="en", theme="light") as (node, page, session):
        fields, links = "/settings/closing/fields", "/settings/card/links"
        await page.get_by_test_id("tab-closing").click()
        shown = page.get_by_test_id("closing-preview")
        await shown.get_by_text("Nothing: a chat is resolved with one key.").wait_for()
        await page.get_by_test_id("add-closing").click()
        await _stands(page, "at", f"{fields}/0/label/ru")
        await page.keyboard.type("Итог")
        await page.get_by_test_id("add-choice").click()
        await _at(page, f"{fields}/0/choices/0").locator("input").first.fill("Вернули деньги")
        await shown.get_by_text("Итог").wait_for()
        await eventually(shown.locator("option").all_text_contents, ["Вернули деньги"])
        await page.get_by_test_id("tab-card").click()
        await _at(page, "/settings/card/order").locator("visible=true").first.fill("company\nplan")
        await page.get_by_test_id("add-link").click()
        await _at(page, f"{links}/0/label").locator("input").first.fill("CRM")
        await _at(page, f"{links}/0/url").fill("https://{host}.example/")
        await eventually(page.get_by_test_id("card-preview").locator("dt").all_text_contents, ["company", "plan"])
        # What the server refuses is said at its field, whichever part it stands in.
        await page.get_by_test_id("tab-talks").click()
        await page.get_by_test_id("site-save").click()
        await page.get_by_test_id("part-card").wait_for()
        assert "https://" in str(await page.get_by_test_id("site-wrong").text_content())
        await _at(page, f"{links}/0/url").fill("https://crm.example/people/{company.id}")
        await page.get_by_test_id("card-preview").get_by_text("https://crm.example/people/123").wait_for()
        await page.get_by_test_id("site-save").click()
        undo = page.get_by_test_id("toast-undo")
        await undo.wait_for()
        made = (await _site(session, node))["settings"]
        assert [(one["label"]["ru"], one["required"], one["choices"]) for one in made["closing"]["fields"]] == [
            ("Итог", True, [{"ru": "Вернули деньги"}])
        ]
        assert made["card"]["order"] == ["company", "plan"] and made["card"]["links"][0]["url"].endswith("{company.id}")
        await undo.click()
        await page.get_by_text("As it was before").wait_for()
        back = (await _site(session, node))["settings"]
        assert (back["closing"], back["card"]) == ({"topic": False, "fields": []}, {"order": [], "links": []})


async def test_talks_of_a_site_are_given_to_a_team(postgres_15: Server) -> None:
    async with _at_the_settings(postgres_15, language="en", theme="light") as (node, page, session):
        made = (await session.post(f"{node.door.base}/api/teams", json={"name": "North"})).json()
        await page.get_by_test_id("tab-talks").click()
        await page.get_by_test_id("site-team").select_option("North")
        await page.get_by_test_id("toast-undo").wait_for()
        assert (await _site(session, node))["team"] == made["id"]
        await eventually(page.get_by_test_id("site-save").is_disabled, True)
        await page.get_by_test_id("toast-undo").click()
        await expect(page.get_by_test_id("site-team")).to_have_value("0")
        assert (await _site(session, node))["team"] is None


@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_every_part_of_a_site_looks_right(postgres_15: Server, language: str, theme: str) -> None:
    async with _at_the_settings(postgres_15, language=language, theme=theme) as (node, page, session):
        await _somebody_else(session, node, **RICH)
        failed: list[str] = []
        for width, height in ((1440, 900), (390, 844)):
            await page.set_viewport_size({"width": width, "height": height})
            await page.goto(f"http://localhost:{node.port}/desk/#/settings/sites")
            await page.reload()
            await _row(page).wait_for()
            failed.append(await problem(page, name=f"sites {width}"))
            await shot(page, f"settings-sites-{width}-{theme}-{language}")
            await _row(page).click()
            for tab in (*TABS, "preview") if width == 390 else TABS:
                await page.get_by_test_id(f"tab-{tab}").click()
                await page.get_by_test_id(f"part-{tab}").wait_for(state="attached")
                if tab == "preview" or width == 1440:
                    await page.frame_locator("[data-testid=preview-frame]").get_by_test_id("home").wait_for()
                failed.append(await problem(page, name=f"{tab} {width}"))
                await shot(page, f"settings-site-{tab}-{width}-{theme}-{language}")
        assert [one for one in failed if one] == []
