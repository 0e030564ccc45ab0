"""What a talk needs, who comes first for it, and which of all this may be set. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from pult.conversations.waiting import Waiting
from pult.kit.errors import Conflict, Invalid
from pult.routing.events import Manners
from pult.routing.rules import Need, Rule, Talk

MOST_WORDS = 50


class Skill(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody must know (from level `least` on) to answer talks of these topics, in these languages, or
    (`verified`) of visitors whom their site has proven.
    """

    id: int
    name: str
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    verified: bool = False
    least: int = 1

    def asked(self, *, topic: str | None, language: str | None, verified: bool = False) -> bool:
        """Whether a talk about this, in this language, of somebody who is `verified`, needs it."""
        if self.verified and verified:
            return True
        spoken = (language or "").casefold().partition("-")[0]
        return (topic is not None and topic.casefold() in {one.casefold() for one in self.topics}) or (
            spoken != "" and spoken in {one.casefold().partition("-")[0] for one in self.languages}
        )


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What is known beside the talks: all skills, contact → personal manager, operator → deputy, and (talk, operator)
    pairs who were asked lately and did not take it.
    """

    skills: tuple[Skill, ...] = ()
    managers: Mapping[int, int] = {}
    deputies: Mapping[int, int] = {}
    asked: frozenset[tuple[int, int]] = frozenset()


def wish(talk: Waiting, known: Known, manners: Manners) -> Talk:
    """What a waiting talk asks for."""
    head = talk.head
    needs = tuple(
        Need(skill.name, skill.least)
        for skill in known.skills
        if skill.asked(topic=head.topic, language=talk.language, verified=talk.verified)
    )
    asked = {operator for conversation, operator in known.asked if conversation == head.id}
    return Talk(
        weight=head.weight,
        not_to=frozenset(asked if talk.giver is None else asked | {talk.giver}),
        first=_first(talk, known, manners),
        needs=needs,
        relaxed=talk.waited >= manners.relax_seconds,
        site=head.channel_id,
        kind=talk.kind,
    )


def _first(talk: Waiting, known: Known, manners: Manners) -> tuple[tuple[Rule, int], ...]:
    first: list[tuple[Rule, int]] = []
    manager = known.managers.get(talk.head.contact_id)
    if manager is not None:
        first.append(("manager", manager))
        for deputy in stand_ins(known.deputies, manager):
            first.append(("deputy", deputy))
    if manners.last_first and talk.last is not None:
        first.append(("last", talk.last))
    return tuple(first)


def stand_ins(deputies: Mapping[int, int], operator: int) -> list[int]:
    """Who stands in for somebody, who for that one, and so on; a circle ends where it closes."""
    found: list[int] = []
    while (operator := deputies.get(operator, 0)) and operator not in found:
        found.append(operator)
    return found


def check_deputy(deputies: Mapping[int, int], operator: int, deputy: int) -> None:
    """Raises `Conflict` when in the end somebody would stand in for herself."""
    if operator == deputy or operator in stand_ins(deputies, deputy):
        raise Conflict("they would stand in for themselves in the end", code="deputy_circle", pointer="/deputy")


def check_manners(wanted: Manners) -> Manners:
    """The same if a team can live with it. Raises `Invalid`, which names the field."""
    for name, least, most in _BOUNDS:
        value = getattr(wanted, name)
        if value is not None and not least <= value <= most:
            raise Invalid(
                f"{name} is {least} to {most}", pointer=f"/{name}", code="out_of_range", least=least, most=most
            )
    return wanted


_BOUNDS = (
    ("offer_seconds", 5, 600),
    ("quiet_minutes", 1, 1440),
    ("each_most", 1, 1000),
    ("all_most", 1, 1_000_000),
    ("queue_most", 1, 1_000_000),
    ("relax_seconds", 0, 86_400),
)


def check_words(words: Sequence[str], *, pointer: str) -> tuple[str, ...]:
    """Topics or languages as they are kept: trimmed, each once. Raises `Invalid`."""
    kept = tuple(dict.fromkeys(" ".join(word.split()) for word in words))
    if len(kept) > MOST_WORDS or any(not 1 <= len(word) <= 100 for word in kept):
        raise Invalid(f"at most {MOST_WORDS} of them, each of 1 to 100 characters", pointer=pointer)
    return kept
