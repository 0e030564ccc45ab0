"""A colleague comes by a link, works, gets other rights, and leaves: on the screens, at both widths, in both languages,
with names that are markup (A2).
"""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from playwright.async_api import Page

from tests.stories.browser import (
    EVERY_LOOK,
    Chromiums,
    accessible,
    answered,
    chromiums,
    eventually,
    problem,
    shot,
    troubles,
)
from tests.stories.people import Operator
from tests.support.line import closing, new_key
from tests.support.pictures import png
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

MARKUP = "<img src=x onerror=alert(1)>Жанна & Ко"
PASSWORD = "сорок-два-попугая"
HEIGHT = {1440: 900, 390: 844}


async def at_settings(page: Page, node: Pult, place: str) -> None:
    await page.goto(f"http://localhost:{node.port}/desk/#/settings/{place}")
    await page.get_by_test_id("settings-page").wait_for()


async def invited(anna: Page, node: Pult, login: str, role: str, *, team: str | None = None) -> str:
    """The administrator asks somebody in; the link that is shown this once."""
    await at_settings(anna, node, "people")
    await anna.get_by_test_id("invite").click()
    await anna.get_by_test_id("invite-login").fill(login)
    await anna.get_by_test_id("invite-name").fill(MARKUP)
    await anna.get_by_test_id(f"role-{role}").check()
    if team is not None:
        await anna.locator(f"[data-testid=in-team][data-team='{team}']").check()
    await anna.get_by_test_id("invite-do").click()
    link = await anna.get_by_test_id("link").input_value()
    await shot(anna, "people-link-1440-light-ru")
    await anna.get_by_test_id("link-done").click()
    await anna.locator(f"[data-testid=invited][data-login={login}]").wait_for()
    return link


async def comes(screens: Chromiums, link: str, **look: Any) -> Page:
    """Somebody opens the link, is told about a poor password, and comes in with a good one."""
    page = await screens.window(width=390, height=844, **look)
    await page.goto(link)
    await page.get_by_test_id("join").wait_for()
    assert "join" not in page.url, "the secret does not stay in the address"
    await eventually(page.get_by_test_id("join-name").input_value, MARKUP)
    await page.get_by_test_id("join-password").fill("1234567890")
    await page.get_by_test_id("join-do").click()
    await page.locator(".field-error").wait_for()
    await accessible(page, name="the page behind a link")
    await page.get_by_test_id("join-password").fill(PASSWORD)
    await page.locator("[data-strength='3'], [data-strength='4']").wait_for()
    await shot(page, "join-390-light-ru")
    await page.get_by_test_id("join-do").click()
    await page.get_by_test_id("desk").wait_for()
    return page


async def test_a_colleague_comes_by_a_link_gets_other_rights_and_leaves(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), chromiums() as screens:
            desk = await Operator.comes(screens, node)
            await desk.signs_in(node)
            anna = desk.page
            await at_settings(anna, node, "people")
            await anna.get_by_test_id("team-name").fill("Север")
            await anna.get_by_test_id("team-add").click()
            await anna.get_by_test_id("team").wait_for()
            link = await invited(anna, node, "janna", "operator", team="Север")
            janna = await comes(screens, link)
            await _the_link_is_dead(screens, link)
            await _she_writes_and_then_only_reads(node, anna, janna)
            await _she_leaves(node, anna, janna)
            await _every_look(node, anna)
            assert await anna.locator("img").count() == 0
            assert troubles(anna) + troubles(janna) == []


async def _the_link_is_dead(screens: Chromiums, link: str) -> None:
    page = await screens.window(width=1440, height=900, language="en")
    await page.goto(link)
    await page.get_by_test_id("join-dead").wait_for()
    await accessible(page, name="a dead link")
    await shot(page, "join-dead-1440-light-en")


