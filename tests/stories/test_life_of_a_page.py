"""What befalls a page that carries the chat: «back» on a phone, a frozen tab, an upgrade, a wrong clock, a keyboard."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, Request, Route, WebSocketRoute, expect

from tests.stories.browser import Chromiums, chromiums, eventually, troubles
from tests.stories.people import Operator, Visitor
from tests.support import pictures
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

pytestmark = pytest.mark.asyncio(loop_scope="session")
Place = tuple[Pult, Chromiums, Operator]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def place(postgres_18: Server) -> AsyncIterator[Place]:
    """The shop, and Anna at her desk."""
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(node), chromiums() as screens:
            anna = await Operator.comes(screens, node)
            await anna.signs_in(node)
            yield node, screens, anna


async def opened(page: Page, node: Pult) -> Visitor:
    """The chat on the shop's page."""
    await page.goto(f"http://demo.localhost:{node.port}/?lang=ru")
    await page.get_by_test_id("pult-launcher").click()
    visitor = Visitor(page)
    await visitor.frame.get_by_test_id("composer").wait_for()
    return visitor


async def takes(anna: Operator, words: str) -> None:
    """Anna opens the talk in which this was said last, and takes it."""
    await anna.page.get_by_test_id("tab-queue").click()
    await anna.page.get_by_test_id("row").filter(has_text=words).click()
    await anna.takes()


async def test_back_closes_the_chat_on_a_phone_and_leaves_the_page_where_it_was(place: Place) -> None:
    node, screens, _ = place
    page = await screens.window(width=390, height=844)
    await page.goto(f"http://demo.localhost:{node.port}/?lang=en")
    steps = int(await page.evaluate("history.length"))
    visitor = await opened(page, node)
    panel = page.get_by_test_id("pult-panel")
    await page.go_back()
    await panel.wait_for(state="hidden")
    assert page.url.endswith("?lang=ru")
    # Closed by its own button it takes its step back, too: the next «back» leaves the page.
    await page.get_by_test_id("pult-launcher").click()
    await page.reload()
    await page.get_by_test_id("pult-launcher").click()
    await visitor.frame.get_by_test_id("close").click()
    await panel.wait_for(state="hidden")
    await eventually(lambda: page.evaluate("history.state?.pult ?? null"), None)
    assert int(await page.evaluate("history.length")) == steps + 2
    await page.go_back()
    assert page.url.endswith("?lang=en")
    assert troubles(page) == []


async def test_on_a_wide_screen_back_is_the_pages_own(place: Place) -> None:
    node, screens, _ = place
    page = await screens.window(width=1440, height=900)
    await page.goto(f"http://demo.localhost:{node.port}/?lang=en")
    await opened(page, node)
    await page.go_back()
    assert page.url.endswith("?lang=en")


async def test_pressing_again_while_the_chat_is_on_its_way_does_not_take_the_wish_back(place: Place) -> None:
    node, screens, _ = place
    page = await screens.window(width=390, height=844)
    come = asyncio.Event()

    async def late(route: Route) -> None:
        await come.wait()
        await route.continue_()

    await page.route("**/widget/panel.js*", late)
    await page.goto(f"http://demo.localhost:{node.port}/?lang=ru")
    button = page.get_by_test_id("pult-launcher")
    await button.click()
    await expect(button).to_have_attribute("aria-busy", "true")
    await button.click()
    come.set()
    await page.get_by_test_id("pult-panel").wait_for()
    await expect(button).to_have_attribute("aria-busy", "false")
    await Visitor(page).frame.get_by_test_id("close").click()
    await page.get_by_test_id("pult-panel").wait_for(state="hidden")


async def test_a_frozen_tab_catches_up_when_it_wakes(place: Place) -> None:
    node, screens, anna = place
    page = await screens.window(width=390, height=844)
    visitor = await opened(page, node)
    await visitor.says("меня усыпят")
    await eventually(visitor.sees, [(1, "you", "меня усыпят")])
    await takes(anna, "меня усыпят")
    session = await page.context.new_cdp_session(page)
    await session.send("Page.setWebLifecycleState", {"state": "frozen"})
    await anna.says("Пока вы спали")
    await anna.says("и ещё раз")
    await eventually(lambda: _sent(anna), 2)
    await session.send("Page.setWebLifecycleState", {"state": "active"})
    await eventually(
        visitor.sees, [(1, "you", "меня усыпят"), (3, "we", "Пока вы спали"), (4, "we", "и ещё раз")]
    )  # 2 is who joined


async def _sent(anna: Operator) -> int:
    return len([one for one in await anna.sees() if one[0] > 0 and one[1] == "operator"])


