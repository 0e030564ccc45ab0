"""The widget where room is scarce, where lines run from right to left, and where nothing may move."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, NamedTuple

import pytest
import pytest_asyncio
from playwright.async_api import Frame, Page

from tests.stories.browser import Chromiums, chromiums, eventually, problem, shot, troubles
from tests.stories.people import Operator, Visitor
from tests.stories.test_before_and_after import FIELDS, SAYS, TOPICS, shop
from tests.support import pictures
from tests.support.postgres import Server
from tests.support.process import Pult

pytestmark = pytest.mark.asyncio(loop_scope="session")
LONG = "https://example.com/" + "оченьдлинныйадресбезединогопробела" * 4
AT_END = "log => log.scrollHeight - log.scrollTop - log.clientHeight < 2"
LOADED = "all => all.filter(one => one.complete && one.naturalWidth > 0).length"
Boxes = dict[str, tuple[float, float]]
Shop = tuple[Pult, Chromiums, Operator]
OUTSIDE = """() => [...document.querySelectorAll("#chat *")].filter((one) => {
  const box = one.getBoundingClientRect();
  const seen = box.width > 1 && box.height > 1 && !one.closest(".unseen, svg");
  return seen && (box.left < -1 || box.right > innerWidth + 1);
}).map((one) => one.outerHTML.slice(0, 120))"""
BOXES = """() => {
  const edges = (one) => { const box = one.getBoundingClientRect(); return [box.left, box.right]; };
  // How long one waits is told only after several answers: the second visitor may read it, the first one not yet.
  const all = [...document.querySelectorAll("#chat [data-testid]:not([data-testid=wait])")];
  const found = Object.fromEntries(all.map((one, at) => [`${at} ${one.dataset.testid}`, edges(one)]));
  const title = document.createRange();
  title.selectNodeContents(document.querySelector("[data-testid=chat-title]"));
  return { ...found, "the title's words": edges(title) };
}"""
ARROW = """() => {
  const arrow = document.querySelector(".send svg");
  return arrow && new DOMMatrix(getComputedStyle(arrow).transform).a;
}"""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def place(postgres_18: Server) -> AsyncIterator[Shop]:
    """A shop with every question, and Anna at her desk."""
    told = {"topics": TOPICS, "fields": FIELDS, "says": SAYS, "hold_back": False}
    async with shop(postgres_18, **told) as (node, _), chromiums() as screens:
        anna = await Operator.comes(screens, node)
        await anna.signs_in(node)
        yield node, screens, anna


Look = Callable[[str, Visitor, Frame], Awaitable[None]]


class Said(NamedTuple):
    """What the two of them say."""

    asks: str
    answers: tuple[str, str]
    thanks: str
    files: tuple[str, str]


LONG_ONES = Said(
    "Почему заблокировали?",
    (f"Смотрю: {LONG}", "Вот она"),
    "Спасибо, " + "очень " * 30,
    ("снимок " * 12 + ".png", "договор " * 12 + ".pdf"),
)
PLAIN = {
    "ru": Said(
        "Почему заблокировали резюме?",
        ("Смотрю ваше резюме: https://jobs.example/cv/42", "Пришлите, пожалуйста, снимок и договор"),
        "Вот они, спасибо!",
        ("снимок.png", "договор.pdf"),
    ),
    "en": Said(
        "Why has my CV been blocked?",
        ("I am looking at it: https://jobs.example/cv/42", "Could you send the picture and the agreement?"),
        "Here they are, thank you!",
        ("picture.png", "agreement.pdf"),
    ),
}


async def visit(
    place: Shop, page: Page, look: Look, *, direction: str = "ltr", said: Said = LONG_ONES, language: str = "ru"
) -> None:
    """A whole talk; each screen is looked at under its name."""
    node, _, anna = place
    await page.goto(f"http://demo.localhost:{node.port}/?lang={language}")
    await page.evaluate("(dir) => { document.documentElement.dir = dir; }", direction)
    await page.get_by_test_id("pult-launcher").click()
    visitor = Visitor(page)
    frame = visitor.frame
    await frame.get_by_test_id("home").wait_for()
    document = await visitor.document()
    await document.evaluate("(dir) => { document.documentElement.dir = dir; }", direction)
    await look("home", visitor, document)
    await frame.get_by_test_id("topic").first.click()
    await frame.get_by_test_id("form-send").click()
    await frame.locator(".fault").first.wait_for()
    await look("questions", visitor, document)
    await frame.get_by_test_id("ask-mail").fill("marina@sever.example")
    await frame.get_by_test_id("ask-law").check()
    await frame.get_by_test_id("ask-text").fill(said.asks)
    await frame.get_by_test_id("form-send").click()
    await eventually(lambda: _count(visitor), 1)
    await anna.opens("queue")
    await anna.takes()
    for words in said.answers:
        await anna.says(words)
        await frame.get_by_test_id("message").filter(has_text=words[:40]).first.wait_for()
    await eventually(lambda: frame.get_by_test_id("queue").count(), 0)
    picture = {"name": said.files[0], "mimeType": "image/png", "buffer": pictures.png(900, 500)}
    paper = {"name": said.files[1], "mimeType": "application/pdf", "buffer": b"%PDF-1.4 "}
    await frame.get_by_test_id("attach-input").set_input_files([picture, paper])  # type: ignore[list-item]
    await eventually(lambda: frame.locator("[data-testid=piece][data-state=done]").count(), 2)
    await frame.locator("[data-testid=message][data-mine=false]").first.get_by_test_id("message-menu").click()
    await frame.get_by_test_id("quote").click()
    await frame.get_by_test_id("about").wait_for()
    await look("about to answer", visitor, document)
    await visitor.says(said.thanks)
    await frame.get_by_test_id("picture").first.wait_for()
    await frame.get_by_test_id("picture").first.scroll_into_view_if_needed()
    await eventually(lambda: frame.locator("[data-testid=picture] img").evaluate_all(LOADED), 1)
    await look("chat", visitor, document)
    await anna.page.get_by_test_id("resolve").click()
    await frame.get_by_test_id("rate-bad").click()
    await frame.get_by_test_id("rate-comment").wait_for()
    await frame.get_by_test_id("fact").nth(2).wait_for()  # who joined, the end, the rating
    await look("rating", visitor, document)
    await frame.get_by_test_id("rate-send").click()
    await frame.get_by_test_id("copy-mail").wait_for()
    await look("rated", visitor, document)


async def _count(visitor: Visitor) -> int:
    return len(await visitor.sees())


SMALL = """() => [...document.querySelectorAll("button, input, select, textarea")].map((one) => {
  if (one.ariaHidden) return ["", 0, 0];
  const box = (one.closest("label") ?? one).getBoundingClientRect();
  return [one.dataset.testid ?? one.outerHTML.slice(0, 80), Math.round(box.width), Math.round(box.height)];
}).filter(([, width, height]) => width > 1 && (width < 44 || height < 44))"""
"""What a thumb would miss: [what, width, height]."""

LOOKS = [(width, language, theme) for width in (390, 1440) for language in ("ru", "en") for theme in ("light", "dark")]


@pytest.mark.parametrize(("width", "language", "theme"), LOOKS)
async def test_each_screen_in_each_look(place: Shop, width: int, language: str, theme: str) -> None:
    page = await place[1].window(width=width, height=844, language=language, theme=theme)
    seen: list[str] = []

    async def look(name: str, visitor: Visitor, document: Frame) -> None:
        if name == "rated":  # what has grown is in sight
            await eventually(lambda: visitor.frame.get_by_test_id("log").evaluate(AT_END), True)
        found = await problem(document, name=f"{name} {width} {language} {theme}")
        assert found == "", found
        assert await document.evaluate(OUTSIDE) == [], name
        assert width > 400 or await document.evaluate(SMALL) == [], name
        seen.append(name)
        await shot(page, f"widget-{name.replace(' ', '-')}-{width}-{theme}-{language}")

    await visit(place, page, look, said=PLAIN[language], language=language)
    assert len(seen) == 6 and troubles(page) == []


SHAPES = [(320, 568, 1), (320, 256, 1), (640, 360, 2)]
"""A small phone; a window of 1280 × 1024 at 400 %; one of 1280 × 720 at 200 %."""


@pytest.mark.parametrize(("width", "height", "zoom"), SHAPES)
async def test_everything_can_be_read_and_reached_where_room_is_scarce(
    place: Shop, width: int, height: int, zoom: float
) -> None:
    page = await place[1].window(width=width, height=height, zoom=zoom)

    async def look(name: str, visitor: Visitor, document: Frame) -> None:
        found = await problem(document, name=f"{name} at {width} × {height}")
        assert found == "", found
        assert await document.evaluate(OUTSIDE) == [], name
        await shot(page, f"narrow-{name.replace(' ', '-')}-{width}x{height}")
        if name in ("chat", "rated"):
            for one in ("composer", "send", "close"):
                await visitor.frame.get_by_test_id(one).scroll_into_view_if_needed()
                box = await visitor.frame.get_by_test_id(one).bounding_box()
                assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height, (one, box)

    await visit(place, page, look)


@pytest.mark.parametrize("width", [390, 1440])
async def test_from_right_to_left_everything_stands_mirrored(place: Shop, width: int) -> None:
    seen: dict[str, dict[str, Boxes]] = {"ltr": {}, "rtl": {}}
    corners: dict[str, tuple[float, float]] = {}
    for direction, kept in seen.items():
        page = await place[1].window(width=width, height=844)

        async def look(
            name: str, _: Visitor, document: Frame, *, kept: dict[str, Boxes] = kept, way: str = direction
        ) -> None:
            assert await document.evaluate(OUTSIDE) == [], name
            kept[name] = await document.evaluate(BOXES)
            assert await document.evaluate(ARROW) in (None, 1 if way == "ltr" else -1), (
                "the arrow points along the line"
            )
            await shot(document.page, f"{way}-{name.replace(' ', '-')}-{width}")

        await visit(place, page, look, direction=direction)
        corners[direction] = await page.evaluate(_CORNER)
        frame_width = await (await Visitor(page).document()).evaluate("innerWidth")
    for name, boxes in seen["ltr"].items():
        assert boxes.keys() == seen["rtl"][name].keys(), name
        wrong = {
            one: (box, seen["rtl"][name][one]) for one, box in boxes.items()
            if not _mirrored(box, seen["rtl"][name][one], frame_width)
        }  # fmt: skip
        assert wrong == {}, (name, frame_width)
    assert _mirrored(corners["ltr"], corners["rtl"], width), corners


_CORNER = """() => {
  const box = document.querySelector("pult-chat").shadowRoot.querySelector(".panel").getBoundingClientRect();
  return [box.left, box.right];
}"""


def _mirrored(one: tuple[float, float], other: tuple[float, float], width: float) -> bool:
    return abs(one[0] - (width - other[1])) < 2 and abs(one[1] - (width - other[0])) < 2


MOVING = """() => [...document.querySelectorAll("*")].filter((one) => {
  const style = getComputedStyle(one);
  return parseFloat(style.transitionDuration) > 0 || style.animationName !== "none"
    || style.scrollBehavior === "smooth";
}).map((one) => one.outerHTML.slice(0, 80))"""
LAUNCHER = "one => parseFloat(getComputedStyle(one).transitionDuration)"


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
async def test_nothing_moves_for_who_wants_it_still(place: Shop, motion: Any, moves: bool) -> None:
    page = await place[1].window(width=390, height=844, motion=motion)

    async def look(name: str, _: Visitor, document: Frame) -> None:
        if not moves:
            assert await document.evaluate(MOVING) == [], name

    await visit(place, page, look)
    button = page.get_by_test_id("pult-launcher")
    assert (await button.evaluate(LAUNCHER) > 0) is moves
