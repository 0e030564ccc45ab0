"""The little of IMAP (RFC 3501, 2177) that looking into a folder takes, without blocking. Nothing is ever changed
there: the folder is opened with EXAMINE, bodies are peeked at.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import re
import secrets
import ssl
from datetime import date

import msgspec

from pult.kit.mailbox.account import Account, folder_name

SECONDS = 60.0
"""For one command; a silent server counts as away."""
_LINE = 1 << 20
_LITERAL = re.compile(rb"\{(\d+)\}$")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class ImapFailed(Exception):
    """The server said no, or something that is not IMAP. The text names no password."""


class Folder(msgspec.Struct, frozen=True):
    """What a folder says of itself: while `validity` stands, its numbers mean the same letters; `next`: the number that
    the next letter gets.
    """

    validity: int
    next: int


class Listed(msgspec.Struct, frozen=True):
    """A letter that lies there: its number, its size in bytes."""

    uid: int
    size: int


class _Said(msgspec.Struct, frozen=True):
    line: bytes
    literals: tuple[bytes, ...]


class Imap:
    """One connection. `most`: bytes that one letter may have; more of it is not fetched."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, most: int) -> None:
        self._reader, self._writer, self._most = reader, writer, most
        self._number, self._mark = 0, secrets.token_hex(4)
        """Nobody on the way can answer a command beforehand, not even before TLS begins."""
        self._able: frozenset[str] = frozenset()
        self._news = False

    @classmethod
    async def connect(cls, account: Account, *, most: int) -> Imap:
        """Connect and sign in. Raises `ImapFailed`, `OSError`, `TimeoutError`."""
        async with asyncio.timeout(SECONDS):
            tls = ssl.create_default_context() if account.tls else None
            reader, writer = await asyncio.open_connection(account.host, account.port, ssl=tls, limit=_LINE)
            made = cls(reader, writer, most=most)
            try:
                await made._begin(account)
            except BaseException:
                made.close()
                raise
            return made

    async def _begin(self, account: Account) -> None:
        greeting = await self._said()
        if not greeting.line.startswith((b"* OK", b"* PREAUTH")):
            raise ImapFailed(f"the greeting was {_text(greeting.line)}")
        await self._ask_abilities()
        if not account.tls and not account.near:
            if "STARTTLS" not in self._able:
                raise ImapFailed("the server offers no TLS")
            await self._do(b"STARTTLS")
            await self._writer.start_tls(ssl.create_default_context(), server_hostname=account.host)
            await self._ask_abilities()
        if not greeting.line.startswith(b"* PREAUTH"):
            await self._sign_in(account)
            await self._ask_abilities()

    async def _ask_abilities(self) -> None:
        said = await self._do(b"CAPABILITY")
        words = [word for one in said if one.line.upper().startswith(b"* CAPABILITY") for word in one.line.split()[2:]]
        self._able = frozenset(_text(word).upper() for word in words)

    async def _sign_in(self, account: Account) -> None:
        if "AUTH=PLAIN" in self._able:
            secret = f"\0{account.user}\0{account.password}".encode()
            await self._do(b"AUTHENTICATE PLAIN", after=base64.b64encode(secret))
        elif "LOGINDISABLED" in self._able:
            raise ImapFailed("the server lets nobody sign in with a password")
        else:
            await self._do(b"LOGIN " + _quoted(account.user) + b" " + _quoted(account.password))

    @property
    def waits(self) -> bool:
        """Whether the server tells of new letters by itself."""
        return "IDLE" in self._able

    async def examine(self, folder: str) -> Folder:
        """Open a folder for reading. Raises `ImapFailed` where there is none."""
        said = b"\n".join(one.line for one in await self._do(b"EXAMINE " + _quoted(folder_name(folder))))
        validity, following = (re.search(rb"\[%s (\d+)\]" % word, said) for word in (b"UIDVALIDITY", b"UIDNEXT"))
        if not validity or not following:
            raise ImapFailed("the folder has no lasting numbers (UIDVALIDITY, UIDNEXT)")
        self._news = False
        return Folder(int(validity[1]), int(following[1]))

    async def since(self, day: date) -> list[int]:
        """Numbers of letters that came on a day or later."""
        when = f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"
        said = await self._do(f"UID SEARCH SINCE {when}".encode())
        found = [one.line.split()[2:] for one in said if one.line.upper().startswith(b"* SEARCH")]
        return sorted(int(word) for words in found for word in words)

    async def above(self, uid: int) -> list[Listed]:
        """Letters with a higher number, in order."""
        said = await self._do(f"UID FETCH {uid + 1}:* (UID RFC822.SIZE)".encode())
        found: list[Listed] = []
        for one in said:
            number, size = re.search(rb"\bUID (\d+)", one.line), re.search(rb"\bRFC822\.SIZE (\d+)", one.line)
            if number and size and int(number[1]) > uid:  # `*` is the last letter even when it lies below
                found.append(Listed(int(number[1]), int(size[1])))
        return sorted(found, key=lambda one: one.uid)

    async def body(self, uid: int) -> bytes | None:
        """A letter as it lies there, or its beginning; None: somebody took it away."""
        said = await self._do(f"UID FETCH {uid} (UID BODY.PEEK[]<0.{self._most}>)".encode())
        for one in said:
            number = re.search(rb"\bUID (\d+)", one.line)
            if number and int(number[1]) == uid and one.literals:
                return one.literals[0]
        return None

    async def wait(self, seconds: float) -> None:
        """Return when something has come since `examine`, after `seconds` at the latest."""
        if self._news:
            return
        if not self.waits:
            await asyncio.sleep(seconds)
            await self._do(b"NOOP")
            return
        tag = self._send(b"IDLE")
        async with asyncio.timeout(SECONDS):
            await self._until_ready(tag)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self._news:
                    await self._said()
        self._writer.write(b"DONE\r\n")
        async with asyncio.timeout(SECONDS):
            await self._until_done(tag)

    def close(self) -> None:
        """Hang up."""
        self._writer.close()

    async def _do(self, command: bytes, *, after: bytes | None = None) -> list[_Said]:
        """Say something and hear the answer. `after`: what the server asks for then."""
        async with asyncio.timeout(SECONDS):
            tag = self._send(command)
            if after is not None:
                await self._until_ready(tag)
                self._writer.write(after + b"\r\n")
            return await self._until_done(tag)

    def _send(self, command: bytes) -> bytes:
        self._number += 1
        tag = f"{self._mark}{self._number}".encode()
        self._writer.write(tag + b" " + command + b"\r\n")
        return tag

    async def _until_ready(self, tag: bytes) -> None:
        while not (one := await self._said()).line.startswith(b"+"):
            if one.line.startswith(tag + b" "):
                raise ImapFailed(_text(one.line.partition(b" ")[2]))

    async def _until_done(self, tag: bytes) -> list[_Said]:
        said: list[_Said] = []
        while not (one := await self._said()).line.startswith(tag + b" "):
            said.append(one)
        answer = one.line.partition(b" ")[2]
        if not answer.upper().startswith(b"OK"):
            raise ImapFailed(_text(answer))
        return said

    async def _said(self) -> _Said:
        """The next thing that the server says: a line, and what it gives by length."""
        line, literals = b"", list[bytes]()
        while True:
            try:
                piece = (await self._reader.readuntil(b"\n")).rstrip(b"\r\n")
            except asyncio.IncompleteReadError as error:
                raise ImapFailed("the server hung up") from error
            except asyncio.LimitOverrunError as error:
                raise ImapFailed("the server does not end its lines") from error
            line += piece
            if not (given := _LITERAL.search(piece)):
                if line.upper().startswith(b"* BYE"):
                    raise ImapFailed(_text(line))
                self._news = self._news or line.upper().endswith(b" EXISTS")
                return _Said(line, tuple(literals))
            if int(given[1]) > self._most:
                raise ImapFailed("the server gives more than was asked for")
            literals.append(await self._exactly(int(given[1])))

    async def _exactly(self, count: int) -> bytes:
        try:
            return await self._reader.readexactly(count)
        except asyncio.IncompleteReadError as error:
            raise ImapFailed("the server hung up") from error


def _quoted(text: str) -> bytes:
    if not text.isascii() or not text.isprintable():
        raise ImapFailed("the server takes only plain signs in a name or a password")
    return b'"' + text.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'


def _text(line: bytes) -> str:
    return line[:200].decode("ascii", "replace")
