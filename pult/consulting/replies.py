"""Replies to letters of side questions: what came by mail stands in the talk as if it had been said on the page."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from pult.consulting import rules, store, words
from pult.consulting.commands import Consulting
from pult.consulting.rules import MOST_AUTOMATIC, MOST_REPLIES
from pult.kit.mailbox.contract import Incoming, Outcome
from pult.kit.mailbox.keys import hash_of
from pult.kit.mailbox.quoting import own_words

if TYPE_CHECKING:
    from asyncpg import Record

    from pult.kit.db import Connection, Database

_SPACE = UUID("0f4be1c2-6d0a-4f0b-8f6e-2f6c0b5d9a41")


class Replies:
    """Hold one per process: a reader of letters."""

    def __init__(self, db: Database, consulting: Consulting) -> None:
        self._db, self._consulting = db, consulting

    async def read(self, id: int, letter: Incoming) -> Outcome | None:
        """Take a letter that replies to one of ours; None: it does not. What a machine wrote, and what has no words,
        is told to whoever asked and is no answer.
        """
        async with self._db.transaction() as connection:
            row = await self._about(connection, letter)
            if row is None:
                return None
            if (refused := await self._refused(connection, row, id, letter)) is not None:
                return refused
            said, outcome = _said(row, letter)
            if outcome == "taken":
                await store.answered(connection, row["id"], said)
        if letter.automatic != "receipt":
            cid = uuid5(_SPACE, f"mail {row['id']} {letter.mark}")
            await self._consulting.told(row, said, cid=cid, by=_by(row, letter))
        return outcome

    async def _about(self, connection: Connection, letter: Incoming) -> Record | None:
        token = await store.by_reply(connection, [hash_of(key) for key in letter.keys])
        return await store.by_token(connection, token) if token is not None else None

    async def _refused(self, connection: Connection, row: Record, id: int, letter: Incoming) -> Outcome | None:
        """Why a letter does nothing. One whose reader died half-way is heard anew."""
        if row["taken_back_at"] is not None:
            return "closed"
        machine = letter.automatic is not None
        count = await store.heard_count(connection, row["id"], but=id, automatic=machine)
        mark = sha256(letter.mark.encode("utf-8", "surrogatepass")).digest()
        first = await store.heard(connection, row["id"], mark=mark, letter=id, automatic=machine)
        if first != id:
            return "double"
        return "too_many" if count >= (MOST_AUTOMATIC if machine else MOST_REPLIES) else None


def _said(row: Record, letter: Incoming) -> tuple[str, Outcome]:
    """What will stand in the talk, and what that makes of the letter."""
    language = row["language"]
    marks = words.marks(language=language, by=row["by_name"] or "", no=row["case_no"], text=row["text"])
    own = rules.without_links(own_words(letter.text, marks=marks))
    if letter.automatic is not None:
        kind = "bounced" if letter.automatic == "bounce" else "auto"
        return rules.shortened(f"{words.word(language, kind)} {own or letter.subject}"), "automatic"
    files = words.files(language, letter.files)
    text = own or words.word(language, "empty")
    more = [files, words.word(language, "cut") if letter.cut or len(own) > rules.TEXT_LENGTH else ""]
    return rules.shortened(text, *(one for one in more if one)), "taken" if own or letter.files else "empty"


def _by(row: Record, letter: Incoming) -> str:
    """The department, and who replied for it if that is another address than the one that was asked."""
    asked = letter.sender.lower() in ("", (row["mail"] or "").lower())
    alone = asked or letter.automatic == "bounce"
    return row["department"] if alone else f"{row['department']} ({letter.sender[:100]})"
