"""A visitor who asked for it is told of an answer that they have not read: without its words, once allowed by a word
that is good once, and not after a ban.
"""

from __future__ import annotations

from typing import Any

import niquests
import pytest

from tests.push.conftest import House
from tests.support.line import Line, closing, new_key

pytestmark = pytest.mark.asyncio(loop_scope="module")
WORDS = "Ваш код 4711"


async def tell(house: House, token: str, body: dict[str, str], *, origin: str | None = None) -> niquests.Response:
    """What the page on our own origin sends when its visitor has allowed it."""
    base = house.firm.node.door.base
    async with niquests.AsyncSession() as page:
        sent = {"token": token, "device": body}
        return await page.post(f"{base}/api/tell", json=sent, headers={"origin": origin or base})


async def answers(house: House, conv: str, text: str = WORDS) -> None:
    anna = await house.firm.desk("anna")
    async with closing(anna):
        await anna.ask("take", conv=conv)
        assert (await anna.ask("send", conv=conv, text=text))["t"] == "ack"


async def asked(house: House) -> tuple[Line, str, str]:
    """A visitor who has written; the talk, and the word they may ask with."""
    visitor = await house.firm.node.door.visitor(new_key())
    conv = (await visitor.ask("send", text="Где мой заказ?"))["conv"]
    return visitor, conv, visitor.me["site"]["tell"]


async def test_an_answer_that_was_not_read_is_told_of_without_its_words(house: House) -> None:
    await house.site(push=True)
    browser, other = house.service.browser(), house.service.browser()
    visitor, conv, token = await asked(house)
    async with closing(visitor):
        assert (await tell(house, token, browser.subscription(language="ru"))).status_code == 204
        stranger, _, theirs = await asked(house)
        async with closing(stranger):
            assert (await tell(house, theirs, other.subscription())).status_code == 204
        await answers(house, conv)
        (sent,) = await house.service.gets(browser, 1)
        await house.settled()
    note = browser.note(sent)
    assert (note["title"], note["body"]) == ("Лавка", "Вам ответили. Откройте чат, чтобы прочитать.")
    assert "4711" not in str(note) and sent.headers["ttl"] == "86400"
    assert note["url"].endswith("#pult") and note["url"].startswith(house.firm.node.door.site_origin)
    assert house.service.of(other) == [], "it is told to that visitor alone"


async def test_what_was_read_is_not_told_again_and_turning_off_ends_it(house: House) -> None:
    await house.site(push=True)
    browser, other = house.service.browser(), house.service.browser()
    (visitor, conv, token), (second, waits, theirs) = await asked(house), await asked(house)
    async with closing(visitor, second):
        await tell(house, token, browser.subscription())
        await answers(house, conv)
        last = (await visitor.reaches(conv, 3))[-1]
        await visitor.say(t="read", conv=conv, n=last["n"])
        await tell(house, theirs, other.subscription())
        await answers(house, waits)
        await house.service.gets(other, 1)
        await house.settled()
        assert house.service.of(browser) == []
        base = house.firm.node.door.base
        async with niquests.AsyncSession() as page:
            stolen = {**other.subscription(), "secret": browser.subscription()["secret"]}
            for body, left in ((stolen, 2), (other.subscription(), 1)):
                off = await page.post(f"{base}/api/tell/off", json=body, headers={"origin": base})
                assert off.status_code == 204
                assert len(await house.firm.rows("SELECT 1 FROM push.device")) == left


async def test_the_word_is_good_once_for_its_visitor_from_our_own_page_and_where_the_site_allows_it(
    house: House,
) -> None:
    await house.site(push=True)
    visitor, _, token = await asked(house)
    silent = await house.firm.node.door.visitor(new_key())
    async with closing(visitor, silent):
        one = house.service.browser().subscription()
        for wrong in (token[:-2] + "xx", "x" + token, "a.b", ""):
            assert (await tell(house, wrong, one)).status_code in (401, 422), wrong
        early = await tell(house, silent.me["site"]["tell"], one)
        assert (early.status_code, early.json()["code"]) == (404, "not_found"), "nobody has written with that key"
        foreign = await tell(house, token, one, origin=house.firm.node.door.site_origin)
        assert (foreign.status_code, foreign.json()["code"]) == (403, "origin_refused")
        bad: dict[str, Any] = {**one, "endpoint": "https://127.0.0.1/x"}
        assert (await tell(house, token, bad)).json()["pointer"] == "/device/endpoint"
        assert (await tell(house, token, one)).status_code == 204
        again = await tell(house, token, house.service.browser().subscription())
        assert (again.status_code, again.json()["code"]) == (401, "ask_used")
    assert len(await house.firm.rows("SELECT 1 FROM push.device")) == 1
    await house.site(push=False)
    quiet = await house.firm.node.door.visitor(new_key())
    async with closing(quiet):
        assert "tell" not in quiet.me["site"]


async def test_a_click_leads_to_a_page_of_the_site_and_nowhere_else(house: House) -> None:
    await house.site(push=True)
    origin = house.firm.node.door.site_origin
    for url, wanted in (
        (f"{origin}/cart?x=1#top", f"{origin}/cart?x=1#pult"),
        ("https://evil.example/login", f"{origin}#pult"),
        ("javascript:alert(1)", f"{origin}#pult"),
    ):
        browser = house.service.browser()
        visitor = await house.firm.node.door.visitor(new_key())
        async with closing(visitor):
            page = {"url": url, "title": "x", "referrer": "", "at": 0}
            conv = (await visitor.ask("send", text="Вопрос"))["conv"]
            await visitor.say(t="about", context={"page": page})
            await tell(house, visitor.me["site"]["tell"], browser.subscription())
            await answers(house, conv)
            (sent,) = await house.service.gets(browser, 1)
        assert browser.note(sent)["url"] == wanted, url


async def test_who_is_banned_is_told_nothing_and_forgotten(house: House) -> None:
    await house.site(push=True)
    browser = house.service.browser()
    visitor, conv, token = await asked(house)
    async with closing(visitor):
        await tell(house, token, browser.subscription())
        await answers(house, conv)
        await house.service.gets(browser, 1)
        ban = {"kind": "person", "reason": "спам"}
        banned = await house.firm.ask("sofia", "POST", f"/api/talks/{conv}/ban", ban)
        assert banned.status_code < 300, banned.text
        await house.firm.rows(
            "INSERT INTO kit.job (kind, body) SELECT 'push.send', jsonb_build_object('device', d.id,"
            " 'conversation', c.id) FROM push.device d, conversations.conversation c WHERE c.public_id = $1",
            conv,
        )
        await house.settled()
    assert len(house.service.of(browser)) == 1
    assert await house.firm.rows("SELECT 1 FROM push.device") == []
