"""Saved replies: made in the settings, found by whatever was typed, filled in, guarded, counted."""

from __future__ import annotations

from playwright.async_api import Page

from tests.stories.browser import EVERY_LOOK, accessible, eventually, problem
from tests.stories.test_composer import Scene, said, scene, words
from tests.support.postgres import Server

LOOKS = tuple((*look, width) for look in EVERY_LOOK for width in (1440, 390))
KEEP = "([language, theme]) => Object.assign(localStorage, {'pult.language': language, 'pult.theme': theme})"


async def test_a_saved_reply_is_made_found_filled_in_and_counted(postgres_18: Server) -> None:
    async with scene(postgres_18) as one:
        page = one.page
        await _made(one, page)
        await page.get_by_test_id("settings-back").click()
        await one.anna.opens("queue")
        await one.anna.takes()
        box = page.get_by_test_id("composer")
        await box.press_sequentially("/zzz")
        await page.get_by_test_id("pick-none").wait_for()
        await accessible(page, name="no saved reply of that name")
        await box.fill("")
        await box.press_sequentially("/ghbd")  # «прив», with the wrong layout on
        await page.get_by_test_id("picker").wait_for()
        assert "Приветствие" in await page.get_by_test_id("pick").first.inner_text()
        await eventually(lambda: page.get_by_test_id("pick-preview").locator(".gap").inner_text(), "{имя}")
        await accessible(page, name="the saved replies over the box")
        await one.anna.shows("desk-picker-1440-light-ru")
        await box.press("Enter")
        await eventually(lambda: words(page), "Здравствуйте, {имя}! Я Анна, обращение 1.")
        await page.get_by_test_id("gaps").wait_for()
        await box.press("Enter")
        await eventually(lambda: page.get_by_test_id("ask").get_attribute("data-kind"), "gaps")
        await accessible(page, name="a gap that nothing fills")
        await one.anna.shows("desk-gap-1440-light-ru")
        await box.press("Escape")  # the gap is chosen: what is typed now fills it
        await eventually(lambda: box.evaluate("one => one.value.slice(one.selectionStart, one.selectionEnd)"), "{имя}")
        await page.keyboard.type("Марина")
        await box.press("Enter")
        await one.visitor.frame.get_by_text("Здравствуйте, Марина! Я Анна, обращение 1.").first.wait_for()
        await _unedited_again(one, page)
        await _counted(page)


async def _made(one: Scene, page: Page) -> None:
    await page.get_by_test_id("settings").click()
    await page.get_by_test_id("settings-replies").click()
    await page.get_by_test_id("canned-empty").wait_for()
    await accessible(page, name="no saved replies yet")
    await one.anna.shows("settings-replies-empty-1440-light-ru")
    await page.get_by_test_id("canned-new").click()
    await page.get_by_test_id("canned-title").fill("Приветствие")
    await page.get_by_test_id("canned-text-ru").fill(
        "Здравствуйте, {имечко}! Я {имя оператора}, обращение {номер обращения}."
    )
    await page.get_by_test_id("canned-save").click()
    await page.get_by_test_id("canned-says-ru").get_by_text("{имечко}").wait_for()
    await accessible(page, name="a variable that is not known")
    await one.anna.shows("settings-reply-refused-1440-light-ru")
    await page.get_by_test_id("canned-text-ru").fill(
        "Здравствуйте, {имя}! Я {имя оператора}, обращение {номер обращения}."
    )
    await page.get_by_test_id("canned-shortcut").fill("прив")
    await page.get_by_test_id("canned-folder").fill("Начало")
    await page.get_by_test_id("canned-save").click()
    await page.get_by_test_id("canned-line").wait_for()
    await page.get_by_test_id("canned-new").click()
    await page.get_by_test_id("canned-title").fill("Сроки доставки")
    await page.get_by_test_id("canned-text-ru").fill("Доставим за три дня, ёлку тоже.")
    await page.get_by_test_id("canned-save").click()
    await eventually(lambda: page.get_by_test_id("canned-line").count(), 2)
    for query, title in (("елку", "Сроки доставки"), ("lj,hst", None), ("достаквa"[:7], "Сроки доставки")):
        await page.get_by_test_id("canned-search").fill(query)
        await eventually(lambda: page.get_by_test_id("canned-line").count(), 1 if title else 0)
    await page.get_by_test_id("canned-search").fill("")


