"""A talk as a row of lists and as the state of an open talk: from what the database gives to what the protocol says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from pult.kit.clock import milliseconds

if TYPE_CHECKING:
    from asyncpg import Record


def row_of(record: Record, said: Sequence[int]) -> dict[str, Any]:
    """A row; `said` are the numbers of what the visitor said and nobody has answered yet."""
    due = record["due_at"]
    resolved = record["resolved_at"] if record["status"] == "resolved" else None
    return {
        **_shared(record),
        "last": record["last_seq"],
        "text": record["last_text"],
        "by": record["last_by"],
        "at": milliseconds(record["last_at"]),
        "began": milliseconds(record["created_at"]),
        "said": list(said),
        **_given(record),
        **({"resolved": milliseconds(resolved)} if resolved else {}),
        **({"parts": _parts(record)} if record["parts"] else {}),
        **({"due": {"at": milliseconds(due), "kind": record["due_kind"]}} if due and not resolved else {}),
    }


def _given(record: Record) -> dict[str, Any]:
    """Who put it into the hands it is in, if it was somebody else."""
    if record["given_seq"] is None or record["holder_kind"] != "operator" or record["status"] == "resolved":
        return {}
    return {"given": {"n": record["given_seq"], "by": record["given_by"]}}


def state_of(record: Record) -> dict[str, Any]:
    """The state of an open talk."""
    return {
        **_shared(record),
        "contact": whole_contact(record),
        "rated": msgspec.json.decode(record["rating"]) if record["rating"] else None,
        "marks": {"visitor": record["visitor_read"], "team": record["team_read"], "got": record["visitor_got"]},
        "created": milliseconds(record["created_at"]),
        "earlier": record["earlier"],
        "parts": _parts(record),
        **_start(record),
    }


def whole_contact(record: Record) -> dict[str, Any]:
    """Who writes, with what is told about them; null: nothing is."""
    parts = ("signed", "said", "context")
    about = {part: msgspec.json.decode(record[part]) for part in parts} if record["context"] is not None else None
    return {**_contact(record), "about": about}


def guests_of(record: Record) -> frozenset[int]:
    """The operators who were asked in."""
    return frozenset(one["id"] for one in msgspec.json.decode(record["guests"])) if record["guests"] else frozenset()


def _holder(record: Record) -> dict[str, Any]:
    return {"kind": record["holder_kind"], "id": record["holder_id"], "name": record["holder_name"]}


def _contact(record: Record) -> dict[str, Any]:
    return {
        "name": record["contact_name"],
        "number": record["contact_number"],
        "verified": record["contact_verified"],
    }


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
        "until": milliseconds(record["snoozed_until"]) if record["snoozed_until"] else None,
        "promise": msgspec.Raw(record["promise"].encode()) if record["promise"] else None,
        "tags": record["tags"],
        "guests": msgspec.Raw(record["guests"].encode()) if record["guests"] else [],
        **({"part_of": record["whole"]} if record["whole"] else {}),
    }


def _parts(record: Record) -> object:
    """What of the talk is with other teams."""
    return msgspec.Raw(record["parts"].encode()) if record["parts"] else []


def _start(record: Record) -> dict[str, Any]:
    """What the talk began with, as far as anything was given."""
    given: dict[str, Any] = {name: record[name] for name in ("about", "notice", "mail") if record[name]}
    return {**given, "fields": msgspec.json.decode(record["fields"])} if record["fields"] else given
