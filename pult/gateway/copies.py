"""Copies of a talk by mail. Only of one's own talk, only when a person has answered in it, a few and no more: or our
letters would carry a stranger's words to anybody's address.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import structlog

from pult.conversations import queries, starts
from pult.conversations.events import Actor, Entry, Kind
from pult.gateway import letters, store
from pult.gateway.connections import Connections
from pult.kit import jobs
from pult.kit.errors import Absent, Conflict, Invalid
from pult.kit.mail import Mailer, MailFailed, is_address

if TYPE_CHECKING:
    from pult.kit.db import Database

JOB = "mail.copy"
PER_TALK = 3
PER_DAY = 5
"""Copies of one talk; copies that one address gets within a day."""
MOST = 2_000
"""Entries in a copy."""
log = structlog.get_logger("pult.gateway")


class Copies:
    """Hold one per process that can send letters. `key` makes an address into what may be kept of it."""

    def __init__(self, db: Database, *, connections: Connections, mailer: Mailer, key: bytes) -> None:
        self._db, self._connections, self._mailer, self._key = db, connections, mailer, key

    async def ask(self, conversation: str, *, mail: str, language: str) -> None:
        """Queue a copy (whose talk it is was checked before). Raises `Invalid`, `Conflict` (`copy_refused`)."""
        if not is_address(mail):
            raise Invalid("this is no mail address", pointer="/mail")
        talk = await starts.address(self._db, conversation)
        if talk is None:
            raise Absent("there is no such conversation", pointer="/conv")
        if not any(_is_answer(entry) for entry in await self._entries(talk.conversation)):
            raise Conflict("a copy can be sent once somebody has answered", code="copy_refused")
        recipient = hmac.digest(self._key, mail.lower().encode(), "sha256")
        counted = await store.count_copy(
            self._db, conversation=talk.conversation, recipient=recipient, per_talk=PER_TALK, per_day=PER_DAY
        )
        if not counted:
            raise Conflict("this talk, or this address, has had enough copies for now", code="copy_refused")
        async with self._db.transaction() as connection:
            body = {"conversation": conversation, "mail": mail, "language": language}
            await jobs.later(connection, JOB, body, lane="mail")

    async def send(self, body: dict[str, Any]) -> None:
        """The job: as the talk stands now. Raises `MailFailed` for another try; what can never leave is given up."""
        talk = await starts.address(self._db, body["conversation"])
        site = self._connections.by_id(talk.channel) if talk else None
        if talk is None or site is None:
            return
        letter = letters.copy(
            site=site.name,
            no=talk.no,
            entries=await self._entries(talk.conversation),
            zone=ZoneInfo(site.settings.get("zone", "Europe/Moscow")),
            language=body["language"],
        )
        try:
            await self._mailer.send(
                letter, to=body["mail"], name=site.name, id=f"copy.{body['conversation']}", automatic=True
            )
        except MailFailed as error:
            if not error.permanent:
                raise
            log.warning("copy_not_sent", reason=str(error))

    async def _entries(self, conversation: int) -> list[Entry]:
        found = await queries.ranges(self._db, [(conversation, 0)], MOST, public=True)
        return found.get(conversation, [])


def _is_answer(entry: Entry) -> bool:
    return entry.kind == Kind.MESSAGE and entry.actor is Actor.OPERATOR
