"""Files that are dropped, pasted, or come straight from a phone's camera."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import msgspec
import pytest_asyncio

from tests.stories.browser import accessible, chromiums, eventually
from tests.stories.cable import Cable
from tests.stories.people import Visitor
from tests.stories.test_files_and_changes import loaded, states
from tests.support import pictures
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

HAND_OVER = """([how, files]) => {
  const given = new DataTransfer();
  for (const [name, type, bytes] of files) given.items.add(new File([new Uint8Array(bytes)], name, { type }));
  const more = { bubbles: true, cancelable: true };
  if (how === "paste") {
    document.querySelector("textarea").dispatchEvent(new ClipboardEvent("paste", { ...more, clipboardData: given }));
    return null;
  }
  const main = document.querySelector("main");
  main.dispatchEvent(new DragEvent("dragover", { ...more, dataTransfer: given }));
  return new Promise((done) => setTimeout(() => {
    const said = document.querySelector("[data-testid=drop]")?.textContent ?? null;
    main.dispatchEvent(new DragEvent("drop", { ...more, dataTransfer: given }));
    done(said);
  }));
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def node(postgres_18: Server) -> AsyncIterator[Pult]:
    async with data_folder() as data:
        made = Pult(await postgres_18.create_database(), data, env={"PULT_TIME_SCALE": "1"})
        async with started(made), Cable(made.port):
            yield made


async def _files(node: Pult) -> list[dict[str, Any]]:
    """Of all messages, as they stand in the log."""
    assert node.dsn is not None
    connection = await asyncpg.connect(node.dsn)
    try:
        rows = await connection.fetch("SELECT body -> 'files' AS files FROM conversations.entry ORDER BY seq")
        return [file for row in rows for file in msgspec.json.decode(row["files"] or "[]")]
    finally:
        await connection.close()


async def test_files_are_dropped_and_pasted(node: Pult) -> None:
    async with chromiums() as screens:
        visitor = await Visitor.comes(screens, node)
        frame = await visitor.document()
        picture = list(pictures.png(20, 10))
        said = await frame.evaluate(
            HAND_OVER, ["drop", [["a.png", "image/png", picture], ["b.txt", "text/plain", [65, 66]]]]
        )
        assert said == "Отпустите файлы здесь"
        assert await visitor.frame.get_by_test_id("drop").count() == 0
        await eventually(lambda: states(visitor), ["done", "done"])
        await frame.evaluate(HAND_OVER, ["paste", [["image.png", "image/png", picture]]])
        await eventually(lambda: states(visitor), ["done", "done", "done"])
        await accessible(frame, name="three files to send")
        await visitor.frame.get_by_test_id("send").click()
        await eventually(lambda: loaded(visitor.frame), 2)
        assert sorted(file["name"] for file in await _files(node)) == ["a.png", "b.txt", "image.png"]


async def test_a_phone_offers_its_camera_and_a_desktop_does_not(node: Pult) -> None:
    async with chromiums() as screens:
        visitor = await Visitor.comes(screens, node)
        camera = visitor.frame.get_by_test_id("camera-input")
        await eventually(lambda: camera.get_attribute("capture"), "environment")
        await eventually(lambda: camera.get_attribute("accept"), "image/*")
        shot = {"name": "image.jpg", "mimeType": "image/jpeg", "buffer": pictures.png(30, 30)}
        await camera.set_input_files([shot])  # type: ignore[list-item]
        await eventually(lambda: states(visitor), ["done"])
        page = await screens.window(width=1440, height=900, cable=True)
        await page.goto(f"http://demo.localhost:{node.port}/?lang=en")
        await page.get_by_test_id("pult-launcher").click()
        wide = page.frame_locator("[data-testid=pult-frame]")
        await wide.get_by_test_id("attach").wait_for()
        assert await wide.get_by_test_id("camera").count() == 0
