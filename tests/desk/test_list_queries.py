"""A page of a list costs the same number of queries whatever its length."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from pult.desk import pages
from pult.desk.views import Views, Written
from pult.gateway.connections import Connections
from pult.kit.db import Database
from pult.operators.access import Access
from pult.operators.events import Operator
from pult.operators.rules import Role
from tests.support import many
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started


class Counting(Database):
    """Counts the statements that pass."""

    asked = 0

    async def fetch(self, query: str, *args: Any) -> Any:
        self.asked += 1
        return await super().fetch(query, *args)


ANNA = Access(
    operator=Operator(id=1, login="anna", name="Анна", public_name="Анна"),
    role=Role.ADMIN,
    teams=frozenset(),
    session=UUID(int=1),
    number=1,
)


@pytest.mark.asyncio
async def test_a_page_of_a_hundred_rows_costs_as_many_queries_as_one_of_twenty_five(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node):
            assert node.dsn is not None
            await many.fill(node.dsn, 150, resolved=150)
            db = await Database.open(node.dsn, size=1)
            try:
                counting = Counting(node.dsn, db.pool)
                for name in ("queue", "all", "resolved", "mine", "team"):
                    costs: list[int] = []
                    for limit in (25, 100):
                        counting.asked = 0
                        page, _ = await pages.page(counting, pages.named(name, ANNA), ANNA, limit=limit)
                        assert len(page.rows) in (0, limit)
                        costs.append(counting.asked)
                    assert costs[0] == costs[1] <= 2, name
            finally:
                await db.close()


TREE = {"is": "any", "of": [{"is": "waiting", "minutes": 0}, {"is": "not", "of": {"is": "topic", "in": [None]}}]}


@pytest.mark.asyncio
async def test_a_page_of_a_view_costs_two_queries_and_all_counters_cost_one(postgres_18: Server) -> None:
    async with data_folder() as data:
        node = Pult(await postgres_18.create_database(), data)
        async with started(node):
            assert node.dsn is not None
            await many.fill(node.dsn, 1_200, resolved=150)
            db = await Database.open(node.dsn, size=1)
            try:
                counting = Counting(node.dsn, db.pool)
                views = Views(counting, tell=lambda _operator, _frame: None, connections=Connections(counting))
                for of in ("open", "resolved"):
                    view = await views.add(
                        ANNA, Written(name="x", of=of, filter=TREE if of == "open" else {"is": "unread"})
                    )
                    await views.page(ANNA, view.id, after=None, limit=1, version=view.version)
                    for limit in (25, 100):
                        counting.asked = 0
                        page, _ = await views.page(ANNA, view.id, after=None, limit=limit, version=view.version)
                        assert (len(page.rows), counting.asked) == (limit, 2), of
                for n in range(10):
                    await views.add(ANNA, Written(name=f"{n}", filter=TREE))
                counting.asked = 0
                counted = await views.every(ANNA)
                assert counting.asked == 2, "all views, and all their counters"
                assert {one.count for one in counted if one.of == "open"} == {1000}, "no counter goes further"
                counting.asked = 0
                await views.every(ANNA)
                assert counting.asked == 1, "what was counted a moment ago is not counted again"
            finally:
                await db.close()
