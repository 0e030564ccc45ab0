"""Addresses outside that rules call, through the doors: signed, heard at least once, holding up nobody, given up in
time; the receiver is a real one and checks with the standard's own library.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from standardwebhooks import WebhookVerificationError

from tests.automation.conftest import House, writes
from tests.support.hook_receiver import Receiver, receiver
from tests.support.line import closing

pytestmark = pytest.mark.asyncio(loop_scope="module")
ALWAYS: dict[str, Any] = {"is": "all", "of": []}


@pytest_asyncio.fixture(loop_scope="module")
async def outside(house: House) -> AsyncIterator[Receiver]:
    """A machine that is called, and no rule and no address yet."""
    await house.only()
    for one in (await house.firm.done("ada", "GET", "/api/hooks"))["hooks"]:
        await house.firm.done("ada", "DELETE", f"/api/hooks/{one['id']}")
    async with receiver() as made:
        yield made


async def hook(house: House, outside: Receiver, path: str) -> tuple[int, str]:
    """(number, secret) of a new address of Ada's."""
    body = {"name": path.strip("/"), "url": outside.origin + path}
    made = await house.firm.done("ada", "POST", "/api/hooks", body)
    return made["id"], made["secret"]


async def calls(house: House, number: int) -> list[Any]:
    """What its page shows."""
    return (await house.firm.done("sofia", "GET", f"/api/hooks/{number}/calls"))["calls"]


async def until(house: House, number: int, **expected: Any) -> Any:
    """Wait until its newest call stands so."""
    async with asyncio.timeout(30):
        while not ((found := await calls(house, number)) and expected.items() <= found[0].items()):
            await asyncio.sleep(0.05)
    return found[0]


async def hurry(house: House) -> None:
    """What failed is due again now."""
    for query in (
        "UPDATE automation.call SET due_at = now() WHERE due_at IS NOT NULL RETURNING 1",
        "UPDATE automation.hook SET held_until = NULL RETURNING 1",
        "UPDATE kit.job SET due_at = now() WHERE kind = 'automation.call' RETURNING 1",
    ):
        await house.firm.rows(query)


async def of(house: House, number: int) -> Any:
    """The address as its page shows it."""
    listed = (await house.firm.done("sofia", "GET", "/api/hooks"))["hooks"]
    return next(one for one in listed if one["id"] == number)


async def test_a_call_is_signed_by_the_standard_and_says_what_it_is_about(house: House, outside: Receiver) -> None:
    number, secret = await hook(house, outside, "/crm")
    rule = await house.rule("Возвраты", "message", {"is": "says", "in": ["верните"]}, [{"do": "call", "hook": number}])
    conv, visitor = await writes(house, "Верните деньги")
    async with closing(visitor):
        (came,) = await outside.gets("/crm", 1)
        said = came.opened(secret)
        assert (said["type"], said["data"]["rule"]) == ("rule.called", {"id": rule, "name": "Возвраты"})
        assert said["data"]["text"] == "Верните деньги" and said["data"]["on"] == "message"
        assert said["data"]["talk"]["conv"] == conv and said["data"]["talk"]["queued"] is True
        assert said["data"]["contact"]["verified"] is False
        made = await until(house, number, code=200, failed=None)
        assert (made["id"], made["rule"], made["conv"], made["attempts"]) == (came.id, "Возвраты", conv, 1)
        # A new secret: both sign for a day, then the old one does not.
        changed = await house.firm.done("ada", "POST", f"/api/hooks/{number}/secret")
        assert changed["secret"] != secret
        await house.firm.done("sofia", "POST", f"/api/hooks/{number}/try")
        second = (await outside.gets("/crm", 2))[1]
        assert (
            second.opened(secret)
            == second.opened(changed["secret"])
            == {**said, "type": "ping"}
            | {
                "data": {},
                "timestamp": second.opened(secret)["timestamp"],
            }
        )
        await house.firm.rows("UPDATE automation.hook SET before_until = now() WHERE id = $1 RETURNING 1", number)
        await house.firm.done("sofia", "POST", f"/api/hooks/{number}/calls/{came.id}/again")
        third = (await outside.gets("/crm", 3))[2]
        assert third.id == came.id and third.opened(changed["secret"])["data"]["text"] == "Верните деньги"
        with pytest.raises(WebhookVerificationError):
            third.opened(secret)
    shown = json.dumps(await house.firm.done("ada", "GET", "/api/hooks"))
    kept = str(
        await house.firm.rows("SELECT h.*, f.body FROM automation.hook h, kit.fact f WHERE f.kind LIKE 'hook.%'")
    )
    for one in (secret, changed["secret"]):
        assert one not in shown and one not in kept and one.removeprefix("whsec_") not in kept
    assert await house.firm.rows("SELECT 1 FROM automation.call WHERE call::text LIKE '%Верните%'") == []


