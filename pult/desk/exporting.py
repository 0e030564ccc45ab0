"""A talk as a file: JSON for programs, plain text for people. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from pult.conversations.encoding import for_operators
from pult.conversations.events import Actor, Audience, Entry, Kind

_WORDS = {
    "ru": {
        "case": "Обращение № {case}",
        "contact": "Собеседник: {contact}",
        "channel": "Канал: {channel}",
        "topic": "Тема: {topic}",
        "visitor": "Посетитель",
        "note": "заметка для команды",
        "erased": "(стёрто)",
        "edited": "изменено",
        "files": "файлы: {names}",
        "assigned": "чат взят или назначен: {name}",
        "returned": "чат вернулся в очередь",
        "transferred": "{by} → {name}",
        "queue": "очередь",
        "resolved": "чат решён",
        "open": "чат открыт снова",
        "snoozed": "чат отложен",
        "rated": "оценка {score} из {of}",
        "helped": "оценка посетителя: помогли",
        "not_helped": "оценка посетителя: не помогли",
    },
    "en": {
        "case": "Case {case}",
        "contact": "With: {contact}",
        "channel": "Channel: {channel}",
        "topic": "Topic: {topic}",
        "visitor": "Visitor",
        "note": "note for the team",
        "erased": "(erased)",
        "edited": "edited",
        "files": "files: {names}",
        "assigned": "taken by or assigned to {name}",
        "returned": "back in the queue",
        "transferred": "{by} → {name}",
        "queue": "the queue",
        "resolved": "resolved",
        "open": "opened again",
        "snoozed": "put aside",
        "rated": "rated {score} of {of}",
        "helped": "the visitor’s rating: helped",
        "not_helped": "the visitor’s rating: did not help",
    },
}


def to_json(head: dict[str, Any], entries: Sequence[Entry]) -> bytes:
    """`{"talk": …, "entries": […]}`; entries as at the desk (docs/protocol.md, «Entries»)."""
    whole = {"talk": head, "entries": [msgspec.Raw(for_operators(entry)) for entry in entries]}
    return msgspec.json.format(msgspec.json.encode(whole), indent=1)


def to_text(head: dict[str, Any], entries: Sequence[Entry], *, zone: ZoneInfo, language: str) -> bytes:
    """What was said and what happened, line by line, in one time zone."""
    words = _WORDS["ru" if language == "ru" else "en"]
    began = datetime.fromtimestamp(head["began"] / 1000, UTC).astimezone(zone)
    top = [words[name].format(**head) for name in ("case", "contact", "channel", "topic") if head[name]]
    lines = [f"{' · '.join(top)}\n{began:%d.%m.%Y %H:%M} ({zone.key})\n"]
    edits = {entry.target: entry for entry in entries if entry.kind == Kind.EDITED}
    lines += [line for entry in entries if (line := _line(entry, edits.get(entry.seq), words, zone))]
    return "\n".join(lines).encode()


def _line(entry: Entry, edit: Entry | None, words: dict[str, str], zone: ZoneInfo) -> str | None:
    at = f"{entry.at.astimezone(zone):%d.%m.%Y %H:%M:%S}"
    if entry.kind in (Kind.MESSAGE, Kind.NOTE):
        return f"{at} {_said(entry, edit, words)}"
    happened = _happened(entry, words)
    return None if happened is None else f"{at} — {happened}"


def _said(entry: Entry, edit: Entry | None, words: dict[str, str]) -> str:
    marks = [words["note"]] if entry.kind == Kind.NOTE else []
    if entry.body.get("erased"):
        text = words["erased"]
    else:
        text = str((edit or entry).body.get("text", ""))
        marks += [words["edited"]] if edit else []
        names = ", ".join(str(file["name"]) for file in entry.body.get("files", []))
        text += f"\n  [{words['files'].format(names=names)}]" if names else ""
    return f"{_who(entry, words)}{' (' + ', '.join(marks) + ')' if marks else ''}: {text}"


def _who(entry: Entry, words: dict[str, str]) -> str:
    return words["visitor"] if entry.actor is Actor.CONTACT else str(entry.body.get("name") or entry.actor)


def _rated(score: object, of: object, words: dict[str, str]) -> str:
    """What was asked with Yes and No is told as it was answered, as at the desk."""
    if of == 2:
        return words["helped" if score == of else "not_helped"]
    return words["rated"].format(score=score, of=of)


def _happened(entry: Entry, words: dict[str, str]) -> str | None:
    """Facts by their inner half; its public twin says the same."""
    body = entry.body
    if entry.kind == Kind.RATED:
        comment = f": {body['comment']}" if body.get("comment") else ""
        return _rated(body.get("score"), body.get("of"), words) + comment
    if entry.audience is Audience.PUBLIC:
        return None
    reason = f": {body['reason']}" if body.get("reason") else ""
    to: Any = body.get("to")
    name: str | None = to["name"] if entry.kind in (Kind.ASSIGNED, Kind.TRANSFERRED) else None
    if entry.kind == Kind.ASSIGNED:
        return words["assigned"].format(name=name) if name else words["returned"]
    if entry.kind == Kind.TRANSFERRED:
        return words["transferred"].format(by=_who(entry, words), name=name or words["queue"]) + reason
    return words[to] + reason if entry.kind == Kind.STATUS and isinstance(to, str) and to in words else None
