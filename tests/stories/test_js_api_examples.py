"""The examples of docs/js-api.md do what the page says they do: every one runs on a page of the demo shop."""

from __future__ import annotations

import re
from pathlib import Path

from tests.stories.browser import chromiums
from tests.stories.people import Visitor
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started
from tests.support.tokens import signed, site_secret

_STUB = "window.Pult=window.Pult||function(){(Pult.q=Pult.q||[]).push(arguments)};"
DOCS = Path(__file__).parents[2] / "docs"


def examples(name: str, language: str) -> list[str]:
    """The code blocks of one language."""
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / name).read_text(), flags=re.DOTALL)


async def test_every_example_runs(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node), chromiums() as screens:
            page = await screens.window(width=1440, height=900)
            said: list[str] = []
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on("console", lambda one: said.append(one.text) if one.type in ("warning", "error") else None)
            await page.add_init_script(f"if (location.hostname === 'demo.localhost') {{ {_STUB} }}")
            await page.goto(f"http://demo.localhost:{node.port}/")
            scripts = examples("js-api.md", "js")
            assert len(scripts) >= 6
            for script in scripts:
                await page.evaluate(f"() => {{ {script.replace('eyJ…', signed(site_secret(node)))} }}")
            # The last example signs out: the first chat has a moment to forget.
            await page.locator("pult-chat").nth(1).wait_for(state="detached")
            await page.get_by_test_id("pult-launcher").click()
            await Visitor(page).frame.get_by_test_id("composer").wait_for()
            # A chat that is signed out of while it still connects: Chromium itself says that its line was let go.
            assert [text for text in said if "closed before the connection is established" not in text] == []


async def test_the_token_of_the_example_is_good(postgres_18: Server) -> None:
    (example,) = examples("js-api.md", "python")
    made: dict[str, object] = {}
    exec(example, made)
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node):
            token = made["pult_token"]({"id": 7, "name": "Irina"}, secret=site_secret(node), site="demo")  # type: ignore[operator]
            line = await node.door.visitor(proof=token)
            await line.close()
            assert line.me["identity"]["verified"] is True


def test_both_pages_print_the_same_two_lines() -> None:
    (snippet,) = examples("js-api.md", "html")
    assert snippet == examples("widget.md", "html")[0].replace("=shop", "=SITE").replace('"shop"', '"SITE"')
    assert _STUB in snippet and 'src="https://pult.example/widget.js?site=SITE" data-site="SITE"' in snippet
