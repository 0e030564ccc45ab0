"""Where uploaded bytes lie: a small store with random names. The local folder is one; another place needs the same six
methods.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import secrets
import time
import unicodedata
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Protocol

import msgspec

from pult.kit.errors import Absent, PultError, TooLarge

NAME_LIMIT = 150
"""Characters of a shown name."""
_PIECE = 256 * 1024
_EXTENSIONS = {"image/jpeg": ("jpg", "jpeg"), "image/png": ("png",), "image/gif": ("gif",), "image/webp": ("webp",)}


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes in the store: where, how many, their SHA-256."""

    place: str
    size: int
    sha256: bytes


class Damaged(PultError):
    """The bytes are not those that were kept: they are reported, never handed out."""

    code = "file_damaged"


class FileStore(Protocol):
    """Keeps bytes under names of its own."""

    async def receive(self, body: AsyncIterator[bytes], *, limit: int) -> Path:
        """Write to a passing file as it comes. Raises `TooLarge` above `limit` bytes; nothing is left then, nor when
        the sender goes away.
        """
        ...

    def forget(self, passing: Path) -> None:
        """A received file is not wanted after all."""
        ...

    async def keep(self, passing: Path, clean: Callable[[bytes], bytes]) -> Kept:
        """Make a received file last: cleaned, on the disk before this returns."""
        ...

    async def read(self, kept: Kept) -> bytes:
        """The bytes, checked. Raises `Damaged`, or `Absent` when they are gone."""
        ...

    async def remove(self, place: str) -> None:
        """Gone for good; harmless when it is gone already."""
        ...

    async def sweep(self, *, seconds: float) -> None:
        """Forget passing files older than that: their senders never came back."""
        ...


class LocalFiles:
    """`FileStore` in a folder of this machine (or one that all nodes share)."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._passing = folder, folder / "passing"
        self._reading = asyncio.Semaphore(4)

    async def receive(self, body: AsyncIterator[bytes], *, limit: int) -> Path:
        """See `FileStore`."""
        await asyncio.to_thread(self._passing.mkdir, parents=True, exist_ok=True, mode=0o700)
        path = self._passing / secrets.token_hex(16)
        size, gathered = 0, bytearray()
        try:
            with path.open("wb") as file:
                async for piece in body:
                    size += len(piece)
                    if size > limit:
                        raise TooLarge(f"a file has at most {limit} bytes", limit=limit)
                    gathered += piece
                    if len(gathered) >= _PIECE:
                        await asyncio.to_thread(file.write, bytes(gathered))
                        gathered.clear()
                await asyncio.to_thread(file.write, bytes(gathered))
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    def forget(self, passing: Path) -> None:
        """See `FileStore`."""
        passing.unlink(missing_ok=True)

    async def keep(self, passing: Path, clean: Callable[[bytes], bytes]) -> Kept:
        """See `FileStore`."""
        return await asyncio.to_thread(self._keep, passing, clean)

    def _keep(self, passing: Path, clean: Callable[[bytes], bytes]) -> Kept:
        try:
            data = clean(passing.read_bytes())
            name = secrets.token_hex(16)
            home = self._folder / name[:2]
            home.mkdir(exist_ok=True, mode=0o700)
            with passing.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            passing.rename(home / name)
            _sync(home)
            _sync(self._folder)
            return Kept(place=f"{name[:2]}/{name}", size=len(data), sha256=hashlib.sha256(data).digest())
        except BaseException:
            passing.unlink(missing_ok=True)
            raise

    async def read(self, kept: Kept) -> bytes:
        """See `FileStore`."""
        async with self._reading:
            return await asyncio.to_thread(self._read, kept)

    def _read(self, kept: Kept) -> bytes:
        try:
            data = (self._folder / kept.place).read_bytes()
        except FileNotFoundError:
            raise Absent("there is no such file") from None
        if hashlib.sha256(data).digest() != kept.sha256:
            raise Damaged("this file is damaged on our side; it is not handed out")
        return data

    async def remove(self, place: str) -> None:
        """See `FileStore`."""
        await asyncio.to_thread((self._folder / place).unlink, missing_ok=True)

    async def sweep(self, *, seconds: float) -> None:
        """See `FileStore`."""
        await asyncio.to_thread(self._sweep, time.time() - seconds)

    def _sweep(self, before: float) -> None:
        for path in self._passing.glob("*"):
            if path.stat().st_mtime < before:
                path.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def shown_name(given: str, *, type: str) -> str:
    """A name that people may see and a header may carry: no path, no control or direction marks, at most 150 characters
    with its ending kept; a picture's ending is its own.
    """
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else " " for c in last)
    name = " ".join(unicodedata.normalize("NFC", plain).split()).strip(". ") or "file"
    stem, dot, ending = name.rpartition(".")
    if not dot or not stem or len(ending) > 10:
        stem, ending = name, ""
    own = _EXTENSIONS.get(type)
    if own and ending.lower() not in own:
        stem, ending = (f"{stem}.{ending}" if ending else stem), own[0]
    tail = f".{ending}" if ending else ""
    return stem[: NAME_LIMIT - len(tail)] + tail
