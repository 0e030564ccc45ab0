"""Files both ways with a failure and a cut in the middle; words changed, quoted, taken back; the end by the visitor."""

from __future__ import annotations

import asyncio
import json
import secrets

from playwright.async_api import FrameLocator, Page, Route

from tests.stories.browser import accessible, chromiums, eventually, shot, troubles
from tests.stories.cable import Cable
from tests.stories.people import Log, Operator, Visitor
from tests.support import pictures
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

Screen = Page | FrameLocator
LOADED = "all => all.filter(one => one.complete && one.naturalWidth > 0).length"


async def test_pictures_and_files_come_whole_whatever_happens_on_the_way(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), Cable(node.port) as cable, chromiums() as screens:
            visitor, anna = await asyncio.gather(Visitor.comes(screens, node), Operator.comes(screens, node))
            await anna.signs_in(node)
            await _three_pictures_one_failing(visitor)
            await anna.opens("queue")
            await anna.takes()
            await eventually(lambda: loaded(anna.page), 3)
            await eventually(lambda: loaded(visitor.frame), 3)
            await _cut_in_the_middle(visitor, cable)
            await _saved(anna)
            await _answered_with_a_file(anna, visitor)
            await shot(visitor.page, "widget-files-390-light-ru")
            await shot(anna.page, "desk-files-1440-light-ru")
            assert len(await Log(node).rows()) == 6  # three messages of hers, taken (two halves), one of ours
            assert troubles(visitor.page) + troubles(anna.page) == []


async def loaded(screen: Screen) -> int:
    """Pictures that are seen, not only announced."""
    found: int = await screen.locator("[data-testid=picture] img").evaluate_all(LOADED)
    return found


async def states(visitor: Visitor) -> list[str | None]:
    """How the files in the tray are."""
    found: list[str | None] = await visitor.frame.get_by_test_id("piece").evaluate_all(
        "all => all.map(one => one.dataset.state)"
    )
    return found


async def _three_pictures_one_failing(visitor: Visitor) -> None:
    seen: list[str] = []

    async def one_fails(route: Route) -> None:
        name = route.request.headers["x-file-name"]
        seen.append(name)
        if name == "two.png" and seen.count(name) == 1:
            await route.fulfill(status=422, body=json.dumps({"code": "invalid"}))
        else:
            await route.continue_()

    await visitor.page.route("**/api/widget/*/files/*", one_fails)
    files = [
        {"name": f"{name}.png", "mimeType": "image/png", "buffer": pictures.png(40 + n, 30)}
        for n, name in enumerate(("one", "two", "three"))
    ]
    await visitor.frame.get_by_test_id("attach-input").set_input_files(files)  # type: ignore[arg-type]
    await eventually(lambda: states(visitor), ["done", "failed", "done"])
    await accessible(await visitor.document(), name="the tray with a failed file")
    await shot(visitor.page, "widget-tray-390-light-ru")
    await visitor.says("Вот снимки")
    await eventually(lambda: states(visitor), ["failed"])
    await visitor.frame.get_by_test_id("piece-again").click()
    await eventually(lambda: states(visitor), ["done"])
    await visitor.sends()
    await eventually(lambda: loaded(visitor.frame), 3)
    assert sorted(seen) == ["one.png", "three.png", "two.png", "two.png"], "only the failed one went twice"
    await visitor.page.unroute("**/api/widget/*/files/*")


async def _cut_in_the_middle(visitor: Visitor, cable: Cable) -> None:
    cable.flows.clear()
    long = {"name": "журнал.bin", "mimeType": "application/octet-stream", "buffer": secrets.token_bytes(9_000_000)}
    await visitor.frame.get_by_test_id("attach-input").set_input_files([long])  # type: ignore[list-item]
    await eventually(lambda: states(visitor), ["sending"])
    await visitor.says("и журнал")  # waits for its file
    await visitor.frame.get_by_test_id("sends-after").wait_for()
    await cable.cut()
    await eventually(lambda: states(visitor), ["waits"])
    await cable.mend()
    await eventually(lambda: states(visitor), [])
    await visitor.frame.get_by_test_id("file").wait_for()


async def _saved(anna: Operator) -> None:
    card = anna.page.get_by_test_id("file")
    await eventually(lambda: card.get_attribute("download"), "журнал.bin")
    await eventually(lambda: card.evaluate("card => card.href !== ''"), True)
    async with anna.page.expect_download() as saving:
        await card.click()
    path = await (await saving.value).path()
    assert path.stat().st_size == 9_000_000


async def _answered_with_a_file(anna: Operator, visitor: Visitor) -> None:
    answer = {"name": "ответ.jpg", "mimeType": "image/jpeg", "buffer": pictures.jpeg(90, 60)}
    await anna.page.get_by_test_id("attach-input").set_input_files([answer])  # type: ignore[list-item]
    await anna.page.locator("[data-testid=piece][data-state=done]").wait_for()
    await anna.page.get_by_test_id("composer").press("Enter")
    await eventually(lambda: loaded(visitor.frame), 4)
    await eventually(lambda: loaded(anna.page), 4)
    await accessible(anna.page, name="the desk with files")
    await accessible(await visitor.document(), name="the chat with files")


async def test_words_are_changed_quoted_and_taken_back_and_the_visitor_ends_the_talk(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), Cable(node.port), chromiums() as screens:
            visitor, anna = await asyncio.gather(Visitor.comes(screens, node), Operator.comes(screens, node))
            await anna.signs_in(node)
            await visitor.says("Где мой закас?")
            await anna.opens("queue")
            await anna.takes()
            own = visitor.frame.locator("[data-testid=message][data-mine=true]")
            await _menu(own.first, "edit")
            await visitor.says("Где мой заказ?")
            await anna.page.get_by_text("Где мой заказ?").first.wait_for()
            entry = anna.page.locator("[data-testid=entry][data-by=contact]").first
            await entry.hover()
            await entry.get_by_test_id("message-menu").click()
            await anna.page.get_by_test_id("quote").click()
            await anna.page.get_by_test_id("box-quote").wait_for()
            await anna.says("Уже в пути")
            answer = visitor.frame.locator("[data-testid=message][data-mine=false]").first
            await eventually(lambda: answer.get_by_test_id("quoted").locator("span").inner_text(), "Где мой заказ?")
            await eventually(lambda: own.first.get_attribute("data-state"), "read")
            await _menu(answer, "quote")
            await visitor.frame.get_by_test_id("about").wait_for()
            await accessible(await visitor.document(), name="answering a message")
            await shot(visitor.page, "widget-quote-390-light-ru")
            await visitor.says("Спасибо")
            await eventually(lambda: own.last.get_by_test_id("quoted").locator("span").inner_text(), "Уже в пути")
            await _menu(own.first, "erase")
            await eventually(lambda: answer.get_by_test_id("quoted").locator("span").inner_text(), "Сообщение удалено")
            await visitor.frame.get_by_test_id("end").click()
            await visitor.frame.get_by_test_id("end-yes").click()
            await visitor.frame.get_by_test_id("rating").wait_for()
            await anna.page.get_by_text("Посетитель завершил разговор").wait_for()
            assert troubles(visitor.page) + troubles(anna.page) == []


async def _menu(message: object, act: str) -> None:
    await message.get_by_test_id("message-menu").click()  # type: ignore[attr-defined]
    await message.get_by_test_id(act).click()  # type: ignore[attr-defined]