async def _she_writes_and_then_only_reads(node: Pult, anna: Page, janna: Page) -> None:
    visitor = await node.door.visitor(new_key())
    async with closing(visitor):
        await visitor.ask("send", text="Где мой заказ?")
        await janna.get_by_test_id("tab-queue").click()
        await janna.get_by_test_id("row").first.click()
        await janna.get_by_test_id("take").click()
        # The box stands there before; the button goes when the chat is hers.
        await janna.get_by_test_id("take").wait_for(state="detached")
        await janna.get_by_test_id("composer").wait_for()
        await at_settings(anna, node, "people")
        await anna.reload()
        row = anna.locator("[data-testid=person][data-login=janna]")
        await row.get_by_text("1 открытый чат").wait_for()
        await row.click()
        await anna.get_by_test_id("role-viewer").check()
        await anna.get_by_test_id("rights-save").click()
        # The desk is built anew around her new rights: no box, no buttons; her talk is back in the queue.
        await janna.get_by_test_id("reads-only").wait_for(timeout=10_000)
        assert await janna.get_by_test_id("composer").count() == 0
        await accessible(janna, name="a talk that one only reads")
        # Beside the chats: a box for notes alone, nothing that takes or answers.
        await anna.get_by_test_id("role-specialist").check()
        await anna.get_by_test_id("rights-save").click()
        await janna.get_by_test_id("mode-note").wait_for(timeout=10_000)
        await eventually(lambda: janna.get_by_test_id("box").get_attribute("data-mode"), "note")
        assert await janna.locator("[data-testid=mode-reply], [data-testid=take], [data-testid=resolve]").count() == 0
        await janna.get_by_test_id("composer").fill("По регламенту 4.2")
        await janna.get_by_test_id("send").click()
        await janna.locator("[data-testid=entry][data-kind=note]").last.get_by_text("По регламенту 4.2").wait_for()
        await accessible(janna, name="a talk in which one only notes")
        await anna.get_by_test_id("role-operator").check()
        await anna.get_by_test_id("rights-save").click()
        await janna.get_by_test_id("take").wait_for(timeout=10_000)
        await janna.get_by_test_id("take").click()
        await janna.get_by_test_id("composer").wait_for()


async def _she_leaves(node: Pult, anna: Page, janna: Page) -> None:
    await at_settings(anna, node, "people")
    await anna.reload()
    await anna.locator("[data-testid=person][data-login=janna]").click()
    await anna.get_by_test_id("close-account").click()
    await anna.locator("[data-testid=heir][data-login=boris]").check()
    await accessible(anna, name="before an account is closed")
    await shot(anna, "people-close-1440-light-ru")
    await anna.get_by_test_id("close-do").click()
    await anna.get_by_test_id("open-account").wait_for()
    await janna.get_by_test_id("sign-in").wait_for(timeout=10_000)


async def _every_look(node: Pult, anna: Page) -> None:
    found: list[str] = []
    keep = "([language, theme]) => Object.assign(localStorage, {'pult.language': language, 'pult.theme': theme})"
    for language, theme in EVERY_LOOK:
        await anna.evaluate(keep, [language, theme])
        for place in ("people", "people/invite", "people/1", "profile"):
            await at_settings(anna, node, place)
            await anna.reload()
            await anna.locator(
                "[data-testid=person], [data-testid=invite-form], [data-testid=session]"
            ).first.wait_for()
            for width, height in HEIGHT.items():
                await anna.set_viewport_size({"width": width, "height": height})
                found.append(await problem(anna, name=f"{place} {width} {theme} {language}"))
                await shot(anna, f"{place.replace('/', '-')}-{width}-{theme}-{language}")
    assert [one for one in found if one] == []


async def test_two_desks_of_one_person_are_in_step_and_a_password_ends_the_other_one(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), chromiums() as screens:
            one, other = [await Operator.comes(screens, node) for _ in range(2)]
            for desk in (one, other):
                await desk.signs_in(node)
            visitor = await node.door.visitor(new_key())
            async with closing(visitor):
                await visitor.ask("send", text="Прочтите меня")
                for desk in (one, other):
                    await desk.page.get_by_test_id("tab-queue").click()
                    await desk.page.get_by_test_id("row").first.wait_for()
                unread = other.page.locator("[data-testid=row][data-unread=true]")
                await unread.wait_for()
                await one.page.get_by_test_id("row").first.click()
                await unread.wait_for(state="detached")
            await at_settings(one.page, node, "profile")
            await at_settings(other.page, node, "profile")
            await one.page.get_by_test_id("account").click()
            await one.page.get_by_test_id("state-pause").check()
            await one.page.get_by_test_id("state-comment").fill("обед до двух")
            await accessible(one.page, name="what I am doing")
            await shot(one.page, "state-1440-light-ru")
            await one.page.get_by_test_id("state-set").click()
            mark = other.page.locator("[data-testid=account][data-state=pause]")
            await mark.wait_for()
            assert "обед до двух" in str(await mark.get_attribute("title"))
            await _a_face_and_a_look_for_both_desks(one.page, other.page)
            await one.page.get_by_test_id("old-password").fill("не тот пароль")
            await one.page.get_by_test_id("new-password").fill(PASSWORD)
            await one.page.get_by_test_id("password-save").click()
            await one.page.locator("[data-testid=password-form] .field-error").wait_for()
            await one.page.get_by_test_id("old-password").fill(node.password)
            await one.page.get_by_test_id("password-save").click()
            await other.page.get_by_test_id("sign-in").wait_for(timeout=10_000)
            await one.page.get_by_test_id("desk").wait_for()
            assert troubles(one.page) + troubles(other.page) == []


