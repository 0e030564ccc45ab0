"""Saved views: each condition shows what it says and nothing else, pages follow one another, nobody sees by a view what
they could not see without it, and another's own view is not there at all.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from pult.desk import views_rules
from tests.support.firm import NORTH, SOUTH, Firm, firm_on
from tests.support.line import closing
from tests.support.postgres import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")
EVERY: dict[str, Any] = {"is": "all", "of": []}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(postgres_18: Server) -> AsyncIterator[Firm]:
    async with firm_on(postgres_18) as made:
        yield made


async def saved(office: Firm, login: str, name: str = "Срочные", **more: Any) -> Any:
    return await office.done(login, "POST", "/api/views", {"name": name, "filter": EVERY, **more})


async def shown(office: Firm, login: str, view: Any, **query: Any) -> list[str]:
    """The talks of a view, from its first page to its last."""
    seen: list[str] = []
    after = ""
    while True:
        rest = "".join(f"&{key}={value}" for key, value in {**query, **({"after": after} if after else {})}.items())
        page = await office.done(login, "GET", f"/api/views/{view['id']}/talks?version={view['version']}{rest}")
        seen += [row["conv"] for row in page["rows"]]
        if page["next"] is None:
            return seen
        after = page["next"]


async def count(office: Firm, login: str, filter: Any, **more: Any) -> int:
    return (await office.done(login, "POST", "/api/views/preview", {"filter": filter, **more}))["count"]


async def talk(office: Firm, *, team: str | None = None, **columns: str) -> str:
    """A talk whose row looks so (column → SQL)."""
    conv, visitor = await office.talk(team=team)
    await visitor.close()
    if columns:
        change = ", ".join(f"{name} = {sql}" for name, sql in columns.items())
        await office.rows(f"UPDATE conversations.conversation SET {change} WHERE public_id = $1", conv)
    return conv


IN_TWO_DAYS = "(extract(epoch FROM now()) * 1000)::bigint + 172800000"
A_DAY_AGO = "(extract(epoch FROM now()) * 1000)::bigint - 86400000"
CONDITIONS: list[tuple[dict[str, Any], dict[str, str], dict[str, str]]] = [
    (
        {"is": "status", "in": ["snoozed"]},
        {"status": "'snoozed'", "snoozed_until": "now() + interval '9 h'", "waiting_since": "NULL"},
        {},
    ),
    ({"is": "holder", "in": ["queue"]}, {}, {"holder_kind": "'bot'", "holder_id": "1"}),
    ({"is": "holder", "in": ["bot"]}, {"holder_kind": "'bot'", "holder_id": "1"}, {}),
    ({"is": "topic", "in": ["Оплата"]}, {"topic": "'Оплата'"}, {"topic": "'Резюме'"}),
    ({"is": "topic", "in": [None]}, {"topic": "NULL"}, {"topic": "'Резюме'"}),
    ({"is": "tag", "in": ["#VIP  клиент"]}, {"tags": "'{новый,vip клиент}'"}, {"tags": "'{vip}'"}),
    ({"is": "tag", "in": [None, "долг"]}, {"tags": "'{}'"}, {"tags": "'{vip}'"}),
    ({"is": "waiting", "minutes": 10}, {"waiting_since": "now() - interval '11 min'"}, {"waiting_since": "NULL"}),
    ({"is": "promise"}, {"promise": f"jsonb_build_object('text', 'x', 'by', 'A', 'due', {IN_TWO_DAYS})"}, {}),
    (
        {"is": "promise", "minutes": 0},
        {"promise": f"jsonb_build_object('text', 'x', 'by', 'A', 'due', {A_DAY_AGO})"},
        {"promise": f"jsonb_build_object('text', 'x', 'by', 'A', 'due', {IN_TWO_DAYS})"},
    ),
    ({"is": "language", "in": ["kk"]}, {"language": "'kk'"}, {"language": "'ru'"}),
    ({"is": "started", "minutes": 60}, {}, {"created_at": "now() - interval '2 h'"}),
    ({"is": "last", "minutes": 60}, {}, {"last_at": "now() - interval '2 h'"}),
    (
        {"is": "rating", "in": ["bad"]},
        {"rating": """'{"score": 2, "of": 5}'"""},
        {"rating": """'{"score": 2, "of": 2}'"""},
    ),
    (
        {"is": "rating", "in": ["bad"]},
        {"rating": """'{"score": 1, "of": 2}'"""},
        {"rating": """'{"score": 3, "of": 5}'"""},
    ),
    (
        {"is": "rating", "in": ["middle"]},
        {"rating": """'{"score": 3, "of": 5}'"""},
        {"rating": """'{"score": 4, "of": 5}'"""},
    ),
    ({"is": "rating", "in": ["none"]}, {}, {"rating": """'{"score": 4, "of": 5}'"""}),
    ({"is": "site", "in": ["demo"]}, {}, {"channel_id": "0"}),
    ({"is": "channel", "in": ["webchat"]}, {}, {"channel_id": "0"}),
]


async def test_each_condition_shows_what_it_says_and_its_not_shows_the_rest(office: Firm) -> None:
    for condition, right, wrong in CONDITIONS:
        yes, no = await talk(office, **right), await talk(office, **wrong)
        view = await saved(office, "sofia", filter=condition)
        opposite = await saved(office, "sofia", filter={"is": "not", "of": condition})
        inside, outside = await shown(office, "sofia", view), await shown(office, "sofia", opposite)
        assert yes in inside and no not in inside, condition
        assert no in outside and yes not in outside, condition
        assert not set(inside) & set(outside), condition
        for one in (view, opposite):
            await office.done("sofia", "DELETE", f"/api/views/{one['id']}")


async def test_conditions_about_whoever_looks_are_about_them(office: Firm) -> None:
    """Mine, unread, the team, a proven visitor."""
    conv, visitor = await office.talk(team=NORTH)
    async with closing(visitor):
        anna = await office.desk("anna")
        async with closing(anna):
            me = {"is": "holder", "in": ["me"]}
            mine = await saved(office, "sofia", "Мои", scope="team", team=office.teams[NORTH], filter=me)
            unread = await saved(office, "sofia", "Новое", scope="all", filter={"is": "unread"})
            assert (await anna.ask("take", conv=conv))["t"] == "ack"
            assert conv in await shown(office, "anna", mine)
            assert conv not in await shown(office, "boris", mine)
            number = {"is": "holder", "in": [office.ids["anna"]]}
            assert await count(office, "boris", number) == await count(office, "anna", me)
            await visitor.ask("send", text="Вы тут?")
            assert conv in await shown(office, "anna", unread)
            top = (await office.rows("SELECT last_seq FROM conversations.conversation WHERE public_id = $1", conv))[0][
                0
            ]
            await anna.say(t="read", conv=conv, n=top)
            await until_gone(office, "anna", unread, conv)
            assert conv in await shown(office, "boris", unread)
    none = {"is": "team", "in": [None]}
    north = {"is": "team", "in": [office.teams[NORTH]]}
    assert await count(office, "vera", north) == 0 < await count(office, "anna", north)
    assert await count(office, "vera", none) == await count(office, "anna", none) > 0
    assert await count(office, "anna", {"is": "verified"}) == 0


async def until_gone(office: Firm, login: str, view: Any, conv: str) -> None:
    async with asyncio.timeout(20):
        while conv in await shown(office, login, view):
            await asyncio.sleep(0.05)


async def test_pages_follow_one_another_in_every_order(office: Firm) -> None:
    made = [
        await talk(
            office,
            topic="'порядок'",
            last_at=f"now() - interval '{7 - n} min'",
            created_at=f"now() - interval '{n} h'",
            promise=f"jsonb_build_object('text', 'x', 'by', 'A', 'due', {IN_TWO_DAYS} + {n % 3} * 60000)"
            if n
            else "NULL",
        )
        for n in range(7)
    ]
    topic = {"is": "topic", "in": ["порядок"]}
    orders = {"last": made[::-1], "began": made[::-1], "urgent": made}
    for order in ("urgent", "last", "began", "promise"):
        view = await saved(office, "anna", order=order, filter=topic)
        whole = await shown(office, "anna", view, limit=100)
        assert await shown(office, "anna", view, limit=2) == whole, order
        assert sorted(whole) == sorted(made)
        if order in orders:
            assert whole == orders[order], order
        else:
            assert whole[-1] == made[0], "what is not promised stands last"
        await office.done("anna", "DELETE", f"/api/views/{view['id']}")


async def test_solved_talks_have_views_of_their_own_and_only_so_many_days_back(office: Firm) -> None:
    solved = {"status": "'resolved'", "topic": "'конец'", "waiting_since": "NULL"}
    new = await talk(office, **solved, resolved_at="now() - interval '1 d'")
    old = await talk(office, **solved, resolved_at="now() - interval '9 d'")
    topic = {"is": "topic", "in": ["конец"]}
    for days, expected in ((7, [new]), (30, [new, old])):
        view = await saved(office, "anna", of="resolved", days=days, filter=topic)
        assert await shown(office, "anna", view, limit=1) == expected
        assert await count(office, "anna", topic, of="resolved", days=days) == len(expected)
    assert await count(office, "anna", topic) == 0


async def test_a_desk_asks_which_of_the_changed_talks_stand_in_a_view(office: Firm) -> None:
    inside, outside = await talk(office, topic="'там'"), await talk(office, topic="'тут'")
    view = await saved(office, "anna", filter={"is": "topic", "in": ["там"]})
    asked = f"/api/views/{view['id']}/among?version={view['version']}&talks={inside},{outside},nobody"
    assert [row["conv"] for row in (await office.done("anna", "GET", asked))["rows"]] == [inside]
    for talks in ("", ",".join(["x"] * 101)):
        refused = await office.ask("anna", "GET", f"/api/views/{view['id']}/among?talks={talks}")
        assert refused.status_code in (400, 422), talks


async def test_a_shared_view_shows_nobody_what_they_could_not_see_without_it(office: Firm) -> None:
    north = await talk(office, team=NORTH, topic="'общий'")
    south = await talk(office, team=SOUTH, topic="'общий'")
    view = await saved(office, "sofia", "Общее", scope="all", filter={"is": "topic", "in": ["общий"]})
    for login, expected in (("anna", {north}), ("vera", {south}), ("vik", {north}), ("ada", {north, south})):
        assert set(await shown(office, login, view)) == expected, login
        [seen] = [one for one in (await office.done(login, "GET", "/api/views"))["views"] if one["id"] == view["id"]]
        assert seen["count"] == len(expected), login
        both = await office.done(login, "GET", f"/api/views/{view['id']}/among?talks={north},{south}")
        assert {row["conv"] for row in both["rows"]} == expected, login
        assert await count(office, login, {"is": "topic", "in": ["общий"]}) == len(expected)


async def test_own_views_are_absent_for_others_and_shared_ones_are_changed_by_those_who_may(office: Firm) -> None:
    own = await saved(office, "anna", "Моё")
    body = {"name": "Взломано", "filter": EVERY}
    versioned = {"headers": {"if-match": f'"{own["version"]}"'}}
    nobody = await office.ask("anna", "GET", "/api/views/999999")
    for login in ("boris", "vera", "vik", "sofia", "ada"):
        for method, path, given in (
            ("GET", "", None),
            ("PUT", "", body),
            ("DELETE", "", None),
            ("POST", "/restore", {}),
            ("GET", f"/talks?version={own['version']}", None),
            ("GET", "/among?talks=x", None),
        ):
            answer = await office.ask(login, method, f"/api/views/{own['id']}{path}", given, **versioned)
            assert answer.status_code == 404, (login, method, path)
            assert answer.json()["code"] == nobody.json()["code"]
            assert answer.json()["detail"] == nobody.json()["detail"]
        ids = [one["id"] for one in (await office.done(login, "GET", "/api/views"))["views"]]
        assert own["id"] not in ids, login
    north = office.teams[NORTH]
    shared = await saved(office, "sofia", "Северу", scope="team", team=north)
    assert (await office.ask("vera", "GET", f"/api/views/{shared['id']}")).status_code == 404
    for login, status in (("anna", 403), ("vik", 403), ("sofia", 200), ("ada", 200)):
        now = await office.done(login, "GET", f"/api/views/{shared['id']}")
        assert now["mine"] is (status == 200), login
        change = {"name": f"Северу {login}", "scope": "team", "team": north, "filter": EVERY}
        answer = await office.ask(
            login, "PUT", f"/api/views/{shared['id']}", change, headers={"if-match": f'"{now["version"]}"'}
        )
        assert answer.status_code == status, (login, answer.text)
    assert (await office.ask("anna", "DELETE", f"/api/views/{shared['id']}")).status_code == 403
    for scope in ({"scope": "all"}, {"scope": "team", "team": north}):
        assert (await office.ask("anna", "POST", "/api/views", {**body, **scope})).status_code == 403
        # Neither does an own view become everybody's by a change.
        again = await office.ask("anna", "PUT", f"/api/views/{own['id']}", {**body, **scope}, **versioned)
        assert again.status_code == 403
    assert (await office.done("anna", "GET", f"/api/views/{own['id']}"))["name"] == "Моё"


async def test_two_people_who_change_one_view_do_not_overwrite_each_other(office: Firm) -> None:
    view = await saved(office, "sofia", "Вдвоём", scope="all")
    path, body = f"/api/views/{view['id']}", {"name": "Вдвоём", "scope": "all", "filter": EVERY}
    read = await office.ask("ada", "GET", path)
    etag = {"headers": {"if-match": read.headers["etag"]}}
    first = await office.ask("sofia", "PUT", path, {**body, "name": "София"}, **etag)
    assert first.status_code == 200 and first.headers["etag"] != read.headers["etag"]
    late = await office.ask("ada", "PUT", path, {**body, "name": "Ада"}, **etag)
    assert (late.status_code, late.json()["code"]) == (412, "outdated")
    assert (await office.ask("ada", "PUT", path, body)).status_code == 428
    assert (await office.ask("ada", "PUT", path, body, headers={"if-match": "*"})).status_code == 422
    assert (await office.done("ada", "GET", path))["name"] == "София"


async def test_what_is_taken_away_can_be_brought_back(office: Firm) -> None:
    view = await saved(office, "anna", "Временное", order="last", filter={"is": "unread"})
    path = f"/api/views/{view['id']}"
    assert (await office.ask("anna", "POST", f"{path}/restore", {})).status_code == 404, "it stands there"
    await office.done("anna", "DELETE", path)
    assert (await office.ask("anna", "GET", path)).status_code == 404
    assert (await office.ask("anna", "DELETE", path)).status_code == 404
    back = await office.done("anna", "POST", f"{path}/restore", {})
    assert {**back, "version": 0, "count": None} == {**view, "version": 0, "count": None}
    await office.done("anna", "DELETE", path)
    await office.rows("UPDATE desk.view SET removed_at = now() - interval '25 h' WHERE id = $1", view["id"])
    await office.done("anna", "DELETE", f"/api/views/{(await saved(office, 'anna'))['id']}")
    assert (await office.ask("anna", "POST", f"{path}/restore", {})).status_code == 404
    assert await office.rows("SELECT FROM desk.view WHERE id = $1", view["id"]) == []


def nested(depth: int) -> Any:
    tree: Any = {"is": "unread"}
    for _ in range(depth - 1):
        tree = {"is": "all", "of": [tree]}
    return tree


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"filter": None}, "/filter"),
    ({"filter": []}, "/filter"),
    ({"filter": "x"}, "/filter"),
    ({"filter": {"is": "sql", "in": ["1=1"]}}, "/filter/is"),
    ({"filter": {"is": "all"}}, "/filter"),
    ({"filter": {"is": "all", "of": {"is": "unread"}}}, "/filter/of"),
    ({"filter": {"is": "not", "of": [{"is": "unread"}]}}, "/filter/of"),
    ({"filter": {"is": "unread", "x": 1}}, "/filter/x"),
    ({"filter": {"is": "all", "of": [{"is": "unread"}, {"is": "tag", "in": "vip"}]}}, "/filter/of/1/in"),
    ({"filter": {"is": "all", "of": [{"is": "tag", "in": []}]}}, "/filter/of/0/in"),
    ({"filter": {"is": "tag", "in": ["x"] * 51}}, "/filter/in"),
    ({"filter": {"is": "tag", "in": ["x" * 201]}}, "/filter/in/0"),
    ({"filter": {"is": "holder", "in": ["1"]}}, "/filter/in/0"),
    ({"filter": {"is": "holder", "in": [0]}}, "/filter/in/0"),
    ({"filter": {"is": "holder", "in": [2**63]}}, "/filter/in/0"),
    ({"filter": {"is": "team", "in": ["me"]}}, "/filter/in/0"),
    ({"filter": {"is": "waiting", "minutes": -1}}, "/filter/minutes"),
    ({"filter": {"is": "waiting", "minutes": "5"}}, "/filter/minutes"),
    ({"filter": {"is": "waiting", "minutes": 10**9}}, "/filter/minutes"),
    ({"filter": {"is": "status", "in": ["resolved"]}}, "/filter/in/0"),
    ({"filter": {"is": "language", "in": ["ru'--"]}}, "/filter/in/0"),
    ({"filter": nested(6)}, "/filter/of/0/of/0/of/0/of/0/of/0"),
    ({"filter": {"is": "any", "of": [{"is": "unread"}] * 40}}, "/filter/of/39"),
    ({"name": ""}, "/name"),
    ({"name": "x" * 61}, "/name"),
    ({"name": "a\u202eb"}, "/name"),
    ({"scope": "team"}, "/team"),
    ({"scope": "all", "team": 1}, "/team"),
    ({"scope": "team", "team": 424242}, "/team"),
    ({"scope": "everybody"}, "/scope"),
    ({"of": "all"}, "/of"),
    ({"days": 0}, "/days"),
    ({"days": 366}, "/days"),
    ({"order": "id; DROP TABLE desk.view"}, "/order"),
    ({"owner": 1}, "/owner"),
]


async def test_what_does_not_fit_is_refused_with_its_place_in_the_tree(office: Firm) -> None:
    before = await office.rows("SELECT count(*) AS n FROM desk.view")
    for wrong, pointer in WRONG:
        answer = await office.ask("ada", "POST", "/api/views", {"name": "x", "filter": EVERY, **wrong})
        assert answer.status_code == 422, (wrong, answer.text)
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert answer.json()["pointer"] == pointer, (wrong, answer.text)
    deep = '{"name":"x","filter":' + '{"is":"not","of":' * 20_000 + '{"is":"unread"}' + "}" * 20_001
    answer = await office.ask(
        "anna", "POST", "/api/views", headers={"content-type": "application/json"}, data=deep.encode()
    )
    assert answer.status_code in (400, 422), answer.text
    assert await office.rows("SELECT count(*) AS n FROM desk.view") == before


@pytest.mark.parametrize("text", ["' OR 1=1 --", "$1", "\\'; DROP TABLE desk.view; --", "{x}", "%s", "'", "NULL"])
async def test_words_of_a_view_are_only_words(office: Firm, text: str) -> None:
    words = [{"is": kind, "in": [text]} for kind in ("topic", "tag", "site", "channel")]
    assert await count(office, "anna", {"is": "any", "of": words}) == 0
    conv = await talk(office, topic="'; SELECT 1'")
    view = await saved(office, "anna", text[:60], filter={"is": "topic", "in": ["; SELECT 1"]})
    assert conv in await shown(office, "anna", view)
    await office.done("anna", "DELETE", f"/api/views/{view['id']}")


async def test_there_are_so_many_views_and_no_more(office: Firm) -> None:
    had = len([one for one in (await office.done("vik", "GET", "/api/views"))["views"] if one["scope"] == "own"])
    for n in range(views_rules.MOST_OWN - had):
        await saved(office, "vik", f"Вид {n}")
    full = await office.ask("vik", "POST", "/api/views", {"name": "Ещё", "filter": EVERY})
    assert (full.status_code, full.json()["code"]) == (409, "too_many")
    listed = (await office.done("vik", "GET", "/api/views"))["views"]
    assert [one["scope"] for one in listed] == sorted(
        (one["scope"] for one in listed), key=["own", "team", "all"].index
    )


async def test_a_view_of_an_older_or_newer_pult_shows_nothing_instead_of_failing(office: Firm) -> None:
    view = await saved(office, "anna", "Будущее")
    await office.rows("""UPDATE desk.view SET body = '{"filter": {"is": "mood"}}' WHERE id = $1""", view["id"])
    listed = {one["id"]: one for one in (await office.done("anna", "GET", "/api/views"))["views"]}
    assert listed[view["id"]]["count"] == 0
    answer = await office.ask("anna", "GET", f"/api/views/{view['id']}/talks")
    assert answer.status_code == 200 and answer.json()["rows"] == []


async def test_missed_is_what_ended_before_anybody_had_answered(office: Firm) -> None:
    missed, left = await office.talk()
    answered, served = await office.talk()
    filter_ = {"is": "missed"}
    view = await saved(office, "sofia", of="resolved", filter=filter_)
    async with closing(left, served):
        anna = await office.desk("anna")
        async with closing(anna):
            assert (await anna.ask("take", conv=answered))["t"] == "ack"
            assert (await anna.ask("send", conv=answered, text="Да?"))["t"] == "ack"
            for conv, line in ((missed, left), (answered, served)):
                assert (await line.ask("end", conv=conv))["t"] == "ack"
            seen = await shown(office, "sofia", view)
            assert missed in seen and answered not in seen
            await left.ask("send", conv=missed, text="Вернулся")
            assert missed not in await shown(office, "sofia", view)
            assert (await anna.ask("take", conv=missed))["t"] == "ack"
            assert (await anna.ask("send", conv=missed, text="Слушаю"))["t"] == "ack"
            assert (await anna.ask("resolve", conv=missed))["t"] == "ack"
            assert missed not in await shown(office, "sofia", view), "it was answered in the end"
