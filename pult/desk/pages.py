"""Lists of talks, a page at a time: who waits longest first, then who wrote last; the solved ones by when they were
solved. Two queries a page, whatever its length.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from pult.conversations import queries as log
from pult.desk import pages_store as store
from pult.desk.pages_store import WAYS, Place, Which
from pult.desk.rows import row_of
from pult.kit.errors import Invalid
from pult.operators.access import Access

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

MOST = 100
"""Rows in one page."""


class Page(msgspec.Struct, kw_only=True):
    """Rows as in docs/protocol.md, «List», each with this operator's read mark; `next` is where the following page
    begins, null: there is none.
    """

    rows: list[dict[str, Any]]
    next: str | None


OPEN = "c.status <> 'resolved'"


def named(name: str, access: Access) -> Which:
    """A list that everybody has. Raises `Invalid`."""
    if name == "mine":
        asked_in = "c.id = ANY (ARRAY(SELECT u.conversation_id FROM conversations.guest u WHERE u.operator_id = $1))"
        # Whoever has a part answers in the whole talk: that one stands in her list.
        held = "c.holder_kind = 'operator' AND c.holder_id = $1 AND c.part_of IS NULL"
        return Which(sql=f"{OPEN} AND (({held}) OR {asked_in})")
    if name == "queue":
        return Which(sql=f"{OPEN} AND c.holder_kind = 'queue'")
    if name == "team":
        return Which(sql=f"{OPEN} AND c.team_id = ANY ($7::bigint[])", given=(sorted(access.teams),))
    if name == "all":
        return Which(sql=OPEN)
    if name == "resolved":
        return Which(sql="c.status = 'resolved'", order="resolved")
    raise Invalid("there is no such list", pointer="/list")


async def page(
    db: Database, which: Which, access: Access, *, after: str | None = None, limit: int = 50
) -> tuple[Page, dict[int, int | None]]:
    """(one page of a list, as far as this operator sees its talks; talk → team of what stands in it)."""
    place = place_of(after) if after else WAYS[which.order].start
    found = await store.page(
        db,
        which,
        operator=access.operator.id,
        teams=access.teams_seen(),
        after=place,
        limit=limit + 1,
    )
    here = found[:limit]
    said = await unanswered(db, here)
    rows = [{**row_of(record, said.get(record["id"], [])), "read": record["read"]} for record in here]
    made = Page(rows=rows, next=_after(here[-1], which) if len(found) > limit else None)
    return made, {record["id"]: record["team_id"] for record in here if record["status"] != "resolved"}


async def unanswered(db: Database, records: Sequence[Record]) -> dict[int, list[int]]:
    """Numbers of what visitors said and nobody has answered yet, for those whose word was the last."""
    return await log.unanswered(db, [record["id"] for record in records if record["last_by"] == "contact"])


def _after(record: Record, which: Which) -> str:
    due = msgspec.json.decode(record["promise"])["due"] * 1000 if record["promise"] else None
    first, second = {
        "urgent": (_micros(record["waiting_since"]), _micros(record["last_at"])),
        "last": (_micros(record["last_at"]), None),
        "began": (_micros(record["created_at"]), None),
        "promise": (due, None),
        "resolved": (_micros(record["resolved_at"]), None),
    }[which.order]
    place = [first, second, record["id"]]
    return base64.urlsafe_b64encode(msgspec.json.encode(place)).decode().rstrip("=")


def place_of(after: str) -> Place:
    """What `next` said, read again. Raises `Invalid`."""
    try:
        raw = base64.b64decode(after + "=" * (-len(after) % 4), altchars=b"-_", validate=True)
        first, second, talk = msgspec.json.decode(raw, type=tuple[int | None, int | None, int])
        if not 0 <= talk < 2**63:
            raise ValueError
        return Place(first=_stamp(first), second=_stamp(second), talk=talk)
    except (binascii.Error, msgspec.MsgspecError, ValueError, OverflowError, OSError) as error:
        raise Invalid("this is no place in a list", pointer="/after") from error


def _micros(at: datetime | None) -> int | None:
    if at is None:
        return None
    since = at - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def _stamp(micros: int | None) -> str:
    if micros is None:
        return "infinity"
    seconds, rest = divmod(micros, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest).isoformat()
