"""Debian's Chromium under Playwright, and what every story asks of a screen."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import subprocess
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Literal, TypeVar

import pytest
from playwright.async_api import Browser, BrowserContext, Frame, Page, Playwright, Route, async_playwright

from tests.stories.cable import HOST

CHROMIUM = Path("/usr/bin/chromium")
SHELL = Path("/usr/bin/chromium-headless-shell")
"""The same without the windows around its pages, opened in a fifth of the time; used where it is installed."""
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--font-render-hinting=none",
    # The last one counts: Playwright would switch off the partitioned storage that a frame on a foreign page has.
    "--disable-features=PaintHolding,Translate",
)  # fmt: skip
WEB = Path(__file__).parents[2] / "web"
SHOTS = os.environ.get("PULT_SHOTS")
"""A folder (docs/screens) that the stories leave their screenshots in; without it none are taken."""
EVERY_LOOK = [("ru", "light"), ("en", "dark")] + ([("ru", "dark"), ("en", "light")] if SHOTS else [])
"""(language, theme) that pages are looked at in: each of both, and all four where pictures are taken."""
SECONDS = 20.0
AXE = """async () => {
  // What a rule itself calls mild is never serious, whatever it finds: it need not be looked for.
  const mild = axe._audit.rules.filter((rule) => ["minor", "moderate"].includes(rule.impact));
  const rules = Object.fromEntries(mild.map((rule) => [rule.id, { enabled: false }]));
  return (await axe.run(document, { iframes: false, resultTypes: ["violations"], rules })).violations;
}"""
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
T = TypeVar("T")


def chromium(*, whole: bool = False) -> Path:
    """Debian's Chromium; `whole`: with everything that surrounds its pages. As root it is installed when missing; else
    the run ends with exit code 2 and the command.
    """
    if SHELL.exists() and not whole:
        return SHELL
    if not CHROMIUM.exists():
        command = ["apt-get", "install", "-y", "chromium"]
        if os.geteuid() != 0 or subprocess.run(command, stdout=subprocess.DEVNULL).returncode != 0:
            pytest.exit("the browser stories need Chromium: sudo apt-get install -y chromium", returncode=2)
    return CHROMIUM


def need_web_side() -> None:
    """The built web side, or exit code 2."""
    if not (WEB.parent / "pult/web/desk/index.html").exists() or not (WEB / "node_modules/axe-core").exists():
        pytest.exit("the browser stories need the web side: python tools/node.py build", returncode=2)


class Engines:
    """The browsers of one test process: started when first wanted, shared by its stories, each in a profile of its own.

    One reaches the server as it is, the other one through the cable only: where a name leads is a browser's matter.
    """

    def __init__(self) -> None:
        self._closing = contextlib.AsyncExitStack()
        self._playwright: Playwright | None = None
        self._running: dict[bool, Browser] = {}

    async def playwright(self) -> Playwright:
        """Playwright itself."""
        if self._playwright is None:
            self._playwright = await self._closing.enter_async_context(async_playwright())
        return self._playwright

    async def browser(self, *, cable: bool) -> Browser:
        """One that runs; a new one when the last has died."""
        known = self._running.get(cable)
        if known is None or not known.is_connected():
            known = self._running[cable] = await (await self.playwright()).chromium.launch(
                executable_path=chromium(), args=_arguments(cable)
            )
        return known

    async def close(self) -> None:
        """End them all."""
        for browser in self._running.values():
            await browser.close()
        await self._closing.aclose()


SHARED: dict[asyncio.AbstractEventLoop, Engines] = {}
"""The ones of a loop that lives longer than one story; put there, and ended, by a fixture in conftest.py."""


def _arguments(cable: bool) -> list[str]:
    return [*FLAGS, f"--host-resolver-rules=MAP localhost {HOST},MAP demo.localhost {HOST}"] if cable else [*FLAGS]


class Chromiums:
    """Windows of several people, each with storage of their own."""

    def __init__(self, engines: Engines, profiles: Path, closing: contextlib.AsyncExitStack) -> None:
        self._engines, self._profiles, self._closing = engines, profiles, closing

    async def window(
        self,
        *,
        width: int,
        height: int,
        language: str = "ru",
        theme: str = "light",
        cable: bool = False,
        own: bool = False,
        zoom: float = 1,
        motion: Literal["reduce", "no-preference"] = "reduce",
    ) -> Page:
        """The window of a new person; `cable`: it reaches the server through the cable only; `own`: in a browser of
        its own with an ordinary, not a private profile; `zoom`: what a page of this size is seen with (a browser's
        200 % is half the size at twice the scale).
        """
        look: dict[str, Any] = {
            "viewport": {"width": width, "height": height},
            "locale": {"ru": "ru-RU", "en": "en-GB"}[language],
            "timezone_id": "Europe/Moscow",
            "color_scheme": "dark" if theme == "dark" else "light",
            "reduced_motion": motion,
            "device_scale_factor": zoom,
            "has_touch": width < 500,
        }
        context = await (self._whole(cable, look) if own else self._part(cable, look))
        self._closing.push_async_callback(context.close)
        context.set_default_timeout(SECONDS * 1000)
        page = context.pages[0] if context.pages else await context.new_page()
        page.troubles = []  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: page.troubles.append(str(error)))  # type: ignore[attr-defined]
        page.on("console", lambda line: _note(page, line.type, line.text))
        return page

    async def _part(self, cable: bool, look: dict[str, Any]) -> BrowserContext:
        return await (await self._engines.browser(cable=cable)).new_context(**look)

    async def _whole(self, cable: bool, look: dict[str, Any]) -> BrowserContext:
        return await (await self._engines.playwright()).chromium.launch_persistent_context(
            tempfile.mkdtemp(dir=self._profiles), executable_path=chromium(whole=True), args=_arguments(cable), **look
        )


@contextlib.asynccontextmanager
async def chromiums() -> AsyncIterator[Chromiums]:
    """Every window that is opened is closed at the end."""
    chromium()
    need_web_side()
    with tempfile.TemporaryDirectory(prefix="pult-profiles-", ignore_cleanup_errors=True) as profiles:
        async with contextlib.AsyncExitStack() as closing:
            engines = SHARED.get(asyncio.get_running_loop())
            if engines is None:
                engines = Engines()
                closing.push_async_callback(engines.close)
            yield Chromiums(engines, Path(profiles), closing)


def _note(page: Page, kind: str, text: str) -> None:
    if kind == "error" and "Content Security Policy" in text:
        page.troubles.append(text)  # type: ignore[attr-defined]


def troubles(page: Page) -> list[str]:
    """Script errors and breaches of our own Content-Security-Policy since the window was opened."""
    found: list[str] = page.troubles  # type: ignore[attr-defined]
    return found


async def eventually(look: Callable[[], Awaitable[T]], expected: T, *, seconds: float = SECONDS) -> None:
    """Wait until what is seen is what is expected; at the end of patience fail with both."""
    end = asyncio.get_running_loop().time() + seconds
    seen = await look()
    while seen != expected and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.05)
        seen = await look()
    assert seen == expected, f"{seen!r} is not {expected!r}"


async def has_keyboard(page: Page, name: str) -> None:
    """Wait until what is typed goes there: a window comes first, what stands in it a moment later."""
    await eventually(lambda: page.evaluate("document.activeElement?.dataset.testid ?? ''"), name)


@contextlib.asynccontextmanager
async def late(page: Page, path: str, *, asks: Awaitable[object]) -> AsyncIterator[None]:
    """What `asks` makes the page ask for there is answered as things stand now, and comes at the end of the block."""
    held: asyncio.Future[Route] = asyncio.get_running_loop().create_future()
    await page.route(path, lambda route: held.set_result(route), times=1)
    await asks
    async with asyncio.timeout(SECONDS):
        route = await held
    answer = await route.fetch()
    yield
    async with page.expect_event("requestfinished", lambda request: request == route.request):
        await route.fulfill(response=answer)
    await page.evaluate(TWO_FRAMES)


@contextlib.asynccontextmanager
async def answered(page: Page, ends: str) -> AsyncIterator[None]:
    """What the block makes the page ask for at an address that `ends` so has come, and what follows is drawn."""
    async with page.expect_event("requestfinished", lambda request: request.url.endswith(ends)):
        yield
    await page.evaluate(TWO_FRAMES)


async def problem(place: Page | Frame, *, name: str) -> str:
    """What axe-core calls serious or critical in this document, or how far it sticks out sideways; empty: nothing."""
    wide = await place.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        return f"{name}: {wide} px wider than the window"
    if not await place.evaluate("'axe' in window"):
        await place.evaluate((WEB / "node_modules/axe-core/axe.min.js").read_text())
    found: list[dict[str, Any]] = await place.evaluate(AXE)
    bad = [
        {"rule": one["id"], "help": one["help"], "where": [node["html"][:160] for node in one["nodes"]][:4]}
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    return f"{name}: {json.dumps(bad, ensure_ascii=False, indent=1)}" if bad else ""


async def accessible(place: Page | Frame, *, name: str) -> None:
    """Nothing serious or critical, nothing sticks out."""
    found = await problem(place, name=name)
    assert found == "", found


async def shot(page: Page, name: str) -> None:
    """Leave a picture of the window, if they are wanted."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=Path(SHOTS) / f"{name}.png", animations="disabled", caret="hide")
