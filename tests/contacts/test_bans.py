"""Bans through the doors: who may ban whom, what the banned can still do (nothing), on every node, and how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import niquests
import pytest
import pytest_asyncio

from tests.support.firm import NORTH, Firm, firm
from tests.support.line import Line, closing, new_key
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started
from tests.support.tokens import signed, site_secret

pytestmark = pytest.mark.asyncio(loop_scope="module")
PERSON = {"kind": "person", "reason": "Грубит", "seconds": 3600}
PROXIES = {"PULT_TRUSTED_PROXIES": "127.0.0.1/32,::1/128"}


@dataclass
class House:
    """A firm on two nodes."""

    people: Firm
    other: Pult

    async def visitor(self, key: str, *, address: str = "", proof: str | None = None, other: bool = False) -> Line:
        """Somebody in the widget, perhaps from an address of the outer world, perhaps on the other node."""
        door = self.other.door if other else self.people.node.door
        headers = {"x-forwarded-for": address} if address else None
        return await door.visitor(key, proof=proof, headers=headers)

    async def banned(self, key: str, **how: Any) -> bool:
        """Whether the door stays shut for this visitor."""
        try:
            line = await self.visitor(key, **how)
        except PermissionError as error:
            assert str(error) == "auth_failed"
            return True
        await line.close()
        return False


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(postgres_18: Server) -> AsyncIterator[House]:
    async with data_folder() as data:
        dsn = await postgres_18.create_database()
        one, two = Pult(dsn, data, env=PROXIES), Pult(dsn, data, env=PROXIES)
        async with started(one, two), firm(one) as people:
            yield House(people, two)


async def begins(house: House, *, address: str = "", team: str | None = None) -> tuple[str, str, Line]:
    """(key, talk, line) of a new visitor who has written."""
    key = new_key()
    visitor = await house.visitor(key, address=address)
    said = await visitor.ask("send", text="Здравствуйте")
    assert said["t"] == "ack", said
    if team is not None:
        sofia = await house.people.desk("sofia")
        async with closing(sofia):
            await sofia.ask("transfer", conv=said["conv"], to=None, team=house.people.teams[team], reason="")
    return key, said["conv"], visitor


async def bans(house: House, login: str, conv: str, **wanted: Any) -> niquests.Response:
    return await house.people.ask(login, "POST", f"/api/talks/{conv}/ban", {**PERSON, **wanted})


async def test_a_banned_person_is_cut_off_and_nothing_of_theirs_becomes_a_talk_on_any_node(house: House) -> None:
    key, conv, visitor = await begins(house)
    there = await house.visitor(key, other=True)
    anna = await house.people.desk("anna")
    async with closing(visitor, there, anna):
        await anna.say(t="sub", id=f"c:{conv}")
        await anna.until(lambda f: f["t"] == "snap")
        made = await bans(house, "anna", conv)
        assert made.status_code == 201, made.text
        ban = made.json()
        assert (ban["reason"], ban["by"], ban["standing"]) == ("Грубит", "Анна Кузнецова", True)
        assert abs(ban["until"] - ban["at"] - 3_600_000) < 1_000
        for line in (visitor, there):
            async with asyncio.timeout(5):
                await line.closed.wait()
            assert line.frames[-1]["code"] == "auth_failed"
            assert "Грубит" not in str(line.frames)
        # the team reads who and why, once; the talk is over
        fact = await anna.until(lambda f: f["t"] == "ev" and any(e["kind"] == "status" for e in f["e"]))
        (inner,) = [e for e in fact["e"] if e["kind"] == "status" and e["aud"] == "internal"]
        assert (inner["to"], inner["how"], inner["reason"]) == ("resolved", "banned", "Грубит")
        assert inner["by"]["name"] == "Анна Кузнецова"
    before = (await house.people.rows("SELECT count(*) AS n FROM conversations.entry"))[0]["n"]
    assert await house.banned(key) and await house.banned(key, other=True)
    assert (await house.people.rows("SELECT count(*) AS n FROM conversations.entry"))[0]["n"] == before
    facts = await house.people.rows(
        "SELECT kind, subject, body ->> 'by' AS by FROM kit.fact WHERE kind LIKE 'contact.ban%'"
        " AND body ->> 'ban' = $1",
        str(ban["id"]),
    )
    assert [(row["kind"], row["by"]) for row in facts] == [("contact.banned", str(house.people.ids["anna"]))]
    # and somebody else gets in
    _, _, stranger = await begins(house)
    await stranger.close()


async def test_words_that_get_past_a_nodes_memory_are_refused_by_the_database(house: House) -> None:
    """A ban that no bell and no look has told this node of yet: the words are refused all the same."""
    _, conv, visitor = await begins(house)
    async with closing(visitor):
        await house.people.rows(
            "INSERT INTO contacts.ban (kind, value, contact_id, reason, by_id, changed_at)"
            " SELECT 'person', contact_id::text, contact_id, 'x', 1, '2001-01-01'"
            " FROM conversations.conversation WHERE public_id = $1",
            conv,
        )
        await house.people.done("sofia", "GET", "/api/bans")
        sofia = await house.people.desk("sofia")
        async with closing(sofia):
            assert (await sofia.ask("resolve", conv=conv))["t"] == "ack"
        refused = await visitor.ask("send", text="Ещё слово")
        assert (refused["t"], refused["code"]) == ("error", "refused")
        assert set(refused) == {"t", "code", "detail", "cid"} and "ban" not in refused["detail"]
    said = await house.people.rows(
        "SELECT FROM conversations.entry e JOIN conversations.conversation c ON c.id = e.conversation_id"
        " WHERE c.public_id = $1 AND e.kind = 'message'", conv
    )  # fmt: skip
    assert len(said) == 1


async def test_the_talks_of_a_banned_person_end_also_when_the_process_dies_before_it_can_end_them(house: House) -> None:
    _, conv, visitor = await begins(house)
    async with closing(visitor):
        await house.people.rows(
            "WITH made AS (INSERT INTO contacts.ban (kind, value, contact_id, reason, by_id)"
            " SELECT 'person', contact_id::text, contact_id, 'Спам', $2 FROM conversations.conversation"
            " WHERE public_id = $1 RETURNING id) INSERT INTO kit.job (kind, body)"
            " SELECT 'bans.close', jsonb_build_object('ban', id) FROM made",
            conv,
            house.people.ids["anna"],
        )
        closed = "SELECT status FROM conversations.conversation WHERE public_id = $1"
        async with asyncio.timeout(15):
            while (await house.people.rows(closed, conv))[0]["status"] != "resolved":
                await asyncio.sleep(0.1)
            await visitor.closed.wait()


async def test_a_browser_of_a_banned_person_is_banned_signed_out_too(house: House) -> None:
    key, secret = new_key(), site_secret(house.people.node)
    proof = signed(secret, sub="bad-77", email="Bad@Example.org", phone="8 (900) 123-45-67")
    visitor = await house.visitor(key, proof=proof)
    async with closing(visitor):
        conv = (await visitor.ask("send", text="Это я"))["conv"]
        assert (await bans(house, "anna", conv)).status_code == 201
    assert await house.banned(key, proof=proof)
    assert await house.banned(new_key(), proof=proof)
    assert await house.banned(key)
    assert not await house.banned(new_key())


async def test_operators_ban_persons_supervisors_addresses_too_and_viewers_nobody(house: House) -> None:
    _, conv, visitor = await begins(house, address="203.0.113.9")
    async with closing(visitor):
        address = {"kind": "address", "value": "203.0.113.9"}
        assert (await bans(house, "vik", conv)).status_code == 403
        refused = await bans(house, "anna", conv, **address)
        assert (refused.status_code, refused.json()["pointer"]) == (403, "/kind")
        offers: dict[str, list[tuple[str, str]]] = {}
        for login in ("anna", "sofia"):
            told = await house.people.done(login, "GET", f"/api/talks/{conv}/ban")
            offers[login] = [(one["kind"], one["value"]) for one in told["offers"]]
        assert offers == {"anna": [("person", "")], "sofia": [("person", ""), ("address", "203.0.113.9")]}
        elsewhere = await bans(house, "sofia", conv, kind="address", value="198.51.100.1")
        assert (elsewhere.status_code, elsewhere.json()["pointer"]) == (422, "/value")
        assert not await house.banned(new_key(), address="203.0.113.9")
        assert (await bans(house, "sofia", conv, **address)).status_code == 201
    for login, shown in (("sofia", "203.0.113.9"), ("anna", ""), ("vik", "")):
        beside = await house.people.done(login, "GET", f"/api/talks/{conv}/context")
        assert [one["shown"] for one in beside["bans"]] == [shown], login
    assert await house.banned(new_key(), address="203.0.113.9")
    assert await house.banned(new_key(), address="::ffff:203.0.113.9")
    assert not await house.banned(new_key(), address="203.0.113.10")
    listed = await house.people.done("sofia", "GET", "/api/bans?q=203.0.113.9")
    (ban,) = listed["bans"]
    await house.people.done("sofia", "POST", f"/api/bans/{ban['id']}/release")
    assert not await house.banned(new_key(), address="203.0.113.9")
    (ended,) = (await house.people.done("sofia", "GET", "/api/bans?q=203.0.113.9&ended=true"))["bans"]
    assert (ended["id"], ended["refused"] >= 2, ended["released_by"]) == (ban["id"], True, "Sofia")


async def test_a_network_of_ipv6_is_one_household(house: House) -> None:
    _, conv, visitor = await begins(house, address="2001:db8:5:6::1")
    async with closing(visitor):
        offers = (await house.people.done("sofia", "GET", f"/api/talks/{conv}/ban"))["offers"]
        assert [one["value"] for one in offers if one.get("network")] == ["2001:db8:5:6::/64"]
        assert (await bans(house, "sofia", conv, kind="address", value="2001:db8:5:6::/64")).status_code == 201
    assert await house.banned(new_key(), address="2001:db8:5:6:ffff::9")
    assert not await house.banned(new_key(), address="2001:db8:5:7::1")


async def test_mail_and_phone_are_banned_however_they_are_written(house: House) -> None:
    for kind, value in (("mail", "Spam@Example.org"), ("phone", "8 (911) 222-33-44")):
        body = {"kind": kind, "value": value, "reason": "Рассылка"}
        assert (await house.people.ask("anna", "POST", "/api/bans", body)).status_code == 403
        await house.people.done("sofia", "POST", "/api/bans", body)
    secret = site_secret(house.people.node)
    mail, phone = signed(secret, sub="m-1", email="spam@example.ORG"), signed(secret, sub="m-2", phone="+7 911 2223344")
    assert await house.banned(new_key(), proof=mail) and await house.banned(new_key(), proof=phone)
    assert not await house.banned(new_key(), proof=signed(secret, sub="m-9", email="good@example.org"))


async def test_a_ban_ends_by_the_databases_clock_or_is_released_and_that_can_be_taken_back(
    house: House,
) -> None:
    key, conv, visitor = await begins(house)
    await visitor.close()
    ban = (await bans(house, "anna", conv, seconds=60)).json()
    assert await house.banned(key)
    # nobody else's operator releases it, a supervisor may
    assert (await house.people.ask("boris", "POST", f"/api/bans/{ban['id']}/release")).status_code == 404
    assert (await house.people.ask("vik", "POST", f"/api/bans/{ban['id']}/release")).status_code == 403
    await house.people.done("anna", "POST", f"/api/bans/{ban['id']}/release")
    assert not await house.banned(key)
    again = await house.people.ask("anna", "POST", f"/api/bans/{ban['id']}/release")
    assert (again.status_code, again.json()["code"]) == (409, "not_banned")
    await house.people.done("anna", "POST", f"/api/bans/{ban['id']}/restore")
    assert await house.banned(key)
    twice = await house.people.ask("anna", "POST", f"/api/bans/{ban['id']}/restore")
    assert (twice.status_code, twice.json()["code"]) == (409, "not_released")
    await house.people.rows(
        "UPDATE contacts.ban SET expires_at = clock_timestamp() - interval '1 s', changed_at = clock_timestamp()"
        " WHERE id = $1",
        ban["id"],
    )
    listed = await house.people.done("sofia", "GET", "/api/bans?ended=true&limit=100")
    assert [one["standing"] for one in listed["bans"] if one["id"] == ban["id"]] == [False]
    async with asyncio.timeout(5):
        while await house.banned(key):
            await asyncio.sleep(0.1)
    kinds = await house.people.rows(
        "SELECT kind FROM kit.fact WHERE body ->> 'ban' = $1 ORDER BY id", str(ban["id"])
    )  # fmt: skip
    assert [row["kind"] for row in kinds] == ["contact.banned", "contact.ban_released", "contact.ban_restored"]


async def test_a_newer_ban_of_the_same_person_takes_the_place_of_the_older(house: House) -> None:
    key, conv, visitor = await begins(house)
    await visitor.close()
    first = (await bans(house, "anna", conv)).json()
    second = (await bans(house, "boris", conv, seconds=None, reason="Снова")).json()
    assert second["until"] is None
    assert (await house.people.ask("anna", "POST", f"/api/bans/{first['id']}/release")).json()["code"] == "not_banned"
    await house.people.done("boris", "POST", f"/api/bans/{second['id']}/release")
    assert not await house.banned(key)


async def test_a_talk_in_a_colleagues_hands_is_closed_by_its_holder_or_a_supervisor_only(house: House) -> None:
    _, conv, visitor = await begins(house)
    boris = await house.people.desk("boris")
    async with closing(visitor, boris):
        await boris.ask("take", conv=conv)
        refused = await bans(house, "anna", conv)
        assert (refused.status_code, refused.json()["code"]) == (409, "not_holder")
        assert (await bans(house, "sofia", conv)).status_code == 201
        (row,) = await house.people.rows("SELECT status FROM conversations.conversation WHERE public_id = $1", conv)
        assert row["status"] == "resolved"


async def test_a_talk_of_another_team_and_a_ban_of_nobody_look_absent(house: House) -> None:
    _, conv, visitor = await begins(house, team=NORTH)
    async with closing(visitor):
        for path in (f"/api/talks/{conv}/ban", "/api/talks/no-such-talk/ban"):
            for method, body in (("GET", None), ("POST", PERSON)):
                answer = await house.people.ask("vera", method, path, body)
                assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), (method, path)
    assert (await house.people.ask("sofia", "POST", "/api/bans/999999/release")).status_code == 404


async def test_what_is_wrong_in_a_ban_is_named_and_nobody_is_banned(house: House) -> None:
    _, conv, visitor = await begins(house)
    before = await house.people.rows("SELECT count(*) AS n FROM contacts.ban")
    async with closing(visitor):
        wrong: list[tuple[str, dict[str, Any], str]] = [
            (f"/api/talks/{conv}/ban", {**PERSON, "reason": "  "}, "/reason"),
            (f"/api/talks/{conv}/ban", {**PERSON, "reason": "x" * 301}, "/reason"),
            (f"/api/talks/{conv}/ban", {**PERSON, "reason": None}, "/reason"),
            (f"/api/talks/{conv}/ban", {**PERSON, "reason": "a\u202eb"}, "/reason"),
            (f"/api/talks/{conv}/ban", {**PERSON, "seconds": 5}, "/seconds"),
            (f"/api/talks/{conv}/ban", {**PERSON, "seconds": "3600"}, "/seconds"),
            (f"/api/talks/{conv}/ban", {**PERSON, "kind": "contact"}, "/kind"),
            (f"/api/talks/{conv}/ban", {**PERSON, "by": 1}, "/by"),
            ("/api/bans", {"kind": "address", "value": "127.0.0.1", "reason": "x"}, "/value"),
            ("/api/bans", {"kind": "address", "value": "10.0.0.0/8", "reason": "x"}, "/value"),
            ("/api/bans", {"kind": "address", "value": "::/0", "reason": "x"}, "/value"),
            ("/api/bans", {"kind": "mail", "value": "nobody", "reason": "x"}, "/value"),
            ("/api/bans", {"kind": "phone", "value": "12", "reason": "x"}, "/value"),
            ("/api/bans", {"kind": "person", "value": "1", "reason": "x"}, "/value"),
        ]
        for path, body, pointer in wrong:
            answer = await house.people.ask("sofia", "POST", path, body)
            assert (answer.status_code, answer.json().get("pointer")) == (422, pointer), (body, answer.text)
            assert answer.headers["content-type"] == "application/problem+json"
    assert await house.people.rows("SELECT count(*) AS n FROM contacts.ban") == before


async def test_the_list_is_paged_by_key_and_searched(house: House) -> None:
    for n in range(7):
        body = {"kind": "address", "value": f"198.51.100.{n}", "reason": f"Ёлка {n}", "seconds": 86400}
        await house.people.done("sofia", "POST", "/api/bans", body)
    seen: list[int] = []
    after = ""
    while True:
        page = await house.people.done("sofia", "GET", f"/api/bans?q=елка&limit=3{after}")
        seen += [one["id"] for one in page["bans"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert len(seen) == 7 and seen == sorted(seen, reverse=True)
    assert (await house.people.done("sofia", "GET", "/api/bans?q=нет такого"))["bans"] == []
    assert (await house.people.ask("sofia", "GET", "/api/bans?limit=101")).status_code == 422
    assert (await house.people.ask("anna", "GET", "/api/bans")).status_code == 403
