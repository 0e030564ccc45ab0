"""What a call says about a talk, and what an answer may decide."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

import msgspec

from pult.automation import looking, store
from pult.automation.events import About
from pult.automation.rules import Action, Call, actions
from pult.conversations import queries as log_of_talks
from pult.kit.calendar import ALWAYS
from pult.kit.errors import Invalid

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

MOST_TEXT = 4000
MOST_DECISION = 64 * 1024


async def body(db: Database, call: Record, *, origin: str) -> bytes | None:
    """What is sent: the talk as it stands now, the words of its contact as they read now (None: they were erased, or
    there are none). None: the talk is gone, there is nothing to call about.
    """
    at = call["at"].astimezone(UTC).isoformat()
    if call["conversation_id"] is None:
        return msgspec.json.encode({"type": "ping", "timestamp": at, "data": {}})
    found = await about(db, call)
    if found is None:
        return None
    rule, row = found
    said = await log_of_talks.said(db, [(rule.conversation, rule.seq)])
    data: dict[str, Any] = {
        "rule": {"id": rule.rule, "name": rule.name},
        "on": rule.on,
        "seq": rule.seq,
        "text": said[0].text[:MOST_TEXT] if said else None,
        **_talk(row, origin),
    }
    return msgspec.json.encode({"type": "rule.called", "timestamp": at, "data": data})


async def about(db: Database, call: Record) -> tuple[About, Record] | None:
    """The rule at work, and the talk as it stands now."""
    rows = await store.talks(db, [call["conversation_id"]])
    if not rows:
        return None
    name = await store.name(db, call["rule_id"]) or ""
    return About(call["rule_id"], name, call["kind"], call["conversation_id"], call["seq"]), rows[0]


def decision(answer: bytes) -> tuple[Action, ...]:
    """What an answer wants done: `{"then": [...]}` with the things a rule does, but no further call; without `then`
    nothing. Raises `Invalid`.
    """
    if len(answer) > MOST_DECISION:
        raise Invalid("this answer is too long", pointer="")
    try:
        said: Any = msgspec.json.decode(answer)
    except msgspec.DecodeError as error:
        raise Invalid("this answer is no JSON", pointer="") from error
    if not isinstance(said, dict) or "then" not in said:
        return ()
    wanted = cast("dict[str, Any]", said)["then"]
    if wanted == []:
        return ()
    then = actions(wanted)
    if any(isinstance(one, Call) for one in then):
        raise Invalid("an answer calls nobody", pointer="/then")
    return then


def _talk(row: Record, origin: str) -> dict[str, Any]:
    known = looking.known(row, text="", hours=lambda _team, _channel: ALWAYS, now=datetime.now(UTC))
    return {
        "talk": {
            "conv": row["public_id"],
            "no": row["case_no"],
            "url": f"{origin}/desk/#c/{row['public_id']}",
            "status": row["status"],
            "channel": known.channel,
            "site": known.site,
            "topic": known.topic,
            "team": known.team,
            "language": known.language,
            "tags": sorted(known.tags),
            "priority": known.priority,
            "queued": known.queued,
            "began": row["created_at"],
            "waiting_since": row["waiting_since"],
            "rated": known.judged,
        },
        "contact": {
            "verified": known.verified,
            "returning": known.before > 0,
            "attributes": known.attributes,
        },
    }
