"""Words after the end of a talk: mere thanks stay where they are said, everything else opens the talk again.

Decided while the talk's row is locked, in the transaction that writes the words: what is said at the same moment is
decided about before or after, by what the talk is then.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pult.conversations import rules, thanks_rules, thanks_store
from pult.conversations.events import Again, Draft, Entry, Start
from pult.conversations.rules import Decision, Head, Who
from pult.conversations.thanks_rules import Meaning

if TYPE_CHECKING:
    from pult.kit.db import Connection


async def after_end(
    connection: Connection, head: Head, who: Who, words: Draft, *, now: datetime, again: Again, start: Start | None
) -> Decision | None:
    """What a contact's words do to a resolved talk, whose row is locked; None: they begin another one."""
    if again.thanks and again.hours and not _chosen(start):
        meant = thanks_rules.may_be(head, words, now=now)
        if meant is not None and not await _left_open(connection, head, meant):
            return thanks_rules.kept(words)
    return rules.speak_again(head, who, words, now=now, hours=again.hours)


async def edited(connection: Connection, head: Head, who: Who, target: Entry, *, text: str, now: datetime) -> Decision:
    """As `rules.edit`; thanks that say more from now on open the talk again."""
    edit = rules.edit(head, who, target, text=text, now=now)
    if not thanks_rules.was_kept(head, who, target):
        return edit
    meant = thanks_rules.meaning(text)
    if meant is not None and not await _left_open(connection, head, meant):
        return edit
    return thanks_rules.asked_after_all(head, who, edit)


async def _left_open(connection: Connection, head: Head, meant: Meaning) -> bool:
    """Whether there was nobody to thank, or an «ok» answers what was asked before the end."""
    if await thanks_store.nobody_answered(connection, head.id):
        return True
    return meant is Meaning.AGREES and await thanks_store.asked(connection, head.id)


def _chosen(start: Start | None) -> bool:
    """Whether something was chosen or filled in before: then it is meant to be a new talk."""
    return start is not None and bool(start.topic or start.about or start.notice or start.fields)