async def test_addresses_that_hang_hold_up_nobody(house: House, outside: Receiver) -> None:
    hanging = [await hook(house, outside, f"/hang{number}") for number in range(12)]
    good, _ = await hook(house, outside, "/good")
    for number in range(12):
        outside.answers[f"/hang{number}"] = ["hang"]
    for word, part in (("раз", hanging[:8]), ("два", hanging[8:])):
        then = [{"do": "call", "hook": one} for one, _ in part]
        await house.rule(word, "message", {"is": "says", "in": [word]}, then)
    await house.rule("слышит", "message", {"is": "says", "in": ["три"]}, [{"do": "call", "hook": good}])
    await house.rule("ждёт", "waits", ALWAYS, [{"do": "priority", "to": 2}], minutes=1)
    first, visitor = await writes(house, "раз")
    async with closing(visitor):
        for number in range(8):
            await outside.gets(f"/hang{number}", 1)
        # Whichever node has begun these, the other one may begin what comes now.
        await visitor.ask("send", text="два", conv=first)
        for number in range(8, 12):
            await outside.gets(f"/hang{number}", 1)
        # All of them stand still. What comes now goes on: calls of others, and other jobs of the house.
        await house.firm.rows("UPDATE kit.job SET due_at = now() WHERE kind = 'automation.waits' RETURNING 1")
        await house.becomes(first, priority=2)
        for count in (1, 2):
            await visitor.ask("send", text="три", conv=first)
            await outside.gets("/good", count)
        await visitor.ask("send", text="раз", conv=first)
        await until_waits(house, hanging[0][0])
        paths = [f"/hang{number}" for number in range(12)]
        first_ones = [one for one in paths if len(outside.of(one)) == 1 and outside.waiting[one] == 1]
        assert first_ones, "the first calls still hang"
        assert [one for one in paths if outside.waiting[one] > 1] == [], "one call at a time each"
        outside.release.set()
        for number, (one, _) in enumerate(hanging):
            await outside.gets(f"/hang{number}", 2 if number < 8 else 1)
            assert (await until(house, one, code=200, failed=None))["attempts"] == 1


async def until_waits(house: House, number: int) -> None:
    """A second call waits behind the first one."""
    async with asyncio.timeout(20):
        while (await of(house, number))["waiting"] < 2:
            await asyncio.sleep(0.05)


async def test_what_fails_is_repeated_under_its_id_until_it_is_heard(house: House, outside: Receiver) -> None:
    number, secret = await hook(house, outside, "/tired")
    outside.answers["/tired"] = [500, f"to:{outside.origin}/inside", 404, 200]
    await house.rule("x", "message", ALWAYS, [{"do": "call", "hook": number}])
    _, visitor = await writes(house, "раз")
    async with closing(visitor):
        for attempts in (1, 2, 3):
            assert (await until(house, number, attempts=attempts))["failed"] in ("status", "redirect")
            await hurry(house)
        came = await outside.gets("/tired", 4)
        assert len({one.id for one in came}) == 1 and outside.of("/inside") == []
        assert [one.opened(secret)["data"]["text"] for one in came] == ["раз"] * 4
        made = await until(house, number, code=200)
        assert (made["attempts"], made["failed"], made["due_at"]) == (4, None, None)
        shown = await of(house, number)
        assert (shown["failures"], shown["failing_since"], shown["waiting"]) == (0, None, 0)


