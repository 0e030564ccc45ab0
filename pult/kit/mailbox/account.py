"""Where a mailbox is and how to get in."""

from __future__ import annotations

import base64
from urllib.parse import unquote, urlsplit

import msgspec

from pult.kit.mail import is_address

LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One folder of one mailbox. `tls`: from the first byte; without it STARTTLS is asked for."""

    host: str
    port: int
    tls: bool
    user: str
    password: str
    folder: str

    @property
    def name(self) -> str:
        """How people tell it from others; no password."""
        return f"{self.user}@{self.host}/{self.folder}"

    @property
    def near(self) -> bool:
        """On this machine, where nobody listens in."""
        return self.host in LOOPBACK


def account_of(url: str) -> Account:
    """Read imap(s)://user:password@host:port/folder; without a folder the INBOX. Raises `ValueError`."""
    parts = urlsplit(url)
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username or not parts.password:
        raise ValueError("not an address of a mailbox")
    tls = parts.scheme == "imaps"
    return Account(
        host=parts.hostname,
        port=parts.port or (993 if tls else 143),
        tls=tls,
        user=unquote(parts.username),
        password=unquote(parts.password),
        folder=unquote(parts.path.strip("/")) or "INBOX",
    )


def is_reply_pattern(text: str) -> bool:
    """An address for replies, in which one `*` may stand before the @ for what tells letters apart."""
    return text.partition("@")[0].count("*") <= 1 and is_address(text.replace("*", "x" * 26, 1))


def folder_name(name: str) -> str:
    """A folder as IMAP writes it: what is not ASCII in a base64 of its own (RFC 3501, 5.1.3)."""
    made, odd = "", ""
    for sign in [*name, ""]:
        if sign and not " " <= sign <= "~":
            odd += sign
            continue
        if odd:
            made += "&" + base64.b64encode(odd.encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"
            odd = ""
        made += "&-" if sign == "&" else sign
    return made
