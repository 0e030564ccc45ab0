"""Light marks in our own words: **bold**, _italic_, `code`. Every channel understands them: as they are where people
write so themselves, as plain text where nothing else goes, as HTML in letters. Pure; the desk and the widget read the
same marks (`web/core/marks.ts`; both are tested with `tests/support/marks.json`).
"""

from __future__ import annotations

import re
from html import escape

_MARK = re.compile(r"\*\*(?=\S)([^*\n]+)\*\*|(?<!\w)_(?=\S)([^_\n]+)_(?!\w)|`([^`\n]+)`")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s<>\"'«»]+", re.IGNORECASE)


def spans(text: str) -> list[tuple[str, str | None]]:
    """(text, `b` | `i` | `code` | None), in order; what stands in a link stays as it is."""
    found: list[tuple[str, str | None]] = []
    at = 0
    for link in _LINK.finditer(text):
        found += _marked(text[at : link.start()])
        found.append((link[0], None))
        at = link.end()
    return [*found, *_marked(text[at:])]


def plain(text: str) -> str:
    """Without marks, for channels that show nothing but text."""
    return "".join(part for part, _ in spans(text))


def html(text: str) -> str:
    """For letters: escaped, with elements for the marks and <br> for line ends."""
    parts = (f"<{mark}>{escape(part)}</{mark}>" if mark else escape(part) for part, mark in spans(text))
    return "".join(parts).replace("\n", "<br>")


def _marked(text: str) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    at = 0
    for match in _MARK.finditer(text):
        if match.start() > at:
            found.append((text[at : match.start()], None))
        mark = "b" if match[1] else "i" if match[2] else "code"
        found.append((match[1] or match[2] or match[3], mark))
        at = match.end()
    return [*found, (text[at:], None)] if at < len(text) else found
