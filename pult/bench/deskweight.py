"""D1: what the desk loads until its list is shown, in gzipped bytes of the built files."""

from __future__ import annotations

from typing import Any

import msgspec

from pult.bench.rows import Bound
from pult.bench.taking import Taken
from pult.bench.weight import BUILT, weigh

FIRST_LOAD = Bound(180 * 1024, at_least=False)
_HOW = (
    "gzip -9 of the built files that index.html asks for until the list is shown: the entry, all that it imports at"
    " once, their styles, the page itself; the words of both languages are in it. What opens with a key or a click"
    " (settings, search, forms) comes when it is asked for and is not counted"
)


def first_load() -> dict[str, int]:
    """The files of the first load and their gzipped bytes. Raises RuntimeError when nothing is built."""
    path = BUILT / "desk" / "manifest.json"
    if not path.exists():
        raise RuntimeError("the web side is not built: python tools/node.py build")
    manifest = msgspec.json.decode(path.read_bytes(), type=dict[str, dict[str, Any]])
    waiting, chunks = ["index.html"], set[str]()
    while waiting:
        key = waiting.pop()
        if key not in chunks:
            chunks.add(key)
            waiting += manifest[key].get("imports", [])
    files = {file for key in chunks for file in (manifest[key]["file"], *manifest[key].get("css", []))}
    return {file: weigh(f"desk/{file}") for file in sorted({"index.html", *files})}


def take() -> list[Taken]:
    """The row."""
    pieces = first_load()
    kinds = {kind: sum(size for name, size in pieces.items() if name.endswith(kind)) for kind in ("html", "js", "css")}
    return [
        Taken(
            id="D1",
            what="the desk's first load: all that is fetched until the list is shown, gzipped",
            unit="B",
            bound=FIRST_LOAD,
            samples=[float(sum(pieces.values()))],
            detail={"how": _HOW, "files": len(pieces), **{f"{kind}_bytes": size for kind, size in kinds.items()}},
        )
    ]
