"""Saved views by keyboard alone, several talks at once, and a message that a search has found far above."""

from __future__ import annotations

from typing import Any

import asyncpg
from playwright.async_api import Page

from tests.stories.browser import accessible, chromiums, eventually, has_keyboard, shot, troubles
from tests.stories.people import Operator
from tests.support import many
from tests.support.line import closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

READ_IN = (
    "SELECT NOT EXISTS (SELECT FROM conversations.entry e, desk.cursor c WHERE c.name = 'search'"
    " AND (e.generation, e.xid) > (c.generation, c.xid))"
)


async def test_a_view_is_made_and_worked_through_by_keyboard_alone(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), chromiums() as screens:
            assert node.dsn is not None
            await many.fill(node.dsn, 30)
            anna = await Operator.comes(screens, node, language="ru", theme="light")
            await anna.signs_in(node)
            await _makes_a_view(anna.page)
            await _tags_and_undoes(anna.page, node.dsn)
            await _solves_all_but_one(anna.page, node.dsn)
            await _answers_what_the_site_asks(anna.page, node.dsn)
            await _is_told_of_somebody_elses_change(anna.page)
            await _takes_away_and_brings_back(anna.page)
            await _sees_who_comes(anna.page, node)
            await _does_the_same_on_a_phone(anna.page)
            assert troubles(anna.page) == []


async def _makes_a_view(page: Page) -> None:
    """A name, one condition, how many that are now."""
    keys = page.keyboard
    await keys.press("v")
    await page.get_by_test_id("views-none").wait_for()
    await accessible(page, name="no views yet")
    await page.get_by_test_id("view-new").focus()
    await keys.press("Enter")
    await page.get_by_test_id("view-name").wait_for()
    await eventually(lambda: page.evaluate("document.activeElement?.dataset.testid"), "view-name")
    await keys.type("Про оплату")
    await page.get_by_test_id("add-condition").focus()
    await keys.press("Enter")
    await page.get_by_test_id("condition-kind").select_option("topic")
    await page.get_by_test_id("condition-typed").focus()
    await keys.type("Оплата")
    await keys.press("Enter")
    await eventually(page.get_by_test_id("view-count").text_content, "сейчас 10 чатов")
    await eventually(page.get_by_test_id("view-summary").text_content, "Открытые чаты: тема «Оплата»")
    await accessible(page, name="the form of a view")
    await shot(page, "view-form-1440-light-ru")
    await page.get_by_test_id("view-name").press("Enter")
    await page.get_by_test_id("view-form").wait_for(state="detached")
    await eventually(page.get_by_test_id("list-name").text_content, "Про оплату")
    await eventually(page.get_by_test_id("row").count, 10)
    await eventually(page.get_by_test_id("view-chip").text_content, "Про оплату10")


async def _tags_and_undoes(page: Page, dsn: str) -> None:
    """Several are chosen; tags go on all of them and come off again."""
    keys = page.keyboard
    for key in ("j", "x", "Shift+j", "Shift+j"):
        await keys.press(key)
    await eventually(page.get_by_test_id("bulk-count").text_content, "Выбрано 3")
    await accessible(page, name="several are chosen")
    await shot(page, "bulk-1440-light-ru")
    await keys.press("l")
    await has_keyboard(page, "bulk-tags-text")
    await keys.type("срочно")
    await keys.press("Enter")
    await page.get_by_text("Метки изменены в 3 чатах").wait_for()
    tagged = "SELECT count(*) FROM conversations.conversation WHERE tags = '{срочно}'"
    assert await _asks(dsn, tagged) == 3
    await page.get_by_role("button", name="Вернуть").click()
    await page.get_by_text("Отменено в 3 чатах").wait_for()
    assert await _asks(dsn, tagged) == 0


async def _solves_all_but_one(page: Page, dsn: str) -> None:
    """One of three is a colleague's by now: two are done with, the third is named. What is solved leaves the view."""
    keys, rows = page.keyboard, page.get_by_test_id("row")
    await rows.nth(2).focus()
    for key in ("x", "Shift+k", "Shift+k"):
        await keys.press(key)
    await eventually(page.get_by_test_id("bulk-count").text_content, "Выбрано 3")
    chosen = await page.locator("li[data-chosen=true] [data-testid=row]").first.get_attribute("data-conv")
    await _asks(
        dsn,
        "UPDATE conversations.conversation SET holder_kind = 'operator',"
        " holder_id = (SELECT id FROM operators.operator WHERE login = 'boris') WHERE public_id = $1",
        chosen,
    )
    await keys.press("e")
    await page.get_by_test_id("bulk-form").wait_for()
    await page.get_by_test_id("bulk-reason").press("Enter")
    await eventually(page.get_by_test_id("bulk-result").text_content, "Готово: 2. Осталось как было: 1.")
    [refused] = await page.get_by_test_id("bulk-refused").locator("li").all()
    assert "Его ведёт" in str(await refused.text_content())
    await accessible(page, name="one of three was not done")
    await shot(page, "bulk-result-1440-light-ru")
    await keys.press("Escape")
    await eventually(rows.count, 8)


