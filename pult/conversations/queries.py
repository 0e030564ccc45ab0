"""Reading the log: plain structs, no decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from pult.conversations import reading_store, store
from pult.conversations.encoding import for_visitor
from pult.conversations.events import Entry
from pult.conversations.rules import Head

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

WINDOW = 100
"""Entries in a snapshot."""
PAGE = 50
"""Entries in one page of history."""


class Top(msgspec.Struct, frozen=True):
    """Where a talk's log ends, and which operator holds it."""

    public_id: str
    last_seq: int
    last_public: int
    holder: int | None


class PublicState(msgspec.Struct, frozen=True, kw_only=True):
    """What a visitor may know of a talk at public number `top`."""

    top: int
    state: dict[str, Any]


async def head(db: Database, conversation: str) -> Head | None:
    """A talk's head by public id."""
    return await store.head(db, conversation)


async def alive(db: Database, *, channel: int, identity: int) -> Head | None:
    """The talk that the next word of this identity would go to (it may be resolved, yet young enough to reopen)."""
    return await store.alive(db, channel=channel, identity=identity)


async def ranges(
    db: Database, pairs: Sequence[tuple[int, int]], limit: int, *, public: bool = False
) -> dict[int, list[Entry]]:
    """Entries after a number per conversation, in order, at most `limit` each; one query."""
    return await store.ranges(db, pairs, limit, public=public)


async def unanswered(db: Database, conversations: Sequence[int]) -> dict[int, list[int]]:
    """Per talk the numbers of what the visitor has said since anybody answered, at most the last ten; one query."""
    return await reading_store.unanswered(db, conversations) if conversations else {}


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as a reader of the whole log gets it. (`generation`, `xid`) is its place, one for a transaction;
    `actor` who did it, `became` what a talk was and is (of a `status`); `thanks`: mere thanks after the end.
    """

    conversation: int
    seq: int
    kind: str
    public: bool
    actor: str
    target: int | None
    at: datetime
    text: str | None
    became: tuple[str | None, str] | None
    thanks: bool = False
    generation: int
    xid: str


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """A public message as it reads now."""

    conversation: int
    seq: int
    at: datetime
    actor: str
    text: str


async def written_after(connection: Connection, *, generation: int, xid: str) -> list[Written]:
    """What was written behind a place, in order: whole transactions, and none that an older one can still precede."""
    return [_written(row) for row in await reading_store.after(connection, generation, xid)]


async def written_in(db: Database, conversations: Sequence[int], *, limit: int) -> list[Written]:
    """What was said, decided and judged in these talks, talk by talk, in order; at most `limit` entries."""
    return [_written(row) for row in await reading_store.within(db, conversations, limit)]


def _written(row: Record) -> Written:
    return Written(
        conversation=row["conversation_id"],
        seq=row["seq"],
        kind=row["kind"],
        public=row["audience"] == "public",
        actor=row["actor_kind"],
        target=row["target_seq"],
        at=row["at"],
        text=row["text"],
        became=(row["was"], row["to"]) if row["to"] else None,
        thanks=row["thanks"],
        generation=row["generation"],
        xid=row["xid"],
    )


async def said(db: Database, pairs: Sequence[tuple[int, int]]) -> list[Said]:
    """The public messages under these (talk, number) as they read now; an erased one is not among them."""
    return [
        Said(
            conversation=row["conversation_id"],
            seq=row["seq"],
            at=row["at"],
            actor=row["actor_kind"],
            text=row["text"] or "",
        )
        for row in (await reading_store.words(db, pairs) if pairs else [])
    ]


async def given_by(connection: Connection, conversation: int) -> int | None:
    """The operator who gave a talk away last, if that is how it came to where it is; None: nobody did."""
    return await reading_store.given_by(connection, conversation)


async def before(
    db: Database | Connection, conversation: int, n: int, *, limit: int = PAGE, public: bool = False
) -> list[Entry]:
    """Up to `limit` entries before a number, in order."""
    return await store.before(db, conversation, n, limit, public=public)


async def entry(
    db: Database, conversation: int, *, seq: int | None = None, public_no: int | None = None
) -> Entry | None:
    """One line of the log, by either number."""
    return await store.entry(db, conversation, seq=seq, public_no=public_no)


async def tops(db: Database, conversations: Sequence[int]) -> dict[int, Top]:
    """Where these talks' logs end; one query."""
    return {
        row["id"]: Top(row["public_id"], row["last_seq"], row["last_public"], row["operator"])
        for row in await store.tops(db, conversations)
    }


async def public_state(db: Database | Connection, conversation: int) -> PublicState | None:
    """The visitor's state of a talk."""
    row = await store.public_state(db, conversation)
    if row is None:
        return None
    return PublicState(
        top=row["last_public"],
        state={
            "conv": row["public_id"],
            "no": row["case_no"],
            "status": row["status"],
            "with": row["holder_name"],
            **({"face": row["holder_picture"]} if row["holder_picture"] else {}),
            "rated": msgspec.json.decode(row["rating"]) if row["rating"] else None,
            "marks": {"visitor": row["visitor_read"], "team": row["team_read"], "got": row["team_got"]},
        },
    )


async def public_snapshot(db: Database, conversation: int) -> tuple[int, bytes] | None:
    """(position, complete `snap` frame) of the visitor's view."""
    async with db.moment() as then:
        state = await public_state(then, conversation)
        if state is None:
            return None
        entries = await before(then, conversation, state.top + 1, limit=WINDOW, public=True)
    fragments = [fragment for entry in entries if (fragment := for_visitor(entry)) is not None]
    first = entries[0].public_no if entries else state.top + 1
    return state.top, snap_frame(f"c:{state.state['conv']}", state.top, state.state, fragments, first or 1)


def snap_frame(stream: str, top: int, state: dict[str, Any], fragments: Sequence[bytes], first: int) -> bytes:
    """The frame of docs/protocol.md; fragments are joined, not encoded again."""
    return b'{"t":"snap","id":%s,"top":%d,"state":%s,"first":%d,"entries":[%s]}' % (
        msgspec.json.encode(stream),
        top,
        msgspec.json.encode(state),
        first,
        b",".join(fragments),
    )


def page_frame(stream: str, fragments: Sequence[bytes], first: int) -> bytes:
    """Older entries, on request."""
    return b'{"t":"page","id":%s,"first":%d,"entries":[%s]}' % (
        msgspec.json.encode(stream),
        first,
        b",".join(fragments),
    )
