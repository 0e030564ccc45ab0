"""HTTP of skills, deputies and personal managers."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Controller, Request, Response, delete, get, post, put
from litestar.params import FromPath, JSONBody

from pult.kit.web import PRIVATE
from pult.operators.access import By, access_of
from pult.operators.rules import Permission
from pult.routing.skills import Manager, Skills, SkillShown
from pult.routing.skills_rules import Skill
from pult.routing.writing_back import Done, Wanted, WritingBack


class SkillsShown(msgspec.Struct):
    """All skills by name."""

    skills: list[SkillShown]


class SkillWanted(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A skill: what it is called, which topics, languages and (`verified`) proven visitors need it, from which
    level on.
    """

    name: str
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    verified: bool = False
    least: int = 1

    def skill(self, number: int = 0) -> Skill:
        """Under this number (0: a new one)."""
        return Skill(id=number, **msgspec.structs.asdict(self))


class Level(msgspec.Struct, forbid_unknown_fields=True):
    """How much somebody knows: 1 … 100, null: nothing."""

    level: int | None


class DeputiesShown(msgspec.Struct):
    """Operator → who stands in for her."""

    deputies: dict[int, int]


class DeputyWanted(msgspec.Struct, forbid_unknown_fields=True):
    """Who stands in (null: nobody)."""

    deputy: int | None


class ManagerWanted(msgspec.Struct, forbid_unknown_fields=True):
    """Whose the person is (null: nobody's)."""

    operator: int | None


def controllers(*, skills: Skills, back: WritingBack, by: By, guard: Any) -> list[type[Controller]]:
    """Build the routes."""

    return [_skills(skills, by, guard), _deputies(skills, by, guard), _managers(skills, back, guard)]


def _skills(skills: Skills, by: By, guard: Any) -> type[Controller]:
    class SkillsController(Controller):
        path = "/api/skills"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["people"]  # noqa: RUF012

        @get("/", permission=Permission.PEOPLE_READ)
        async def every(self) -> Response[SkillsShown]:
            """All skills, and who has them."""
            return Response(SkillsShown(await skills.every()), headers=PRIVATE)

        @post("/", status_code=201, permission=Permission.PEOPLE_MANAGE)
        async def add(self, data: JSONBody[SkillWanted], request: Request[Any, Any, Any]) -> Response[SkillsShown]:
            """A new one. 409 `name_in_use`."""
            await skills.put(data.skill(), by=by(request))
            return Response(SkillsShown(await skills.every()), status_code=201, headers=PRIVATE)

        @put("/{skill:int}", permission=Permission.PEOPLE_MANAGE)
        async def change(
            self, skill: FromPath[int], data: JSONBody[SkillWanted], request: Request[Any, Any, Any]
        ) -> Response[SkillsShown]:
            """Another form of one. 404 `unknown_skill`."""
            if skill < 1:
                skill = -1
            await skills.put(data.skill(skill), by=by(request))
            return Response(SkillsShown(await skills.every()), headers=PRIVATE)

        @delete("/{skill:int}", status_code=204, permission=Permission.PEOPLE_MANAGE)
        async def drop(self, skill: FromPath[int], request: Request[Any, Any, Any]) -> None:
            """Nobody is asked for it any more."""
            await skills.drop(skill, by=by(request))

        @put("/{skill:int}/people/{operator:int}", permission=Permission.PEOPLE_MANAGE)
        async def know(
            self, skill: FromPath[int], operator: FromPath[int], data: JSONBody[Level], request: Request[Any, Any, Any]
        ) -> Response[SkillsShown]:
            """Somebody knows so much of it. 404 `unknown_skill`, 422 `out_of_range`."""
            await skills.know(skill, operator, data.level, by=by(request))
            return Response(SkillsShown(await skills.every()), headers=PRIVATE)

    return SkillsController


def _deputies(skills: Skills, by: By, guard: Any) -> type[Controller]:
    class DeputiesController(Controller):
        path = "/api/deputies"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["people"]  # noqa: RUF012

        @get("/", permission=Permission.PEOPLE_READ)
        async def every(self) -> Response[DeputiesShown]:
            """Who stands in for whom."""
            return Response(DeputiesShown(await skills.deputies()), headers=PRIVATE)

        @put("/{operator:int}", permission=Permission.PEOPLE_MANAGE)
        async def change(
            self, operator: FromPath[int], data: JSONBody[DeputyWanted], request: Request[Any, Any, Any]
        ) -> Response[DeputiesShown]:
            """Somebody stands in for her. 409 `deputy_circle`."""
            await skills.stand_in(operator, data.deputy, by=by(request))
            return Response(DeputiesShown(await skills.deputies()), headers=PRIVATE)

    return DeputiesController


def _managers(skills: Skills, back: WritingBack, guard: Any) -> type[Controller]:
    class ManagerController(Controller):
        path = "/api/talks/{conv:str}/manager"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["contacts"]  # noqa: RUF012

        @get("/", permission=Permission.TALKS_READ)
        async def read(self, conv: FromPath[str], request: Request[Any, Any, Any]) -> Response[Manager]:
            """The personal manager of the talk's person."""
            return Response(await skills.manager(conv, access=access_of(request)), headers=PRIVATE)

        @put("/", permission=Permission.TALKS_WRITE)
        async def change(
            self, conv: FromPath[str], data: JSONBody[ManagerWanted], request: Request[Any, Any, Any]
        ) -> Response[Manager]:
            """Another one, or none."""
            access = access_of(request)
            await skills.manage(conv, data.operator, access=access)
            return Response(await skills.manager(conv, access=access), headers=PRIVATE)

        @post("/talk", status_code=200, permission=Permission.TALKS_WRITE)
        async def give(
            self, conv: FromPath[str], data: JSONBody[Wanted], request: Request[Any, Any, Any]
        ) -> Response[Done]:
            """The talk goes to her, to who stands in, or (all are away) waits for her with a promise. 422
            `no_manager`, `not_in_team`, `out_of_range`; 409 `at_limit`.
            """
            return Response(await back.ask(conv, data, access=access_of(request)), headers=PRIVATE)

    return ManagerController
