"""A29, A30, A31: guessing, sessions that must end, links that must not work twice."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator

import argon2
import niquests
import pytest
import pytest_asyncio

from tests.support.firm import PASSWORD, Firm, firm
from tests.support.line import Line, closing
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Two:
    """A firm on two nodes of one database."""

    def __init__(self, people: Firm, other: Pult) -> None:
        self.people, self.other = people, other

    async def far(self, session: niquests.AsyncSession) -> Line:
        """A window of somebody's on the other node."""
        ticket = (await session.post(self.people.url("/api/ticket"))).json()["ticket"]
        return await self.other.door.desk(ticket)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def two(postgres_18: Server) -> AsyncIterator[Two]:
    async with data_folder() as data:
        dsn = await postgres_18.create_database()
        env = {"PULT_TRUSTED_PROXIES": "127.0.0.1/32,::1/128"}
        near, far = Pult(dsn, data, env=env), Pult(dsn, data, env=env)
        async with started(near, far), firm(near) as made:
            yield Two(made, far)


async def tries(node: Pult, login: str, password: str, address: str) -> niquests.Response:
    """One try to sign in from some address."""
    async with niquests.AsyncSession() as session:
        return await session.post(
            f"{node.door.base}/api/session",
            json={"login": login, "password": password},
            headers={"x-forwarded-for": address},
        )


async def closed(line: Line, *, seconds: float = 5) -> int | None:
    """Wait for the end of a line; its code."""
    await asyncio.wait_for(line.closed.wait(), seconds)
    return line.socket.close_code


async def test_a_wrong_password_and_a_wrong_login_look_alike(two: Two) -> None:
    node = two.people.node
    known = await tries(node, "sofia", "не тот пароль", "198.51.100.1")
    unknown = await tries(node, "nobody", "не тот пароль", "198.51.100.2")
    assert known.status_code == unknown.status_code == 401
    assert known.json() == unknown.json()
    assert {k for k in known.headers if k.lower() != "date"} == {k for k in unknown.headers if k.lower() != "date"}
    assert "set-cookie" not in known.headers


async def test_ten_tries_for_a_login_over_all_nodes_and_addresses_also_at_once(two: Two) -> None:
    nodes = (two.people.node, two.other)
    answers = await asyncio.gather(
        *(tries(nodes[n % 2], "vera", f"guess {n} guess", f"203.0.113.{n}") for n in range(40))
    )
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [401] * 10 + [429] * 30
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.json()["retry_ms"] > 1000
    right = await tries(two.other, "vera", PASSWORD, "203.0.113.99")
    assert right.status_code == 429, "the right password opens nothing while the account is guessed at"
    # Others sign in as ever, and a login that does not exist is counted the same.
    assert (await tries(two.people.node, "sofia", PASSWORD, "198.51.100.3")).status_code == 200
    ghosts = [await tries(nodes[n % 2], "Ghost", "x" * 12, f"198.51.100.{10 + n}") for n in range(11)]
    assert [answer.status_code for answer in ghosts] == [401] * 10 + [429]


async def test_ten_failures_from_an_address_and_a_success_counts_for_nothing(two: Two) -> None:
    node = two.people.node
    for _ in range(15):
        assert (await tries(node, "ada", PASSWORD, "192.0.2.7")).status_code == 200
    spray = [await tries(node, f"user{n}", "Spring2026!", "192.0.2.7") for n in range(11)]
    assert [answer.status_code for answer in spray] == [401] * 10 + [429]
    assert (await tries(node, "ada", PASSWORD, "192.0.2.8")).status_code == 200


