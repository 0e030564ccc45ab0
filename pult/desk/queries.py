"""What the desk shows: rows of lists, the state of a talk, snapshots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from pult.conversations import queries as log
from pult.conversations.encoding import for_operators
from pult.desk import store
from pult.kit.clock import milliseconds
from pult.operators.access import Access

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

LIST = 500
"""Rows in the first page of a list."""
FRAME = 50
"""Rows in one frame of changes."""


class Row(msgspec.Struct, frozen=True):
    """A talk as a row of lists, encoded, with whose it is."""

    conversation: int
    public_id: str
    team: int | None
    open: bool
    encoded: msgspec.Raw


async def open_list(db: Database, access: Access) -> tuple[bytes, dict[int, int | None]]:
    """(the `rows` frame with the whole first page that this operator sees, talk → team of what stands in it)."""
    found = await store.open_rows(db, access.operator.id, LIST, access.teams_seen())
    rows = [{**_row(record), "read": record["read"]} for record in found]
    frame = msgspec.json.encode({"t": "rows", "id": "list:open", "whole": True, "rows": rows})
    return frame, {record["id"]: record["team_id"] for record in found}


async def changed_rows(db: Database, conversations: Sequence[int]) -> list[Row]:
    """These talks as rows."""
    return [
        Row(
            record["id"],
            record["public_id"],
            record["team_id"],
            record["status"] != "resolved",
            msgspec.Raw(msgspec.json.encode(_row(record))),
        )
        for record in await store.rows(db, conversations)
    ]


def rows_frames(rows: Sequence[Row], gone: Sequence[str]) -> list[bytes]:
    """`rows` frames, at most `FRAME` rows each; `gone` are talks that left this list."""
    encoded = [row.encoded for row in rows]
    frames: list[dict[str, Any]] = [
        {"t": "rows", "id": "list:open", "rows": encoded[at : at + FRAME]} for at in range(0, len(encoded), FRAME)
    ]
    if gone:
        frames.append({"t": "rows", "id": "list:open", "rows": [], "gone": list(gone)})
    return [msgspec.json.encode(frame) for frame in frames]


async def snapshot(db: Database, conversation: int) -> tuple[int, bytes] | None:
    """(seq, complete `snap` frame) of the desk's view."""
    async with db.moment() as then:
        record = await store.one(then, conversation)
        if record is None:
            return None
        top: int = record["last_seq"]
        entries = await log.before(then, conversation, top + 1, limit=log.WINDOW)
    first = entries[0].seq if entries else top + 1
    stream = f"c:{record['public_id']}"
    return top, log.snap_frame(stream, top, _state(record), [for_operators(entry) for entry in entries], first)


async def page(db: Database, conversation: int, public_id: str, n: int) -> bytes:
    """The `page` frame before seq n."""
    entries = await log.before(db, conversation, n)
    return log.page_frame(
        f"c:{public_id}", [for_operators(entry) for entry in entries], entries[0].seq if entries else n
    )


def _holder(record: Record) -> dict[str, Any]:
    return {"kind": record["holder_kind"], "id": record["holder_id"], "name": record["holder_name"]}


def _contact(record: Record) -> dict[str, Any]:
    return {
        "name": record["contact_name"],
        "number": record["contact_number"],
        "verified": record["contact_verified"],
    }


def _whole_contact(record: Record) -> dict[str, Any]:
    """With what is told about them; null: nothing is."""
    parts = ("signed", "said", "context")
    about = {part: msgspec.json.decode(record[part]) for part in parts} if record["context"] is not None else None
    return {**_contact(record), "about": about}


async def contact_frame(db: Database, conversation: int) -> bytes | None:
    """The `contact` frame of a talk: who writes, as it is known now."""
    record = await store.one(db, conversation)
    if record is None:
        return None
    return msgspec.json.encode({"t": "contact", "id": f"c:{record['public_id']}", "contact": _whole_contact(record)})


def _shared(record: Record) -> dict[str, Any]:
    waiting = record["waiting_since"]
    return {
        "conv": record["public_id"],
        "no": record["case_no"],
        "status": record["status"],
        "holder": _holder(record),
        "contact": _contact(record),
        "channel": {"kind": record["channel_kind"], "name": record["channel_name"]},
        "topic": record["topic"],
        "waiting": milliseconds(waiting) if waiting else None,
        "team": record["team_id"],
    }


def _row(record: Record) -> dict[str, Any]:
    return {
        **_shared(record),
        "last": record["last_seq"],
        "text": record["last_text"],
        "by": record["last_by"],
        "at": milliseconds(record["last_at"]),
    }


def _start(record: Record) -> dict[str, Any]:
    """What the talk began with, as far as anything was given."""
    given: dict[str, Any] = {name: record[name] for name in ("about", "notice", "mail") if record[name]}
    return {**given, "fields": msgspec.json.decode(record["fields"])} if record["fields"] else given


def _state(record: Record) -> dict[str, Any]:
    return {
        **_shared(record),
        "contact": _whole_contact(record),
        "rated": msgspec.json.decode(record["rating"]) if record["rating"] else None,
        "marks": {"visitor": record["visitor_read"], "team": record["team_read"], "got": record["visitor_got"]},
        "created": milliseconds(record["created_at"]),
        **_start(record),
    }
