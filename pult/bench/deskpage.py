"""The desk in Debian's Chromium with clocks in it: when a key was pressed, a frame came, words were painted."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Page, sync_playwright

from pult.bench.hosting import CHROMIUM, FLAGS
from pult.bench.house import House

MILLISECONDS = 15_000.0
CLOCKS = """
window.bench = { pressed: 0, came: 0, shown: 0, wanted: null };
// The time that the browser itself has put on the key, before any script has seen it.
addEventListener("keydown", (event) => { if (event.key === "Enter") bench.pressed = event.timeStamp; }, true);
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    // Added first, so it runs before the desk's own.
    this.addEventListener("message", (event) => {
      const comes = bench.wanted !== null && bench.came === 0 && String(event.data).includes(bench.wanted);
      if (comes) bench.came = performance.now();
    });
  }
};
// After the frame in which the words are painted: a task that was put behind that frame's work.
const painted = (then) => requestAnimationFrame(() => {
  const channel = new MessageChannel();
  channel.port1.onmessage = () => then(performance.now());
  channel.port2.postMessage(0);
});
const look = () => {
  if (bench.wanted === null || bench.shown !== 0) return;
  for (const words of [...document.querySelectorAll("[data-testid=log] [data-testid=entry] .m-text")].reverse()) {
    if (!words.textContent.startsWith(bench.wanted) || words.getClientRects().length === 0) continue;
    bench.shown = -1;
    return painted((at) => { bench.shown = at; });
  }
};
bench.want = (words) => { Object.assign(bench, { pressed: 0, came: 0, shown: 0, wanted: words }); };
// Scrolls from the end of a log to its beginning, so many pixels a frame, and keeps the time of each frame.
bench.scroll = async (pixels) => {
  const log = document.querySelector("[data-testid=log]");
  const frames = [];
  let before = await new Promise(requestAnimationFrame);
  while (Number(log.dataset.first) > 1 || log.scrollTop > 0) {
    log.scrollTop -= pixels;
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - before);
    before = now;
    if (frames.length > 60000) throw new Error("the beginning never came");
  }
  return frames;
};
new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
"""


class DeskPage:
    """An operator's tab."""

    def __init__(self, page: Page, line: Any) -> None:
        self.page = page
        self._line = line

    def press(self, *keys: str) -> None:
        """Press one key after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def next_row(self) -> tuple[str, str]:
        """Step to the next row; the talk's id and its last words."""
        before = self._focused()
        self.press("j")
        self.page.wait_for_function(
            "before => { const now = document.activeElement?.dataset.conv; return now && now !== before; }",
            arg=before,
            timeout=MILLISECONDS,
        )
        return self._focused(), str(self.page.evaluate("document.activeElement.querySelector('.row-line').textContent"))

    def _focused(self) -> str:
        return str(self.page.evaluate("document.activeElement?.dataset.conv ?? ''"))

    def want(self, words: str) -> None:
        """Look out for these words in the open talk."""
        self.page.evaluate("words => bench.want(words)", words)

    def shown(self) -> dict[str, float]:
        """Wait until they are painted; when a key was pressed, a frame with them came, and they were painted (ms)."""
        self.page.wait_for_function("() => bench.shown > 0", timeout=MILLISECONDS)
        return self.page.evaluate("({ pressed: bench.pressed, came: bench.came, shown: bench.shown })")

    def open_next(self) -> float:
        """Open the next talk of the list; milliseconds from the key to its last words on the screen."""
        _, words = self.next_row()
        self.want(words)
        self.press("Enter")
        seen = self.shown()
        return seen["shown"] - seen["pressed"]

    def open(self, conv: str) -> None:
        """Open a talk by its address."""
        self.page.evaluate("conv => { location.hash = `#c/${encodeURIComponent(conv)}`; }", conv)
        self.page.locator("[data-testid=talk][data-state=open] [data-testid=entry]").first.wait_for()

    def search(self, words: str) -> None:
        """Search everywhere and leave the search."""
        self.press("Control+k")
        self.page.get_by_test_id("search-field").fill(words)
        self.page.get_by_test_id("search-line").first.wait_for()
        self.press("Escape")
        self.page.get_by_test_id("search-field").wait_for(state="detached")

    def show(self, tab: str) -> None:
        """Look at one of the lists."""
        self.press({"mine": "1", "queue": "2", "all": "4", "resolved": "5"}[tab])
        self.page.locator(f"#tab-{tab}[aria-selected=true]").wait_for()
        self.page.locator("[data-testid=row], [data-testid=empty-list]").first.wait_for()

    def scroll(self, pixels: int) -> list[float]:
        """Scroll the open talk from its end to its beginning; the length of each frame (ms)."""
        return self.page.evaluate("pixels => bench.scroll(pixels)", pixels)

    def heap(self) -> float:
        """Bytes of JavaScript that are in use after a collection."""
        for _ in range(2):
            self._line.send("HeapProfiler.collectGarbage")
        return float(self._line.send("Runtime.getHeapUsage")["usedSize"])


@contextmanager
def desk(house: House) -> Generator[DeskPage]:
    """The desk of the bench's operator, its queue on the screen."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            window: Any = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", "reduced_motion": "reduce"}
            context = browser.new_context(**window)
            name, _, value = house.cookie.partition("=")
            context.add_cookies([{"name": name, "value": value, "url": house.origin}])
            context.add_init_script(CLOCKS)
            page = context.new_page()
            page.set_default_timeout(MILLISECONDS)
            line: Any = context.new_cdp_session(page)
            line.send("HeapProfiler.enable")
            page.goto(f"{house.origin}/desk/")
            page.get_by_test_id("desk").wait_for()
            page.keyboard.press("2")
            page.get_by_test_id("row").first.wait_for()
            yield DeskPage(page, line)
        finally:
            browser.close()