async def test_signing_in_makes_a_new_session_and_ends_the_one_that_was_brought(two: Two) -> None:
    url = two.people.url("/api/session")
    async with niquests.AsyncSession() as session:
        fixed = {"cookie": "pult_session=an-attackers-choice"}
        body = {"login": "sofia", "password": PASSWORD}
        answer = await session.post(url, json=body, headers=fixed)
        first = answer.cookies["pult_session"]
        assert first != "an-attackers-choice" and len(first) >= 43
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie and "samesite=strict" in cookie and "path=/" in cookie
        answer = await session.post(url, json=body, headers={"cookie": f"pult_session={first}"})
        second = answer.cookies["pult_session"]
    async with niquests.AsyncSession() as plain:
        assert (await plain.get(url, headers={"cookie": f"pult_session={first}"})).status_code == 401
        assert (await plain.get(url, headers={"cookie": f"pult_session={second}"})).status_code == 200
        assert (await plain.get(url, headers={"cookie": "pult_session=an-attackers-choice"})).status_code == 401
    kept = await two.people.rows("SELECT token_hash FROM operators.session")
    assert hashlib.sha256(second.encode()).digest() in {row["token_hash"] for row in kept}


async def test_another_password_ends_other_sessions_and_their_sockets_on_every_node(two: Two) -> None:
    people = two.people
    mine, elsewhere = await people.join("katya", "operator"), await people.again("katya")
    near, far, own = await people.node.door.operator(elsewhere), await two.far(elsewhere), await people.desk("katya")
    ticket = (await elsewhere.post(people.url("/api/ticket"))).json()["ticket"]
    async with elsewhere, closing(near, far, own):
        body = {"old": PASSWORD, "password": "совсем-другое-слово"}
        changed = await mine.post(people.url("/api/password"), json=body)
        assert changed.json() == {"ended": 1}, changed.text
        assert [await closed(near), await closed(far)] == [4003, 4003]
        assert (await elsewhere.get(people.url("/api/session"))).status_code == 401
        with pytest.raises(PermissionError):
            await people.node.door.desk(ticket)
        assert (await mine.get(people.url("/api/session"))).status_code == 200
        assert not own.closed.is_set()
        await own.say(t="sub", id="list:open")
        await own.until(lambda f: f["t"] == "live")
    assert (await tries(people.node, "katya", PASSWORD, "192.0.2.20")).status_code == 401
    assert (await tries(people.node, "katya", "совсем-другое-слово", "192.0.2.20")).status_code == 200


async def test_a_password_that_was_kept_in_another_way_is_kept_anew_and_ends_nothing(two: Two) -> None:
    people = two.people
    mine = await people.join("raisa", "operator")
    heavy = argon2.PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=2).hash(PASSWORD)
    await people.rows("UPDATE operators.operator SET password_hash = $1 WHERE login = 'raisa'", heavy)
    for _ in range(2):
        assert (await tries(people.node, "raisa", PASSWORD, "192.0.2.30")).status_code == 200
        kept = (await people.rows("SELECT password_hash AS digest FROM operators.operator WHERE login = 'raisa'"))[0]
        assert kept["digest"].startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert (await tries(people.node, "raisa", "не-то-слово-совсем", "192.0.2.30")).status_code == 401
    assert (await mine.get(people.url("/api/session"))).status_code == 200


async def test_the_old_password_is_asked_for_and_cannot_be_guessed_either(two: Two) -> None:
    people = two.people
    session = await people.join("lena", "operator")
    url = people.url("/api/password")
    wrong = [await session.post(url, json={"old": f"guess {n}", "password": "новое-длинное-слово"}) for n in range(11)]
    assert [answer.status_code for answer in wrong] == [422] * 10 + [429]
    assert wrong[0].json()["code"] == "wrong_password"


@pytest.mark.parametrize("poor", ["short", "1234567890", "aaaaaaaaaaaa", "МАКСИМ-максим", "q" * 201, "121212121212"])
async def test_a_poor_password_is_refused(two: Two, poor: str) -> None:
    token = await two.people.invite("максим-максим", "viewer")
    body = {"token": token, "name": "Максим", "password": poor}
    answer = await two.people.ask(None, "POST", "/api/join", body)
    assert (answer.status_code, answer.json()["pointer"]) == (422, "/password")
    assert (await two.people.ask(None, "POST", "/api/join/look", {"token": token})).status_code == 200, "the link lives"


