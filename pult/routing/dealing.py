"""A page of a team's queue given away in one transaction: who has room, what waits, whose turn it is, and what they
carry then. Choices for one team wait for each other on all nodes; teams do not wait for each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from pult.conversations import dealing
from pult.conversations.commands import Commands
from pult.conversations.dealing import Gift, Waiting
from pult.conversations.events import Actor, Appended, Holder, HolderKind
from pult.conversations.rules import Who
from pult.operators import load
from pult.operators import queries as operators
from pult.routing import offers_store, skills_store, store
from pult.routing.events import EVERYBODY, Manners
from pult.routing.rules import CHAT, Candidate, Choice, Limits, deal
from pult.routing.skills_rules import Known, Skill, wish

if TYPE_CHECKING:
    from pult.kit.db import Connection
    from pult.operators.queries import Ready

PAGE = 200
"""Talks that are claimed in one transaction at most."""
SYSTEM = Who(kind=Actor.SYSTEM, id=0)


class Page(msgspec.Struct, frozen=True):
    """The talks that were looked at, how many of them found hands, and whether more may wait behind them."""

    looked: list[int]
    given: int = 0
    more: bool = False


NOTHING = Page([])


async def assign_page(
    connection: Connection, commands: Commands, team: int | None, *, but: Collection[int]
) -> tuple[Page, list[Appended]]:
    """Give away what can be given of the next talks of a team's queue (None: everybody's), without `but`, which were
    looked at before.
    """
    table = await laid(connection, team, manner="assign", but=but)
    if table is None or not table.talks:
        return NOTHING, []
    kept = await fitting(connection, table.dealt())
    looked = [talk.head.id for talk in table.talks]
    if not kept:
        return Page(looked, more=table.more), []
    known = await operators.named(connection, {choice.id for _, choice in kept})
    gifts = [
        Gift(
            talk=talk,
            to=Holder(HolderKind.OPERATOR, choice.id, known[choice.id].name),
            face=known[choice.id].face(talk.head.channel_id),
            why=why(choice),
        )
        for talk, choice in kept
    ]
    return Page(looked, len(gifts), table.more), await dealing.give(connection, commands, gifts, who=SYSTEM)


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """Everything a choice is made of."""

    manners: Manners
    people: list[Candidate]
    talks: list[Waiting]
    limits: Limits
    known: Known
    more: bool

    def dealt(self) -> list[tuple[Waiting, Choice]]:
        """Whose turn it is, talk by talk."""
        wishes = [(talk, wish(talk, self.known, self.manners)) for talk in self.talks]
        now = datetime.now(UTC)
        return deal(self.people, wishes, now=now, strategy=self.manners.strategy, limits=self.limits)


async def laid(connection: Connection, team: int | None, *, manner: str, but: Collection[int]) -> Table | None:
    """What lies before whoever chooses for a team now; None: nobody has room, or the team wants it otherwise."""
    await store.one_after_another(connection, team or EVERYBODY)
    manners = await store.manners_of(connection, team or EVERYBODY)
    if manners.manner != manner:
        return None
    people, limits = await _people(connection, team, manners)
    if not people or limits.team == 0:
        return None
    slots = sum(max((one.limit - one.load) // CHAT, 1) for one in people)
    passed = {*but, *await offers_store.offered(connection, team or EVERYBODY)}
    limit = min(PAGE, 8 + 2 * slots)
    talks = await dealing.claim(connection, team, limit=limit, but=passed)
    known = await knowledge(connection, talks)
    return Table(manners=manners, people=people, talks=talks, limits=limits, known=known, more=len(talks) == limit)


async def _people(connection: Connection, team: int | None, manners: Manners) -> tuple[list[Candidate], Limits]:
    ready = await operators.ready(connection, team)
    if not ready:
        return [], Limits()
    counted = manners.each_most is not None or manners.all_most is not None
    held = await store.held(connection, team) if counted else {}
    asked = await offers_store.weights(connection)
    skills = await _abilities(connection, ready)
    people = [_candidate(one, asked.get(one.id, 0), held.get(one.id, 0), skills.get(one.id, {})) for one in ready]
    left = None if manners.all_most is None else max(manners.all_most - sum(held.values()), 0)
    limits = Limits(each=manners.each_most, team=left, sites=await store.sites(connection))
    return [one for one in people if one.load < one.limit], limits


def _candidate(one: Ready, asked: int, held: int, skills: dict[str, int]) -> Candidate:
    """What is offered to her counts as if she had it."""
    return Candidate(
        id=one.id,
        load=one.load + asked,
        limit=one.limit,
        since=one.since,
        given=one.given,
        held=held,
        skills=skills,
        channels=one.channels,
    )


async def _abilities(connection: Connection, ready: Sequence[Ready]) -> dict[int, dict[str, int]]:
    found: dict[int, dict[str, int]] = {}
    for row in await skills_store.abilities(connection, [one.id for one in ready]):
        found.setdefault(row["operator_id"], {})[row["name"]] = row["level"]
    return found


async def knowledge(connection: Connection, talks: Sequence[Waiting]) -> Known:
    """What is known beside these talks."""
    if not talks:
        return Known()
    skills = tuple(
        Skill(
            id=row["id"],
            name=row["name"],
            topics=tuple(row["topics"]),
            languages=tuple(row["languages"]),
            verified=row["verified"],
            least=row["least"],
        )
        for row in await skills_store.skills(connection)
    )
    managers = await skills_store.managers(connection, [talk.head.contact_id for talk in talks])
    deputies = await skills_store.deputies(connection) if managers else {}
    asked = await offers_store.asked(connection, [talk.head.id for talk in talks])
    return Known(skills=skills, managers=managers, deputies=deputies, asked=asked)


async def fitting(connection: Connection, dealt: Iterable[tuple[Waiting, Choice]]) -> list[tuple[Waiting, Choice]]:
    """Those that still find room: between the look and the lock somebody may have taken a talk, or gone. The others
    wait for the next turn.
    """
    wanted = list(dealt)
    rooms = await load.rooms(connection, sorted({choice.id for _, choice in wanted})) if wanted else {}
    for operator, asked in (await offers_store.weights(connection)).items() if wanted else ():
        if operator in rooms:
            rooms[operator] -= asked
    kept: list[tuple[Waiting, Choice]] = []
    for talk, choice in wanted:
        if rooms.get(choice.id, 0) >= talk.head.weight:
            rooms[choice.id] -= talk.head.weight
            kept.append((talk, choice))
    return kept


def why(choice: Choice) -> dict[str, Any]:
    """A choice as entries carry it."""
    told: dict[str, Any] = {"rule": choice.rule, "load": choice.load, "limit": choice.limit, "of": choice.of}
    if choice.skills:
        told["skills"] = list(choice.skills)
    if choice.relaxed:
        told["relaxed"] = list(choice.relaxed)
    return told