async def test_a_tab_from_before_an_upgrade_asks_to_be_loaded_again_and_keeps_the_draft(place: Place) -> None:
    node, screens, _ = place
    page = await screens.window(width=390, height=844)
    of_the_past = True

    def speak(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def say(message: str | bytes) -> None:
            frame = json.loads(message)
            server.send(json.dumps({**frame, "v": 0}) if of_the_past and frame["t"] == "hello" else message)

        socket.on_message(say)

    await page.route_web_socket("**/live/chat", speak)
    visitor = await opened(page, node)
    again = visitor.frame.get_by_test_id("line-act")
    await again.get_by_text("Загрузить заново").wait_for()
    await visitor.frame.get_by_test_id("composer").fill("недописанное")
    of_the_past = False
    await again.click()
    await eventually(visitor.line, "live")
    await eventually(visitor.frame.get_by_test_id("composer").input_value, "недописанное")
    await visitor.sends()
    await eventually(visitor.sees, [(1, "you", "недописанное")])


CLOCK = """{
  const shift = HOURS * 3600_000;
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...given) { given.length === 0 ? super(RealDate.now() + shift) : super(...given); }
    static now() { return RealDate.now() + shift; }
  };
}"""


@pytest.mark.parametrize("hours", [-30, 30])
async def test_a_wrong_clock_changes_neither_order_nor_what_may_be_done(place: Place, hours: int) -> None:
    node, screens, anna = place
    page = await screens.window(width=390, height=844)
    await page.context.add_init_script(CLOCK.replace("HOURS", str(hours)))
    visitor = await opened(page, node)
    await visitor.says(f"часы {hours}")
    await eventually(visitor.sees, [(1, "you", f"часы {hours}")])
    await takes(anna, f"часы {hours}")
    await anna.says("Который час?")
    await eventually(lambda: _words(visitor), [f"часы {hours}", "Который час?"])
    await visitor.says("первое")
    await visitor.says("второе")
    await eventually(lambda: _words(visitor), [f"часы {hours}", "Который час?", "первое", "второе"])
    own = visitor.frame.locator("[data-testid=message][data-mine=true]")
    await own.last.get_by_test_id("message-menu").click()
    await own.last.get_by_test_id("edit").click()
    await visitor.says("второе, верное")
    await eventually(lambda: _words(visitor), [f"часы {hours}", "Который час?", "первое", "второе, верное"])
    await anna.page.get_by_test_id("row-wait").first.filter(has_text=re.compile(r"\S")).wait_for()
    await anna.page.get_by_test_id("resolve").click()
    await visitor.frame.get_by_test_id("rate-good").click()
    await visitor.frame.get_by_test_id("rate-send").click()
    await visitor.frame.get_by_test_id("rate-change").wait_for()


async def _words(visitor: Visitor) -> list[str]:
    return [text for _, _, text in await visitor.sees()]


KEYBOARD = """() => {
  const view = window.visualViewport;
  Object.defineProperty(view, "height", { get: () => 400 });
  Object.defineProperty(view, "offsetTop", { get: () => 60 });
  view.dispatchEvent(new Event("resize"));
}"""


async def test_the_box_stays_above_a_phones_keyboard(place: Place) -> None:
    """As on iOS, where the keyboard covers the page instead of making it smaller."""
    node, screens, _ = place
    page = await screens.window(width=390, height=844)
    visitor = await opened(page, node)
    await page.evaluate(KEYBOARD)
    panel = await page.get_by_test_id("pult-panel").bounding_box()
    assert panel is not None and (panel["y"], panel["height"]) == (60, 400)
    box = await visitor.frame.get_by_test_id("composer").bounding_box()
    assert box is not None and box["y"] + box["height"] <= 460


async def test_a_phones_picture_is_made_smaller_and_stands_upright_before_it_leaves(place: Place) -> None:
    node, screens, _ = place
    page = await screens.window(width=390, height=844)
    visitor = await opened(page, node)
    sent: list[Request] = []
    page.on("request", lambda one: sent.append(one) if one.method == "POST" and "/files/" in one.url else None)
    photo = pictures.jpeg(4000, 3000, orientation=6)
    files = [
        {"name": "IMG_0001.JPG", "mimeType": "image/jpeg", "buffer": photo},
        {"name": "IMG_0002.HEIC", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic" + b"\0" * 100},
    ]
    await visitor.frame.get_by_test_id("attach-input").set_input_files(files)  # type: ignore[arg-type]
    await eventually(lambda: visitor.frame.locator("[data-testid=piece][data-state=done]").count(), 2)
    await visitor.sends()
    picture = visitor.frame.locator("[data-testid=picture] img")
    await picture.wait_for()
    await eventually(lambda: picture.evaluate("one => [one.naturalWidth, one.naturalHeight]"), [1920, 2560])
    # What no browser here can read goes as it is, and is a file to save.
    await eventually(lambda: visitor.frame.get_by_test_id("file").get_attribute("download"), "IMG_0002.HEIC")
    heads = [await one.all_headers() for one in sent]
    sizes = {head["x-file-name"]: int(head["content-length"]) for head in heads}
    assert sizes["IMG_0002.HEIC"] == 112 and sizes["IMG_0001.jpg"] < len(photo) * 0.7, (sizes, len(photo))