async def test_a_closed_account_is_out_at_once_and_its_talks_go_where_was_said(two: Two) -> None:
    people = two.people
    convs: dict[str, str] = {}
    for login, heir in (("gleb", None), ("igor", "boris")):
        session = await people.join(login, "operator")
        conv, visitor = await people.talk()
        near, far = await people.desk(login), await two.far(session)
        async with closing(visitor, near, far):
            assert (await near.ask("take", conv=conv))["t"] == "ack"
            seen = next(
                one
                for one in (await people.done("ada", "GET", "/api/people"))["people"]
                if one["person"]["login"] == login
            )
            assert seen["talks"] == 1
            to = people.ids[heir] if heir else None
            await people.done("ada", "POST", f"/api/people/{people.ids[login]}/deactivate", {"to": to})
            assert [await closed(near), await closed(far)] == [4003, 4003]
            assert (await session.get(people.url("/api/session"))).status_code == 401
            assert (await tries(people.node, login, PASSWORD, "192.0.2.30")).status_code == 401
        convs[login] = conv
    for login, holder in (("gleb", None), ("igor", people.ids["boris"])):
        await _held_by(people, convs[login], holder)
    await people.done("ada", "POST", f"/api/people/{people.ids['gleb']}/activate")
    assert (await tries(people.node, "gleb", PASSWORD, "192.0.2.30")).status_code == 200


async def _held_by(people: Firm, conv: str, holder: int | None) -> None:
    query = "SELECT holder_id FROM conversations.conversation WHERE public_id = $1"
    async with asyncio.timeout(15):
        while (await people.rows(query, conv))[0]["holder_id"] != holder:
            await asyncio.sleep(0.05)


async def test_other_rights_reach_open_sockets_and_talks_that_may_not_be_held_go_back(two: Two) -> None:
    people = two.people
    session = await people.join("pavel", "operator")
    conv, visitor = await people.talk()
    near, far = await people.desk("pavel"), await two.far(session)
    async with closing(visitor, near, far):
        assert "talks.write" in near.me["permissions"]
        assert (await near.ask("take", conv=conv))["t"] == "ack"
        await people.done("ada", "PATCH", f"/api/people/{people.ids['pavel']}", {"role": "viewer"})
        assert [await closed(near), await closed(far)] == [1012, 1012]
        assert near.frames[-1] == {"t": "reconnect", "after": 0}
        again = await people.desk("pavel")
        async with closing(again):
            assert "talks.write" not in again.me["permissions"]
            assert (await again.ask("note", conv=conv, text="x"))["code"] == "forbidden"
        await _held_by(people, conv, None)


async def test_sessions_can_be_seen_and_ended_but_only_ones_own(two: Two) -> None:
    people = two.people
    session = await people.join("dasha", "operator")
    other = await people.again("dasha")
    shown = (await session.get(people.url("/api/sessions"))).json()["sessions"]
    assert sorted(one["mine"] for one in shown) == [False, True]
    theirs = next(one["id"] for one in shown if not one["mine"])
    line = await people.node.door.operator(other)
    async with other, closing(line):
        assert (await people.ask("vik", "DELETE", f"/api/sessions/{theirs}")).status_code == 404
        assert (await other.get(people.url("/api/session"))).status_code == 200
        assert (await session.delete(people.url(f"/api/sessions/{theirs}"))).json() == {"ended": 1}
        assert (await other.get(people.url("/api/session"))).status_code == 401
        assert await closed(line) == 4003
    third = await people.again("dasha")
    async with third:
        assert (await session.delete(people.url("/api/sessions"))).json() == {"ended": 1}
        assert (await third.get(people.url("/api/session"))).status_code == 401
    assert (await session.get(people.url("/api/session"))).status_code == 200


