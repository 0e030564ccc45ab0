"""From the text of a frame to a typed command, or to a fault that names the frame's `cid` when that can be read."""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple, cast

import msgspec

from pult.live.contract import Hello
from pult.live.frames import Fetch, Sub, Unsub

_PATH = re.compile(r"at `\$([^`]*)`$")
_UNREADABLE = (msgspec.MsgspecError, RecursionError, ValueError)


class Fault(NamedTuple):
    """Why a frame was not understood."""

    code: str
    detail: str
    cid: str | None = None
    pointer: str | None = None
    kind: str | None = None
    """What the frame called itself, if that much was readable."""


class Reader:
    """Reads the frames of one endpoint: hello, sub, unsub, fetch and the door's own commands."""

    def __init__(self, commands: tuple[type[msgspec.Struct], ...]) -> None:
        types = (Hello, Sub, Unsub, Fetch, *commands)
        for command in commands:
            if not command.__struct_config__.forbid_unknown_fields:
                raise TypeError(f"{command.__name__} must set forbid_unknown_fields: unknown fields are refused")
        self.tags = frozenset(str(kind.__struct_config__.tag) for kind in types)
        self.answered = frozenset(kind for kind in commands if "cid" in kind.__struct_fields__)
        """Types that cost a credit."""
        self._decode = msgspec.json.Decoder(_union(types)).decode

    def read(self, text: str) -> Any:
        """A command, or a `Fault`."""
        try:
            return self._decode(text)
        except _UNREADABLE as error:
            return self._fault(text, error)

    def _fault(self, text: str, error: Exception) -> Fault:
        envelope = _envelope(text)
        if envelope is None:
            return Fault("malformed", "this is not a JSON object")
        kind, cid = envelope.get("t"), envelope.get("cid")
        cid = cid if isinstance(cid, str) and len(cid) <= 64 and not _lone(cid) else None
        if not isinstance(kind, str):
            return Fault("malformed", "a frame has a type t", cid)
        if kind not in self.tags:
            return Fault("unknown_type", "there is no such frame here", cid, "/t", kind)
        if isinstance(error, msgspec.ValidationError):
            return Fault("invalid", _plain(str(error)), cid, _pointer(str(error)), kind)
        broken = next((name for name, value in envelope.items() if isinstance(value, str) and _lone(value)), None)
        if broken is not None:
            return Fault("invalid", "a lone surrogate is no character", cid, f"/{broken}", kind)
        return Fault("malformed", "this is not JSON", cid, None, kind)


def _union(types: tuple[Any, ...]) -> Any:
    union = types[0]
    for kind in types[1:]:
        union |= kind
    return union


def version(text: str) -> int | None:
    """The `v` of a hello that is not understood otherwise."""
    value = (_envelope(text) or {}).get("v")
    return value if isinstance(value, int) else None


def _envelope(text: str) -> dict[str, Any] | None:
    # The lenient parser runs only after the strict one refused; unlike it, this one lets lone surrogates through.
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _lone(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def _plain(message: str) -> str:
    return message.split(" - at ")[0][:200]


def _pointer(message: str) -> str | None:
    found = _PATH.search(message)
    return re.sub(r"[.\[]", "/", found[1]).replace("]", "") or None if found else None
