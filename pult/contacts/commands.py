"""Writing contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from pult.contacts import bans, rules, store
from pult.contacts.ban_rules import address_of
from pult.kit.errors import Conflict

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database


class Proven(msgspec.Struct, frozen=True, kw_only=True):
    """A person whom a site has named in a signed token, and the browser (its key's hash) that brought the token."""

    subject: str
    browser: bytes


class Came(msgspec.Struct, frozen=True):
    """How words reached us: the hash of the browser's own key and the IP address, as far as either is known."""

    browser: bytes = b""
    address: str = ""


NOWHERE = Came()


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """News about a person. `signed` replaces what was signed before; the others go on top of what is known."""

    signed: dict[str, Any] | None = None
    said: dict[str, Any] | None = None
    context: dict[str, Any] | None = None


async def identify(
    connection: Connection, *, channel: int, key_hash: bytes, proven: Proven | None = None, came: Came = NOWHERE
) -> tuple[int, int]:
    """The (identity, contact) behind a key, made now if it is new; locked until the transaction ends, so that two
    first messages of one person meet in one contact and one talk. With `proven` the key is the person's own, and the
    browser is bound to them. Raises `Refused` for somebody who is banned: a ban takes the same locks, so nothing gets
    between the two.
    """
    for key in sorted({key_hash, proven.browser} if proven else {key_hash, came.browser or key_hash}):
        await store.lock_key(connection, channel, key)
    await bans.check(connection, channel=channel, keys=(key_hash, came.browser))
    found = await store.find(connection, channel, key_hash)
    made = found or await store.create(connection, channel, key_hash, proven.subject if proven else None)
    if (address := address_of(came.address)) is not None:
        await store.came_from(connection, made[0], address)
    if proven is not None:
        await store.prove(connection, made[0], proven.subject)
        if await store.bind(connection, channel, proven.browser, made[0]) != made[0]:
            raise Conflict("this browser is bound to somebody else", code="other_subject")
    return made


async def hold(connection: Connection, identity: int) -> None:
    """Lock somebody who has written before, as their own first words would. Raises `Refused` when they are banned."""
    key = await store.key_of(connection, identity)
    if key is not None:
        await store.lock_key(connection, *key)
        await bans.check(connection, channel=key[0], keys=(key[1],))
        await store.find(connection, *key)


async def anonymous(connection: Connection, *, channel: int, browser: bytes) -> int | None:
    """The identity of a browser's own key, if it ever spoke; locked."""
    found = await store.find(connection, channel, browser)
    return found[0] if found else None


async def consented(
    connection: Connection, *, contact: int, channel: int, conversation: int, field: str, version: str, statement: str
) -> None:
    """Keep proof of a consent: the very words that were agreed to, their version, the time."""
    await store.keep_consent(
        connection,
        contact=contact,
        channel=channel,
        conversation=conversation,
        field=field,
        version=version,
        statement=statement,
    )


async def tell(db: Database, contact: int, told: Told) -> bool:
    """Keep news about a person; whether anything changed. Raises `TooLarge` or `Invalid` (`attributes_…`)."""
    async with db.transaction() as connection:
        old = await store.profile(connection, contact)
        new = store.Profile(
            signed=old.signed if told.signed is None else rules.merged({}, told.signed),
            said=old.said if told.said is None else rules.merged(old.said, told.said),
            context=old.context if told.context is None else rules.moved(old.context, told.context),
        )
        if new == old:
            return False
        await store.keep_profile(connection, contact, new, name=rules.name_of(new.signed, new.said))
        return True
