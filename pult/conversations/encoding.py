"""Entries as JSON, once per audience. The visitor's side is a white list per kind: what is not named here stays
inside.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from pult.conversations.events import Actor, Audience, Entry, Kind
from pult.kit.clock import milliseconds

_json = msgspec.json.Encoder()
_CONTACT = Actor.CONTACT
_NOT_SHOWN = frozenset({"name", "public_name", "face", "with", "target_public", "quote_public"})
"""Keys of a body that are shown elsewhere in its JSON."""


def for_operators(entry: Entry) -> bytes:
    """The desk's view of one entry: everything."""
    if (plain := _plain(entry)) is not None:
        proof = b',"verified":true' if entry.verified else b""
        return b'{"text":%b,"n":%d,"p":%d,"kind":"message","aud":"public","by":{"kind":"contact"},"at":%d%b}' % (
            plain[0],
            entry.seq,
            entry.public_no,
            plain[1],
            proof,
        )
    body = {key: value for key, value in entry.body.items() if key not in _NOT_SHOWN}
    twin = entry.audience is Audience.PUBLIC and entry.kind in (Kind.ASSIGNED, Kind.TRANSFERRED)
    if twin:
        body["name"] = entry.body.get("name")
    head: dict[str, Any] = {
        "n": entry.seq,
        "p": entry.public_no,
        "kind": entry.kind,
        "aud": entry.audience,
        "by": _author(entry, "public_name" if twin else "name"),
        "at": milliseconds(entry.at),
    }
    if entry.target is not None:
        head["target"] = entry.target
    if entry.verified:
        head["verified"] = True
    return _json.encode({**body, **head})


def for_visitor(entry: Entry) -> bytes | None:
    """The visitor's view of a public entry, or None for an internal one. An unknown kind keeps its number and shows
    nothing.
    """
    if entry.public_no is None or entry.audience is not Audience.PUBLIC:
        return None
    if (plain := _plain(entry)) is not None:
        return b'{"n":%d,"kind":"message","at":%d,"by":{"kind":"you"},"text":%b}' % (
            entry.public_no,
            plain[1],
            plain[0],
        )
    # A plain string: an enum member's hash is computed in Python, and this runs for every message.
    allowed = _PUBLIC.get(str(entry.kind))
    head: dict[str, Any] = {
        "n": entry.public_no,
        "kind": entry.kind if allowed else "hidden",
        "at": milliseconds(entry.at),
    }
    if allowed:
        if entry.actor is Actor.CONTACT:
            head["by"] = {"kind": "you"}
        else:
            head["by"] = {"kind": entry.actor, "name": entry.body.get("public_name", "")}
            if entry.body.get("face"):
                head["by"]["face"] = entry.body["face"]
        head.update(allowed(entry))
    return _json.encode(head)


class _Last:
    """The entry that was asked for last: both audiences ask one after the other."""

    entry: Entry | None = None
    plain: tuple[bytes, int] | None = None


def _plain(entry: Entry) -> tuple[bytes, int] | None:
    """Text (as JSON) and time of a contact's words without anything else: nearly every entry, so both views of it are
    laid out by hand. The tests of `tests/replay` compare them with what the general way says.
    """
    if entry is not _Last.entry:
        body = entry.body
        is_plain = (
            entry.actor is _CONTACT
            and entry.kind == "message"
            and entry.target is None
            and entry.public_no is not None
            and len(body) == 1
            and "text" in body
        )
        _Last.entry, _Last.plain = entry, (_json.encode(body["text"]), milliseconds(entry.at)) if is_plain else None
    return _Last.plain


def _author(entry: Entry, name: str) -> dict[str, Any]:
    author: dict[str, Any] = {"kind": entry.actor}
    if entry.actor is Actor.OPERATOR:
        author["id"] = entry.actor_id
        author["name"] = entry.body.get(name, "")
    elif entry.actor is Actor.SYSTEM and entry.body.get(name):
        author["name"] = entry.body[name]  # which of the house's rules it was
    return author


def _words(entry: Entry) -> dict[str, Any]:
    body = entry.body
    # The form that is answered, by its public number; of other words the target is said elsewhere.
    about = {"target": body["target_public"]} if body.get("target_public") and entry.kind == Kind.MESSAGE else {}
    if body.get("erased"):
        return {"erased": True, **about}
    words: dict[str, Any] = {"text": body.get("text", ""), **about}
    for part in ("form", "answers"):
        if part in body:
            words[part] = body[part]
    if body.get("quote_public") is not None:
        words["quote"] = body["quote_public"]
    if body.get("files"):
        words["files"] = body["files"]
    return words


def _named(entry: Entry) -> dict[str, Any]:
    face = {"face": entry.body["with"]} if entry.body.get("with") else {}
    return {"name": entry.body.get("name"), **face}


def _edited(entry: Entry) -> dict[str, Any]:
    return {"target": entry.body.get("target_public"), **_words(entry)}


def _rated(entry: Entry) -> dict[str, Any]:
    return {key: entry.body[key] for key in ("score", "of", "comment") if key in entry.body}


_PUBLIC: dict[str, Callable[[Entry], dict[str, Any]]] = {
    "message": _words,
    "assigned": _named,
    "transferred": _named,
    "status": lambda entry: {"to": entry.body.get("to")},
    "rated": _rated,
    "edited": _edited,
    "erased": lambda entry: {"target": entry.body.get("target_public")},
}