async def _unedited_again(one: Scene, page: Page) -> None:
    box = page.get_by_test_id("composer")
    await box.press_sequentially("/срок")
    await page.get_by_test_id("picker").wait_for()
    await box.press("Enter")
    await eventually(lambda: words(page), "Доставим за три дня, ёлку тоже.")
    await box.press("Enter")
    await one.visitor.frame.get_by_text("Доставим за три дня").first.wait_for()
    await one.visitor.says("А точно?")
    await said(page, "А точно?")
    await box.press_sequentially("/срок")
    await page.get_by_test_id("pick-preview").get_by_text("1 раз").wait_for()
    await box.press("Enter")
    await eventually(lambda: words(page), "Доставим за три дня, ёлку тоже.")
    await box.press_sequentially(" Точно.")  # a word of one's own is a change
    await box.press("Enter")
    await one.visitor.frame.get_by_text("ёлку тоже. Точно.").first.wait_for()
    await one.visitor.says("А если нет?")
    await said(page, "А если нет?")
    await box.press_sequentially("/прив")
    await page.get_by_test_id("picker").wait_for()
    await box.press("Escape")
    await eventually(lambda: words(page), "/прив")
    await page.get_by_test_id("picker").wait_for(state="detached")
    await box.fill("")


async def _counted(page: Page) -> None:
    async def counts() -> list[tuple[str, int, int]]:
        answer = await page.request.get(page.url.split("/desk/")[0] + "/api/canned/report")
        return sorted((line["title"], line["used"], line["unedited"]) for line in (await answer.json())["replies"])

    await eventually(counts, [("Приветствие", 1, 0), ("Сроки доставки", 2, 1)])


async def test_the_library_looks_right_everywhere(postgres_18: Server) -> None:
    async with scene(postgres_18) as one:
        page, base = one.page, one.page.url.split("/desk/")[0]
        for n in range(12):
            body = {"title": f"Ответ {n} с довольно длинным названием", "scope": "all", "folder": f"Папка {n % 3}",
                    "shortcut": f"o{n}", "texts": {"ru": "Текст " * 40, "en": "Hello, {contact name}"}}  # fmt: skip
            answer = await page.request.post(f"{base}/api/canned", data=body, headers={"origin": base})
            assert answer.status == 201
        failed: list[str] = []
        for language, theme, width in LOOKS:
            name = f"{width}-{theme}-{language}"
            await page.set_viewport_size({"width": width, "height": 900 if width > 500 else 844})
            await page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
            await page.evaluate(KEEP, [language, theme])
            await page.goto(f"{base}/desk/#/settings/replies")
            await page.reload()
            await page.get_by_test_id("canned-line").first.wait_for()
            await one.anna.shows(f"settings-replies-{name}")
            failed += [await problem(page, name=f"the library {name}")]
            await page.get_by_test_id("canned-line").first.click()
            await page.get_by_test_id("canned-form").wait_for()
            await one.anna.shows(f"settings-reply-{name}")
            failed += [await problem(page, name=f"a reply {name}")]
            await page.goto(f"{base}/desk/#/")
            await page.reload()
            await page.get_by_test_id("tab-queue").click()
            await page.get_by_test_id("row").first.click()
            await page.get_by_test_id("composer").click()
            await page.get_by_test_id("canned-open").click()
            await page.get_by_test_id("picker").wait_for()
            await one.anna.shows(f"desk-picker-{name}")
            failed += [await problem(page, name=f"the picker {name}")]
            await page.get_by_test_id("composer").fill("")
        assert [one for one in failed if one] == []