async def test_a_link_works_once_and_used_old_and_unknown_ones_look_alike(two: Two) -> None:
    people = two.people
    token = await people.invite("nina", "operator")
    old = await people.invite("oleg", "operator")
    await people.rows("UPDATE operators.invitation SET expires_at = now() - interval '1 second' WHERE login = 'oleg'")
    body = {"name": "Нина", "password": PASSWORD}
    async with niquests.AsyncSession() as one, niquests.AsyncSession() as another:
        both = await asyncio.gather(
            *(session.post(people.url("/api/join"), json={"token": token, **body}) for session in (one, another))
        )
    assert sorted(answer.status_code for answer in both) == [200, 404]
    gone = [await people.ask(None, "POST", "/api/join", {"token": t, **body}) for t in (token, old, "unknown" * 7)]
    looked = [await people.ask(None, "POST", "/api/join/look", {"token": t}) for t in (token, old, "unknown" * 7)]
    assert {answer.status_code for answer in gone + looked} == {404}
    assert len({answer.text for answer in gone + looked}) == 1
    count = await people.rows("SELECT count(*) AS n FROM operators.operator WHERE login = 'nina'")
    assert count[0]["n"] == 1


async def test_no_link_lives_longer_than_a_day_and_only_its_hash_is_kept(two: Two) -> None:
    people = two.people
    token = await people.invite("rita", "operator")
    row = (
        await people.rows("SELECT *, expires_at - created_at AS life FROM operators.invitation WHERE login = 'rita'")
    )[0]
    assert row["life"].total_seconds() <= 24 * 3600
    assert row["token_hash"] == hashlib.sha256(b"link:" + token.encode()).digest()
    assert token not in str(dict(row))
    facts = await people.rows("SELECT body::text AS body FROM kit.fact")
    assert all(token not in fact["body"] for fact in facts) and token not in people.node.log
    # A newer link for the same login, and a revoked one, are no links any more.
    newer = await people.invite("rita", "operator")
    assert (await people.ask(None, "POST", "/api/join/look", {"token": token})).status_code == 404
    waiting = (await people.done("ada", "GET", "/api/people"))["invitations"]
    number = next(one["id"] for one in waiting if one["login"] == "rita")
    await people.done("ada", "DELETE", f"/api/people/invitations/{number}")
    assert (await people.ask(None, "POST", "/api/join/look", {"token": newer})).status_code == 404


async def test_a_link_begins_with_our_own_origin_whatever_a_request_says_and_its_secret_stands_behind_the_sign(
    two: Two,
) -> None:
    people = two.people
    for header in (
        {"x-forwarded-host": "evil.example"},
        {"x-forwarded-proto": "https"},
        {"forwarded": "host=evil.example"},
    ):
        answer = await people.ask("ada", "POST", "/api/people/invitations", {"login": "tanya"}, headers=header)
        link = answer.json()["link"]
        assert link.startswith(f"{people.node.door.base}/desk/#join/"), link
    page = await people.ask(None, "GET", "/desk/")
    assert page.headers["referrer-policy"] in ("same-origin", "no-referrer")


async def test_a_reset_ends_sessions_and_other_links_and_needs_an_open_account(two: Two) -> None:
    people = two.people
    session = await people.join("yura", "operator")
    where = f"/api/people/{people.ids['yura']}"
    first = (await people.done("ada", "POST", f"{where}/reset", {}))["link"].rpartition("/")[2]
    second = (await people.done("ada", "POST", f"{where}/reset", {}))["link"].rpartition("/")[2]
    assert (await people.ask(None, "POST", "/api/join/look", {"token": first})).status_code == 404
    looked = await people.done(None, "POST", "/api/join/look", {"token": second})
    assert looked == {"new": False, "login": "yura", "name": "Yura"}
    assert (await session.get(people.url("/api/session"))).status_code == 200, "a link alone changes nothing"
    body = {"token": second, "password": "опять-новое-слово"}
    assert (await people.ask(None, "POST", "/api/join", body)).status_code == 200
    assert (await session.get(people.url("/api/session"))).status_code == 401
    third = (await people.done("ada", "POST", f"{where}/reset", {}))["link"].rpartition("/")[2]
    await people.done("ada", "POST", f"{where}/deactivate", {"to": None})
    assert (await people.ask(None, "POST", "/api/join", {**body, "token": third})).status_code == 404
    assert (await people.ask("ada", "POST", f"{where}/reset", {})).json()["code"] == "not_active"


