"""The two people of a story, as they use their screens; and the log that both screens must agree with."""

from __future__ import annotations

from typing import Any

import asyncpg
from playwright.async_api import Frame, Page

from pult.kit.postgres import cluster
from tests.stories.browser import Chromiums, shot
from tests.support.process import Pult

Said = tuple[int, str, str]
"""(number in the own view, who or what, the words)."""


class Visitor:
    """Somebody on the shop's page with a phone."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frame = page.frame_locator("[data-testid=pult-frame]")

    @classmethod
    async def comes(cls, chromiums: Chromiums, node: Pult, **look: Any) -> Visitor:
        """Open the shop and the chat on it."""
        page = await chromiums.window(width=390, height=844, cable=True, **look)
        await page.goto(f"http://demo.localhost:{node.port}/?lang={look.get('language', 'ru')}")
        visitor = cls(page)
        await page.get_by_test_id("pult-launcher").click()
        await visitor.frame.get_by_test_id("composer").wait_for()
        return visitor

    async def types(self, text: str) -> None:
        """Type without sending."""
        await self.frame.get_by_test_id("composer").press_sequentially(text, delay=15)

    async def sends(self) -> None:
        """Send what stands in the box."""
        await self.frame.get_by_test_id("composer").press("Enter")

    async def says(self, text: str) -> None:
        """Write and send."""
        await self.frame.get_by_test_id("composer").fill(text)
        await self.sends()

    async def line(self) -> str:
        """The state of the line as the widget knows it."""
        return str(await self.frame.get_by_test_id("line-state").get_attribute("data-state"))

    async def sees(self) -> list[Said]:
        """The words on the screen from top to bottom; words that are not in the log yet have number 0."""
        rows = self.frame.get_by_test_id("message")
        script = """all => all.map(one => [Number(one.dataset.n ?? 0), one.dataset.mine === "true" ? "you" : "we",
            one.querySelector("em") ? "" : one.querySelector(".bubble").textContent])"""
        return [(row[0], row[1], row[2]) for row in await rows.evaluate_all(script)]

    async def box_is_one_line(self) -> bool:
        """The empty box is no higher than a line of text needs."""
        box = await self.frame.get_by_test_id("composer").bounding_box()
        return box is not None and box["height"] < 60

    async def document(self) -> Frame:
        """The frame itself, for what asks a whole document."""
        handle = await self.page.get_by_test_id("pult-frame").element_handle()
        frame = await handle.content_frame()
        assert frame is not None
        return frame


class Operator:
    """Anna at her desk."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @classmethod
    async def comes(cls, chromiums: Chromiums, node: Pult, **look: Any) -> Operator:
        """Open the desk; the gate stands in the way."""
        page = await chromiums.window(width=1440, height=900, **look)
        await page.goto(f"http://localhost:{node.port}/desk/")
        await page.get_by_test_id("sign-in").wait_for()
        return cls(page)

    async def passes_the_gate(self, login: str, password: str) -> None:
        """Sign in by its fields."""
        await self.page.get_by_test_id("login").fill(login)
        await self.page.get_by_test_id("password").fill(password)
        await self.page.get_by_test_id("sign-in-submit").click()
        await self.page.get_by_test_id("desk").wait_for()

    async def signs_in(self, node: Pult, login: str = "anna", *, undo: int = 0, password: str | None = None) -> None:
        """Be signed in (with the password of both demo operators, if no other one is named) and at the desk, past the
        gate's fields: two loads of the desk less. Replies can be called back for `undo` seconds.
        """
        given = {"login": login, "password": password or node.password}
        await self._asks(node, "POST", "session", given)
        await self.wants(node, undo=undo)

    async def wants(self, node: Pult, *, undo: int) -> None:
        """What she prefers; the desk is opened anew with it."""
        await self._asks(node, "PATCH", "preferences", {"undo": undo, "stop": "begun"})
        await self.page.reload()
        await self.page.get_by_test_id("desk").wait_for()
        # Until then nobody is there for a visitor who comes now.
        await self.page.locator("[data-testid=line-state][data-line=live]").wait_for(state="attached")

    async def _asks(self, node: Pult, method: str, path: str, body: dict[str, Any]) -> None:
        base = f"http://localhost:{node.port}"
        told = await self.page.request.fetch(f"{base}/api/{path}", method=method, data=body, headers={"origin": base})
        assert told.ok, await told.text()

    async def opens(self, tab: str) -> None:
        """Open the first talk of a list."""
        await self.page.get_by_test_id(f"tab-{tab}").click()
        await self.page.get_by_test_id("row").first.click()
        await self.page.get_by_test_id("log").wait_for()

    async def takes(self) -> None:
        """Take the talk, and see that it is hers."""
        await self.page.get_by_test_id("take").click()
        await self.page.get_by_test_id("take").wait_for(state="detached")

    async def says(self, text: str, *, mode: str = "reply") -> None:
        """Write and send, to the visitor or to the team."""
        await self.page.get_by_test_id(f"mode-{mode}").click()
        await self.page.get_by_test_id("composer").fill(text)
        await self.page.get_by_test_id("composer").press("Enter")

    async def insists(self) -> None:
        """Words that were held back because newer ones came in: read those, and send anyway."""
        # All that stand there in one go: each goes away by itself as soon as its words are taken.
        await self.page.get_by_test_id("again").evaluate_all("all => all.forEach(one => one.click())")

    async def line(self) -> str:
        """The state of the line as the desk knows it."""
        return str(await self.page.get_by_test_id("line-state").get_attribute("data-line"))

    async def sees(self) -> list[Said]:
        """The words on the screen from top to bottom; words that are not in the log yet have number 0."""
        script = """all => all.filter(one => ["message", "note"].includes(one.dataset.kind)).map(one => [
            Number(one.dataset.n ?? 0), one.dataset.kind === "note" ? "note" : (one.dataset.by ?? "operator"),
            one.dataset.erased === "true" ? "" : one.querySelector(".m-text").textContent])"""
        rows = self.page.locator("[data-testid=entry], [data-testid=echo]")
        return [(row[0], row[1], row[2]) for row in await rows.evaluate_all(script)]

    async def shows(self, name: str) -> None:
        """A picture, in the place that the name says."""
        await shot(self.page, name)


class Log:
    """The truth: what stands in the database."""

    def __init__(self, node: Pult) -> None:
        self._node = node

    async def rows(self) -> list[asyncpg.Record]:
        """Every entry of the only talk, in order."""
        dsn = self._node.dsn or await cluster.running(self._node.data)
        assert dsn is not None
        connection = await asyncpg.connect(dsn)
        try:
            return await connection.fetch(
                "SELECT conversation_id, seq, public_no, kind, actor_kind, coalesce(body ->> 'text', '') AS text"
                " FROM conversations.entry ORDER BY conversation_id, seq"
            )
        finally:
            await connection.close()

    async def for_visitor(self) -> list[Said]:
        """What the visitor must see."""
        mine = {"contact": "you"}
        rows = [row for row in await self.rows() if row["kind"] == "message"]
        return [(row["public_no"], mine.get(row["actor_kind"], "we"), row["text"]) for row in rows]

    async def for_desk(self) -> list[Said]:
        """What the operator must see."""
        rows = [row for row in await self.rows() if row["kind"] in ("message", "note")]
        return [(row["seq"], "note" if row["kind"] == "note" else row["actor_kind"], row["text"]) for row in rows]
