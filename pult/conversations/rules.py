"""What may happen to a talk. Pure decisions: a head and a wish in, entries and changes out, or a refusal. No clock, no
database.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import msgspec

from pult.conversations.events import (
    EDIT_MINUTES,
    QUEUE,
    RATE_HOURS,
    REOPEN_HOURS,
    TEXT_LIMIT,
    Actor,
    Audience,
    Draft,
    Entry,
    Holder,
    HolderKind,
    Kind,
    Promise,
    Status,
    Words,
)
from pult.conversations.faces import Who as Who
from pult.conversations.faces import answers, outside
from pult.conversations.faces import named as named
from pult.kit.errors import Absent, Conflict, Forbidden, Invalid, TooLarge

_LONE = re.compile("[\ud800-\udfff]")


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The conversation row, as far as a decision needs it."""

    id: int
    public_id: str
    channel_id: int
    identity_id: int
    contact_id: int
    status: Status
    holder: Holder
    last_seq: int
    last_public: int
    resolved_at: datetime | None = None
    tags: tuple[str, ...] = ()
    promise: Promise | None = None
    topic: str | None = None
    part_of: int | None = None
    """The talk that it is a part of; None: it is one itself."""
    weight: int = 100
    """What it weighs on whoever holds it now, in hundredths of a chat; 0 while its visitor is silent."""


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision does to the row besides the counters; None: leave it."""

    status: Status | None = None
    holder: Holder | None = None
    rating: dict[str, Any] | None = None
    team: tuple[int | None] | None = None
    """The team it belongs to from now on (`(None,)`: to everybody)."""
    until: datetime | None = None
    """When a talk that is put aside comes back."""
    owed: datetime | None = None
    """Since when its contact waits for words of whoever gets it, who is away."""
    giver: tuple[str | None] | None = None
    """Somebody else puts it into these hands: her name, `(None,)`: the house."""
    waiting: datetime | None = None
    """Since when its contact has waited after all; None: what the log says."""
    waits: bool | None = None
    """Whether its contact waits from this moment on, whoever has the last word; None: what the log says."""
    promise: tuple[Promise | None] | None = None
    """What is promised from now on (`(None,)`: nothing)."""
    tags: tuple[str, ...] | None = None
    topic: str | None = None
    priority: int | None = None
    guest: tuple[int, str | None] | None = None
    """(operator, what she may from now on as a guest; None: she is none any more)."""
    by: int = 0
    """Who changes it, where that is kept."""
    beyond: bool = False
    """Whoever gets the talk may get above her limit by it."""
    weight: int | None = None
    """What it weighs from now on; None: as before, or as its channel weighs when it goes into other hands."""


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """Entries to write in one operation, in order, and what changes with them. `erase` is a seq whose text goes for
    good.
    """

    drafts: tuple[Draft, ...]
    changes: Changes = Changes()
    erase: int | None = None
    rewrite: tuple[int, str] | None = None
    lost_files: tuple[str, ...] = ()
    """Ids of files that go with what is erased."""


def check_text(text: str, *, pointer: str = "/text") -> str:
    """The text as it will be stored, or `Invalid` / `TooLarge` naming the field."""
    if len(text) > TEXT_LIMIT:
        raise TooLarge(
            f"a message has at most {TEXT_LIMIT} characters, this one has {len(text)}",
            pointer=pointer,
            limit=TEXT_LIMIT,
        )
    if "\0" in text:
        raise Invalid("the text holds a NUL character", pointer=pointer)
    if not text.isascii() and _LONE.search(text):
        raise Invalid("the text holds half of a surrogate pair", pointer=pointer)
    if not text or text.isspace():
        raise Invalid("the text is empty", pointer=pointer)
    return text


def check_optional(text: str, *, pointer: str) -> str:
    """The same for what may be left empty."""
    return check_text(text, pointer=pointer) if text else text


def check_words(words: Words) -> Words:
    """The same words if they may be said: text, or files, or both."""
    if words.text or not words.files:
        check_text(words.text)
    if words.quote is not None and words.quote.public_no is None:
        raise Invalid("what only the team sees cannot be quoted to the visitor", pointer="/quote")
    return words


def said(words: Words) -> dict[str, Any]:
    """The body of a message."""
    body: dict[str, Any] = {"text": words.text}
    if words.quote is not None:
        body |= {"quote": words.quote.seq, "quote_public": words.quote.public_no}
    if words.form is not None:
        body["form"] = words.form
    return {**body, "files": list(words.files)} if words.files else body


def message(who: Who, words: Words, *, said_at: datetime | None = None) -> Draft:
    """A public message; an operator's is carried out by the channel."""
    return Draft(
        kind=Kind.MESSAGE,
        audience=Audience.PUBLIC,
        actor=who.kind,
        actor_id=who.id,
        body=named(who, said(words)),
        verified=who.verified,
        said_at=said_at,
        deliver=who.kind is Actor.OPERATOR,
    )


