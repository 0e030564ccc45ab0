"""W3: what the widget costs the page that carries it, and how soon it can be written in; in Debian's Chromium."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from pult.bench.house import House
from pult.bench.rows import Bound
from pult.bench.rules import Shape, Trial, median, settle
from pult.bench.taking import Taken
from pult.bench.weight import BUILT
from pult.bench.worker import Worker

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]
SLOWER = 4
"""A phone: the page's processor is slowed down so many times while its blocking time is taken."""
LOADS = 4
"""Page loads behind one figure of one side."""
SETTLED = 1000
"""Milliseconds after `load` in which the widget could still do something to the page."""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Jobs</title><link rel="icon" href="data:,">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font:16px/1.5 sans-serif;margin:0 auto;max-width:900px}
article{border:1px solid #ccc;padding:12px;margin:8px}</style>
SNIPPET</head><body><h1>Jobs</h1><main></main><script>
// A page that works for its visitor as large sites do: a list is made and measured in several steps.
const work = (rounds) => { let x = 1; for (let i = 0; i < rounds; i++) x = (x * 16807) % 2147483647; return x; };
const main = document.querySelector("main");
const step = (number) => {
  for (let i = 0; i < 60; i++) {
    const one = document.createElement("article");
    one.textContent = `Job ${number * 60 + i}: ${work(20000)}`;
    main.append(one);
  }
  main.offsetHeight;
  if (number < 5) setTimeout(step, 10, number + 1);
};
step(0);
</script></body></html>"""
SNIPPET = (
    "<script>window.Pult=window.Pult||function(){(Pult.q=Pult.q||[]).push(arguments)};</script>"
    '<script async src="ORIGIN/widget.js?site=demo" data-site="demo"></script>'
)
WATCH = """
window.seen = { blocked: 0, shifted: 0 };
const longer = (task) => Math.max(0, task.duration - 50);
new PerformanceObserver((list) => { for (const task of list.getEntries()) seen.blocked += longer(task); })
  .observe({ type: "longtask", buffered: true });
new PerformanceObserver((list) => { for (const one of list.getEntries()) seen.shifted += one.value; })
  .observe({ type: "layout-shift", buffered: true });
"""
STAMPS = """
addEventListener("click", () => { window.clicked ??= performance.timeOrigin + performance.now(); }, true);
const look = () => {
  const box = document.querySelector("textarea[data-testid=composer]");
  if (box === null || box.getClientRects().length === 0 || window.usable) return;
  window.usable = true;
  requestAnimationFrame(() => { window.usable = performance.timeOrigin + performance.now(); });
};
new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true });
"""
HOW = (
    "a page of 360 articles made in six steps, loaded in a fresh profile, with the two lines or without, by turns;"
    " blocking time is the sum of what tasks took above 50 ms until 1 s after load, on a processor four times"
    " slower; each figure is the median of four loads"
)
HOW_OPEN = (
    "from the click to the frame after the box to write in stands there, nothing cached, no talk yet; bare: a page"
    " whose button brings an iframe of another origin with a script and a style of the same bytes, by bare"
    " uvicorn, which do nothing but make a box"
)


class Visits:
    """Loads pages, each in a profile of its own."""

    def __init__(self, browser: Browser, *, house: House, bare: int) -> None:
        self.browser, self.house, self.bare_port = browser, house, bare
        self.shifted: dict[str, list[float]] = {"without": [], "with": []}
        self.blocked: dict[str, list[float]] = {"without": [], "with": []}
        self.opened: dict[str, list[float]] = {"bare": [], "pult": []}

    @contextmanager
    def page(self, script: str) -> Generator[Page]:
        """A window of somebody new."""
        context = self.browser.new_context(viewport={"width": 1280, "height": 800})
        try:
            context.add_init_script(script)
            yield context.new_page()
        finally:
            context.close()

    def without(self) -> float:
        """Milliseconds for which the page alone is blocked."""
        return self._blocked("without")

    def carrying(self) -> float:
        """The same with the widget on it."""
        return self._blocked("with")

    def _blocked(self, side: str) -> float:
        with self.page(WATCH) as page:
            seen = self._load(page, side)
        if seen["buttons"] != (side == "with"):
            raise RuntimeError("the widget is not where it should be")
        self.shifted[side].append(seen["shifted"])
        self.blocked[side].append(seen["blocked"])
        return seen["blocked"]

    def _load(self, page: Page, side: str) -> dict[str, float]:
        slow: Any = page.context.new_cdp_session(page)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(f"http://demo.localhost:{self.bare_port}/{side}", wait_until="load")
        page.wait_for_timeout(SETTLED)
        return page.evaluate("({...seen, buttons: document.querySelectorAll('pult-chat').length})")

    def bare(self) -> float:
        """Milliseconds until the bare frame can be written in."""
        return self._opened("bare", f"http://demo.localhost:{self.bare_port}/", "opener", "localhost")

    def pult(self) -> float:
        """Milliseconds until the chat can be written in."""
        return self._opened(
            "pult", f"http://demo.localhost:{self.house.port}/?lang=en", "pult-launcher", "widget/frame"
        )

    def _opened(self, side: str, address: str, button: str, frame: str) -> float:
        with self.page(STAMPS) as page:
            page.goto(address, wait_until="load")
            page.get_by_test_id(button).wait_for()
            page.wait_for_timeout(200)
            page.get_by_test_id(button).click()
            self.opened[side].append(_usable(page, frame) - page.evaluate("window.clicked"))
        return self.opened[side][-1]


def by_turns(pairs: int, *, base: Callable[[], float], value: Callable[[], float]) -> Trial:
    """A trial whose figures are medians of several loads; the loads of all of them take turns, so that what comes and
    goes on the machine touches all alike.
    """
    bases: list[list[float]] = [[] for _ in range(pairs + 1)]
    values: list[list[float]] = [[] for _ in range(pairs)]
    for _ in range(LOADS):
        for pair in range(pairs):
            bases[pair].append(base())
            values[pair].append(value())
        bases[pairs].append(base())
    return Trial([median(one) for one in bases], [median(one) for one in values])


def _usable(page: Page, frame: str) -> float:
    """When the box in the frame could be written in (ms, the clock of all frames). Raises RuntimeError if never."""
    end = time.monotonic() + 15
    while time.monotonic() < end:
        for one in page.frames[1:]:
            at = one.evaluate("window.usable ?? null") if frame in one.url else None
            if isinstance(at, int | float) and not isinstance(at, bool):
                return float(at)
        page.wait_for_timeout(20)
    raise RuntimeError(f"{frame} never became usable")


def lengths() -> tuple[int, int]:
    """Bytes of script and of style that opening the chat loads, as they are."""
    manifest: dict[str, dict[str, Any]] = json.loads((BUILT / "widget" / "manifest.json").read_text())
    names = [chunk["file"] for key, chunk in manifest.items() if chunk.get("isEntry") or key.endswith("words/en.ts")]
    styles = [name for chunk in manifest.values() for name in chunk.get("css", [])]
    script = sum((BUILT / "widget" / name).stat().st_size for name in [*names, "panel.js"])
    return script, sum((BUILT / "widget" / name).stat().st_size for name in styles)


def take(shape: Shape, *, house: House) -> list[Taken]:
    """The rows."""
    script, style = lengths()
    with sync_playwright() as playwright, Worker("pult.bench.bareframe") as bare:
        hosts = {
            "/without": PAGE.replace("SNIPPET", ""),
            "/with": PAGE.replace("SNIPPET", SNIPPET.replace("ORIGIN", house.origin)),
        }
        port = bare.ask("serve", script=script, style=style, hosts=hosts)["port"]
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            visits = Visits(browser, house=house, bare=port)
            for first in (visits.carrying, visits.pult, visits.bare):
                first()
            for kept in (visits.blocked, visits.shifted, visits.opened):
                for figures in kept.values():
                    figures.clear()
            blocking = settle(shape.tries, lambda: by_turns(shape.pairs, base=visits.without, value=visits.carrying))
            opening = settle(shape.tries, lambda: by_turns(shape.pairs, base=visits.bare, value=visits.pult))
        finally:
            browser.close()
    return _rows(visits, blocking, opening, bytes=script + style)


def _rows(visits: Visits, blocking: list[Trial], opening: list[Trial], *, bytes: int) -> list[Taken]:
    blocked = {f"blocked_ms_{side}": median(figures) for side, figures in visits.blocked.items()}
    shifted = {f"shifted_{side}": median(figures) for side, figures in visits.shifted.items()}
    opened = {f"{side}_ms": median(figures) for side, figures in visits.opened.items()}
    more = [one - median(visits.shifted["without"]) for one in visits.shifted["with"]]
    return [
        Taken(
            id="W3",
            what="a page's blocking time with the widget on it, not opened ÷ without it",
            bound=Bound(1.1, at_least=False),
            trials=blocking,
            detail={"how": HOW, **blocked},
        ),
        Taken(
            id="W3 shift",
            what="layout shift that the widget adds to the page",
            bound=Bound(0.0, at_least=False),
            samples=more,
            detail=shifted,
        ),
        Taken(
            id="W3 open",
            what="from the click to a box to write in ÷ a bare iframe of the same bytes",
            bound=Bound(2.0, at_least=False),
            trials=opening,
            detail={"how": HOW_OPEN, "script_and_style_bytes": bytes, **opened},
        ),
        Taken(
            id="W3 usable",
            what="from the click to a box to write in, on this machine",
            unit="ms",
            bound=Bound(300.0, at_least=False),
            samples=visits.opened["pult"],
        ),
    ]
