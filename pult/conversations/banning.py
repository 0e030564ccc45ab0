"""A talk ends because whoever wrote in it is banned. The team reads why; the contact only sees that it has ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pult.conversations.append import Answer
from pult.conversations.commands import DESK, Commands
from pult.conversations.events import Audience, Draft, HolderKind, Kind, Status
from pult.conversations.rules import Changes, Decision, Head, Who
from pult.kit.errors import Conflict
from pult.kit.ids import uuid7

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database

MOST = 200
"""Open talks of one person that are closed in one turn."""


def check_hands(holder: int | None, who: int, *, every: bool) -> None:
    """Who may close a talk for this: its holder, anybody while no operator holds it, and who may ban in `every` talk.
    Raises `Conflict` (`not_holder`).
    """
    if not every and holder is not None and holder != who:
        raise Conflict("a colleague has this talk", code="not_holder")


def over(head: Head, who: Who, *, reason: str) -> Decision:
    """The end of a talk, in whoever's hands it is. What was promised in it is taken back."""
    if head.status is Status.RESOLVED:
        raise Conflict("the talk is already resolved", code="already_resolved")
    names: dict[str, Any] = {"name": who.name, "public_name": who.public_name}
    inner: dict[str, Any] = {"to": Status.RESOLVED, "from": head.status, "how": "banned", "reason": reason, **names}
    outer: dict[str, Any] = {"to": Status.RESOLVED, "public_name": who.public_name}
    drafts = [_draft(who, Kind.STATUS, Audience.INTERNAL, inner), _draft(who, Kind.STATUS, Audience.PUBLIC, outer)]
    if head.promise is not None:
        dropped: dict[str, Any] = {"promise": None, "kept": False, "text": head.promise.text, **names}
        drafts.append(_draft(who, Kind.PROMISED, Audience.INTERNAL, dropped))
    changes = Changes(status=Status.RESOLVED, promise=(None,) if head.promise is not None else None)
    return Decision(drafts=tuple(drafts), changes=changes)


def _draft(who: Who, kind: Kind, audience: Audience, body: dict[str, Any]) -> Draft:
    return Draft(kind=kind, audience=audience, actor=who.kind, actor_id=who.id, body=body)


async def close(commands: Commands, conversation: str, *, who: Who, reason: str) -> Answer | None:
    """Close one talk; None: somebody was faster."""

    async def decide(_connection: Connection, head: Head, _now: datetime) -> Decision:
        return over(head, who, reason=reason)

    try:
        return await commands.decide(conversation, DESK, who, uuid7(), ("banned", reason), decide)
    except Conflict:
        return None


async def open_talks(db: Database, *, contact: int | None, conversation: int | None) -> Sequence[str]:
    """Public ids of what is to be closed: this talk, and every open one of the person."""
    rows = await db.fetch(
        "SELECT public_id FROM conversations.conversation WHERE status <> 'resolved' AND part_of IS NULL"
        " AND (id = $1 OR contact_id IN"
        " (SELECT id FROM contacts.contact WHERE id = $2 OR merged_into = $2)) ORDER BY id LIMIT $3",
        conversation,
        contact,
        MOST,
    )
    return [row["public_id"] for row in rows]


def holder_of(kind: str, id: int | None) -> int | None:
    """The operator who holds a talk, if one does."""
    return id if kind == HolderKind.OPERATOR else None
