"""What is held back at the desk: listed with where it came from, let lie, taken back, let in; each by who may."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.support.firm import Firm, firm_on
from tests.support.line import closing
from tests.support.postgres import Server

PAGE = "https://shop.example/help?a=1"


@pytest.fixture
async def people(postgres_18: Server) -> AsyncIterator[Firm]:
    async with firm_on(postgres_18) as made:
        yield made


async def held(people: Firm, text: str, **start: Any) -> dict[str, Any]:
    """A stranger's first words wait; how they are listed."""
    visitor = await people.node.door.visitor()
    async with closing(visitor):
        assert (await visitor.ask("send", text=text, start=start))["code"] == "held"
    listed = await people.done("sofia", "GET", "/api/held")
    return next(one for one in listed["waiting"] if one["text"] == text)


async def test_held_words_are_let_lie_taken_back_and_let_in_by_who_may(people: Firm) -> None:
    one = await held(people, "https://spam.example", page=PAGE)
    assert (one["reason"], one["page"], one["files"], one["topic"]) == ("links", PAGE, 0, None)
    two = await held(people, "...", page="javascript:alert(1)")
    assert two["page"] is None
    for login, expected in ((None, 401), ("vik", 403), ("anna", 403)):
        for method, path in (
            ("GET", "/api/held"),
            ("POST", f"/api/held/{one['id']}/release"),
            ("POST", f"/api/held/{one['id']}/ignore"),
            ("POST", f"/api/held/{one['id']}/restore"),
        ):
            refused = await people.ask(login, method, path)
            assert refused.status_code == expected, (login, path)
            assert refused.headers["content-type"] == "application/problem+json"
    listed = await people.done("sofia", "GET", "/api/held")
    assert (listed["count"], [each["id"] for each in listed["waiting"]]) == (2, [two["id"], one["id"]])
    for _ in range(2):
        await people.done("sofia", "POST", f"/api/held/{one['id']}/ignore")
    listed = await people.done("sofia", "GET", "/api/held")
    assert (listed["count"], [each["id"] for each in listed["waiting"]]) == (1, [two["id"]])
    assert listed["day"] == {"links": 1, "empty": 1}
    await people.done("sofia", "POST", f"/api/held/{one['id']}/restore")
    assert (await people.done("ada", "GET", "/api/held"))["count"] == 2
    conv = (await people.done("ada", "POST", f"/api/held/{one['id']}/release"))["conv"]
    assert conv
    late = await people.ask("sofia", "POST", f"/api/held/{one['id']}/ignore")
    assert (late.status_code, late.json()["code"]) == (409, "already_released")
    assert (await people.ask("sofia", "POST", "/api/held/999999/ignore")).status_code == 404
    assert (await people.done("sofia", "GET", "/api/held"))["count"] == 1


async def test_what_nobody_wants_is_forgotten_after_a_day_and_everything_after_a_month(people: Firm) -> None:
    texts = ("..", "...", "....", ".....")
    ids = [(await held(people, text))["id"] for text in texts]
    await people.done("sofia", "POST", f"/api/held/{ids[0]}/ignore")
    await people.done("sofia", "POST", f"/api/held/{ids[1]}/ignore")
    await people.rows("UPDATE gateway.held SET ignored_at = now() - interval '25 hours' WHERE id = $1", ids[0])
    await people.rows("UPDATE gateway.held SET at = now() - interval '31 days' WHERE id = $1", ids[2])
    from pult.gateway import store
    from pult.gateway.holding import IGNORED_HOURS, KEPT_DAYS
    from pult.kit.db import Database

    db = await Database.open(people.node.dsn, size=1)
    try:
        await store.drop_held(db, ignored_hours=IGNORED_HOURS, days=KEPT_DAYS)
    finally:
        await db.close()
    assert [row["id"] for row in await people.rows("SELECT id FROM gateway.held ORDER BY id")] == [ids[1], ids[3]]
