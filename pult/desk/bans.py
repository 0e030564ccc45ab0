"""Banning from the desk: what a talk's contact can be banned by, who may do which, and the end of their talks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import msgspec

from pult.contacts import ban_rules, bans
from pult.contacts.ban_rules import Kind
from pult.contacts.bans import Ban, Wanted
from pult.conversations import banning
from pult.conversations.commands import Commands
from pult.conversations.events import Actor
from pult.conversations.rules import Who
from pult.desk import bans_store
from pult.desk.acting import who_of
from pult.desk.streams import Names
from pult.kit import jobs
from pult.kit.errors import Absent, Forbidden, Invalid
from pult.operators import queries as operators
from pult.operators.access import Access
from pult.operators.rules import Permission

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

JOB = "bans.close"
SYSTEM = Who(kind=Actor.SYSTEM, id=0)


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a talk's contact can be banned by. `network`: a network of addresses."""

    kind: Kind
    value: str
    network: bool = False


class Offers(msgspec.Struct, frozen=True, kw_only=True):
    """What can be banned here, the person first, and what stands against them."""

    offers: list[Offer]
    standing: list[Ban]


class BanPage(msgspec.Struct, frozen=True, kw_only=True):
    """Bans, the newest first; `next`: more of them behind this number."""

    bans: list[Ban]
    next: int | None


class BanDesk:
    """Hold one per process. `changed` is told after COMMIT: this node and all others look at once."""

    def __init__(
        self, db: Database, *, names: Names, commands: Commands, changed: Callable[[], Awaitable[None]]
    ) -> None:
        self._db, self._names, self._commands, self._changed = db, names, commands, changed

    async def offers(self, access: Access, conv: str) -> Offers:
        """What a talk's contact can be banned by; addresses are shown to those who may ban them."""
        record = await self._contact(await self._number(access, conv))
        offers = [Offer(kind=Kind.PERSON, value="")]
        if access.may(Permission.BANS_MANAGE):
            offers += _known(record)
        standing = [seen_by(access, ban) for ban in await bans.of_contact(self._db, record["person"])]
        return Offers(offers=offers, standing=standing)

    async def ban(self, access: Access, conv: str, wanted: Wanted) -> Ban:
        """Ban the contact of a talk by something that they are known by; their talk ends. Raises `Forbidden` for what
        this role may not ban, `Conflict` (`not_holder`) when a colleague has the talk.
        """
        number = await self._number(access, conv)
        record = await self._contact(number)
        manages = access.may(Permission.BANS_MANAGE)
        if wanted.kind is not Kind.PERSON and not manages:
            raise Forbidden("your role may ban persons only", pointer="/kind")
        holder = banning.holder_of(record["holder_kind"], record["holder_id"])
        if record["status"] != "resolved":
            banning.check_hands(holder, access.operator.id, every=manages)
        value = str(record["person"])
        if wanted.kind is not Kind.PERSON:
            value = ban_rules.checked(wanted.kind, wanted.value)
            if (wanted.kind, value) not in {(one.kind, one.value) for one in _known(record)}:
                raise Invalid("nobody in this talk is known by this", pointer="/value")
        return await self._add(access, wanted, value, contact=record["person"], conversation=number)

    async def add(self, access: Access, wanted: Wanted) -> Ban:
        """Ban an address, a mail address or a phone number that somebody typed; no talk ends by this."""
        value = ban_rules.checked(wanted.kind, wanted.value)
        return await self._add(access, wanted, value, contact=None, conversation=None)

    async def _add(
        self, access: Access, wanted: Wanted, value: str, *, contact: int | None, conversation: int | None
    ) -> Ban:
        async with self._db.transaction() as connection:
            ban = await bans.add(
                connection,
                wanted=wanted,
                value=value,
                contact=contact,
                conversation=conversation,
                by=access.operator.id,
            )
            # Should this process die before the talks are closed, another one does it.
            await jobs.later(connection, JOB, {"ban": ban})
        await self._changed()
        await self.close({"ban": ban})
        return await bans.one(self._db, ban)

    async def close(self, body: dict[str, Any]) -> None:
        """The job: end the talks that a ban ends. Doing it twice does nothing the second time."""
        place = await bans.place(self._db, int(body["ban"]))
        if place is None or not place.standing:
            return
        by = await operators.one(self._db, place.by)
        who = who_of(by) if by else SYSTEM
        for conv in await banning.open_talks(self._db, contact=place.contact, conversation=place.conversation):
            await banning.close(self._commands, conv, who=who, reason=place.reason)

    async def release(self, access: Access, ban: int) -> Ban:
        """End one before its time: one's own, or with `bans.manage` any; others look like none."""
        await self._own(access, ban)
        await bans.release(self._db, ban, by=access.operator.id)
        await self._changed()
        return await bans.one(self._db, ban)

    async def restore(self, access: Access, ban: int) -> Ban:
        """Take one's own release back, within the hour."""
        await self._own(access, ban)
        await bans.restore(self._db, ban, by=access.operator.id)
        await self._changed()
        return await bans.one(self._db, ban)

    async def page(self, *, query: str, ended: bool, after: int | None, limit: int) -> BanPage:
        """For those who look after them."""
        found = await bans.page(self._db, query=query, ended=ended, after=after, limit=limit + 1)
        return BanPage(bans=found[:limit], next=found[limit - 1].id if len(found) > limit else None)

    async def _own(self, access: Access, ban: int) -> None:
        place = await bans.place(self._db, ban)
        if place is None or (place.by != access.operator.id and not access.may(Permission.BANS_MANAGE)):
            raise Absent("there is no such ban")

    async def _number(self, access: Access, conv: str) -> int:
        number = await self._names.find(conv, access)
        if number is None:
            raise Absent("there is no such conversation")
        return number

    async def _contact(self, number: int) -> Record:
        record = await bans_store.contact(self._db, number)
        if record is None:
            raise Absent("there is no such conversation")
        return record


def seen_by(access: Access, ban: Ban) -> Ban:
    """A ban as this operator may see it: IP addresses are for those who may ban them."""
    hidden = ban.kind is Kind.ADDRESS and not access.may(Permission.BANS_MANAGE)
    return msgspec.structs.replace(ban, shown="") if hidden else ban


def _known(record: Record) -> list[Offer]:
    """Addresses, mail addresses and phone numbers of whoever writes in a talk."""
    told: list[dict[str, Any]] = [msgspec.json.decode(record[part]) for part in ("signed", "said") if record[part]]
    fields: list[dict[str, Any]] = msgspec.json.decode(record["fields"]) if record["fields"] else []
    answered = [{one["kind"]: one["value"]} for one in fields if one.get("kind") in ("mail", "phone")]
    left = [{"mail": record["mail"]}] if record["mail"] else []
    address: str | None = record["address"]
    network = ban_rules.network_of(address) if address else None
    return [
        *([Offer(kind=Kind.ADDRESS, value=address)] if address else []),
        *([Offer(kind=Kind.ADDRESS, value=network, network=True)] if network else []),
        *(Offer(kind=Kind.MAIL, value=one) for one in ban_rules.told_mails(*told, *answered, *left)),
        *(Offer(kind=Kind.PHONE, value=one) for one in ban_rules.told_phones(*told, *answered)),
    ]
