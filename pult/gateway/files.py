"""Files on their way in and out: taken in once per upload id, part of a message from the moment it is said, handed out
over signed addresses that are good for one viewer and a few minutes.

Who may read a file is decided by the log alone: the message must stand in a talk of the viewer's, name the file, and
not be erased. An address that is guessed, another's, too old, or of something erased looks like nothing.
"""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID, uuid4

import msgspec
import structlog

from pult.conversations import queries
from pult.gateway import store
from pult.gateway.contract import Uploaded
from pult.kit import pictures
from pult.kit.errors import Absent, Conflict, Invalid, TooLarge
from pult.kit.files import Damaged, FileStore, Kept, shown_name
from pult.kit.secret import Signer

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

MOST_BYTES = 20 * 1024 * 1024
MOST_FILES = 10
"""In one message."""
LINK_SECONDS = 600
UNUSED_HOURS = 24
PASSING_SECONDS = 3600
DESK = 0
log = structlog.get_logger("pult.files")


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """Who uploads: a visitor's key on a channel, or (channel 0) an operator. Several keys may be one person's."""

    channel: int
    keys: tuple[bytes, ...]


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """A file for somebody who may have it. `inline`: a picture that may be shown in place."""

    name: str
    type: str
    inline: bool
    data: bytes


def operator(id: int) -> Owner:
    """An operator as an owner."""
    return Owner(channel=DESK, keys=(id.to_bytes(8, "big"),))


