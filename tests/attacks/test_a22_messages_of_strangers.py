"""A22: messages from strangers to the frame and to the page's script; and pages that break the browser's own tools."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.async_api import Page, Route

from tests.replay.actors import Office
from tests.stories.browser import chromiums
from tests.stories.people import Visitor

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.usefixtures("browsers")]
TO_FRAME = [
    {"pult": "forget"},
    {"pult": "call", "call": ["newMessage", "words of a stranger"]},
    {"pult": "call", "call": ["attributes", {"stranger": True}]},
    {"pult": "identity", "token": "stranger"},
    {"pult": "token", "token": "stranger"},
    {"pult": "shown", "open": False},
]
TO_PAGE = [
    {"pult": "close"},
    {"pult": "unread", "count": 77},
    {"pult": "alive", "on": False},
    {"pult": "identity"},
    {"pult": "event", "name": "error", "detail": {"code": "stranger"}},
]
STRANGER = """<script>onmessage = ({data: [frame, page]}) => {
  for (const message of frame) for (let i = 0; i < parent.length; i++) parent[i].postMessage(message, '*');
  for (const message of page) parent.postMessage(message, '*');
  parent.postMessage('done', '*');
}</script>"""
LISTEN = """window.heard = []; Pult('on', 'error', (detail) => heard.push(detail));
  Pult('identify', {name: 'Ann', refresh: () => { heard.push('asked'); return 'mine'; }})"""
INVADE = """([address, frame, page]) => new Promise((resolve) => {
  addEventListener('message', ({data}) => data === 'done' && setTimeout(resolve, 300));
  const stranger = document.createElement('iframe');
  stranger.src = address;
  stranger.onload = () => stranger.contentWindow.postMessage([frame, page], '*');
  document.body.append(stranger);
})"""
OWN = """([frame, page]) => {
  for (const message of page) window.postMessage(message, '*');
  // Only a frame of the page's own origin finds the chat's (it stands in a shadow tree), and it is not its parent.
  const child = document.body.appendChild(document.createElement('iframe'));
  child.contentWindow.eval(`(messages) => {
    const chat = parent.document.querySelector('pult-chat').shadowRoot.querySelector('iframe').contentWindow;
    for (const message of messages) chat.postMessage(message, '*');
  }`)(frame);
  return new Promise((resolve) => setTimeout(resolve, 300));
}"""
SPY = """(address) => {
  window.heard = [];
  addEventListener('message', ({data}) => heard.push(data));
  const frame = document.createElement('iframe');
  frame.id = 'spied';
  frame.src = address;
  document.body.append(frame);
}"""
REPLACE = """(address) => {
  // Whoever stands in the chat's place: the window is the frame's, the document is a stranger's.
  const frame = document.querySelector('pult-chat').shadowRoot.querySelector('iframe');
  return new Promise((resolve) => { frame.onload = () => resolve(); frame.src = address; });
}"""
LISTENER = """<script>
  window.heard = [];
  onmessage = ({data}) => heard.push(data);
  for (const message of MESSAGES) parent.postMessage(message, '*');
