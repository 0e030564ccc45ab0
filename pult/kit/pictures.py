"""What bytes are, by looking at them: never by their name, never by what a client says.

A picture is only what parses from its first byte to its last as PNG, JPEG, GIF or WebP. It is written anew without what
tells of its maker (EXIF, XMP, comments) and without anything behind its end, so that no second format can hide there.
Nothing is decoded: sizes come from the headers, so no flood of pixels can reach this process.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable

import msgspec

MOST_PIXELS = 50_000_000
"""More than that is not shown as a picture, only kept as a file."""
_LABELS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftypM4A", "audio/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    *((8, brand, "image/heic") for brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1")),
    (4, b"ftyp", "video/mp4"),
)
"""Kinds that are named on a card; they are always saved, never opened in place."""


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture that may be shown: its type, its size as it is seen (turned by its orientation), its clean bytes."""

    type: str
    width: int
    height: int
    data: bytes


class _Broken(Exception):
    """It began like a picture and is none."""


def picture(data: bytes) -> Picture | None:
    """The picture in these bytes, or None when they are anything else."""
    for begin, read in _READERS:
        if data.startswith(begin):
            try:
                found = read(data)
            except (_Broken, IndexError):
                return None
            fits = 0 < found.width * found.height <= MOST_PIXELS
            return found if fits else None
    return None


def label(head: bytes) -> str:
    """What to call other bytes; `application/octet-stream` when nothing is known."""
    for offset, mark, name in _LABELS:
        if head[offset : offset + len(mark)] == mark:
            return name
    return "text/plain" if _is_plain(head) else "application/octet-stream"


def _is_plain(head: bytes) -> bool:
    """Readable text that is no markup."""
    try:
        text = head[:1024].decode("utf-8", "strict" if len(head) < 1024 else "ignore")
    except UnicodeDecodeError:
        return False
    return bool(text.strip()) and "<" not in text and all(c.isprintable() or c in "\r\n\t" for c in text)


def _take(data: bytes, at: int, size: int) -> bytes:
    if at + size > len(data):
        raise _Broken
    return data[at : at + size]


def _number(data: bytes, at: int, size: int, order: str = "big") -> int:
    return int.from_bytes(_take(data, at, size), "little" if order == "little" else "big")


# JPEG

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_KEPT = frozenset((0xC4, 0xC8, 0xCC, 0xDA, 0xDB, 0xDC, 0xDD, 0xE0, 0xEE)) | _FRAMES


def _jpeg(data: bytes) -> Picture:
    parts, at = [b"\xff\xd8"], 2
    width = height = 0
    orientation = 1
    while True:
        while _number(data, at, 2) == 0xFFFF:
            at += 1
        if data[at] != 0xFF:
            raise _Broken
        marker = data[at + 1]
        if marker == 0xD9:
            break
        size = 2 + _number(data, at + 2, 2)
        segment = _take(data, at, size)
        if marker in _FRAMES:
            height, width = _number(segment, 5, 2), _number(segment, 7, 2)
        elif marker == 0xE1 and segment[4:10] == b"Exif\0\0":
            orientation = _orientation(segment[10:])
        if marker in _KEPT or (marker == 0xE2 and segment[4:15] == b"ICC_PROFILE"):
            parts.append(segment)
        elif not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            raise _Broken
        at += size
        if marker == 0xDA:
            end = _scan(data, at)
            parts.append(data[at:end])
            at = end
    if orientation != 1:
        parts.insert(1, _turned(orientation))
    if orientation >= 5:
        width, height = height, width
    return Picture(type="image/jpeg", width=width, height=height, data=b"".join(parts) + b"\xff\xd9")


