"""HTTP of rules: read, tried, made, changed, put in order, taken away."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Controller, Request, Response, delete, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from pult.automation import trial
from pult.automation.commands import Rules, Shown
from pult.automation.rules import HIGHEST, LOWEST, MOST_RULES, Wanted
from pult.automation.running import ReadHours
from pult.automation.trial import Tried
from pult.kit.db import Database
from pult.kit.errors import Invalid
from pult.kit.web import PRIVATE
from pult.operators.access import By
from pult.operators.rules import Permission

Version = Annotated[int | None, QueryParameter(ge=1, le=2**31 - 1, description="the version that was opened")]


class Listed(msgspec.Struct, kw_only=True):
    """All rules, in the order in which they are asked."""

    rules: list[Shown]
    most: int = MOST_RULES
    lowest: int = LOWEST
    highest: int = HIGHEST


class Order(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """The numbers of all rules."""

    rules: Annotated[list[int], msgspec.Meta(max_length=MOST_RULES)]


def controller(*, db: Database, rules: Rules, hours: ReadHours, by: By, guard: Any) -> type[Controller]:
    """Build the routes."""

    class RulesController(Controller):
        path = "/api/rules"
        guards = [guard]  # noqa: RUF012 - Litestar's own form
        tags = ["rules"]  # noqa: RUF012

        @get("/", permission=Permission.RULES_MANAGE)
        async def every(self) -> Response[Listed]:
            """All of them, each with how often it acted in the last seven days."""
            return _listed(await rules.every())

        @post("/", permission=Permission.RULES_MANAGE)
        async def add(self, data: JSONBody[Wanted], request: Request[Any, Any, Any]) -> Response[Listed]:
            """A new one behind the others. 422 with a pointer into `when` or `then` when a part is wrong."""
            return _listed(await rules.add(data, by=by(request)), status=201)

        @post("/try", status_code=200, permission=Permission.RULES_MANAGE)
        async def attempt(self, data: JSONBody[Wanted]) -> Response[Tried]:
            """Which talks of the last week it would have touched; nothing is kept, nothing is done."""
            return Response(await trial.on_last_week(db, data.rule(), hours=hours), headers=PRIVATE)

        @put("/order", status_code=200, permission=Permission.RULES_MANAGE)
        async def order(self, data: JSONBody[Order], request: Request[Any, Any, Any]) -> Response[Listed]:
            """All of them in another order. 409 `other_rules` when there are others by now."""
            return _listed(await rules.order(data.rules, by=by(request)))

        @put("/{id:int}", permission=Permission.RULES_MANAGE)
        async def change(
            self, id: FromPath[int], data: JSONBody[Wanted], request: Request[Any, Any, Any], version: Version = None
        ) -> Response[Listed]:
            """Another content. 412 `outdated` when somebody was faster."""
            if version is None:
                raise Invalid("say which version was opened", pointer="/version")
            return _listed(await rules.change(id, data, version=version, by=by(request)))

        @delete("/{id:int}", status_code=200, permission=Permission.RULES_MANAGE)
        async def remove(self, id: FromPath[int], request: Request[Any, Any, Any]) -> Response[Listed]:
            """It counts no more."""
            return _listed(await rules.remove(id, by=by(request)))

    return RulesController


def _listed(shown: list[Shown], *, status: int = 200) -> Response[Listed]:
    return Response(Listed(rules=shown), status_code=status, headers=PRIVATE)