async def _answers_what_the_site_asks(page: Page, dsn: str) -> None:
    """What has to be said on closing is asked once for all talks of a site, and nothing happens before it is said."""
    base = page.url.split("/desk")[0]
    site = await (await page.request.get(f"{base}/api/sites/demo")).json()
    outcome = {
        "key": "outcome",
        "label": {"ru": "Итог"},
        "required": True,
        "choices": [{"ru": "Вернули"}, {"ru": "Отказ"}],
    }

    async def asks(*fields: object) -> None:
        settings = {**site["settings"], "closing": {"topic": False, "fields": fields}}
        headers = {"origin": base, "if-match": "*"}
        body = {"name": site["name"], "settings": settings}
        assert (await page.request.put(f"{base}/api/sites/demo", data=body, headers=headers)).ok

    await asks(outcome)
    rows = page.get_by_test_id("row")
    await rows.nth(6).focus()
    for key in ("x", "Shift+j", "e"):
        await page.keyboard.press(key)
    await page.get_by_test_id("bulk-site").wait_for()
    await accessible(page, name="what a site asks about several talks")
    await shot(page, "bulk-close-1440-light-ru")
    await page.get_by_test_id("bulk-reason").press("Enter")
    await page.get_by_text("Здесь нужен ответ.").wait_for()
    await eventually(rows.count, 8)
    await page.get_by_test_id("bulk-outcome").select_option("Отказ")
    await page.get_by_test_id("bulk-reason").press("Enter")
    await eventually(rows.count, 6)
    said = "SELECT count(*) FROM conversations.entry WHERE body -> 'fields' -> 0 ->> 'value' = 'Отказ'"
    assert await _asks(dsn, said) == 2
    await asks()


async def _is_told_of_somebody_elses_change(page: Page) -> None:
    """Two windows change one view: nothing is overwritten unseen."""
    await page.keyboard.press("v")
    await page.get_by_test_id("view-change").click()
    await page.get_by_test_id("view-form").wait_for()
    base = page.url.split("/desk")[0]
    [view] = (await (await page.request.get(f"{base}/api/views")).json())["views"]
    theirs = {"name": "Чужое имя", "filter": view["filter"]}
    headers = {"origin": base, "if-match": f'"{view["version"]}"'}
    assert (await page.request.put(f"{base}/api/views/{view['id']}", data=theirs, headers=headers)).ok
    await page.get_by_test_id("view-name").fill("Моё имя")
    await page.get_by_test_id("view-name").press("Enter")
    await page.get_by_test_id("view-clash").get_by_text("Чужое имя").wait_for()
    await accessible(page, name="two changes of one view")
    await page.get_by_test_id("clash-keep").click()
    await eventually(page.get_by_test_id("list-name").text_content, "Моё имя")
    await eventually(page.get_by_test_id("row").count, 6)


async def _sees_who_comes(page: Page, node: Pult) -> None:
    """Whoever begins to answer the conditions comes by itself, and goes again."""
    base = page.url.split("/desk")[0]
    queue = {"name": "Все из очереди", "order": "last", "filter": {"is": "holder", "in": ["queue"]}}
    made = await page.request.post(f"{base}/api/views", data=queue, headers={"origin": base})
    assert made.status == 201
    chip = page.get_by_test_id("view-chip").filter(has_text="Все из очереди")
    await chip.click()
    await eventually(page.get_by_test_id("list-name").text_content, "Все из очереди")
    visitor = await node.door.visitor(new_key())
    async with closing(visitor):
        conv = (await visitor.ask("send", text="Только что пришёл"))["conv"]
        there = page.locator(f"[data-testid=row][data-conv='{conv}']")
        await there.focus()
        await page.keyboard.press("a")
        await there.wait_for(state="detached")
        await page.get_by_test_id("composer").wait_for()
        await page.get_by_test_id("row").first.wait_for()
    await chip.click()


async def _takes_away_and_brings_back(page: Page) -> None:
    await page.keyboard.press("v")
    await shot(page, "views-1440-light-ru")
    await page.get_by_test_id("view-drop").click()
    await eventually(page.get_by_test_id("view-chip").count, 0)
    await page.keyboard.press("Escape")
    gone = page.locator(".toast", has_text="Убрано: Моё имя")
    await gone.get_by_test_id("toast-undo").click()
    await page.get_by_test_id("view-chip").wait_for()


