"""A department without a seat is asked by letter or link and answers from a page; the contact sees none of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import niquests
import pytest
import pytest_asyncio

from tests.support.firm import Firm, firm
from tests.support.line import closing
from tests.support.mailbox import Mailbox, mailbox, text_of
from tests.support.postgres import Server
from tests.support.process import Pult, data_folder, started

pytestmark = pytest.mark.asyncio(loop_scope="module")
ASKS, ANSWER = "Вакансия 4711 снята верно?", "Да: в тексте был телефон. <script>alert(1)</script>"


@dataclass
class House:
    """A firm whose letters can be read."""

    firm: Firm
    mailbox: Mailbox

    async def ask(self, conv: str, *, login: str = "anna", **more: Any) -> dict[str, Any]:
        """Anna asks the moderators."""
        body = {"department": "Модерация вакансий", "text": ASKS, **more}
        asked: dict[str, Any] = await self.firm.done(login, "POST", f"/api/talks/{conv}/side", body)
        return asked

    async def notes(self, conv: str) -> list[tuple[str, str]]:
        """What the team reads in a talk."""
        rows = await self.firm.rows(
            "SELECT e.body ->> 'name' AS name, e.body ->> 'text' AS text FROM conversations.entry e"
            " JOIN conversations.conversation c ON c.id = e.conversation_id WHERE c.public_id = $1 AND e.kind = 'note'"
            " AND e.audience = 'internal' ORDER BY e.seq",
            conv,
        )
        return [(row["name"], row["text"]) for row in rows]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(postgres_18: Server) -> AsyncIterator[House]:
    async with data_folder() as data, mailbox() as box:
        node = Pult(await postgres_18.create_database(), data, env=box.env)
        async with started(node), firm(node) as people:
            yield House(people, box)


async def outside(method: str, url: str, **more: Any) -> niquests.Response:
    """Somebody in that department, without any account."""
    async with niquests.AsyncSession() as somebody:
        return await somebody.request(method, url, **more)


async def test_moderators_are_asked_by_letter_and_answer_from_a_page(house: House) -> None:
    conv, visitor = await house.firm.held()
    async with closing(visitor):
        asked = await house.ask(conv, mail="moderation@example.org")
        assert asked["question"]["left_by"] == "mail" and asked["question"]["waited"] < 60
        (letter,) = await house.mailbox.holds(1)
        assert house.mailbox.recipients == ["moderation@example.org"]
        said = text_of(letter)
        assert ASKS in said and asked["link"] in said and "Здравствуйте" not in said
        page = await outside("GET", asked["link"])
        assert page.status_code == 200 and ASKS in str(page.text)
        assert "default-src 'none'" in page.headers["content-security-policy"]
        for text in (ANSWER, ANSWER):  # the same form sent twice is one answer
            ours = {"origin": house.firm.node.door.base}
            sent = await outside("POST", asked["link"], data={"text": text}, headers=ours)
            assert sent.status_code == 200 and 'role="status"' in str(sent.text)
        assert (await outside("POST", asked["link"], data={"text": "и ещё"})).status_code == 200
        assert await house.notes(conv) == [
            ("Анна Кузнецова", f"→ Модерация вакансий: {ASKS}"),
            ("Модерация вакансий", ANSWER),
            ("Модерация вакансий", "и ещё"),
        ]
        (one,) = (await house.firm.done("anna", "GET", f"/api/talks/{conv}/side"))["questions"]
        assert one["answer"] == "и ещё" and one["answered_at"] and one["waited"] < 60
        # Nothing of it is public, and the contact's own waiting is another matter.
        rows = await house.firm.rows(
            "SELECT c.waiting_since IS NOT NULL AS waits, (SELECT count(*) FROM conversations.entry e WHERE"
            " e.conversation_id = c.id AND e.audience = 'public' AND e.body::text LIKE '%4711%') AS seen"
            " FROM conversations.conversation c WHERE c.public_id = $1",
            conv,
        )
        assert (rows[0]["waits"], rows[0]["seen"]) == (True, 0)
        assert "4711" not in str(visitor.frames)


async def test_a_link_is_all_that_is_needed_and_taken_back_it_leads_nowhere(house: House) -> None:
    conv, visitor = await house.firm.held()
    async with closing(visitor):
        asked = await house.ask(conv, language="en")
        id, path = asked["question"]["id"], f"/api/talks/{conv}/side"
        assert asked["question"]["left_by"] == "link"
        kept = await house.firm.rows("SELECT q::text AS row FROM consulting.question q WHERE id = $1", id)
        secret = asked["link"].rpartition("/")[2]
        assert secret not in kept[0]["row"] and secret.encode().hex() not in kept[0]["row"], "only a hash is kept"
        assert "A question about case" in str((await outside("GET", asked["link"])).text)
        back = await house.firm.done("anna", "DELETE", f"{path}/{id}")
        assert back["questions"][0]["taken_back"] is True
        assert (await outside("GET", asked["link"])).status_code == 404
        assert (await outside("POST", asked["link"], data={"text": "поздно"})).status_code == 404
        again = await house.firm.ask("anna", "DELETE", f"{path}/{id}")
        assert (again.status_code, again.json()["code"]) == (409, "answered")
        assert (await outside("GET", f"{house.firm.node.door.base}/side/{'x' * 32}")).status_code == 404
        assert len(await house.notes(conv)) == 1


async def test_a_page_says_what_is_wrong_and_keeps_what_was_written(house: House) -> None:
    conv, visitor = await house.firm.held()
    async with closing(visitor):
        link = (await house.ask(conv))["link"]
        empty = await outside("POST", link, data={"text": "  "})
        assert empty.status_code == 422 and 'role="alert"' in str(empty.text)
        long = await outside("POST", link, data={"text": "ж" * 4001})
        assert long.status_code == 413 and "жжж" in str(long.text)
        assert len(await house.notes(conv)) == 1


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"department": " "}, "/department"),
        ({"text": " "}, "/text"),
        ({"mail": "nobody"}, "/mail"),
        ({"language": "de"}, "/language"),
        ({"more": 1}, "/more"),
    ],
)
async def test_what_is_wrong_is_refused_with_its_place(house: House, body: dict[str, Any], pointer: str) -> None:
    conv, visitor = await house.firm.held()
    async with closing(visitor):
        whole = {"department": "Модерация", "text": ASKS, **body}
        answer = await house.firm.ask("anna", "POST", f"/api/talks/{conv}/side", whole)
        assert (answer.status_code, answer.json()["pointer"]) == (422, pointer)
        assert await house.notes(conv) == []


async def test_only_who_sees_a_talk_asks_about_it(house: House) -> None:
    conv, visitor = await house.firm.held()
    async with closing(visitor):
        asked, body = await house.ask(conv), {"department": "Модерация", "text": ASKS}
        path = f"/api/talks/{conv}/side"
        for login, reads, asks in (("boris", 200, 201), ("vik", 200, 403), ("vera", 404, 404), (None, 401, 401)):
            assert (await house.firm.ask(login, "GET", path)).status_code == reads, login
            assert (await house.firm.ask(login, "POST", path, body)).status_code == asks, login
        gone = await house.firm.ask("vera", "DELETE", f"{path}/{asked['question']['id']}")
        assert gone.status_code == 404
