"""Side questions: asked from a talk, answered from outside; both stand in the talk as notes, their waiting apart from
the talk's own.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

import msgspec
import structlog

from pult.consulting import rules, store, words
from pult.consulting.events import ASKED, TAKEN_BACK
from pult.consulting.rules import MOST, Wanted
from pult.conversations import aside
from pult.conversations.commands import Commands
from pult.conversations.events import Actor
from pult.conversations.rules import Who
from pult.kit import facts
from pult.kit.errors import Absent, Conflict
from pult.kit.mail import Mailer, MailFailed
from pult.kit.mailbox import keys
from pult.operators.access import Access
from pult.operators.events import Actor as Author

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Database

Sees = Callable[[str, Access], Awaitable[bool]]
_SPACE = UUID("c0a6a4f2-5f0e-4a55-9b0b-2f4f0f8a7a10")
log = structlog.get_logger("pult.consulting")


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """One of them. `waited`: seconds until the answer, or until now; it is no part of the talk's own times. `left_by`:
    `mail` or `link`.
    """

    id: int
    department: str
    mail: str | None
    text: str
    by: str
    asked_at: datetime
    answered_at: datetime | None
    answer: str | None
    taken_back: bool
    left_by: str
    waited: int


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked, and the link to hand over: its secret is shown once and stands in no table."""

    question: Question
    link: str


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What a department sees: nothing of the talk but the question. `open`: it may still be answered."""

    language: str
    no: int
    by: str
    text: str
    answered_at: datetime | None
    open: bool


class Consulting:
    """Hold one per process. `sees`: whether somebody sees a talk; `origin`: where our pages are; `replies`: the address
    that replies to letters go to (see `kit.mailbox.keys`), None: nobody reads them.
    """

    def __init__(
        self,
        db: Database,
        commands: Commands,
        *,
        sees: Sees,
        mailer: Mailer | None,
        origin: str,
        replies: str | None,
    ) -> None:
        self._db, self._commands, self._sees, self._mailer, self._origin = db, commands, sees, mailer, origin
        self._replies = replies

    async def every(self, access: Access, conversation: str) -> list[Question]:
        """A talk's, the newest first. Raises `Absent`."""
        await self._check(access, conversation)
        return [_question(row) for row in await store.of_talk(self._db, conversation)]

    async def ask(self, access: Access, conversation: str, wanted: Wanted, *, by: Author) -> Asked:
        """Ask. A note in the talk says so; a letter goes out where there is an address and mail is set up. Raises
        `Absent`, `Invalid`, `Conflict` (`too_many`).
        """
        asked = wanted.checked()
        await self._check(access, conversation)
        token, key = secrets.token_urlsafe(24), keys.new_key()
        async with self._db.transaction() as connection:
            if await store.count(connection, conversation) >= MOST:
                raise Conflict(f"a talk has at most {MOST} side questions", code="too_many", limit=MOST)
            id = await store.add(
                connection,
                conversation,
                department=asked.department,
                mail=asked.mail,
                text=asked.text,
                language=asked.language,
                token=rules.hash_of(token),
                reply=keys.hash_of(key),
                by=access.operator.id,
            )
            if id is None:
                raise Absent("there is no such conversation")
            body = by.fact(department=asked.department, mail=asked.mail)
            await facts.record(connection, kind=ASKED, subject=f"question:{id}", body=body)
        me = access.operator
        who = Who(kind=Actor.OPERATOR, id=me.id, name=me.name)
        text = f"→ {asked.department}: {asked.text}"
        await aside.note(self._commands, conversation, who=who, cid=uuid5(_SPACE, f"asked {id}"), text=text)
        link = f"{self._origin}/side/{token}"
        await self._send(id, link, token, key)
        return Asked(question=await self._one(conversation, id), link=link)

    async def _send(self, id: int, link: str, token: str, key: str) -> None:
        row = await store.by_token(self._db, rules.hash_of(token))
        if row is None or row["mail"] is None or self._mailer is None:
            return
        made = words.letter(
            language=row["language"],
            by=row["by_name"] or "",
            no=row["case_no"],
            text=row["text"],
            link=link,
            replies=self._replies is not None,
        )
        answers = keys.reply_address(self._replies, key) if self._replies else None
        try:
            await self._mailer.send(made, to=row["mail"], name=row["by_name"] or "Pult", id=key, answers=answers)
        except MailFailed as error:
            log.warning("side_letter_not_sent", reason=str(error))
            return
        await store.left(self._db, id, "mail")

    async def take_back(self, access: Access, conversation: str, id: int, *, by: Author) -> list[Question]:
        """It waits no more, and its link leads nowhere. Raises `Absent`, `Conflict` (`answered`)."""
        await self._check(access, conversation)
        async with self._db.transaction() as connection:
            if not await store.take_back(connection, id, conversation):
                known = [row for row in await store.of_talk(self._db, conversation) if row["id"] == id]
                if not known:
                    raise Absent("there is no such question")
                raise Conflict("it was answered or taken back already", code="answered")
            await facts.record(connection, kind=TAKEN_BACK, subject=f"question:{id}", body=by.fact())
        return await self.every(access, conversation)

    async def show(self, token: str) -> Shown:
        """What is behind a link. Raises `Absent`."""
        return _shown(await store.by_token(self._db, rules.hash_of(token)))

    async def answer(self, token: str, text: str) -> Shown:
        """The department's words: a note in the talk, meant for whoever asked. More may follow. Raises `Absent`,
        `Invalid`, `TooLarge`.
        """
        kept = rules.text_of(text)
        async with self._db.transaction() as connection:
            row = await store.by_token(connection, rules.hash_of(token), held=True)
            shown = _shown(row)
            if row is None or not shown.open:
                raise Absent("this question waits for no answer any more")
            await store.answered(connection, row["id"], kept)
        cid = uuid5(_SPACE, f"answered {row['id']} {kept}")  # the same words again are the same press
        await self.told(row, kept, cid=cid, by=row["department"])
        return await self.show(token)

    async def told(self, row: Record, text: str, *, cid: UUID, by: str) -> None:
        """A note in a question's talk, meant for whoever asked; once for each `cid`."""
        who, to = Who(kind=Actor.SYSTEM, id=0, name=by), (row["asked_by"], row["by_name"] or "")
        await aside.note(self._commands, row["public_id"], who=who, cid=cid, text=text, to=to)

    async def _check(self, access: Access, conversation: str) -> None:
        if not await self._sees(conversation, access):
            raise Absent("there is no such conversation")

    async def _one(self, conversation: str, id: int) -> Question:
        return next(_question(row) for row in await store.of_talk(self._db, conversation) if row["id"] == id)


def _shown(row: Record | None) -> Shown:
    if row is None or row["taken_back_at"] is not None:
        raise Absent("there is no such question")
    return Shown(
        language=row["language"],
        no=row["case_no"],
        by=row["by_name"] or "",
        text=row["text"],
        answered_at=row["answered_at"],
        open=True,
    )


def _question(row: Record) -> Question:
    until = row["answered_at"] or row["taken_back_at"] or datetime.now(UTC)
    return Question(
        id=row["id"],
        department=row["department"],
        mail=row["mail"],
        text=row["text"],
        by=row["by_name"] or "",
        asked_at=row["asked_at"],
        answered_at=row["answered_at"],
        answer=row["answer"],
        taken_back=row["taken_back_at"] is not None,
        left_by=row["left_by"],
        waited=round((until - row["asked_at"]).total_seconds()),
    )
