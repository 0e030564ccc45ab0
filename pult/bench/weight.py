"""W1 and W2: what the widget weighs, in gzipped bytes of the built files; counted as `web/scripts/size.mjs` counts."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

import msgspec

import pult
from pult.bench.rows import Bound
from pult.bench.taking import Taken

BUILT = Path(pult.__file__).parent / "web"
LOADER, CHAT = Bound(5 * 1024, at_least=False), Bound(30 * 1024, at_least=False)
_LANGUAGE = re.compile(r"words/\w+\.ts$")
_RARE = re.compile(r"core/shrink\.ts$|^queue\.ts$")
"""Comes with the first large picture, or while one waits in a queue, and not in an ordinary talk."""


def weigh(name: str) -> int:
    """Gzipped bytes of one built file. Raises RuntimeError when nothing is built."""
    path = BUILT / name
    if not path.exists():
        raise RuntimeError("the web side is not built: python tools/node.py build")
    return len(gzip.compress(path.read_bytes(), 9))


def chat() -> dict[str, int]:
    """Everything that an ordinary talk can load, by name; of the languages the heaviest."""
    manifest = msgspec.json.decode((BUILT / "widget" / "manifest.json").read_bytes(), type=dict[str, dict[str, Any]])
    pieces = {"panel": weigh("widget/panel.js")}
    languages: list[int] = []
    for key, chunk in manifest.items():
        sizes = {file: weigh(f"widget/{file}") for file in [chunk["file"], *chunk.get("css", [])]}
        if _LANGUAGE.search(key):
            languages.append(sum(sizes.values()))
        elif not _RARE.search(key):
            pieces |= {f"{chunk.get('name', key)} {file.rpartition('.')[2]}": size for file, size in sizes.items()}
    return pieces | {"language": max(languages)}


def take() -> list[Taken]:
    """Both rows."""
    weigh("widget.js")
    pieces = chat()
    how = "gzip -9 of the built files; all that an ordinary talk can load, with the heavier language"
    return [
        Taken(
            id="W1",
            what="the loader, which every page view asks for, gzipped",
            unit="B",
            bound=LOADER,
            samples=[float(weigh("widget.js"))],
        ),
        Taken(
            id="W2",
            what="the whole chat: panel, scripts, styles, one language, gzipped",
            unit="B",
            bound=CHAT,
            samples=[float(sum(pieces.values()))],
            detail={"how": how, **{f"{name} bytes": float(size) for name, size in pieces.items()}},
        ),
    ]