async def test_every_change_is_a_fact_with_its_author(two: Two) -> None:
    people = two.people
    session = await people.join("zoya", "operator")
    zoya, ada = people.ids["zoya"], people.ids["ada"]
    async with await people.again("zoya"):
        await session.delete(people.url("/api/sessions"))
    await session.post(people.url("/api/password"), json={"old": PASSWORD, "password": "другое-длинное-слово"})
    await people.done("ada", "PATCH", f"/api/people/{zoya}", {"role": "viewer", "limit": 7})
    await people.done("ada", "POST", f"/api/people/{zoya}/deactivate", {"to": None})
    await people.done("ada", "POST", f"/api/people/{zoya}/activate")
    facts = await people.rows(
        "SELECT kind, (body ->> 'by')::bigint AS by, body::text AS body FROM kit.fact WHERE subject = $1 ORDER BY id",
        f"operator:{zoya}",
    )
    told = [(fact["kind"].removeprefix("operator."), fact["by"]) for fact in facts]
    assert told == [
        ("joined", zoya),
        ("signed_in", zoya),
        ("signed_in", zoya),
        ("sessions_ended", zoya),
        ("password_changed", zoya),
        ("changed", ada),
        ("deactivated", ada),
        ("activated", ada),
    ]
    assert not any(PASSWORD in fact["body"] or "другое-длинное" in fact["body"] for fact in facts)


async def test_the_last_administrator_stays_also_when_two_go_at_once(two: Two) -> None:
    people = two.people
    for name in ("eva", "kira"):
        await people.join(name, "admin")
    ids = [people.ids[name] for name in ("ada", "eva", "kira")]

    async def go(number: int) -> niquests.Response:
        path = f"/api/people/{ids[number]}"
        base = (people.node, two.other)[number % 2].door.base
        by = people.sessions[("eva", "kira", "ada")[number]]
        if number == 1:
            return await by.post(f"{base}{path}/deactivate", json={"to": None})
        return await by.patch(f"{base}{path}", json={"role": "operator"})

    answers = await asyncio.gather(*(go(number) for number in range(3)))
    admins = await people.rows("SELECT id FROM operators.operator WHERE role = 'admin' AND active")
    assert len(admins) >= 1
    codes = [answer.json()["code"] for answer in answers if answer.status_code >= 400]
    assert set(codes) <= {"last_admin", "forbidden", "sign_in_needed"}
    # Whoever is left cannot go.
    left = next(name for name in ("ada", "eva", "kira") if people.ids[name] == admins[0]["id"])
    if len(admins) == 1:
        refused = await people.ask(left, "PATCH", f"/api/people/{admins[0]['id']}", {"role": "viewer"})
        assert (refused.status_code, refused.json()["code"]) == (409, "last_admin")
        refused = await people.ask(left, "POST", f"/api/people/{admins[0]['id']}/deactivate", {"to": None})
        assert (refused.status_code, refused.json()["code"]) == (409, "last_admin")
    # For whatever comes after: Ada administers again.
    await people.ask(left, "POST", f"/api/people/{people.ids['ada']}/activate")
    await people.ask(left, "PATCH", f"/api/people/{people.ids['ada']}", {"role": "admin"})
    people.sessions["ada"] = await people.again("ada")
