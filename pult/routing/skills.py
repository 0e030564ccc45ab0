"""Skills and who has them, personal managers of contacts, deputies of operators. Every change is a fact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from pult.kit import facts
from pult.kit.errors import Absent, Conflict, Invalid
from pult.operators import queries as operators
from pult.operators.access import Access
from pult.operators.events import Actor
from pult.operators.rules import check_name
from pult.routing import skills_store as store
from pult.routing.skills_rules import Skill, check_deputy, check_words, stand_ins

if TYPE_CHECKING:
    from pult.kit.db import Database


class SkillShown(msgspec.Struct, frozen=True, kw_only=True):
    """A skill, with who knows how much of it (operator → 1 … 100)."""

    id: int
    name: str
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    verified: bool
    least: int
    people: dict[int, int]


class Manager(msgspec.Struct, frozen=True, kw_only=True):
    """Whose the person of a talk is (null: nobody's); `deputies` stand in for her, in this order."""

    operator: int | None
    name: str | None
    deputies: list[int]


class Skills:
    """Hold one per process; `changed` hears that somebody may be able to answer what she could not."""

    def __init__(self, db: Database, *, changed: Callable[[], None]) -> None:
        self._db, self._changed = db, changed

    async def every(self) -> list[SkillShown]:
        """All skills by name."""
        people: dict[int, dict[int, int]] = {}
        for row in await store.abilities(self._db):
            people.setdefault(row["skill_id"], {})[row["operator_id"]] = row["level"]
        return [
            SkillShown(
                id=row["id"],
                name=row["name"],
                topics=tuple(row["topics"]),
                languages=tuple(row["languages"]),
                verified=row["verified"],
                least=row["least"],
                people=people.get(row["id"], {}),
            )
            for row in await store.skills(self._db)
        ]

    async def put(self, wanted: Skill, *, by: Actor) -> int:
        """A new skill (number 0) or another form of one. → its number. Raises `Absent`, `Conflict` `name_in_use`."""
        if not 1 <= wanted.least <= 100:
            raise Invalid("a level is 1 to 100", pointer="/least", code="out_of_range", least=1, most=100)
        kept = msgspec.structs.replace(
            wanted,
            name=check_name(wanted.name),
            topics=check_words(wanted.topics, pointer="/topics"),
            languages=check_words(wanted.languages, pointer="/languages"),
        )
        async with self._db.transaction() as connection:
            number = await store.put_skill(
                connection,
                kept.id or None,
                name=kept.name,
                topics=kept.topics,
                languages=kept.languages,
                verified=kept.verified,
                least=kept.least,
            )
            if number == -1:
                raise Conflict("this name is in use", code="name_in_use", pointer="/name")
            if number is None:
                raise Absent("there is no such skill", code="unknown_skill")
            body = by.fact(**msgspec.structs.asdict(kept))
            await facts.record(connection, kind="routing.skill", subject=f"skill:{number}", body=body)
        self._changed()
        return number

    async def drop(self, skill: int, *, by: Actor) -> None:
        """Nobody is asked for it any more."""
        async with self._db.transaction() as connection:
            if not await store.drop_skill(connection, skill):
                raise Absent("there is no such skill", code="unknown_skill")
            await facts.record(connection, kind="routing.skill", subject=f"skill:{skill}", body=by.fact(name=None))
        self._changed()

    async def know(self, skill: int, operator: int, level: int | None, *, by: Actor) -> None:
        """She knows so much of it (None: nothing)."""
        if level is not None and not 1 <= level <= 100:
            raise Invalid("a level is 1 to 100", pointer="/level", code="out_of_range", least=1, most=100)
        if await operators.one(self._db, operator) is None:
            raise Absent("there is no such operator")
        async with self._db.transaction() as connection:
            if not await store.put_ability(connection, operator, skill, level):
                raise Absent("there is no such skill", code="unknown_skill")
            body = by.fact(skill=skill, level=level)
            await facts.record(connection, kind="routing.ability", subject=f"operator:{operator}", body=body)
        self._changed()

    async def deputies(self) -> dict[int, int]:
        """Operator → who stands in for her."""
        return await store.deputies(self._db)

    async def stand_in(self, operator: int, deputy: int | None, *, by: Actor) -> None:
        """Who stands in for somebody from now on. Raises `Conflict` `deputy_circle`, `Invalid` `not_in_team`."""
        wanted: Sequence[int] = [operator] if deputy is None else [operator, deputy]
        for one in wanted:
            if await operators.one(self._db, one) is None:
                raise Absent("there is no such operator", pointer="/deputy" if one == deputy else None)
        if deputy is not None and not await operators.writes(self._db, deputy):
            raise Invalid("they answer no talks", pointer="/deputy", code="not_in_team")
        async with self._db.transaction() as connection:
            await store.lock_deputies(connection)
            if deputy is not None:
                check_deputy(await store.deputies(connection), operator, deputy)
            await store.put_deputy(connection, operator, deputy)
            body = by.fact(deputy=deputy)
            await facts.record(connection, kind="routing.deputy", subject=f"operator:{operator}", body=body)
        self._changed()

    async def manager(self, conversation: str, *, access: Access) -> Manager:
        """Whose the person of this talk is."""
        contact = await self._contact(conversation, access)
        found = (await store.managers(self._db, [contact])).get(contact)
        operator = await operators.one(self._db, found) if found is not None else None
        if operator is None:
            return Manager(operator=None, name=None, deputies=[])
        deputies = stand_ins(await store.deputies(self._db), operator.id)
        return Manager(operator=operator.id, name=operator.name, deputies=deputies)

    async def manage(self, conversation: str, operator: int | None, *, access: Access) -> None:
        """The person of this talk is hers from now on (None: nobody's)."""
        contact = await self._contact(conversation, access)
        if operator is not None and not await operators.writes(self._db, operator):
            raise Invalid("they answer no talks", pointer="/operator", code="not_in_team")
        async with self._db.transaction() as connection:
            await store.put_manager(connection, contact, operator, access.operator.id)
            body = {"by": access.operator.id, "operator": operator}
            await facts.record(connection, kind="contact.manager", subject=f"contact:{contact}", body=body)
        self._changed()

    async def _contact(self, conversation: str, access: Access) -> int:
        row = await store.whose(self._db, conversation)
        if row is None or not access.sees(row["team_id"]):
            raise Absent("there is no such conversation", pointer="/conv")
        return row["contact_id"]
