"""A screen reader's view of a frame: what Chromium's accessibility tree holds, and what its live regions say."""

from __future__ import annotations

from typing import Any

from playwright.async_api import CDPSession, Error, Frame, Page

_SILENT = {"none", "generic", "StaticText", "InlineTextBox", "LineBreak", "paragraph", "ListMarker"}
"""Roles that a reader passes over; their texts are part of what stands around them."""
_SPEAKING = """function () {
  window.said ??= [];
  new MutationObserver((changes) => {
    const added = changes.flatMap((one) => one.type === "characterData" ? [one.target] : [...one.addedNodes]);
    const text = added.map((node) => node.textContent).join(" ").replace(/\\s+/g, " ").trim();
    if (text !== "") window.said.push(text);
  }).observe(this, { childList: true, characterData: true, subtree: true });
}"""


class Reader:
    """Reads one frame. Make it with `of`."""

    def __init__(self, frame: Frame, session: CDPSession, id: str | None) -> None:
        self._frame, self._session, self._id = frame, session, id

    @classmethod
    async def of(cls, page: Page, frame: Frame) -> Reader:
        """Also for a frame that lives in the page's own process."""
        try:
            session, id = await page.context.new_cdp_session(frame), None
        except Error:
            session = await page.context.new_cdp_session(page)
            tree = (await session.send("Page.getFrameTree"))["frameTree"]
            id = next(one["frame"]["id"] for one in tree["childFrames"] if one["frame"]["url"] == frame.url)
        await session.send("Accessibility.enable")
        return cls(frame, session, id)

    async def nodes(self) -> list[dict[str, Any]]:
        """The tree, in the order of reading."""
        named = {} if self._id is None else {"frameId": self._id}
        found = (await self._session.send("Accessibility.getFullAXTree", named))["nodes"]
        known = {one["nodeId"]: one for one in found}
        ordered: list[dict[str, Any]] = []
        waiting = [next(one for one in found if one.get("parentId") not in known)]
        while waiting:
            node = waiting.pop()
            ordered.append(node)
            waiting += [known[id] for id in reversed(node.get("childIds", [])) if id in known]
        return ordered

    async def outline(self) -> list[str]:
        """«role: name» of whatever a reader stops at."""
        lines: list[str] = []
        for node in await self.nodes():
            role = node["role"]["value"]
            if not node["ignored"] and role not in _SILENT:
                name = " ".join(str(node.get("name", {}).get("value", "")).split())
                lines.append(f"{role}: {name}" if name else role)
        return lines

    async def texts(self) -> list[str]:
        """Every text that is read out, in order."""
        return [
            str(node["name"]["value"]).strip()
            for node in await self.nodes()
            if node["role"]["value"] == "StaticText" and not node["ignored"] and str(node["name"]["value"]).strip()
        ]

    async def begins_to_listen(self) -> int:
        """Hear what the tree calls live from now on; how many such regions there are."""
        regions = 0
        for node in await self.nodes():
            live = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}.get("live", "off")
            if live != "off" and "backendDOMNodeId" in node:
                object = await self._session.send("DOM.resolveNode", {"backendNodeId": node["backendDOMNodeId"]})
                call = {"functionDeclaration": _SPEAKING, "objectId": object["object"]["objectId"]}
                await self._session.send("Runtime.callFunctionOn", call)
                regions += 1
        return regions

    async def heard(self) -> list[str]:
        """What was said since, in order."""
        said: list[str] = await self._frame.evaluate("window.said ?? []")
        return said

    async def focus(self) -> str:
        """«role: name» of where the keyboard is."""
        for node in await self.nodes():
            focused = any(one["name"] == "focused" and one["value"]["value"] for one in node.get("properties", []))
            if focused and node["role"]["value"] != "RootWebArea":
                return f"{node['role']['value']}: {node.get('name', {}).get('value', '')}"
        return ""
