"""HTML of letters as plain words: paragraphs as lines, what is quoted behind `> `, nothing that acts."""

from __future__ import annotations

from html.parser import HTMLParser

MOST = 300_000
"""Characters of HTML that are looked at; reading what is no HTML at all takes time with the square of them."""
_DEEP = 8
_SILENT = frozenset({"script", "style", "head", "title", "template", "noscript", "svg", "math", "textarea", "select"})
_APART = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"})
_LINES = _APART | {"div", "br", "tr", "li", "hr", "pre", "section", "article", "header", "footer", "dd", "dt"}


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._line, self._silent, self._deep, self._pre = "", 0, 0, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "body":
            self._silent = 0
        if tag in _LINES:
            self._end(apart=tag in _APART, empty=tag == "br")
        if tag == "blockquote":
            self._deep += 1
        elif tag == "pre":
            self._pre += 1
        elif tag == "li":
            self._line = "• "
        elif tag in ("td", "th") and self._line:
            self._line += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        if tag in _LINES and tag != "br":
            self._end(apart=tag in _APART)
        if tag == "blockquote":
            self._deep = max(self._deep - 1, 0)
        elif tag == "pre":
            self._pre = max(self._pre - 1, 0)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._pre:
            *whole, last = data.split("\n")
            for one in whole:
                self._line += one
                self._end(empty=True)
            self._line += last
            return
        words = " ".join(data.split())
        before = " " if data[:1].isspace() and self._line and not self._line.endswith(" ") else ""
        self._line += before + words + (" " if words and data[-1:].isspace() else "")

    def _end(self, *, apart: bool = False, empty: bool = False) -> None:
        """A line is over; `empty`: also if there is nothing on it; `apart`: an empty one follows."""
        prefix = "> " * min(self._deep, _DEEP)
        if self._line.strip():
            self.lines.append(prefix + self._line.rstrip())
        elif empty:
            self.lines.append(prefix.rstrip())
        self._line = ""
        if apart and self.lines and self.lines[-1].strip("> "):
            self.lines.append(prefix.rstrip())

    def whole(self) -> str:
        self.close()
        self._end()
        made: list[str] = []
        for line in self.lines:
            if line.strip("> ") or (made and made[-1].strip("> ")):
                made.append(line)
        return "\n".join(made).strip("\n")


def plain(html: str) -> str:
    """The words of a page."""
    reader = _Plain()
    reader.feed(html[:MOST])
    return reader.whole()
