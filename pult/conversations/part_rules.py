"""A second topic inside a talk goes to another team and comes back. Pure decisions; the contact sees who answers, and
nothing else of it.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from pult.conversations.events import Actor, Audience, Draft, Holder, HolderKind, Kind, Status
from pult.conversations.guest_rules import May
from pult.conversations.rules import Head, Who, holder_json, must_be_whole, named
from pult.kit.errors import Conflict, Invalid

MOST = 5
"""Open parts of one talk."""
How = Literal["done", "refused", "back", "unanswered", "ended"]
"""How a part ends: `done` by whoever had it; `refused` by its team; taken `back` by whoever has the talk; `unanswered`:
nobody took it in time; `ended`: the talk has.
"""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What is given away: a `topic`, to whom (`team` None: everybody), what to know, and `lines` of the talk that it is
    about, by their numbers.
    """

    topic: str
    team: int | None
    name: str | None
    note: str = ""
    lines: tuple[int, ...] = ()


def begin(head: Head, who: Who, *, wish: Wish, team: int | None, standing: int, lead: bool) -> None:
    """Whether a part may be given: by whoever has the talk, a `lead`, anybody while it waits in the queue of `team`.
    Raises `Conflict`, `Invalid`.
    """
    must_be_whole(head)
    if head.status is Status.RESOLVED:
        raise Conflict("the talk is resolved", code="not_open")
    if head.holder.kind is HolderKind.OPERATOR and head.holder.id != who.id and not lead:
        raise Conflict("take the talk first", code="not_holder", by=head.holder.name)
    if wish.team == team:
        raise Invalid("the talk is with this team already", pointer="/team")
    if standing >= MOST:
        raise Conflict(f"a talk has at most {MOST} parts at once", code="too_many_parts", limit=MOST)
    if any(one > head.last_seq for one in wish.lines):
        raise Invalid("there is no such line", pointer="/lines")


def begun(who: Who, *, of: str, part: str, wish: Wish) -> Draft:
    """The entry, for both logs. `of` and `part` are public ids."""
    body: dict[str, Any] = {
        "how": "begun",
        "part_of": of,
        "part": part,
        "topic": wish.topic,
        "team": {"id": wish.team, "name": wish.name},
        "from": holder_json(Holder(HolderKind.OPERATOR, who.id, who.name)),
    }
    return _draft(
        who, body | ({"note": wish.note} if wish.note else {}) | ({"lines": wish.lines} if wish.lines else {})
    )


def may_end(head: Head, who: Who, *, how: How, lead: bool) -> None:
    """Whether its own side may end a part: whoever has it, or a `lead`; anybody of its team refuses it while it waits.
    Raises `Conflict`.
    """
    if head.part_of is None:
        raise Conflict("this is no part of a talk", code="no_part")
    if head.holder.id == who.id or lead or (how == "refused" and head.holder.kind is HolderKind.QUEUE):
        return
    raise Conflict("take it first", code="not_holder", by=head.holder.name)


def may_take_back(whole: Head, who: Who, *, lead: bool) -> None:
    """Whether the side that gave it may have it back: whoever has the talk, a `lead`, anybody while it waits."""
    if whole.holder.kind is HolderKind.OPERATOR and whole.holder.id != who.id and not lead:
        raise Conflict("take the talk first", code="not_holder", by=whole.holder.name)


def ended(who: Who, outer: Head, inner: Head, *, how: How, note: str) -> tuple[Draft, Draft]:
    """The entries of the whole talk (which says `to` whom it comes back) and of the part (`from` whom)."""
    body: dict[str, Any] = {"how": how, "part_of": outer.public_id, "part": inner.public_id, "topic": inner.topic or ""}
    body |= {"note": note} if note else {}
    first, second = {"to": holder_json(outer.holder)}, {"from": holder_json(inner.holder)}
    return _draft(who, body | first), _draft(who, body | second)


def closed(who: Who, head: Head) -> Draft:
    """The part's own end, in its own log."""
    body = {"to": Status.RESOLVED, "from": head.status}
    return _draft(who, body, kind=Kind.STATUS)


def came(helper: Holder, *, part: str, invited: May | None) -> Draft:
    """Whoever has a part answers in the talk from now on; what she was `invited` for is hers when it ends."""
    return _joined(helper, how="part", more={"may": "answer", "part": part, **({"stays": invited} if invited else {})})


def went(helper: Holder, *, part: str, invited: May | None) -> Draft:
    """And does no more; whoever was asked in before (`invited`) stays for that."""
    if invited is None:
        return _joined(helper, how="left", more={"part": part})
    return _joined(helper, how="stays", more={"may": invited})


def _joined(helper: Holder, *, how: str, more: dict[str, Any]) -> Draft:
    who = Who(kind=Actor.OPERATOR, id=helper.id or 0, name=helper.name or "")
    return _draft(who, {"who": {"id": helper.id, "name": helper.name}, "how": how, **more}, kind=Kind.JOINED)


def _draft(who: Who, body: dict[str, Any], *, kind: Kind = Kind.PART) -> Draft:
    return Draft(kind=kind, audience=Audience.INTERNAL, actor=who.kind, actor_id=who.id, body=named(who, body))
