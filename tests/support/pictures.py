"""Small real pictures, and what people hide in them."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

SECRET = b"GPS 55.75,37.61 owner ivan"


def png(width: int = 4, height: int = 3) -> bytes:
    """A PNG with words in it that tell of its maker."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(out, "PNG")
    plain = out.getvalue()
    return plain[:33] + chunk(b"tEXt", b"Comment\0" + SECRET) + plain[33:]


def jpeg(width: int = 40, height: int = 30, *, orientation: int = 1) -> bytes:
    """A JPEG as a camera makes it, with EXIF."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = SECRET.decode()
    out = io.BytesIO()
    Image.new("RGB", (width, height), (30, 200, 30)).save(out, "JPEG", exif=exif, comment=SECRET, quality=90)
    return out.getvalue()


def other(format: str, width: int = 8, height: int = 6) -> bytes:
    """A GIF or WebP."""
    out = io.BytesIO()
    extra = {"exif": b"Exif\0\0" + SECRET} if format == "WEBP" else {"comment": SECRET}
    Image.new("RGB", (width, height), (30, 30, 200)).save(out, format, **extra)
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    """A PNG chunk."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def flood() -> bytes:
    """A PNG of some hundred bytes that claims ten thousand million pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
