"""Bytes of letters as words, whatever they say of themselves: charsets that are wrong, unknown or missing."""

from __future__ import annotations

import binascii
import codecs
import re

_KNOWN = re.compile(r"(utf-?(8|16|32)|iso8859|iso2022|cp\d|koi8|mac-|ascii|big5|gb|euc_|shift_jis|hz|johab|tis).*")
"""Charsets that letters are written in. Python knows others, some of which take forever."""
_WORD = r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?="
_WORDS = re.compile(rf"{_WORD}(?:\s*{_WORD})*")
_LOWER = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё")


def decode(data: bytes, charset: str | None) -> str:
    """Words without control characters; line ends are `\\n`."""
    return clean(_decoded(data, charset))


def clean(text: str) -> str:
    """Without what no screen shows and no table holds."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\f", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or (sign >= " " and sign != "\x7f" and not _lone(sign)))


def _lone(sign: str) -> bool:
    return "\ud800" <= sign <= "\udfff" or "\x80" <= sign <= "\x9f"


def _decoded(data: bytes, charset: str | None) -> str:
    try:
        name = codecs.lookup((charset or "").strip("'\" ")).name
        if _KNOWN.fullmatch(name):
            return data.decode(name)
    except (LookupError, ValueError):
        pass
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    high = sum(byte > 0x7F for byte in data)
    if high * 3 < len(data):
        return data.decode("utf-8" if _nearly(data) else "cp1252", "replace")
    tried = [data.decode(name, "replace") for name in ("cp1251", "koi8-r")]
    return max(tried, key=lambda text: sum(sign in _LOWER for sign in text))


def _nearly(data: bytes) -> bool:
    """UTF-8 that was cut or spoiled in few places."""
    text = data.decode("utf-8", "replace")
    return text.count("\ufffd") * 4 < sum(sign > "\x7f" for sign in text)


def header(raw: str) -> str:
    """A header's words on one line. `raw` is as the parser gives it, odd bytes as surrogates."""
    text = raw
    if not raw.isascii():
        text = _decoded(raw.encode("utf-8", "surrogateescape"), None)
    return " ".join(clean(_WORDS.sub(_run, text)).split())


def _run(found: re.Match[str]) -> str:
    """Encoded words that stand beside each other are one text: a letter may be cut in two between them."""
    pieces: list[tuple[str, bytes]] = []
    for charset, how, words in re.findall(_WORD, found[0]):
        name, data = charset.partition("*")[0].lower(), _bytes(how, words)
        if pieces and pieces[-1][0] == name:
            pieces[-1] = (name, pieces[-1][1] + data)
        else:
            pieces.append((name, data))
    return "".join(_decoded(data, name) for name, data in pieces)


def _bytes(how: str, words: str) -> bytes:
    plain = words.encode("ascii", "replace")
    if how in "qQ":
        return binascii.a2b_qp(plain, header=True)
    try:
        return binascii.a2b_base64(plain + b"=" * (-len(plain) % 4))
    except binascii.Error:
        return plain