async def test_what_was_erased_is_not_said(house: House, outside: Receiver) -> None:
    number, _ = await hook(house, outside, "/late")
    outside.answers["/late"] = [500]
    await house.rule("x", "message", ALWAYS, [{"do": "call", "hook": number}])
    _, visitor = await writes(house, "мой пароль 4711")
    async with closing(visitor):
        await until(house, number, attempts=1)
        await house.firm.rows(
            "UPDATE conversations.entry SET body = '{\"erased\": true}' WHERE body ->> 'text' LIKE '%4711%' RETURNING 1"
        )
        await hurry(house)
        second = (await outside.gets("/late", 2))[1]
        assert b"4711" not in second.body and json.loads(second.body)["data"]["text"] is None


async def test_an_address_that_never_works_is_switched_off_and_one_that_is_gone_at_once(
    house: House, outside: Receiver
) -> None:
    failing, _ = await hook(house, outside, "/failing")
    gone, _ = await hook(house, outside, "/gone")
    outside.answers = {"/failing": [500] * 50, "/gone": [410]}
    await house.rule("x", "message", ALWAYS, [{"do": "call", "hook": failing}, {"do": "call", "hook": gone}])
    conv, visitor = await writes(house, "раз")
    async with closing(visitor):
        await until(house, failing, attempts=1)
        await outside.gets("/gone", 1)
        await house.firm.rows(
            "UPDATE automation.hook SET failing_since = now() - interval '6 days' WHERE id = $1 RETURNING 1", failing
        )
        await hurry(house)
        async with asyncio.timeout(30):
            while (await of(house, failing))["off"] != "failing" or (await of(house, gone))["off"] != "gone":
                await asyncio.sleep(0.05)
        facts = await house.firm.rows("SELECT body FROM kit.fact WHERE kind = 'hook.off' ORDER BY id DESC LIMIT 2")
        assert {json.loads(one["body"])["why"] for one in facts} == {"failing", "gone"}
        refused = await house.firm.ask("sofia", "POST", f"/api/hooks/{failing}/try")
        assert (refused.status_code, refused.json()["code"]) == (409, "hook_off")
        # Nothing is called any more; whoever switches it on hears what has waited.
        outside.answers = {}
        before = len(outside.of("/failing"))
        await visitor.ask("send", text="два", conv=conv)
        async with asyncio.timeout(20):
            while not await house.firm.rows("SELECT 1 FROM automation.ran WHERE failed = 'hook_off'"):
                await asyncio.sleep(0.05)
        assert len(outside.of("/failing")) == before
        shown = await of(house, failing)
        body = {"name": shown["name"], "url": shown["url"], "enabled": True}
        await house.firm.done("ada", "PUT", f"/api/hooks/{failing}?version={shown['version']}", body)
        await hurry(house)
        await until(house, failing, code=200, failed=None)


