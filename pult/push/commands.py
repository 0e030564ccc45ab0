"""Browsers that may be woken: of operators, and of visitors who asked for it."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import msgspec

from pult.contacts import bans
from pult.kit.errors import Absent, Conflict, Invalid, SignInNeeded
from pult.kit.ids import uuid7
from pult.kit.secret import Signer
from pult.operators.access import Access
from pult.push import rules, store
from pult.push.envelope import is_point, unpacked

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

MOST_DEVICES = 10
"""Of one person; the oldest goes."""
LOOK_SECONDS = 60.0
ASK_SECONDS = 24 * 3600
"""How long a visitor's one-time word is good."""


class Subscription(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a browser was given by its push service; `key` and `secret` are its `p256dh` and `auth`."""

    endpoint: Annotated[str, msgspec.Meta(min_length=1, max_length=rules.LONGEST)]
    key: Annotated[str, msgspec.Meta(max_length=100)]
    secret: Annotated[str, msgspec.Meta(max_length=40)]
    zone: Annotated[str, msgspec.Meta(max_length=64)] = "UTC"
    language: Annotated[str, msgspec.Meta(max_length=16)] = "en"


class Device(msgspec.Struct, frozen=True, kw_only=True):
    """A browser of one's own. `mine`: this very session allowed it."""

    id: int
    agent: str
    made_at: datetime
    told_at: datetime | None
    mine: bool


class Devices:
    """Hold one per process. `test_origin`: a push service on this machine, for tests; `changed`: there is another
    browser.
    """

    def __init__(
        self, db: Database, *, asks: Signer, changed: Callable[[], Awaitable[None]], test_origin: str | None = None
    ) -> None:
        self._db, self._asks, self._changed, self._test_origin = db, asks, changed, test_origin

    async def every(self, access: Access) -> list[Device]:
        """The own ones, the newest first."""
        return [_device(row, access) for row in await store.own(self._db, access.operator.id)]

    async def add(self, access: Access, wanted: Subscription, *, agent: str) -> list[Device]:
        """This browser may be woken from now on, as long as the session lives. Raises `Invalid` with a pointer."""
        endpoint, key, secret = self._checked(wanted)
        async with self._db.transaction() as connection:
            added = await store.put(
                connection,
                owner=(access.operator.id, access.session),
                endpoint=endpoint,
                key=key,
                secret=secret,
                agent=agent,
                zone=rules.check_zone(wanted.zone),
                language=wanted.language[:2],
            )
            if added is None:
                raise _foreign()
            await store.trim(connection, operator=access.operator.id, identity=None, most=MOST_DEVICES)
        await self._changed()
        return await self.every(access)

    async def remove(self, access: Access, device: int) -> None:
        """This one not any more. Raises `Absent` when it is not her own."""
        if not await store.drop(self._db, device, operator=access.operator.id):
            raise Absent("there is no such browser")

    async def look(self, access: Access, window: str, *, on: bool) -> None:
        """Somebody looks at a window of her desk, or not any more; said again every half minute."""
        await store.look(self._db, access.operator.id, window, seconds=LOOK_SECONDS if on else 0)

    def ask(self, *, channel: int, key_hash: bytes) -> str:
        """A word for a visitor, good once and for a day: whoever brings it speaks for this key."""
        claims: dict[str, object] = {"c": channel, "k": urlsafe_b64encode(key_hash).decode(), "id": str(uuid7())}
        return self._asks.sign(claims, seconds=ASK_SECONDS)

    async def tell(self, token: str, wanted: Subscription, *, agent: str) -> None:
        """A visitor's browser may be woken when there is an answer. Raises `SignInNeeded` when the word is not ours,
        too old, or was used; `Absent` when nobody has spoken with that key yet.
        """
        endpoint, key, secret = self._checked(wanted, at="/device")
        claims = self._asks.open(token)
        if claims is None or "k" not in claims:
            raise _used()
        channel, key_hash = int(str(claims["c"])), urlsafe_b64decode(str(claims["k"]))
        expires = datetime.fromtimestamp(float(str(claims["exp"])), UTC)
        async with self._db.transaction() as connection:
            await bans.check(connection, channel=channel, keys=(key_hash,))
            identity = await store.identity(connection, channel, key_hash)
            if identity is None:
                raise Absent("write first")
            if not await store.spend(connection, UUID(str(claims["id"])), expires):
                raise _used()
            added = await store.put(
                connection,
                visitor=(channel, identity),
                endpoint=endpoint,
                key=key,
                secret=secret,
                agent=agent,
                zone=rules.check_zone(wanted.zone),
                language=wanted.language[:2],
            )
            if added is None:
                raise _foreign()
            await store.trim(connection, operator=None, identity=identity, most=MOST_DEVICES)
        await self._changed()

    async def hush(self, wanted: Subscription) -> None:
        """A visitor's browser wants no more of it; told by whoever knows its secrets."""
        endpoint, _, secret = self._checked(wanted)
        await store.drop_endpoint(self._db, endpoint, secret)

    async def sweep(self) -> None:
        """Forget what is over."""
        await store.sweep(self._db)

    def _checked(self, wanted: Subscription, *, at: str = "") -> tuple[str, bytes, bytes]:
        endpoint = rules.check_endpoint(wanted.endpoint, test_origin=self._test_origin, at=at)
        try:
            key, secret = unpacked(wanted.key), unpacked(wanted.secret)
        except ValueError:
            raise Invalid("these are no keys of a browser", pointer=f"{at}/key") from None
        if not is_point(key):
            raise Invalid("this is no public key", pointer=f"{at}/key")
        if len(secret) != 16:
            raise Invalid("the secret has 16 bytes", pointer=f"{at}/secret")
        return endpoint, key, secret


def _device(row: Record, access: Access) -> Device:
    return Device(
        id=row["id"],
        agent=row["agent"],
        made_at=row["made_at"],
        told_at=row["told_at"],
        mine=row["session_id"] == access.session,
    )


def _used() -> SignInNeeded:
    return SignInNeeded("this word is not good any more: open the chat again", code="ask_used")


def _foreign() -> Conflict:
    return Conflict("this address belongs to another browser", code="not_yours")
