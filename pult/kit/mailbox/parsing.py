"""A raw letter → what it says. Nothing in it is believed: headers may be missing or broken, parts nested or cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, message_from_string
from email.message import Message
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from pult.kit.mailbox import decoding
from pult.kit.mailbox.contract import Automatic, File, Incoming
from pult.kit.mailbox.keys import keys_in
from pult.kit.mailbox.plain import plain

MOST_PARTS = 200
MOST_TEXT = 200_000
"""Characters of a letter's words that are kept."""
MOST_HEADER = 20_000
"""Characters of a header that are looked at."""
_DEEPEST = 20
_ARRIVED_AT = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To")
_SUBJECTS = re.compile(
    r"(automatic reply|auto(-| )?reply|out of office|автоответ|автоматический ответ|вне офиса)\b",
    re.IGNORECASE,
)
_MACHINES = re.compile(r"(mailer-daemon|postmaster|mail-daemon)(@.*)?", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]@]{1,64}@[^\s<>,;:\"()\[\]@]{1,255}")
_ID = re.compile(r"<[^<>\s]{1,500}>")

if TYPE_CHECKING:
    Part = Message[Any, Any]


def read(raw: bytes, *, pattern: str, cut: bool = False) -> Incoming:
    """Read one. `pattern`: the address that replies go to (see `keys`). Raises whatever the parser raises."""
    letter = cast("Part", message_from_bytes(raw))
    parts = list(_parts(letter))
    name, sender = _sender(letter)
    ids = [*_ids(letter, "In-Reply-To"), *_ids(letter, "References"), *_carried(parts)]
    ours = [address for header in _ARRIVED_AT for address in _people(letter, header)]
    (own_id, *_) = [*_ids(letter, "Message-ID"), f"sha256:{sha256(raw).hexdigest()}"]
    return Incoming(
        mark=own_id[:998],
        sender=sender[:320],
        name=name[:200],
        subject=_header(letter, "Subject")[:500],
        keys=keys_in(addresses=ours, ids=ids, pattern=pattern),
        automatic=_automatic(letter, sender),
        text=_text(parts)[:MOST_TEXT],
        files=tuple(_files(parts)),
        cut=cut,
    )


def _parts(letter: Part) -> Iterator[Part]:
    """Its leaves, in order; a letter inside a letter is one."""
    waiting: list[tuple[Part, int]] = [(letter, 0)]
    seen = 0
    while waiting and seen < MOST_PARTS:
        part, deep = waiting.pop(0)
        seen += 1
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list) and deep < _DEEPEST:
            waiting[:0] = [(one, deep + 1) for one in cast("list[Part]", inner)]
        else:
            yield part


def _raw(letter: Part, name: str) -> list[str]:
    """A header's values as they stand there."""
    return [str(value) for key, value in letter.raw_items() if key.lower() == name.lower()]


def _header(letter: Part, name: str) -> str:
    values = _raw(letter, name)
    return decoding.header(values[0]) if values else ""


def _people(letter: Part, name: str) -> list[str]:
    """Addresses in a header, in order."""
    return [one for value in _raw(letter, name) for one in _ADDRESS.findall(value[:MOST_HEADER])]


def _sender(letter: Part) -> tuple[str, str]:
    """(name, address) of whoever wrote it, as far as it says so."""
    value = " ".join(_raw(letter, "From")[:1])[:MOST_HEADER]
    name, opened, rest = value.rpartition("<")
    found = _ADDRESS.search(rest if opened else value)
    return decoding.header(name).strip("\"' "), found[0] if found else ""


def _ids(letter: Part, name: str) -> list[str]:
    return [id for value in _raw(letter, name) for id in _ID.findall(value)][:100]


def _carried(parts: list[Part]) -> Iterator[str]:
    """Message-IDs of letters that this one brings back, as reports do."""
    for part in parts:
        kind, inner = part.get_content_type(), part.get_payload()
        if kind == "message/rfc822" and isinstance(inner, list):
            yield from (id for one in cast("list[Part]", inner) for id in _ids(one, "Message-ID"))
        elif kind in ("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"):
            yield from _ids(cast("Part", message_from_string(_words(part))), "Message-ID")


def _automatic(letter: Part, sender: str) -> Automatic | None:
    if letter.get_content_type() == "multipart/report":
        return "receipt" if letter.get_param("report-type") == "disposition-notification" else "bounce"
    if _MACHINES.fullmatch(sender) or _raw(letter, "X-Failed-Recipients"):
        return "bounce"
    said = _header(letter, "Auto-Submitted").partition(";")[0].strip().lower()
    marks = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Auto-Reply", "X-Vacation")
    listed = _raw(letter, "List-Id") or _raw(letter, "List-Post")  # people's words come by lists as bulk too
    bulk = _header(letter, "Precedence").lower() in ("bulk", "junk", "auto_reply") and not listed
    nobody = "<>" in (_header(letter, "Return-Path"), _header(letter, "X-Envelope-From"))
    named = any(_raw(letter, mark) for mark in marks) or _SUBJECTS.match(_header(letter, "Subject"))
    return "reply" if said not in ("", "no") or bulk or nobody or named else None


def _is_broken(part: Part) -> bool:
    """Said to have parts, and has none: all of it is words then."""
    return part.get_content_maintype() == "multipart" and not part.is_multipart()


def _is_file(part: Part) -> bool:
    if _is_broken(part):
        return False
    if part.get_content_disposition() == "attachment":
        return True
    kind = part.get_content_type()
    return kind not in ("text/plain", "text/html") or part.get_filename() is not None


def _text(parts: list[Part]) -> str:
    """Its words: the plain ones, or those of the HTML where there are no others."""
    texts = [part for part in parts if not _is_file(part)]
    said = [_unflowed(part) for part in texts if part.get_content_type() == "text/plain" or _is_broken(part)]
    written = "\n\n".join(one.strip("\n") for one in said if one.strip())
    if written:
        return written
    pages = [plain(_words(part)) for part in texts if part.get_content_type() == "text/html"]
    return "\n\n".join(one for one in pages if one)


def _words(part: Part) -> str:
    data = part.get_payload(decode=True)
    charset = part.get_param("charset")
    return decoding.decode(data, charset if isinstance(charset, str) else None) if isinstance(data, bytes) else ""


def _unflowed(part: Part) -> str:
    """Plain words, lines that were broken for the way put together again (RFC 3676)."""
    text = _words(part)
    if str(part.get_param("format")).lower() != "flowed":
        return text
    glue = "" if str(part.get_param("delsp")).lower() == "yes" else " "
    made: list[str] = []
    flowing: int | None = None
    for line in text.split("\n"):
        deep = len(line) - len(line.lstrip(">"))
        words = line[deep:].removeprefix(" ")
        if flowing == deep:
            made[-1] = made[-1][:-1] + glue + words
        else:
            made.append(">" * deep + (" " if deep else "") + words)
        flowing = deep if words.endswith(" ") and words != "-- " else None
    return "\n".join(made)


def _files(parts: list[Part]) -> Iterator[File]:
    for part in parts:
        if not _is_file(part) or part.get_content_type() in ("message/delivery-status", "text/rfc822-headers"):
            continue
        name = part.get_filename()
        payload = part.get_payload(decode=True)
        size = len(payload) if isinstance(payload, bytes) else 0
        yield File(decoding.header(str(name))[:120] if name else part.get_content_type(), size)