class Files:
    """Hold one per process. `origin` is put before the addresses (empty: the page's own); `scan` raises for a file that
    must not be taken in.
    """

    def __init__(
        self,
        *,
        db: Database,
        store: FileStore,
        signer: Signer,
        origin: str = "",
        scan: Callable[[Path], Awaitable[None]] | None = None,
    ) -> None:
        self._db, self._store, self._signer, self._origin, self._scan = db, store, signer, origin, scan

    async def take(
        self, owner: Owner, *, upload: UUID, name: str, size: int | None, body: AsyncIterator[bytes]
    ) -> Uploaded:
        """Take a file in. The same upload again (the line was cut before the answer) gets the same answer, another file
        under its id is a `conflict`. Raises `TooLarge` before a byte is read when `size` already says so.
        """
        if size is not None and size > MOST_BYTES:
            raise TooLarge(f"a file has at most {MOST_BYTES} bytes", limit=MOST_BYTES)
        known = await store.uploaded(self._db, channel=owner.channel, owner=owner.keys[0], upload=upload)
        if known is not None:
            if size is not None and size != known["sent_size"]:
                raise Conflict("this upload was another file")
            return _uploaded(known)
        passing = await self._store.receive(body, limit=MOST_BYTES)
        sent = passing.stat().st_size
        if sent == 0 or (size is not None and sent != size):
            self._store.forget(passing)
            raise Invalid("the file is empty" if sent == 0 else "the file came in part")
        await self._looked_at(passing)
        found: list[pictures.Picture | None] = []
        heads: list[bytes] = []

        def clean(data: bytes) -> bytes:
            picture = pictures.picture(data)
            found.append(picture)
            heads.append(data[:4096])
            return picture.data if picture else data

        kept = await self._store.keep(passing, clean)
        row = _row(found[0], heads[0], name, kept, sent)
        if await store.add_file(self._db, channel=owner.channel, owner=owner.keys[0], upload=upload, row=row):
            return _uploaded(row)
        await self._store.remove(kept.place)
        return await self.take(owner, upload=upload, name=name, size=sent, body=body)

    async def _looked_at(self, passing: Path) -> None:
        if self._scan is None:
            return
        try:
            await self._scan(passing)
        except BaseException:
            self._store.forget(passing)
            raise

    async def use(self, owner: Owner, ids: Sequence[str]) -> tuple[dict[str, Any], ...]:
        """These uploads as parts of a message, in order. Raises `Invalid` for too many, `Absent` for one that is not
        theirs.
        """
        if len(ids) > MOST_FILES or len(set(ids)) != len(ids):
            raise Invalid(f"a message has at most {MOST_FILES} files, each once", pointer="/files")
        rows = await store.use_files(self._db, channel=owner.channel, owners=owner.keys, ids=ids)
        found = {row["id"]: msgspec.to_builtins(_uploaded(row)) for row in rows}
        if len(found) != len(ids):
            raise Absent("there is no such file", pointer="/files")
        return tuple(found[id] for id in ids)

    async def own(self, owner: Owner, ids: Sequence[str]) -> tuple[dict[str, Any], ...]:
        """Those of these uploads that are theirs and still here, in order; nothing is said with them yet."""
        rows = await store.own_files(self._db, channel=owner.channel, owners=owner.keys, ids=ids)
        found = {row["id"]: msgspec.to_builtins(_uploaded(row)) for row in rows}
        return tuple(found[id] for id in dict.fromkeys(ids) if id in found)

    async def copies(self, owner: Owner, ids: Sequence[str]) -> tuple[dict[str, Any], ...]:
        """The bytes of these files again, as fresh uploads of this owner; what is gone is left out."""
        made: list[dict[str, Any]] = []
        for id in ids:
            row = await store.file(self._db, id)
            if row is None:
                continue
            data = await self._store.read(Kept(place=row["place"], size=row["size"], sha256=row["sha256"]))
            kept = await self._store.keep(await self._store.receive(_pieces(data), limit=MOST_BYTES), bytes)
            names = ("name", "type", "size", "width", "height")
            copy = {name: row[name] for name in names} | {"id": secrets.token_urlsafe(16), "sent_size": kept.size}
            copy |= {"sha256": kept.sha256, "place": kept.place}
            await store.add_file(self._db, channel=owner.channel, owner=owner.keys[0], upload=uuid4(), row=copy)
            made.append(msgspec.to_builtins(_uploaded(copy)))
        return tuple(made)

    async def touch(self, ids: Sequence[str]) -> None:
        """These are still wanted, though nothing was said with them yet."""
        await store.touch_files(self._db, ids)

    async def links(
        self, *, conversation: int, viewer: str, seq: int | None = None, public_no: int | None = None
    ) -> dict[str, str]:
        """Addresses of a message's files for one viewer (who may read this talk), by file id."""
        entry = await queries.entry(self._db, conversation, seq=seq, public_no=public_no)
        files: list[dict[str, Any]] = entry.body.get("files", []) if entry else []
        return {file["id"]: self._link(conversation, entry.seq, viewer, file) for file in files if entry}

    def _link(self, conversation: int, seq: int, viewer: str, file: dict[str, Any]) -> str:
        claims: dict[str, object] = {"c": conversation, "s": seq, "f": file["id"], "v": viewer}
        token = self._signer.sign(claims, seconds=LINK_SECONDS)
        return f"{self._origin}/files/{token}/{quote(file['name'], safe='')}"

    async def hand_out(self, token: str, *, may_read: Callable[[str, int], Awaitable[bool]]) -> Handed:
        """The file behind an address. `may_read(viewer, conversation)` says whether the one who asks can be this
        viewer, and sees that talk. Raises `Absent` for whatever is not right, `Damaged` when the bytes have changed.
        """
        claims = self._signer.open(token)
        if claims is None:
            raise Absent("there is no such file")
        conversation, seq = claims["c"], claims["s"]
        assert isinstance(conversation, int) and isinstance(seq, int)
        if not await may_read(str(claims["v"]), conversation):
            raise Absent("there is no such file")
        entry = await queries.entry(self._db, conversation, seq=seq)
        names = [file["id"] for file in entry.body.get("files", [])] if entry else []
        row = await store.file(self._db, str(claims["f"])) if claims["f"] in names else None
        if row is None:
            raise Absent("there is no such file")
        try:
            data = await self._store.read(Kept(place=row["place"], size=row["size"], sha256=row["sha256"]))
        except Damaged:
            log.error("file_damaged", file=row["id"], place=row["place"])
            raise
        return Handed(name=row["name"], type=row["type"], inline=row["width"] is not None, data=data)

    async def erase(self, ids: Sequence[str]) -> None:
        """The bytes of an erased message go too."""
        for place in await store.drop_files(self._db, ids):
            await self._store.remove(place)

    async def sweep(self) -> None:
        """Forget what was uploaded and never said, and what never came whole."""
        for place in await store.drop_unused(self._db, hours=UNUSED_HOURS):
            await self._store.remove(place)
        await self._store.sweep(seconds=PASSING_SECONDS)


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    yield data


def _row(picture: pictures.Picture | None, head: bytes, name: str, kept: Kept, sent: int) -> dict[str, Any]:
    type = picture.type if picture else pictures.label(head)
    return {
        "id": secrets.token_urlsafe(16),
        "name": shown_name(name, type=type),
        "type": type,
        "size": kept.size,
        "sent_size": sent,
        "width": picture.width if picture else None,
        "height": picture.height if picture else None,
        "sha256": kept.sha256,
        "place": kept.place,
    }


def _uploaded(row: Record | dict[str, Any]) -> Uploaded:
    return Uploaded(id=row["id"], name=row["name"], type=row["type"], size=row["size"], w=row["width"], h=row["height"])