async def _does_the_same_on_a_phone(page: Page) -> None:
    await page.set_viewport_size({"width": 390, "height": 844})
    await page.get_by_test_id("back").click()
    await page.get_by_test_id("view-chip").filter(has_text="Моё имя").click()
    await page.get_by_test_id("row").nth(1).wait_for()
    await page.get_by_test_id("pick-many").click()
    await page.get_by_test_id("row").nth(1).click()
    await page.get_by_test_id("bulk-take").wait_for()
    await accessible(page, name="several are chosen on a phone")
    await shot(page, "bulk-390-light-ru")
    await page.get_by_test_id("bulk-end").click()
    await page.get_by_test_id("views").click()
    await shot(page, "views-390-light-ru")
    await page.get_by_test_id("view-change").first.click()
    await page.get_by_test_id("view-form").wait_for()
    await accessible(page, name="the form of a view on a phone")
    await shot(page, "view-form-390-light-ru")
    wider = "(box => box.scrollWidth - box.clientWidth)(document.querySelector('dialog[open]'))"
    assert await page.evaluate(wider) <= 0


async def _asks(dsn: str, query: str, *given: Any) -> Any:
    line = await asyncpg.connect(dsn)
    try:
        return await line.fetchval(query, *given)
    finally:
        await line.close()


async def test_a_message_that_is_found_far_above_opens_where_it_stands(postgres_15: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_15.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), chromiums() as screens:
            assert node.dsn is not None
            await many.fill(node.dsn, 1)
            await _asks(
                node.dsn,
                "WITH e AS (INSERT INTO conversations.entry (conversation_id, seq, public_no, kind, audience,"
                " actor_kind, at, generation, body) SELECT c.id, n, n, 'message', 'public', 'contact', now(),"
                " i.generation, jsonb_build_object('text', CASE n WHEN 600 THEN 'Потерялся жираф'"
                " ELSE 'Строка ' || n END) FROM conversations.conversation c, kit.installation i,"
                " generate_series(2, 900) AS n WHERE c.public_id LIKE 'many%')"
                " UPDATE conversations.conversation SET last_seq = 900, last_public = 900",
            )
            await eventually(lambda: _asks(str(node.dsn), READ_IN), True)
            anna = await Operator.comes(screens, node, language="ru", theme="dark")
            await anna.signs_in(node)
            page = anna.page
            await page.keyboard.press("Control+k")
            await page.get_by_test_id("search-field").fill("жираф")
            await page.get_by_test_id("search-talks").get_by_test_id("search-line").wait_for()
            await page.keyboard.press("Enter")
            hit = page.locator("[data-testid=log] > [data-n='600']")
            await hit.wait_for()
            await eventually(lambda: hit.evaluate("e => e.classList.contains('flash')"), True)
            top = await hit.evaluate("e => e.getBoundingClientRect().top")
            assert 0 < top < 900, "it stands before one's eyes"
            said = page.locator("[data-testid=log] > [data-n]")
            assert await said.count() < 120, "what stands between it and the end was not fetched"
            await shot(page, "search-jump-1440-dark-ru")
            await accessible(page, name="a message far above")
            # Up it goes on; one key leads to the end.
            await page.evaluate("document.querySelector('[data-testid=log]').scrollTop = 0")
            await page.locator("[data-testid=log] > [data-n='530']").wait_for(state="attached")
            await page.keyboard.press("g")
            await page.locator("[data-testid=log] > [data-n='900']").wait_for()
            await page.get_by_test_id("to-newest").wait_for(state="detached")
            # From there down to where the two parts meet is only a matter of scrolling, and nothing is missing between.
            await page.keyboard.press("f")
            await page.get_by_test_id("find-text").fill("жираф")
            await page.get_by_test_id("find-one").wait_for()
            await page.keyboard.press("Enter")
            await hit.wait_for()
            await page.keyboard.press("Escape")

            async def met() -> int:
                await page.evaluate(
                    "(log => { log.scrollTop = log.scrollHeight })(document.querySelector('[data-testid=log]'))"
                )
                return await page.get_by_test_id("to-newest").count()

            await eventually(met, 0)
            numbers = await said.evaluate_all("all => all.map(one => Number(one.dataset.n))")
            assert numbers == list(range(numbers[0], 901)) and numbers[0] < 600
            await _opens_it_alone(page)
            assert troubles(page) == []


async def _opens_it_alone(page: Page) -> None:
    """The talk in a window of its own: as on a phone, and the same words in it."""
    await page.keyboard.press("Control+k")
    await page.get_by_test_id("search-field").fill("отдельном")
    await page.get_by_test_id("search-acts").get_by_test_id("search-line").wait_for()
    async with page.expect_popup() as opening:
        await page.keyboard.press("Enter")
    alone = await opening.value
    await alone.locator("[data-testid=log] > [data-n='900']").wait_for()
    await alone.close()