def _scan(data: bytes, at: int) -> int:
    """Where the next marker stands after compressed data."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise _Broken
        following = data[at + 1]
        if following == 0 or 0xD0 <= following <= 0xD7:
            at += 2
        elif following == 0xFF:
            at += 1
        else:
            return at


def _orientation(tiff: bytes) -> int:
    """How a camera held the picture (1 to 8); 1 when it does not say so properly."""
    order = {b"II": "little", b"MM": "big"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        begin = _number(tiff, 4, 4, order)
        for entry in range(_number(tiff, begin, 2, order)):
            at = begin + 2 + 12 * entry
            if _number(tiff, at, 2, order) == 0x0112:
                value = _number(tiff, at + 8, 2, order)
                return value if 1 <= value <= 8 else 1
    except _Broken:
        pass
    return 1


def _turned(orientation: int) -> bytes:
    """An EXIF segment that says nothing but the orientation: without it the picture would lie on its side."""
    tiff = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0" + bytes((orientation, 0, 0, 0)) + b"\0\0\0\0"
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


# PNG

_PNG = b"\x89PNG\r\n\x1a\n"
_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT bKGD pHYs hIST acTL fcTL fdAT cICP mDCV cLLI".split()
)


def _png(data: bytes) -> Picture:
    parts, at = [_PNG], len(_PNG)
    if _take(data, at + 4, 4) != b"IHDR":
        raise _Broken
    width, height = _number(data, at + 8, 4), _number(data, at + 12, 4)
    while True:
        size, kind = _number(data, at, 4), _take(data, at + 4, 4)
        chunk = _take(data, at, size + 12)
        if zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
            raise _Broken
        if kind in _CHUNKS:
            parts.append(chunk)
        elif kind[:1].isupper():
            raise _Broken
        at += size + 12
        if kind == b"IEND":
            return Picture(type="image/png", width=width, height=height, data=b"".join(parts))


# GIF


def _gif(data: bytes) -> Picture:
    width, height = _number(data, 6, 2, "little"), _number(data, 8, 2, "little")
    at = 13 + _palette(_take(data, 0, 13)[10])
    parts = [_take(data, 0, at)]
    while True:
        mark = data[at]
        if mark == 0x3B:
            return Picture(type="image/gif", width=width, height=height, data=b"".join(parts) + b";")
        if mark == 0x2C:
            end = _blocks(data, at + 11 + _palette(data[at + 9]))
            parts.append(data[at:end])
        elif mark == 0x21:
            end = _blocks(data, at + 2)
            loops = data[at + 1] == 0xFF and data[at + 3 : at + 14] in (b"NETSCAPE2.0", b"ANIMEXTS1.0")
            if data[at + 1] == 0xF9 or loops:
                parts.append(data[at:end])
        else:
            raise _Broken
        at = end


def _palette(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(data: bytes, at: int) -> int:
    """Behind a row of sub-blocks."""
    while (size := data[at]) != 0:
        at += 1 + size
    return at + 1


# WebP

_WEBP_KEPT = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))


def _webp(data: bytes) -> Picture:
    if data[8:12] != b"WEBP":
        raise _Broken
    end, at = 8 + _number(data, 4, 4, "little"), 12
    parts: list[bytes] = []
    size: tuple[int, int] | None = None
    while at < end:
        kind, length = _take(data, at, 4), _number(data, at + 4, 4, "little")
        body = _take(data, at + 8, length)
        size = size or _webp_size(kind, body)
        if kind == b"VP8X":
            body = bytes((body[0] & ~0x0C,)) + body[1:]
        if kind in _WEBP_KEPT:
            parts.append(kind + length.to_bytes(4, "little") + body + b"\0" * (length % 2))
        at += 8 + length + length % 2
    if size is None:
        raise _Broken
    content = b"WEBP" + b"".join(parts)
    whole = b"RIFF" + len(content).to_bytes(4, "little") + content
    return Picture(type="image/webp", width=size[0], height=size[1], data=whole)


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int] | None:
    if kind == b"VP8X":
        return 1 + _number(body, 4, 3, "little"), 1 + _number(body, 7, 3, "little")
    if kind == b"VP8L" and body[:1] == b"\x2f":
        bits = _number(body, 1, 4, "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        return _number(body, 6, 2, "little") & 0x3FFF, _number(body, 8, 2, "little") & 0x3FFF
    return None


_READERS: tuple[tuple[bytes, Callable[[bytes], Picture]], ...] = (
    (b"\xff\xd8\xff", _jpeg),
    (_PNG, _png),
    (b"GIF87a", _gif),
    (b"GIF89a", _gif),
    (b"RIFF", _webp),
)
