"""Settings of teams, skills, states, hours: what is set on a screen stands on the server, a refusal says where."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio
from playwright.async_api import Page

from tests.stories.browser import EVERY_LOOK, accessible, chromiums, eventually, shot, troubles
from tests.stories.people import Operator
from tests.support.firm import NORTH, PASSWORD, SOUTH, Firm, firm_on
from tests.support.line import closing
from tests.support.postgres import Server

PAGES = (("routing", "team"), ("skills", "skill-add"), ("states", "state-add"), ("hours", "hours-open"))
"""Page → what opens something in it."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def people(postgres_18: Server) -> AsyncIterator[Firm]:
    async with firm_on(postgres_18) as made:
        yield made


async def settings(screens: Any, people: Firm, **look: str) -> Page:
    """Ada at her settings."""
    ada = await Operator.comes(screens, people.node, **look)
    await ada.passes_the_gate("ada", PASSWORD)
    await ada.page.get_by_test_id("settings").click()
    return ada.page


async def saved(page: Page, part: str) -> None:
    """Press a part's button and see that it was kept."""
    await page.get_by_test_id(f"{part}-save").click()
    await page.get_by_test_id("toast").first.wait_for()
    await page.get_by_test_id("toast").first.get_by_role("button").last.click()


async def test_teams_skills_and_states_are_set_by_keys_and_pointer(people: Firm) -> None:
    async with chromiums() as screens:
        page = await settings(screens, people)
        await sets_a_team(page, people)
        await sets_a_skill(page, people)
        await names_a_state(page, people)
        await plans_a_shift(page, people)
        assert troubles(page) == []


async def takes_holidays_of_bavaria(page: Page) -> str | None:
    """But for the next one of them, which is told."""
    await page.get_by_test_id("hours-own").check()
    await page.get_by_test_id("days-country").select_option("DE")
    await page.get_by_test_id("days-region").select_option("BY")
    day = await page.get_by_test_id("day-off").first.get_attribute("data-date")
    await page.get_by_test_id("day-off").first.uncheck()
    return day


async def sets_a_team(page: Page, people: Firm) -> None:
    north = people.teams[NORTH]
    await page.get_by_test_id("settings-routing").click()
    await limits_a_site(page, people)
    await page.locator(f"[data-testid=team][data-team='{NORTH}']").click()
    await page.get_by_test_id("manner-choice").select_option("best")
    await page.get_by_test_id("strategy").select_option("idle")
    await page.get_by_test_id("offer-seconds").fill("3")
    await page.get_by_test_id("manner-save").click()
    # What is refused takes the keyboard.
    await eventually(lambda: page.evaluate("document.activeElement?.dataset.testid"), "offer-seconds")
    await page.get_by_test_id("offer-seconds").fill("15")
    await page.get_by_test_id("each-most").fill("2")
    await saved(page, "manner")
    manners = (await people.done("ada", "GET", "/api/manners"))["teams"]
    (mine,) = [one for one in manners if one["team"] == north]
    assert (mine["manner"], mine["strategy"], mine["offer_seconds"], mine["each_most"]) == ("best", "idle", 15, 2)
    await page.get_by_test_id("longest").fill("4")
    await saved(page, "patience")
    assert (await people.done("ada", "GET", "/api/patience"))["teams"] == {str(north): 240}
    await page.get_by_test_id("target-add").click()
    await page.get_by_test_id("target-first").fill("9")
    await page.get_by_test_id("target-first-unit").select_option("s")
    day = await takes_holidays_of_bavaria(page)
    await page.get_by_test_id("target-group").select_option("told")
    await page.get_by_test_id("target-group-values").fill("employer, partner")
    await page.get_by_test_id("take-back").fill("5")
    await page.get_by_test_id("overflow").fill("10")
    await page.get_by_test_id("overflow-to").select_option(label=SOUTH)
    await page.get_by_test_id("overflow-full").check()
    await shot(page, "settings-overflow-1440")
    await page.get_by_test_id("fates-own").check()
    await page.get_by_test_id("fate-pause").select_option("back")
    await page.get_by_test_id("autoclose-add").click()
    await page.get_by_test_id("autoclose-ru").fill("Вы ещё здесь?")
    await page.get_by_test_id("autoreply-add").click()
    await page.get_by_test_id("autoreply-en").fill("We are back at nine")
    await saved(page, "timing")
    policies = (await people.done("ada", "GET", "/api/timing"))["teams"]
    (policy,) = [one["policy"] for one in policies if one["team"] == north]
    assert (policy["targets"][0]["first"], policy["take_back"], policy["states"]["pause"]) == (
        9,
        {"after": 300},
        "back",
    )
    assert (policy["hours"]["country"], policy["hours"]["working"]) == ("DE-BY", [day])
    (closes,), (replies,) = policy["closing"], policy["replies"]
    assert (closes["after"], closes["text"], replies["when"]) == (86_400, {"ru": "Вы ещё здесь?"}, "closed")
    assert policy["overflow"] == {"after": 600, "to": people.teams[SOUTH], "full": True}
    await page.get_by_test_id("closing-own").check()
    await page.get_by_test_id("closing-add").click()
    await page.get_by_test_id("closing-label").fill("Итог")
    await saved(page, "closing")
    asks = (await people.done("ada", "GET", "/api/closing/teams"))["teams"]
    assert [(one["team"], one["closing"]["fields"][0]["label"]) for one in asks] == [(north, "Итог")]


