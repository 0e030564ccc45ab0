"""What the team does with a talk beside answering: putting it aside, promising, tagging. Pure decisions; none of it is
ever shown to the contact.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from pult.conversations.events import Audience, Draft, HolderKind, Kind, Promise, Status
from pult.conversations.rules import Changes, Decision, Head, Who, aside, check_text, must_be_whole
from pult.kit.clock import milliseconds
from pult.kit.errors import Conflict, Invalid, TooLarge

LONGEST = timedelta(days=366)
PROMISE_LENGTH = 200
LOWEST, HIGHEST = -3, 3
"""How far a talk moves down or up in its queue; 0 is usual."""
TAG_LENGTH, MOST_TAGS = 40, 20
EARLIEST = timedelta(seconds=-60)
"""A clock that goes a little behind does not make a time wrong."""


def snooze(head: Head, who: Who, *, until: datetime, seen: int | None, now: datetime) -> Decision:
    """Put a talk aside until a time. Its holder may, and anybody while it waits in the queue. Refused (`stale`) when
    the contact has written what the operator has not `seen` (a public number).
    """
    if head.status is Status.RESOLVED:
        raise Conflict("the talk is resolved", code="not_open")
    if head.holder.kind is HolderKind.OPERATOR and head.holder.id != who.id:
        raise Conflict("take the talk first", code="not_holder", by=head.holder.name)
    if not now < until <= now + LONGEST:
        raise Invalid("a talk is put aside until a time within a year", pointer="/until")
    if seen is not None and head.last_public > seen:
        newer: dict[str, Any] = {"from": seen + 1}
        raise Conflict("newer words came in since this was begun", code="stale", **newer)
    return Decision(
        drafts=(aside(who, head, Status.SNOOZED, until=milliseconds(until)),),
        changes=Changes(status=Status.SNOOZED, until=until),
    )


def wake(head: Head, who: Who, *, why: str) -> Decision:
    """Bring it back: `hand` (an operator did), `due` (its time has come), `word` (the contact has written)."""
    if head.status is not Status.SNOOZED:
        raise Conflict("the talk is not put aside", code="not_snoozed")
    return Decision(drafts=(aside(who, head, Status.OPEN, how=why),), changes=Changes(status=Status.OPEN))


def promise(head: Head, who: Who, *, text: str, due: datetime, now: datetime, by: str = "") -> Decision:
    """Pin what was promised to the contact, with a time; another promise takes its place. `by`: who promises, if it is
    not whoever says so.
    """
    if head.status is Status.RESOLVED:
        raise Conflict("the talk is resolved", code="not_open")
    must_be_whole(head)
    check_text(text, pointer="/text")
    if len(text) > PROMISE_LENGTH:
        raise TooLarge(f"a promise has at most {PROMISE_LENGTH} characters", pointer="/text", limit=PROMISE_LENGTH)
    if not now + EARLIEST < due <= now + LONGEST:
        raise Invalid("a promise is for a time within a year", pointer="/due")
    made = Promise(text=" ".join(text.split()), due=milliseconds(due), by=by or who.name)
    body = {"promise": {"text": made.text, "due": made.due, "by": made.by}}
    return Decision(drafts=(_inside(who, Kind.PROMISED, body),), changes=Changes(promise=(made,)))


def settle(head: Head, who: Who, *, kept: bool) -> Decision:
    """The promise is kept, or taken back."""
    if head.promise is None:
        raise Conflict("nothing is promised here", code="no_promise")
    body = {"promise": None, "kept": kept, "text": head.promise.text}
    return Decision(drafts=(_inside(who, Kind.PROMISED, body),), changes=Changes(promise=(None,)))


def tag(head: Head, who: Who, *, add: Sequence[str], remove: Sequence[str]) -> Decision:
    """Other tags; in any state of the talk."""
    added = [one for one in dict.fromkeys(map(tag_of, add)) if one not in head.tags]
    gone = [one for one in dict.fromkeys(map(tag_of, remove)) if one in head.tags and one not in added]
    if not added and not gone:
        raise Conflict("these tags stand there already", code="same_tags")
    tags = tuple(sorted({*head.tags, *added} - set(gone)))
    if len(tags) > MOST_TAGS:
        raise TooLarge(f"a talk has at most {MOST_TAGS} tags", pointer="/add", limit=MOST_TAGS)
    body = {"tags": list(tags), "added": added, "removed": gone}
    return Decision(drafts=(_inside(who, Kind.TAGGED, body),), changes=Changes(tags=tags))


def prioritise(head: Head, who: Who, *, stands: int, to: int, reason: str) -> Decision:
    """Another place in the queue, among those that wait as well; it `stands` somewhere already."""
    if head.status is not Status.OPEN:
        raise Conflict("it waits in no queue", code="not_open")
    if not LOWEST <= to <= HIGHEST:
        raise Invalid(f"a priority is {LOWEST} to {HIGHEST}", pointer="/priority")
    if to == stands:
        raise Conflict("it stands there already", code="same_priority")
    return Decision(drafts=(aside(who, head, head.status, priority=to, reason=reason),), changes=Changes(priority=to))


def tag_of(text: str) -> str:
    """A tag as it is kept: lower case, one space between words, no «#», so that one thing has one tag."""
    kept = " ".join(text.strip().lstrip("#").split()).lower()
    if not 1 <= len(kept) <= TAG_LENGTH or not kept.isprintable():
        raise Invalid(f"a tag has 1 to {TAG_LENGTH} characters", pointer="/add")
    return kept


def _inside(who: Who, kind: Kind, body: dict[str, Any]) -> Draft:
    names = {"name": who.name, "public_name": who.public_name}
    return Draft(kind=kind, audience=Audience.INTERNAL, actor=who.kind, actor_id=who.id, body={**body, **names})
