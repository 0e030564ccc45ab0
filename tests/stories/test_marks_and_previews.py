"""Our marks are seen by both sides, a visitor's are not touched; a sound is heard and a PDF looked at in place."""

from __future__ import annotations

import io
import wave

from tests.stories.browser import accessible, eventually
from tests.stories.test_composer import said, scene, words
from tests.support.postgres import Server

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


LIAR = b"%PDF-1.4\n<!doctype html><script>top.ran = true</script>"
PAGE = b"<!doctype html><script>top.ran = true</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>top.ran = true</script></svg>'


VIEWER = """() => {
    Object.defineProperty(Navigator.prototype, "pdfViewerEnabled", {get: () => true});
    const make = URL.createObjectURL;
    window.types = [];
    URL.createObjectURL = (blob) => { window.types.push(blob.type); return make.call(URL, blob); };
}"""


def sound() -> bytes:
    """A second of silence."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(16_000))
    return out.getvalue()


async def test_marks_are_shown_on_both_sides_and_a_visitors_words_stay_as_they_are(postgres_18: Server) -> None:
    async with scene(postgres_18, first="почему **так** дорого?") as one:
        page, box = one.page, one.page.get_by_test_id("composer")
        await one.anna.takes()
        await box.fill("важно")
        await box.press("Control+a")
        await box.press("Control+b")
        await eventually(lambda: words(page), "**важно**")
        await page.get_by_test_id("mark-b").click()
        await eventually(lambda: words(page), "важно")  # the same again takes it away
        await box.press("Control+a")
        await page.get_by_test_id("mark-i").click()
        await box.press("End")
        await box.press_sequentially(" и **срочно**")
        await box.press("Enter")
        await one.visitor.frame.locator(".bubble i").get_by_text("важно").wait_for()
        await one.visitor.frame.locator(".bubble b").get_by_text("срочно").wait_for()
        await page.locator("[data-testid=entry] .m-text b").get_by_text("срочно").wait_for()
        await said(page, "почему **так** дорого?")
        await one.visitor.frame.get_by_text("почему **так** дорого?").first.wait_for()
        await box.fill("раз\nдва")
        await box.press("Control+a")
        await page.get_by_test_id("mark-list").click()
        await eventually(lambda: words(page), "- раз\n- два")
        await accessible(page, name="the box with its marks")


async def test_a_sound_is_heard_and_a_pdf_looked_at(postgres_18: Server) -> None:
    async with scene(postgres_18) as one:
        page = one.page
        await one.anna.takes()
        files = [
            {"name": "голос.wav", "mimeType": "audio/wav", "buffer": sound()},
            {"name": "договор.pdf", "mimeType": "application/pdf", "buffer": PDF},
            {"name": "ложь.pdf", "mimeType": "application/pdf", "buffer": LIAR},
            {"name": "страница.pdf", "mimeType": "application/pdf", "buffer": PAGE},
            {"name": "рисунок.pdf", "mimeType": "application/pdf", "buffer": SVG},
        ]
        # A browser without a window says that it has no viewer; what happens to the bytes is the same.
        await page.evaluate(VIEWER)
        await page.get_by_test_id("attach-input").set_input_files(files)  # type: ignore[arg-type]
        await eventually(lambda: page.locator("[data-testid=piece][data-state=done]").count(), 5)
        await page.get_by_test_id("composer").press("Enter")
        audio = page.get_by_test_id("view-audio")
        await audio.wait_for()
        await eventually(lambda: audio.evaluate("one => one.readyState >= 1 && Math.round(one.duration)"), 1)
        await accessible(page, name="a sound and a document")
        await one.anna.shows("desk-preview-1440-light-ru")
        # Only what begins as a PDF can be looked at; whatever it is, it is a PDF to the browser, never a page.
        views = page.get_by_test_id("view-pdf")
        await eventually(views.count, 2)
        for number in range(2):
            await views.nth(number).focus()
            await page.keyboard.press("Enter")
            frame = page.get_by_test_id("pdf")
            await frame.wait_for()
            assert str(await frame.get_attribute("src")).startswith("blob:")
            assert await frame.evaluate("one => one.contentDocument?.querySelector('script') ?? null") is None
            assert await page.evaluate("globalThis.ran ?? false") is False
            assert (await page.evaluate("window.types"))[-1] == "application/pdf"
            assert await frame.get_attribute("title") == ("договор.pdf", "ложь.pdf")[number]
            await page.keyboard.press("Escape")
            await frame.wait_for(state="detached")