def note(who: Who, text: str, *, to: tuple[int, str] | None = None) -> Draft:
    """Words for the team alone; `to` (number, name) is the colleague whom they are meant for."""
    body: dict[str, Any] = {"text": text}
    if to is not None:
        body["to"] = holder_json(Holder(HolderKind.OPERATOR, *to))
    return Draft(kind=Kind.NOTE, audience=Audience.INTERNAL, actor=who.kind, actor_id=who.id, body=named(who, body))


def twins(who: Who, kind: Kind, inner: dict[str, Any], outer: dict[str, Any]) -> tuple[Draft, Draft]:
    """A fact with a private half: two entries of one append."""
    return (
        Draft(kind=kind, audience=Audience.INTERNAL, actor=who.kind, actor_id=who.id, body=named(who, inner)),
        Draft(
            kind=kind,
            audience=Audience.PUBLIC,
            actor=who.kind,
            actor_id=who.id,
            body={**outer, **outside(who)},
        ),
    )


def holder_json(holder: Holder) -> dict[str, Any]:
    """A holder as bodies carry it."""
    return {"kind": holder.kind, "id": holder.id, "name": holder.name}


def _status(who: Who, head: Head, to: Status, **more: Any) -> tuple[Draft, Draft]:
    inner: dict[str, Any] = {"to": to, "from": head.status, **{name: value for name, value in more.items() if value}}
    return twins(who, Kind.STATUS, inner, {"to": to})


def aside(who: Who, head: Head, to: Status, **more: Any) -> Draft:
    """A talk is put aside or comes back: the team's own business, the visitor is told nothing."""
    return Draft(
        kind=Kind.STATUS,
        audience=Audience.INTERNAL,
        actor=who.kind,
        actor_id=who.id,
        body=named(who, {"to": to, "from": head.status, **more}),
    )


def awake(who: Who, head: Head) -> tuple[tuple[Draft, ...], Status | None]:
    """What brings a talk back that was put aside; nothing for any other."""
    if head.status is not Status.SNOOZED:
        return (), None
    return (aside(who, head, Status.OPEN),), Status.OPEN


def take(head: Head, who: Who) -> Decision:
    """Take a talk from the queue (or a bot). Refused when it is resolved or a colleague holds it; one's own is a plain
    success.
    """
    if head.status is Status.RESOLVED:
        raise Conflict("the talk is resolved", code="not_open")
    if head.holder.kind is HolderKind.OPERATOR:
        if head.holder.id == who.id:
            raise Conflict("you already hold this talk", code="taken", by=head.holder.name, mine=True)
        raise Conflict(f"{head.holder.name} has taken it", code="taken", by=head.holder.name)
    mine = Holder(HolderKind.OPERATOR, who.id, who.name)
    back, status = awake(who, head)
    return Decision(
        drafts=(*twins(who, Kind.ASSIGNED, {"to": holder_json(mine), "how": "take"}, answers(who.face())), *back),
        changes=Changes(holder=mine, status=status),
    )


def resolve(
    head: Head,
    who: Who,
    *,
    reason: str = "",
    topic: str | None = None,
    fields: tuple[dict[str, str], ...] = (),
    parts: int = 0,
) -> Decision:
    """Close a talk, with what is asked on closing. Its holder may, and anybody while it waits in the queue. What was
    promised must be kept (or taken back) first, and its open `parts` end first.
    """
    if head.status is Status.RESOLVED:
        raise Conflict("the talk is already resolved", code="already_resolved")
    must_be_whole(head)
    if head.holder.kind is HolderKind.OPERATOR:
        must_hold(head, who)
    if parts:
        raise Conflict("a part of it is with another team: it ends first", code="part_open", parts=parts)
    if head.promise is not None:
        raise Conflict("something is promised here: keep it or take it back first", code="promise_open")
    return Decision(
        drafts=_status(who, head, Status.RESOLVED, reason=reason, topic=topic, fields=list(fields)),
        changes=Changes(status=Status.RESOLVED, topic=topic),
    )


def end(head: Head, who: Who) -> Decision:
    """The visitor has what they came for. A talk that is resolved already stays so."""
    if head.status is Status.RESOLVED:
        raise Conflict("the talk is already resolved", code="already_resolved")
    return Decision(drafts=_status(who, head, Status.RESOLVED), changes=Changes(status=Status.RESOLVED))


def reopen(head: Head, who: Who) -> Decision:
    """Open a resolved talk again; whoever does it holds it, above her limit too: it is seen there."""
    if head.status is not Status.RESOLVED:
        raise Conflict("the talk is not resolved", code="not_resolved")
    must_be_whole(head)
    mine = Holder(HolderKind.OPERATOR, who.id, who.name)
    drafts = _status(who, head, Status.OPEN)
    if head.holder.id != who.id:
        drafts += twins(who, Kind.ASSIGNED, {"to": holder_json(mine), "how": "take"}, answers(who.face()))
    return Decision(drafts=drafts, changes=Changes(status=Status.OPEN, holder=mine, beyond=True))


