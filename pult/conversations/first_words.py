"""An operator speaks first: a new talk with somebody who has written before, where they wrote before."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from pult.contacts import commands as contacts
from pult.contacts.ban_rules import Refused
from pult.conversations import changes_store, rules, store
from pult.conversations.append import Operation, Result, append, written
from pult.conversations.commands import DESK, Commands, refusal_of
from pult.conversations.events import Appended, Status, Words
from pult.conversations.rules import Decision, Head, Who
from pult.kit.errors import Absent, Conflict, TooLarge

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database

TOPIC_LENGTH = 120


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """A new talk: its public id and case number; the channel and the key by which its visitor's windows are known."""

    conv: str
    no: int
    channel: int
    key_hash: bytes


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """A talk of the person that is open already."""

    conv: str
    team: int | None


async def open_talk(on: Database | Connection, conversation: int) -> Open | None:
    """The newest open talk of a talk's person, in whatever channel."""
    row = await on.fetchrow(
        """
        SELECT o.public_id, o.team_id FROM conversations.conversation c
        JOIN contacts.contact k ON k.id = c.contact_id
        JOIN contacts.contact same
            ON same.id = coalesce(k.merged_into, k.id) OR same.merged_into = coalesce(k.merged_into, k.id)
        JOIN conversations.conversation o ON o.contact_id = same.id AND o.status <> 'resolved'
            AND o.part_of IS NULL
        WHERE c.id = $1 ORDER BY o.id DESC LIMIT 1
        """,
        conversation,
    )
    return Open(conv=row["public_id"], team=row["team_id"]) if row else None


def check_topic(topic: str) -> str | None:
    """The topic as it is kept; None: it has none. Raises `Invalid` or `TooLarge`."""
    kept = " ".join(rules.check_optional(topic, pointer="/topic").split())
    if len(kept) > TOPIC_LENGTH:
        raise TooLarge(f"a topic has at most {TOPIC_LENGTH} characters", pointer="/topic", limit=TOPIC_LENGTH)
    return kept or None


async def begin(
    commands: Commands, *, after: int, who: Who, cid: UUID, text: str, topic: str, mail: str | None
) -> Begun:
    """Begin a talk with the person of talk `after`, on its channel, in its team, in the author's hands. `mail`: answers
    go there too. Raises `Conflict`: `talk_open` (with `conv`), `banned`, `at_limit`. The same `cid` again gets the same
    talk.
    """
    words = rules.check_words(Words(text=text))
    topic_kept = check_topic(topic)
    digest = commands.digest("first", str(after), text, topic_kept or "", mail or "")

    async def work(connection: Connection) -> tuple[Begun, Appended | None]:
        before = await store.key(connection, channel=DESK, sender=who.id, cid=cid, hash=digest)
        if before is not None:
            if (refusal := refusal_of(before)) is not None:
                raise refusal
            return await _begun(connection, before.conversation), None
        head = await _made(connection, after, topic_kept, mail)
        decision = _first(head, who, words)
        operation = Operation(
            conversation=head.id, channel=DESK, sender=who.id, cid=cid, hash=digest, drafts=decision.drafts
        )
        (answer,) = await append(connection, [operation], wait=True)
        if answer.result is not Result.DONE:
            raise refusal_of(answer) or Conflict("this id was used for something else", code="conflict")
        await changes_store.change(connection, head, decision.changes)
        return await _begun(connection, head.id), written(operation, answer)

    return await commands.transact(work)


def _first(head: Head, who: Who, words: Words) -> Decision:
    """It is taken, then the first words are said."""
    taken = rules.take(head, who)
    return msgspec.structs.replace(taken, drafts=(*taken.drafts, rules.message(who, words)))


async def _made(connection: Connection, after: int, topic: str | None, mail: str | None) -> Head:
    """The new talk, empty, its thread open. Locks in the order of a visitor's own first words: key, identity, thread,
    talk; so the two never begin at once.
    """
    row = await connection.fetchrow(
        "SELECT channel_id, identity_id, contact_id, team_id, language FROM conversations.conversation WHERE id = $1",
        after,
    )
    if row is None:
        raise Absent("there is no such conversation")
    channel, identity = row["channel_id"], row["identity_id"]
    try:
        await contacts.hold(connection, identity)
    except Refused as error:
        raise Conflict("this person is banned", code="banned") from error
    found = await open_talk(connection, after)
    if found is not None:
        raise Conflict("there is an open talk with this person", code="talk_open", conv=found.conv)
    before = await store.lock_thread(connection, channel=channel, identity=identity)
    if before is not None:
        head, _ = await store.lock(connection, before)
        if head.status is not Status.RESOLVED:
            raise Conflict("there is an open talk with this person", code="talk_open", conv=head.public_id)
        await store.close_thread(connection, channel=channel, identity=identity)
    made = await store.create(connection, channel=channel, identity=identity, contact=row["contact_id"])
    await connection.execute(
        "UPDATE conversations.conversation SET topic = $2, mail = $3, language = $4, team_id = $5 WHERE id = $1",
        made,
        topic,
        mail,
        row["language"],
        row["team_id"],
    )
    head, _ = await store.lock(connection, made)
    return head


async def _begun(connection: Connection, conversation: int) -> Begun:
    row = await connection.fetchrow(
        "SELECT c.public_id, c.case_no, c.channel_id, i.key_hash FROM conversations.conversation c"
        " JOIN contacts.identity i ON i.id = c.identity_id WHERE c.id = $1",
        conversation,
    )
    if row is None:
        raise Absent("there is no such conversation")
    return Begun(conv=row["public_id"], no=row["case_no"], channel=row["channel_id"], key_hash=row["key_hash"])