async def _a_face_and_a_look_for_both_desks(one: Page, other: Page) -> None:
    """What is chosen at one desk stands at the other."""
    photo: Any = {"name": "я.png", "mimeType": "image/png", "buffer": png(300, 200)}
    await one.get_by_test_id("picture-usual").set_input_files(photo)
    for page in (one, other):
        await page.locator("[data-testid=account] img").wait_for()
        await page.locator("[data-testid=faces] .face-row").first.locator("img").wait_for()
    seen = await (
        await one.request.get(str(await one.locator("[data-testid=account] img").evaluate("i => i.src")))
    ).body()
    with Image.open(io.BytesIO(seen)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (256, 256)), "made small before it left the browser"
    await one.get_by_test_id("face-name").first.fill("Анна из магазина")
    await one.get_by_test_id("face-save").first.click()
    await eventually(other.get_by_test_id("face-name").first.input_value, "Анна из магазина")
    await one.get_by_test_id("names").scroll_into_view_if_needed()
    await shot(one, "profile-faces-1440-light-ru")
    await one.get_by_test_id("signature").fill("**Анна** <b>Пульт</b>")
    await one.get_by_test_id("signature-seen").locator("b").get_by_text("Анна").wait_for()
    await one.get_by_test_id("signature-seen").get_by_text("<b>Пульт</b>").wait_for()
    # Something else about the same person becomes known meanwhile: what is being typed stays.
    await other.get_by_test_id("own-public").fill("Анна из отдела")
    await other.get_by_test_id("names-save").click()
    await eventually(one.get_by_test_id("own-public").input_value, "Анна из отдела")
    await eventually(one.get_by_test_id("signature").input_value, "**Анна** <b>Пульт</b>")
    await other.evaluate("dispatchEvent(new Event('offline'))")  # what is told meanwhile does not come here
    async with answered(one, "/api/profile"):
        await one.get_by_test_id("signature-save").click()
    headers = {"origin": one.url.split("/desk")[0]}
    told = await one.request.put(f"{headers['origin']}/api/state", data={"state": "available"}, headers=headers)
    assert told.ok, await told.text()
    await one.locator("[data-testid=account][data-state=available]").wait_for()
    await other.evaluate("dispatchEvent(new Event('online'))")
    await eventually(other.get_by_test_id("signature").input_value, "**Анна** <b>Пульт</b>")
    await other.locator("[data-testid=account][data-state=available]").wait_for()
    await accessible(one, name="what visitors see of me")
    await shot(one, "profile-signature-1440-light-ru")
    await one.get_by_test_id("account").click()
    await one.get_by_test_id("theme").select_option("dark")
    await one.get_by_test_id("language").select_option("en")
    for page in (one, other):
        await eventually(lambda page=page: page.evaluate("document.documentElement.dataset.theme"), "dark")
        await eventually(lambda page=page: page.evaluate("document.documentElement.lang"), "en")
    await one.keyboard.press("Escape")


async def test_too_many_tries_are_told_with_how_long_to_wait(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node), chromiums() as screens:
            desk = await Operator.comes(screens, node, language="en", theme="dark")
            page = desk.page
            await page.get_by_test_id("login").fill("anna")
            for number in range(11):
                await page.get_by_test_id("password").fill(f"wrong {number}")
                async with answered(page, "/api/session"):
                    await page.get_by_test_id("sign-in-submit").click()
            said = page.get_by_test_id("sign-in-error")
            await said.get_by_text("Too many attempts").wait_for()
            await accessible(page, name="the gate with too many tries")
            await shot(page, "sign-in-busy-1440-dark-en")