def speak_again(head: Head, who: Who, words: Draft, *, now: datetime, hours: int = REOPEN_HOURS) -> Decision | None:
    """A contact's message into a resolved talk: for so many hours it reopens and waits in the queue; None: too late,
    begin a new one.
    """
    if hours == 0 or (head.resolved_at is not None and now - head.resolved_at > timedelta(hours=hours)):
        return None
    drafts, changes = again(head, who)
    return Decision(drafts=(words, *drafts), changes=changes)


def again(head: Head, who: Who) -> tuple[tuple[Draft, ...], Changes]:
    """What opens a resolved talk again for its contact: it waits in the queue."""
    drafts = _status(who, head, Status.OPEN)
    if head.holder != QUEUE:
        drafts += twins(who, Kind.ASSIGNED, {"to": holder_json(QUEUE), "how": "return"}, {"name": None})
    return drafts, Changes(status=Status.OPEN, holder=QUEUE)


def rate(head: Head, who: Who, *, score: int, of: int, comment: str, now: datetime) -> Decision:
    """The visitor's judgement, 1 … `of`: one per talk, the last one counts. It may be changed for a day after the talk
    was resolved.
    """
    if head.resolved_at is not None and now - head.resolved_at > timedelta(hours=RATE_HOURS):
        raise Conflict(f"a talk can be rated for {RATE_HOURS} hours", code="rate_too_late")
    if of not in (2, 5) or not 1 <= score <= of:
        raise Invalid("a rating is 1 or 2 of 2, or 1 to 5 of 5", pointer="/score")
    body: dict[str, Any] = {"score": score, "of": of}
    if comment:
        body["comment"] = check_text(comment, pointer="/comment")
    return Decision(
        drafts=(
            Draft(
                kind=Kind.RATED,
                audience=Audience.PUBLIC,
                actor=who.kind,
                actor_id=who.id,
                body=body,
                verified=who.verified,
            ),
        ),
        changes=Changes(rating=body),
    )


def edit(head: Head, who: Who, target: Entry, *, text: str, now: datetime) -> Decision:
    """Change one's own words: the old ones stay in the log, readers see the new."""
    _must_be_words(target)
    if not _wrote(who, target):
        raise Forbidden("only the author may edit a message")
    if "answers" in target.body:
        raise Forbidden("answers to a form stay as they were given")
    _in_time(who, target, now)
    words = {"text": check_text(text)}
    return Decision(drafts=(_about(who, target, Kind.EDITED, words),), rewrite=(target.seq, text))


def erase(head: Head, who: Who, target: Entry, *, now: datetime) -> Decision:
    """Take words out of the log for good. The author may; so may the operator who holds the talk (a card number, a
    password).
    """
    _must_be_words(target)
    if not _wrote(who, target):
        if who.kind is not Actor.OPERATOR or target.actor is not Actor.CONTACT:
            raise Forbidden("only the author may erase a message")
        must_hold(head, who)
    _in_time(who, target, now)
    lost = tuple(file["id"] for file in target.body.get("files", ()))
    return Decision(drafts=(_about(who, target, Kind.ERASED, {}),), erase=target.seq, lost_files=lost)


def _wrote(who: Who, target: Entry) -> bool:
    """A talk has one contact, who may have spoken in it before and after proving who they are: under two identities.
    The door lets a contact into own talks only.
    """
    return target.actor is who.kind and (who.kind is Actor.CONTACT or target.actor_id == who.id)


def _must_be_words(target: Entry) -> None:
    if target.kind not in (Kind.MESSAGE, Kind.NOTE) or target.body.get("erased"):
        raise Absent("there is no such message", pointer="/n")


def _in_time(who: Who, target: Entry, now: datetime) -> None:
    if who.kind is Actor.CONTACT and now - target.at > timedelta(minutes=EDIT_MINUTES):
        raise Conflict(f"a message can be changed for {EDIT_MINUTES} minutes", code="edit_too_late")


def _about(who: Who, target: Entry, kind: Kind, body: dict[str, Any]) -> Draft:
    if target.public_no is not None:
        body = {**body, "target_public": target.public_no}
    return Draft(
        kind=kind,
        audience=target.audience,
        actor=who.kind,
        actor_id=who.id,
        target=target.seq,
        body=named(who, body),
        verified=who.verified,
    )


def must_be_whole(head: Head) -> None:
    """Raises `Conflict` for what is only a part of a talk."""
    if head.part_of is not None:
        raise Conflict("this is a part of a talk: do it there", code="is_part")


def must_hold(head: Head, who: Who) -> None:
    """Raises `Conflict` unless this operator holds the open talk."""
    if head.status is Status.RESOLVED:
        raise Conflict("the talk is resolved", code="not_open")
    if head.holder.kind is not HolderKind.OPERATOR or head.holder.id != who.id:
        raise Conflict("take the talk first", code="not_holder", by=head.holder.name)


def must_be_held(head: Head) -> None:
    """Raises `Conflict` unless an operator holds the open talk."""
    if head.status is not Status.OPEN or head.holder.kind is not HolderKind.OPERATOR:
        raise Conflict("nobody holds this talk", code="not_held")
