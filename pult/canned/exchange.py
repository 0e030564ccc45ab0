"""Saved replies as files that people carry from one desk to another: JSON, and CSV with a line per language. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

import msgspec

from pult.canned.events import Reply
from pult.canned.rules import Written, checked
from pult.kit.errors import Invalid
from pult.kit.shape import shaped

COLUMNS = ("scope", "team", "folder", "title", "shortcut", "language", "text")
MOST = 2_000
"""Replies in one file."""
_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula for spreadsheet programs: it leaves with an apostrophe before it."""


class _File(msgspec.Struct, forbid_unknown_fields=True):
    replies: list[Any]


def to_json(replies: Sequence[Reply]) -> bytes:
    """`{"replies": […]}`, as it can be read in again; files do not travel."""
    return msgspec.json.format(msgspec.json.encode({"replies": [_plain(reply) for reply in replies]}), indent=1)


def to_csv(replies: Sequence[Reply]) -> bytes:
    """One line per reply and language; UTF-8 with a mark, so that spreadsheets read Cyrillic."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for reply in replies:
        for language, text in reply.texts.items():
            cells = (reply.scope, reply.team or "", reply.folder, reply.title, reply.shortcut, language, text)
            writer.writerow([_safe(str(cell)) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _plain(reply: Reply) -> dict[str, Any]:
    names = ("scope", "team", "folder", "title", "shortcut", "texts")
    return {name: getattr(reply, name) for name in names}


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RISKY) else cell


def from_text(text: str) -> list[Written]:
    """Whatever of the two it is, checked. Raises `Invalid` with the pointer of the first wrong field."""
    raw = text.lstrip("\ufeff").lstrip()
    replies = _from_json(raw) if raw.startswith("{") else _from_csv(text.lstrip("\ufeff"))
    if not 1 <= len(replies) <= MOST:
        raise Invalid(f"a file has 1 to {MOST} replies", pointer="/replies")
    return [checked(shaped(one, Written, at=f"/replies/{at}"), at=f"/replies/{at}") for at, one in enumerate(replies)]


def _from_json(text: str) -> list[Any]:
    try:
        found = msgspec.json.decode(text.encode())
    except msgspec.DecodeError as error:
        raise Invalid(f"this is no JSON: {error}", pointer="/text") from error
    return shaped(found, _File).replies


def _from_csv(text: str) -> list[Any]:
    rows = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    if not {"title", "text"} <= set(head):
        raise Invalid(f"the first line names the columns: {', '.join(COLUMNS)}", pointer="/replies")
    found: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    for row in rows[1:]:
        cells = {name: _bare(cell) for name, cell in zip(head, row, strict=False)}
        if not any(cell.strip() for cell in cells.values()):
            continue
        scope, team = cells.get("scope") or "own", cells.get("team") or ""
        key = (scope, team, cells.get("folder", ""), cells.get("title", ""))
        one = found.setdefault(key, {"scope": scope, "folder": key[2], "title": key[3], "texts": {}})
        if team.isdigit():
            one["team"] = int(team)
        if cells.get("shortcut"):
            one["shortcut"] = cells["shortcut"]
        one["texts"][cells.get("language") or "ru"] = cells.get("text", "")
    return list(found.values())


def _delimiter(text: str) -> str:
    first = text.splitlines()[0] if text else ""
    return ";" if first.count(";") > first.count(",") else ","
