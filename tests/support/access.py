"""What every door of the house asks for, read off the application itself, and the tables of `docs/access.md`.

`python -m tests.support.access` writes them into the page.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from litestar import Litestar
from litestar.routes import HTTPRoute

from pult import serving, settings
from pult.desk import frames
from pult.kit.db import Database
from pult.kit.web import PUBLIC
from pult.operators.rules import TABLE, Permission
from pult.wiring import Node

PAGE = Path(__file__).parents[2] / "docs/access.md"


async def application(data: Path) -> Litestar:
    """The application as it is served, on no database."""
    node = Node(settings.read({"PULT_DATA": str(data)}), Database("", None), data)  # type: ignore[arg-type]
    made = serving.application(node)
    assert isinstance(made, Litestar)
    return made


def doors_of(app: Litestar) -> dict[str, str | None]:
    """«METHOD /path» → the permission that its handler declares; what Litestar answers by itself is left out."""
    found: dict[str, str | None] = {}
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith("/api/schema"):
            continue  # the schema is public and says nothing about anybody
        for handler in route.route_handlers:
            declared = handler.opt.get("permission")
            for method in handler.http_methods:
                if method == "OPTIONS" and declared is None:
                    continue  # made by Litestar for every path: closed by the guard
                found[f"{method} {route.path}"] = declared
    return found


def page(doors: dict[str, str | None]) -> list[str]:
    """The tables, as Markdown."""
    return [_roles(), _addresses(doors), _frames()]


def _roles() -> str:
    lines = ["| permission | " + " | ".join(TABLE) + " |", "|---|" + "---|" * len(TABLE)]
    for permission in Permission:
        marks = ["yes" if permission in allowed else "–" for allowed in TABLE.values()]
        lines.append(f"| `{permission}` | " + " | ".join(marks) + " |")
    return "\n".join(lines)


def _addresses(doors: dict[str, str | None]) -> str:
    by_need: dict[str, list[str]] = {}
    for door, needed in doors.items():
        by_need.setdefault(needed or "nobody", []).append(door)
    lines = ["| needs | addresses |", "|---|---|"]
    for needed in (PUBLIC, *Permission):
        if needed in by_need:
            lines.append(f"| `{needed}` | " + ", ".join(f"`{door}`" for door in sorted(by_need[needed])) + " |")
    return "\n".join(lines)


def _frames() -> str:
    by_need: dict[str, list[str]] = {}
    for frame, needed in frames.NEEDS.items():
        by_need.setdefault(needed, []).append(str(frame.__struct_config__.tag))
    lines = ["| needs | frames of `/live/desk` |", "|---|---|"]
    return "\n".join(
        lines
        + [
            f"| `{needed}` | " + ", ".join(f"`{name}`" for name in sorted(names)) + " |"
            for needed, names in sorted(by_need.items())
        ]
    )


def write() -> None:
    """Put today's tables into the page."""
    with tempfile.TemporaryDirectory() as data:
        tables = page(doors_of(asyncio.run(application(Path(data)))))
    text = PAGE.read_text()
    for table in tables:
        head = table.partition("\n")[0]
        text = re.sub(re.escape(head) + r"(?:\n\|.*)*", lambda _, table=table: table, text)
    PAGE.write_text(text)


if __name__ == "__main__":
    write()