</script>"""
START = {
    "pult": "start", "token": "x", "language": "en", "open": True,
    "boot": {"name": "Shop of strangers", "peek": False, "lang": None}, "calls": [], "pages": [], "forget": False,
}  # fmt: skip
BROKEN: dict[str, str] = {
    "frozen prototypes": """for (const one of [Object, Array, Function, String, Map, Promise, EventTarget, Element])
        Object.freeze(one.prototype);""",
    "another fetch": "window.fetch = () => Promise.resolve({ok: true, json: () => ({token: 'x'})});",
    "a fetch that throws": "window.fetch = () => { throw new Error('no'); };",
    "added properties": "Object.prototype.added = 1; Array.prototype.added = () => 1;",
    "no storage": """for (const name of ['localStorage', 'sessionStorage'])
        Object.defineProperty(window, name, {get() { throw new Error('no'); }});""",
    "styles for everything": """const style = document.createElement('style');
        style.textContent = 'body * { display: none !important } body > * { transform: scale(0) !important }';
        addEventListener('DOMContentLoaded', () => document.head.append(style));""",
}


async def test_a22_strangers_on_the_page_are_not_heard(office: Office) -> None:
    node = office.node
    async with chromiums() as screens:
        page = await screens.window(width=1440, height=900)
        await page.goto(f"http://demo.localhost:{node.port}/")
        visitor = Visitor(page)
        await page.get_by_test_id("pult-launcher").click()
        await page.evaluate(LISTEN)
        await visitor.says("mine")
        await visitor.frame.locator("[data-testid=message][data-n='1']").wait_for()
        address = f"http://stranger.localhost:{node.port}/"
        await page.route(f"{address}**", _answer(STRANGER))
        await page.evaluate(INVADE, [address, TO_FRAME, TO_PAGE])
        await page.evaluate(OWN, [TO_FRAME, TO_PAGE])
        assert [text for _, _, text in await visitor.sees()] == ["mine"]
        assert await visitor.frame.get_by_test_id("composer").input_value() == ""
        assert await page.get_by_test_id("pult-panel").is_visible()
        assert await page.get_by_test_id("pult-unread").is_hidden()
        assert await page.evaluate("heard") == []
        assert await page.evaluate("localStorage['pult.alive.demo']") == "1"


async def test_a22_the_frame_speaks_to_the_page_that_it_was_opened_for_alone(office: Office) -> None:
    """A page that is not on the list may neither frame it nor, by another `host`, hear it."""
    node = office.node
    async with chromiums() as screens:
        page = await screens.window(width=390, height=844)
        await page.goto(f"http://demo.localhost:{node.port}/")
        frame = f"http://localhost:{node.port}/widget/frame?site=demo#host=https%3A%2F%2Fother.example"
        await page.evaluate(SPY, frame)
        await page.frame_locator("#spied").locator("#chat").wait_for(state="attached")
        await page.evaluate("new Promise((resolve) => setTimeout(resolve, 500))")
        assert await page.evaluate("heard") == []
        # Nor is it heard there: it is this frame's parent, but not the page that the frame was made for.
        spied = page.frame_locator("#spied")
        say = "(message) => document.getElementById('spied').contentWindow.postMessage(message, '*')"
        await page.evaluate(say, START)
        await page.evaluate("new Promise((resolve) => setTimeout(resolve, 500))")
        assert await spied.locator("#chat > *").count() == 0


async def test_a22_whoever_stands_in_the_frames_place_is_not_heard_and_hears_nothing(office: Office) -> None:
    node = office.node
    async with chromiums() as screens:
        page = await screens.window(width=1440, height=900)
        await page.goto(f"http://demo.localhost:{node.port}/")
        await page.get_by_test_id("pult-launcher").click()
        await Visitor(page).frame.get_by_test_id("composer").wait_for()
        await page.evaluate(LISTEN)
        address = f"http://stranger.localhost:{node.port}/"
        await page.route(f"{address}**", _answer(LISTENER.replace("MESSAGES", json.dumps(TO_PAGE))))
        await page.evaluate(REPLACE, address)
        await page.evaluate("Pult('identify', {token: 'of the page'}); Pult('newMessage', 'words of the page')")
        await page.evaluate("new Promise((resolve) => setTimeout(resolve, 500))")
        stranger = next(one for one in page.frames if one.url == address)
        assert await stranger.evaluate("heard") == []
        assert await page.get_by_test_id("pult-panel").is_visible()
        assert await page.get_by_test_id("pult-unread").is_hidden()
        assert await page.evaluate("heard") == []


@pytest.mark.parametrize("name", BROKEN)
async def test_a_page_that_breaks_its_own_tools_still_has_a_chat(office: Office, name: str) -> None:
    node = office.node
    async with chromiums() as screens:
        page = await screens.window(width=1440, height=900)
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        await page.add_init_script(f"if (location.hostname === 'demo.localhost') {{ {BROKEN[name]} }}")
        await page.goto(f"http://demo.localhost:{node.port}/")
        await _talks(page)
        assert troubles == []


async def _talks(page: Page) -> None:
    visitor = Visitor(page)
    await page.get_by_test_id("pult-launcher").click()
    await visitor.frame.get_by_test_id("composer").wait_for()
    await visitor.says("hello")
    await visitor.frame.locator("[data-testid=message][data-n='1']").wait_for()


def _answer(body: str) -> Callable[[Route], Any]:
    return lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8")
