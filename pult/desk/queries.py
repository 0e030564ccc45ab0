"""What the desk shows: rows of lists, the state of a talk, snapshots."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from pult.conversations import history
from pult.conversations import queries as log
from pult.conversations.encoding import for_operators
from pult.desk import pages, store
from pult.desk.rows import guests_of, row_of, state_of, whole_contact

if TYPE_CHECKING:
    from pult.kit.db import Database

FRAME = 50
"""Rows in one frame of changes."""


class Row(msgspec.Struct, frozen=True):
    """A talk as a row of lists, encoded, with whose it is."""

    conversation: int
    public_id: str
    team: int | None
    open: bool
    holder: tuple[str, int | None]
    guests: frozenset[int]
    encoded: msgspec.Raw


async def changed_rows(db: Database, conversations: Sequence[int]) -> list[Row]:
    """These talks as rows."""
    records = await store.rows(db, conversations)
    said = await pages.unanswered(db, records)
    return [
        Row(
            record["id"],
            record["public_id"],
            record["team_id"],
            record["status"] != "resolved",
            (record["holder_kind"], record["holder_id"]),
            guests_of(record),
            msgspec.Raw(msgspec.json.encode(row_of(record, said.get(record["id"], [])))),
        )
        for record in records
    ]


def rows_frames(stream: str, rows: Sequence[Row], gone: Sequence[str]) -> list[bytes]:
    """`rows` frames, at most `FRAME` rows each; `gone` are talks that left this list."""
    encoded = [row.encoded for row in rows]
    frames: list[dict[str, Any]] = [
        {"t": "rows", "id": stream, "rows": encoded[at : at + FRAME]} for at in range(0, len(encoded), FRAME)
    ]
    if gone:
        frames.append({"t": "rows", "id": stream, "rows": [], "gone": list(gone)})
    return [msgspec.json.encode(frame) for frame in frames]


async def snapshot(db: Database, conversation: int, *, teams: Sequence[int] | None) -> tuple[int, bytes] | None:
    """(seq, complete `snap` frame) of the desk's view, for somebody who sees these teams (None: every one)."""
    async with db.moment() as then:
        record = await store.one(then, conversation, teams=teams)
        if record is None:
            return None
        top: int = record["last_seq"]
        entries = await log.before(then, conversation, top + 1, limit=log.WINDOW)
    first = entries[0].seq if entries else top + 1
    stream = f"c:{record['public_id']}"
    return top, log.snap_frame(stream, top, state_of(record), [for_operators(entry) for entry in entries], first)


async def page(db: Database, conversation: int, public_id: str, n: int) -> bytes:
    """The `page` frame before seq n."""
    entries = await log.before(db, conversation, n)
    return log.page_frame(
        f"c:{public_id}", [for_operators(entry) for entry in entries], entries[0].seq if entries else n
    )


async def part(db: Database, conversation: int, public_id: str, n: int) -> bytes:
    """The `page` frame before seq n as it reads now: edits and erasures that came later stand behind it."""
    entries = await history.part(db, conversation, n, limit=log.PAGE)
    return log.page_frame(
        f"c:{public_id}", [for_operators(entry) for entry in entries], entries[0].seq if entries else n
    )


async def contact_frame(db: Database, conversation: int) -> bytes | None:
    """The `contact` frame of a talk: who writes, as it is known now."""
    record = await store.one(db, conversation)
    if record is None:
        return None
    return msgspec.json.encode({"t": "contact", "id": f"c:{record['public_id']}", "contact": whole_contact(record)})
