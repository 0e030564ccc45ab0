"""What visitors see of an operator, site by site: a name and a small picture.

A picture comes cut and made small by the desk's page. Here it must parse from its first byte to its last, is written
anew without what tells of its maker, and must be a small square: nothing is decoded on the server.
"""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

import msgspec
from msgspec import UNSET, UnsetType

from pult.kit import facts, pictures
from pult.kit.errors import Absent, Invalid, TooLarge
from pult.operators import faces_store, rules, store
from pult.operators.events import CHANGED, EVERYWHERE, Actor

if TYPE_CHECKING:
    from pult.kit.db import Database

MOST_BYTES = 100 * 1024
LEAST_SIDE, MOST_SIDE = 32, 512
"""Pixels."""
TYPES = ("image/jpeg", "image/png", "image/webp")


class Site(Protocol):
    """A connected channel."""

    @property
    def id(self) -> int:
        """Our own number of it."""
        ...

    @property
    def key(self) -> str:
        """What outsiders name it by."""
        ...

    @property
    def name(self) -> str:
        """What people call it."""
        ...


Sites = Callable[[], Sequence[Site]]


class SiteFace(msgspec.Struct, frozen=True, kw_only=True):
    """What one site shows; null: as everywhere."""

    key: str
    site: str
    name: str | None
    picture: str | None


class Faces(msgspec.Struct, frozen=True, kw_only=True):
    """What visitors see everywhere (a picture's mark, or null for initials), and what single sites show instead."""

    name: str
    picture: str | None
    sites: list[SiteFace]


class FaceChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shall be otherwise; null: as everywhere. `picture` is the bytes in base64."""

    name: str | UnsetType | None = UNSET
    picture: bytes | UnsetType | None = UNSET


class PictureChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Another picture for everywhere; null: none. Its bytes in base64."""

    picture: bytes | None


async def read(db: Database, operator: int, sites: Sites) -> Faces:
    """All of them. Raises `Absent`."""
    me = await store.one(db, operator)
    if me is None:
        raise Absent("there is no such operator")
    rows = await faces_store.every(db, operator)
    shown = [
        SiteFace(
            key=site.key,
            site=site.name,
            name=rows[site.id]["name"] if site.id in rows else None,
            picture=rows[site.id]["picture"] if site.id in rows else None,
        )
        for site in sorted(sites(), key=lambda one: (one.name.casefold(), one.key))
    ]
    return Faces(name=me.public_name, picture=me.face().picture, sites=shown)


async def change(db: Database, operator: int, wanted: FaceChange, *, channel: int = EVERYWHERE, by: Actor) -> None:
    """Change it on one channel. Raises `Invalid` or `TooLarge` with a pointer."""
    name = wanted.name if wanted.name is UNSET or wanted.name is None else rules.check_name(wanted.name)
    picture = checked(wanted.picture) if isinstance(wanted.picture, bytes) else None
    async with db.transaction() as connection:
        if name is not UNSET:
            await faces_store.name(connection, operator, channel, name)
        if picture is not None:
            mark = mark_of(picture.data)
            await faces_store.keep(connection, operator, mark=mark, type=picture.type, data=picture.data)
            await faces_store.show(connection, operator, channel, mark)
        elif wanted.picture is None:
            await faces_store.show(connection, operator, channel, None)
            await faces_store.forget(connection, operator)
        await faces_store.renew(connection, operator)
        body = by.fact(channel=channel, face=True)
        await facts.record(connection, kind=CHANGED, subject=f"operator:{operator}", body=body)


def checked(data: bytes) -> pictures.Picture:
    """The picture as it may be shown to everybody."""
    if len(data) > MOST_BYTES:
        raise TooLarge(f"a picture has at most {MOST_BYTES} bytes", pointer="/picture", limit=MOST_BYTES)
    found = pictures.picture(data)
    if found is None or found.type not in TYPES:
        raise Invalid("a picture is a JPEG, PNG or WebP", pointer="/picture", code="not_a_picture")
    if found.width != found.height or not LEAST_SIDE <= found.width <= MOST_SIDE:
        raise Invalid(
            f"a picture is a square of {LEAST_SIDE} to {MOST_SIDE} pixels", pointer="/picture", code="not_a_square"
        )
    return found


def mark_of(data: bytes) -> str:
    """The address of these bytes: it changes with every one of them, so it may be cached for ever."""
    return urlsafe_b64encode(hashlib.sha256(data).digest()[:18]).decode()