async def limits_a_site(page: Page, people: Firm) -> None:
    """At most three chats of the shop at once; its number is what the list of sites says. Weights have names."""
    await page.get_by_test_id("site-demo").fill("0")
    await page.get_by_test_id("site-limits-save").click()
    await eventually(lambda: page.evaluate("document.activeElement?.dataset.testid"), "site-demo")
    await page.get_by_test_id("site-demo").fill("3")
    await saved(page, "site-limits")
    sites = (await people.done("ada", "GET", "/api/sites"))["sites"]
    (demo,) = [one["channel"] for one in sites if one["key"] == "demo"]
    assert (await people.done("ada", "GET", "/api/limits/sites"))["sites"] == {str(demo): 3}
    await shot(page, "settings-limits-1440-light-ru")
    await page.get_by_label("Почта").fill("")
    await saved(page, "weights")
    await eventually(page.get_by_test_id("weight-mail").input_value, "20")  # empty is what is usual


async def sets_a_skill(page: Page, people: Firm) -> None:
    await page.get_by_test_id("settings-skills").click()
    await page.get_by_test_id("skill-add").click()
    await page.get_by_test_id("skill-name").fill("Возвраты")
    await page.get_by_test_id("skill-languages").fill("en\nru")
    await page.get_by_test_id(f"level-{people.ids['anna']}").fill("80")
    await page.keyboard.press("Enter")
    await page.locator("[data-testid=skill][data-name='Возвраты']").wait_for()
    (skill,) = (await people.done("ada", "GET", "/api/skills"))["skills"]
    assert (skill["languages"], skill["people"]) == (["en", "ru"], {str(people.ids["anna"]): 80})
    await page.get_by_test_id(f"deputy-{people.ids['anna']}").select_option(str(people.ids["boris"]))
    deputies = {str(people.ids["anna"]): people.ids["boris"]}
    await eventually(lambda: people.done("ada", "GET", "/api/deputies"), {"deputies": deputies})


async def names_a_state(page: Page, people: Firm) -> None:
    await page.get_by_test_id("settings-states").click()
    await page.get_by_test_id("state-add").click()
    await page.get_by_test_id("state-save").click()
    await eventually(lambda: page.evaluate("document.activeElement?.dataset.testid"), "state-name")
    await page.get_by_test_id("state-name").fill("Обучение")
    await page.get_by_test_id("state-emoji").fill("📚")
    await page.get_by_test_id("state-base").select_option("available")
    await page.get_by_test_id("state-kind-mail").check()
    await shot(page, "settings-state-kinds-1440-light-ru")
    await page.get_by_test_id("state-name").press("Enter")
    await page.locator("[data-testid=named-state][data-name='Обучение']").wait_for()
    # It is a choice at once.
    await page.get_by_test_id("account").click()
    (made,) = (await people.done("ada", "GET", "/api/states"))["states"]
    assert (made["base"], made["channels"]) == ("available", ["mail"])
    await page.get_by_test_id(f"state-named-{made['id']}").check()
    await page.get_by_test_id("state-set").click()
    await eventually(lambda: named_of(people), made["id"])


async def plans_a_shift(page: Page, people: Firm) -> None:
    await page.get_by_test_id("settings-people").click()
    await page.locator("[data-testid=person][data-login=vera]").click()
    await page.get_by_test_id("shift-own").check()
    await page.get_by_test_id("hours-mon").fill("22:00 – 06:00, 8")
    await page.get_by_test_id("shift-save").click()
    await page.get_by_test_id("shift-wrong").wait_for()
    await page.get_by_test_id("hours-mon").fill("22:00 – 06:00")
    await saved(page, "shift")
    (shift,) = (await people.done("ada", "GET", "/api/shifts"))["shifts"]
    assert (shift["operator"], shift["plan"]["hours"]["mon"]) == (people.ids["vera"], ["22:00-06:00"])
    await page.get_by_test_id("shift-phase").wait_for()


async def named_of(people: Firm) -> int | None:
    """In which named state Ada is."""
    found: int | None = (await people.done("ada", "GET", "/api/session"))["doing"]["named"]
    return found


async def test_the_pages_are_readable_in_every_look(people: Firm) -> None:
    anna = await people.desk("anna")
    async with chromiums() as screens, closing(anna):
        for language, theme in EVERY_LOOK:
            page = await settings(screens, people, language=language, theme=theme)
            for name, inside in PAGES:
                await page.get_by_test_id(f"settings-{name}").click()
                await page.get_by_test_id(inside).first.click()
                await page.wait_for_load_state("networkidle")
                await shot(page, f"settings-{name}-1440-{theme}-{language}")
                await accessible(page, name=f"settings {name} {theme}-{language}")
                await page.set_viewport_size({"width": 390, "height": 844})
                await shot(page, f"settings-{name}-390-{theme}-{language}")
                await accessible(page, name=f"settings {name} on a phone {theme}-{language}")
                await page.set_viewport_size({"width": 1440, "height": 900})
            assert troubles(page) == []