async def test_an_answer_decides_what_else_is_done_once(house: House, outside: Receiver) -> None:
    number, _ = await hook(house, outside, "/decides")
    deaf, _ = await hook(house, outside, "/deaf")
    south = house.firm.teams["Юг"]
    then = [{"do": "team", "team": south}, {"do": "note", "text": "Клиент из золотой сотни"}]
    wanted = json.dumps({"then": then}).encode()
    outside.answers = {"/decides": [wanted] * 2, "/deaf": [wanted]}
    both = [{"do": "call", "hook": number, "decides": True}, {"do": "call", "hook": deaf}]
    await house.rule("Кому?", "began", ALWAYS, both)
    conv, visitor = await writes(house, "Здравствуйте")
    async with closing(visitor):
        await house.becomes(conv, team_id=south)
        made = await until(house, number, outcome="done")
        await until(house, deaf, code=200, outcome=None)
        # Said again, it is not done again; and what is no decision is noted as such.
        await house.firm.done("sofia", "POST", f"/api/hooks/{number}/calls/{made['id']}/again")
        await until(house, number, outcome="done", attempts=1)
        await outside.gets("/decides", 2)
        odd = (b"<html>", b'{"then": [{"do": "call", "hook": 1}]}', b'{"then": [{"do": "fly"}]}', b"[1]")
        for heard, answer in enumerate(odd, 3):
            outside.answers["/decides"] = [answer]
            await writes_and_closes(house)
            await outside.gets("/decides", heard)
            await until(house, number, outcome=None if answer == b"[1]" else "not_read", code=200)
    notes = await house.entries(conv, "note")
    assert len(notes) == 1 and "Кому?" in notes[0]["body"] and "золотой" in notes[0]["body"]


async def writes_and_closes(house: House) -> None:
    _, visitor = await writes(house, "Ещё один")
    async with closing(visitor):
        pass


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://169.254.169.254/latest/meta-data", "address_refused"),
        ("https://127.0.0.2:5432/", "address_refused"),
        ("http://8.8.8.8/x", "invalid"),
        ("ftp://127.0.0.1/x", "invalid"),
        ("https://user:word@127.0.0.1/x", "secret_in_url"),
        ("https://127.0.0.1:99999/", "invalid"),
        ("https://пример.рф/", "invalid"),
        ("", "invalid"),
    ],
)
async def test_an_address_that_is_none_of_ours_is_not_kept(
    house: House, outside: Receiver, url: str, code: str
) -> None:
    answer = await house.firm.ask("ada", "POST", "/api/hooks", {"name": "x", "url": url})
    assert (answer.status_code, answer.json()["code"], answer.json()["pointer"]) == (422, code, "/url"), answer.text
    assert (await house.firm.done("ada", "GET", "/api/hooks"))["hooks"] == []


async def test_addresses_are_made_by_administrators_and_used_by_whoever_keeps_rules(
    house: House, outside: Receiver
) -> None:
    number, _ = await hook(house, outside, "/x")
    body = {"name": "y", "url": outside.origin + "/y"}
    changing = [("POST", "/api/hooks"), ("PUT", f"/api/hooks/{number}?version=1"), ("DELETE", f"/api/hooks/{number}"),
                ("POST", f"/api/hooks/{number}/secret")]  # fmt: skip
    using = [("GET", "/api/hooks"), ("GET", f"/api/hooks/{number}/calls"), ("POST", f"/api/hooks/{number}/try")]
    for login, refused in ((None, 401), ("anna", 403), ("vik", 403), ("sofia", 403)):
        for method, path in changing + ([] if login == "sofia" else using):
            answer = await house.firm.ask(login, method, path, body if method in ("POST", "PUT") else None)
            assert answer.status_code == refused, (login, method, path)
    for method, path in using:
        assert (await house.firm.ask("sofia", method, path)).status_code == 200
    await house.rule("x", "message", ALWAYS, [{"do": "call", "hook": number}])
    used = await house.firm.ask("ada", "DELETE", f"/api/hooks/{number}")
    assert (used.status_code, used.json()["code"]) == (409, "hook_in_use")
    late = await house.firm.ask("ada", "PUT", f"/api/hooks/{number}?version=7", body)
    assert (late.status_code, late.json()["code"]) == (412, "outdated")
    wrong = {"name": "x", "on": "message", "when": ALWAYS, "then": [{"do": "call", "hook": 4711}]}
    answer = await house.firm.ask("sofia", "POST", "/api/rules", wrong)
    assert (answer.status_code, answer.json()["pointer"]) == (422, "/then/0/hook")
