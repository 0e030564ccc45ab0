"""Writing first: how it would reach a person, said before, and the talk that it begins."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Literal
from uuid import UUID

import msgspec

from pult.contacts import ban_rules, bans
from pult.contacts.ban_rules import Kind
from pult.conversations import first_words
from pult.conversations.commands import Commands
from pult.conversations.first_words import Begun
from pult.desk import bans_store as store
from pult.desk.acting import who_of
from pult.desk.streams import Names
from pult.gateway.connections import Connections
from pult.gateway.inbound import Began
from pult.kit.errors import Absent, Conflict, Invalid
from pult.operators.access import Access

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

WayKind = Literal["chat", "mail"]


class Way(msgspec.Struct, frozen=True, kw_only=True):
    """How words would arrive: in the chat (`here`: a page with it is open now, else when they come back), or there and
    by mail to `mail` (`proven`: the site has signed this address, or the visitor left it for answers).
    """

    way: WayKind
    here: bool = False
    mail: str | None = None
    proven: bool = False


class Ways(msgspec.Struct, frozen=True, kw_only=True):
    """All of them, the best first. None: `banned`, or the channel is `gone`; `open` is a talk that is open already."""

    ways: list[Way]
    open: str | None
    banned: bool
    gone: bool


class First(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """First words. `cid` is the client's own id: it makes a repeat harmless."""

    cid: UUID
    text: Annotated[str, msgspec.Meta(max_length=40_000)]
    topic: Annotated[str, msgspec.Meta(max_length=1_000)] = ""
    way: WayKind = "chat"


class FirstDesk:
    """Hold one per process. `here`: whether a page of somebody with this (channel, key hash) has the chat open;
    `began` tells their windows.
    """

    def __init__(
        self,
        db: Database,
        *,
        names: Names,
        commands: Commands,
        connections: Connections,
        mails: bool,
        here: Callable[[int, bytes], bool],
        began: Began,
    ) -> None:
        self._db, self._names, self._commands, self._connections = db, names, commands, connections
        self._mails, self._here, self._began = mails, here, began

    async def ways(self, access: Access, conv: str) -> Ways:
        """How words to the person of this talk would arrive."""
        number = await self._number(access, conv)
        record = await store.contact(self._db, number)
        found = await first_words.open_talk(self._db, number)
        if record is None:
            raise Absent("there is no such conversation")
        person = await bans.of_contact(self._db, record["person"])
        banned = any(ban.kind is Kind.PERSON for ban in person)
        gone = self._connections.by_id(record["channel_id"]) is None
        return Ways(
            ways=[] if banned or gone else self._possible(record),
            open=found.conv if found is not None and access.sees(found.team) else None,
            banned=banned,
            gone=gone,
        )

    def _possible(self, record: Record) -> list[Way]:
        chat = Way(way="chat", here=self._here(record["channel_id"], bytes(record["key_hash"])))
        mail, proven = _mail(record)
        if mail is None or not self._mails:
            return [chat]
        letter = Way(way="mail", mail=mail, proven=proven)
        return [chat, letter] if chat.here or not proven else [letter, chat]

    async def begin(self, access: Access, conv: str, first: First) -> Begun:
        """Begin the talk; it is the author's. Raises `Conflict` (`talk_open` with `conv` where one may see it,
        `banned`, `at_limit`, `no_way`), `Invalid` for a way that there is not.
        """
        number = await self._number(access, conv)
        ways = await self.ways(access, conv)
        if ways.gone:
            raise Conflict("the channel is not connected any more", code="no_way")
        mail = next((way.mail for way in ways.ways if way.way == "mail"), None) if first.way == "mail" else None
        if first.way == "mail" and mail is None and not ways.banned:
            raise Invalid("no letter can be sent to this person", pointer="/way")
        me = access.operator
        try:
            begun = await first_words.begin(
                self._commands,
                after=number,
                who=who_of(me, channel=self._names.channel(number)),
                cid=first.cid,
                text=first.text,
                topic=first.topic,
                mail=mail,
            )
        except Conflict as error:
            if error.code == "talk_open":
                raise Conflict(error.detail, code="talk_open", conv=ways.open) from error
            raise
        self._began(channel=begun.channel, key_hash=begun.key_hash, public_id=begun.conv)
        return begun

    async def _number(self, access: Access, conv: str) -> int:
        number = await self._names.find(conv, access)
        if number is None:
            raise Absent("there is no such conversation")
        return number


def _mail(record: Record) -> tuple[str | None, bool]:
    """Where letters to a person can go, and whether somebody has proven that it is theirs: an address that only a page
    says may be anybody's.
    """
    signed: dict[str, Any] = msgspec.json.decode(record["signed"]) if record["signed"] else {}
    said: dict[str, Any] = msgspec.json.decode(record["said"]) if record["said"] else {}
    proven = (*ban_rules.told_mails(signed), *([record["mail"]] if record["mail"] else []))
    if proven:
        return proven[0], True
    return next(iter(ban_rules.told_mails(said)), None), False
