"""A visitor answers a form: once, in the talk where it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from pult.contacts import commands as contacts
from pult.conversations import forms, rules, store
from pult.conversations.append import Answer
from pult.conversations.commands import Commands
from pult.conversations.events import Answered, Audience, Draft, Entry, Kind, Status
from pult.conversations.rules import Decision, Head, Who
from pult.kit.answers import Given
from pult.kit.errors import Conflict

if TYPE_CHECKING:
    from pult.kit.db import Connection


async def answer(
    commands: Commands,
    *,
    conversation: str,
    channel: int,
    who: Who,
    cid: UUID,
    n: int,
    given: Mapping[str, Given],
    mask: forms.Mask,
) -> Answer:
    """Write the answers to the form of public message `n`. Raises `Absent`, `Invalid` (with `/fields/<key>`),
    `Conflict` (`already_answered`, `not_open`).
    """

    async def decide(connection: Connection, head: Head, now: datetime) -> Decision:
        target = await store.entry(connection, head.id, public_no=n)
        form = forms.form_of(target)
        assert target is not None
        fields = forms.answered(form, given, mask=mask)
        if await _is_answered(connection, head.id, target.seq):
            raise Conflict("this form has been answered", code="already_answered")
        decision = decided(head, who, target, fields, text=forms.as_text(fields), now=now)
        await keep_consents(connection, head, fields)
        return decision

    content = msgspec.json.encode(sorted(given.items())).decode()
    return await commands.decide(conversation, channel, who, cid, ("answer", str(n), content), decide)


async def _is_answered(connection: Connection, conversation: int, form: int) -> bool:
    return bool(
        await connection.fetchval(
            "SELECT EXISTS (SELECT FROM conversations.entry"
            " WHERE conversation_id = $1 AND seq > $2 AND target_seq = $2 AND kind = 'message')",
            conversation,
            form,
        )
    )


async def keep_consents(connection: Connection, head: Head, fields: tuple[Answered, ...]) -> None:
    """What of it was agreed to stands beside the contact, with the words and their version."""
    for field in fields:
        if field.kind == "consent":
            await contacts.consented(
                connection,
                contact=head.contact_id,
                channel=head.channel_id,
                conversation=head.id,
                field=field.key,
                version=field.version,
                statement=field.statement,
            )


def decided(head: Head, who: Who, form: Entry, fields: tuple[Answered, ...], *, text: str, now: datetime) -> Decision:
    """The answers to a form, as fields and in words. Into a talk resolved lately they go as other words do."""
    draft = Draft(
        kind=Kind.MESSAGE,
        audience=Audience.PUBLIC,
        actor=who.kind,
        actor_id=who.id,
        target=form.seq,
        body={"text": text, "answers": msgspec.to_builtins(fields), "target_public": form.public_no},
        verified=who.verified,
    )
    if head.status is not Status.RESOLVED:
        return Decision(drafts=(draft,))
    again = rules.speak_again(head, who, draft, now=now)
    if again is None:
        raise Conflict("the talk is over", code="not_open")
    return again
