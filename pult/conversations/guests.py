"""Asking colleagues into a talk, and what they may there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from pult.conversations import guest_rules, guests_store, rules
from pult.conversations.append import Answer
from pult.conversations.commands import DESK, Commands
from pult.conversations.guest_rules import Guest, May
from pult.conversations.rules import Decision, Head, Who

if TYPE_CHECKING:
    from pult.kit.db import Connection, Database


async def invite(
    commands: Commands, conversation: str, *, who: Who, cid: UUID, guest: Guest, may: May, remark: str, lead: bool
) -> Answer:
    """Ask somebody in; the caller has seen that she may be."""
    rules.check_optional(remark, pointer="/note")

    async def decide(connection: Connection, head: Head, _now: datetime) -> Decision:
        there = await guests_store.one(connection, head.id, guest.id)
        return guest_rules.invite(head, who, guest=guest, may=may, remark=remark, lead=lead, there=there)

    return await commands.decide(
        conversation, DESK, who, cid, ("invite", str(guest.id), may, *([remark] if remark else [])), decide
    )


async def leave(commands: Commands, conversation: str, *, who: Who, cid: UUID, guest: Guest, lead: bool) -> Answer:
    """A guest goes, or is shown out."""

    async def decide(connection: Connection, head: Head, _now: datetime) -> Decision:
        there = await guests_store.one(connection, head.id, guest.id)
        return guest_rules.leave(head, who, guest=guest, lead=lead, there=there)

    return await commands.decide(conversation, DESK, who, cid, ("leave", str(guest.id)), decide)


async def answers(db: Database, conversation: int, operator: int) -> bool:
    """Whether somebody was asked in to answer: looked up each time, so a right that ended has ended."""
    there = await guests_store.one(db, conversation, operator)
    return there is not None and there.may == "answer"
