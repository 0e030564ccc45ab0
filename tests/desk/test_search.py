"""Search everywhere: misspelt names, the wrong keyboard layout, ё and е, words of messages, numbers; never what one may
not see, never what was erased, and an edited message by its new words.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio

from tests.support.firm import NORTH, SOUTH, Firm, firm_on
from tests.support.line import closing
from tests.support.postgres import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")
_numbers = itertools.count(1)
_told: dict[str, str] = {}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def office(postgres_18: Server) -> AsyncIterator[Firm]:
    async with firm_on(postgres_18) as made:
        yield made


async def found(office: Firm, login: str, query: str) -> Any:
    return await office.done(login, "GET", f"/api/search?q={quote(query)}")


async def read_in(office: Firm) -> None:
    """Wait until everything that was said is in the search."""
    async with asyncio.timeout(30):
        while True:
            [row] = await office.rows(
                "SELECT NOT EXISTS (SELECT FROM conversations.entry e, desk.cursor c WHERE c.name = 'search'"
                " AND (e.generation, e.xid) > (c.generation, c.xid)) AS done"
            )
            if row["done"]:
                return
            await asyncio.sleep(0.05)


async def named(office: Firm, name: str, *, team: str | None = None) -> str:
    """A talk of somebody with this name."""
    conv, visitor = await office.talk(team=team)
    await visitor.close()
    await office.rows(
        "UPDATE contacts.contact k SET name = $2 FROM conversations.conversation c"
        " WHERE c.public_id = $1 AND k.id = c.contact_id",
        conv,
        name,
    )
    return conv


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Марина Соколова", "соколова"),
        ("Марина Соколова", "саколова"),
        ("Марина Соколова", "Соколова Марина"),
        ("Марина Соколова", "сокол"),
        ("Марина Соколова", "cjrjkjdf"),
        ("Пётр Ёлкин", "елкин"),
        ("Петр Елкин", "Ёлкин"),
        ("Пётр Ёлкин", "`krby"),
        ("Игорь Панин", "панен"),
        ("Olga Smirnoff", "smirnof"),
        ("Olga Smirnoff", "ыьшктщаа"),
    ],
)
async def test_a_person_is_found_however_the_name_is_typed(office: Firm, name: str, query: str) -> None:
    conv = await named(office, name)
    answer = await found(office, "anna", query)
    assert name in [one["name"] for one in answer["people"]], answer
    assert conv in [one["conv"] for one in (await found(office, "anna", name))["people"]]
    assert not answer["partial"]


async def test_words_of_messages_are_found_in_any_form_and_the_newest_talk_first(office: Firm) -> None:
    mark = f"квитанция{next(_numbers)}"
    convs: list[str] = []
    for text in (f"Где моя {mark}?", f"Пришлите {mark}, пожалуйста"):
        conv, visitor = await office.talk()
        async with closing(visitor):
            await visitor.ask("send", text=text)
        convs.append(conv)
    await read_in(office)
    for query in (mark, mark[:8], mark.upper()):
        talks = (await found(office, "anna", query))["talks"]
        assert [talk["conv"] for talk in talks if mark in (talk["text"] or "")] == convs[::-1], query
    conv, visitor = await office.talk()
    async with closing(visitor):
        await visitor.ask("send", text="Не открываются резюме ёжиков")
    await read_in(office)
    for query in ("резюме ежик", "htp.vt t;br", "ёжики"):
        assert conv in [talk["conv"] for talk in (await found(office, "anna", query))["talks"]], query


async def test_what_is_edited_is_found_by_its_new_words_and_what_is_erased_not_at_all(office: Firm) -> None:
    conv, visitor = await office.talk()
    async with closing(visitor):
        await visitor.ask("send", text="антарктида")
        await visitor.ask("send", text="гренландия")
        await read_in(office)
        assert conv in [talk["conv"] for talk in (await found(office, "anna", "антарктида"))["talks"]]
        await visitor.ask("edit", conv=conv, n=2, text="мадагаскар")
        await visitor.ask("erase", conv=conv, n=3)
        await read_in(office)
        for query, there in (("мадагаскар", True), ("антарктида", False), ("гренландия", False)):
            assert (conv in [talk["conv"] for talk in (await found(office, "anna", query))["talks"]]) is there, query
        assert await office.rows("SELECT FROM desk.spoken WHERE words @@ to_tsquery('russian', 'гренландия')") == []


TOLD = {
    "email": "Marina.Sokolova@Example.RU",
    "phone": "+7 (912) 345-67-89",
    "company": {"name": "ООО «Ёлка и Ко»", "id": 4711},
}


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("marina.sokolova@example.ru", "Marina.Sokolova@Example.RU"),
        ("sokolova@exam", "Marina.Sokolova@Example.RU"),
        ("89123456789", "+7 (912) 345-67-89"),
        ("+7 912 345 67 89", "+7 (912) 345-67-89"),
        ("345-67-89", "+7 (912) 345-67-89"),
        ("елка и ко", "ООО «Ёлка и Ко»"),
    ],
)
async def test_a_person_is_found_by_mail_phone_and_company_as_the_site_told_them(
    office: Firm, query: str, shown: str
) -> None:
    conv, other = await told_person(office, team=NORTH), await told_person(office, team=SOUTH)
    for login, seen in (("anna", {conv}), ("vera", {other}), ("sofia", {conv, other})):
        people = (await found(office, login, query))["people"]
        hits = {one["conv"] for one in people if one["told"] == shown}
        assert hits & {conv, other} == seen, (login, people)


async def told_person(office: Firm, *, team: str) -> str:
    """A talk of somebody of whom the site has told this; made once."""
    if team not in _told:
        _told[team] = await named(office, f"Некто{len(_told)}", team=team)
        await office.rows(
            "INSERT INTO contacts.profile (contact_id, signed) SELECT contact_id, $2::jsonb"
            " FROM conversations.conversation WHERE public_id = $1",
            _told[team],
            json.dumps(TOLD),
        )
    return _told[team]


async def test_a_person_is_found_by_what_they_answered_and_by_the_address_for_answers(office: Firm) -> None:
    conv = await named(office, "Аноним")
    given = json.dumps([{"key": "phone", "label": "Телефон", "kind": "phone", "value": "8 (495) 111-22-33"}])
    await office.rows(
        "UPDATE conversations.conversation SET mail = 'Ivan_P%1@post.example', fields = $2::jsonb WHERE public_id = $1",
        conv,
        given,
    )
    for query, told in (("ivan_p%1@post", "Ivan_P%1@post.example"), ("+7 495 111-22-33", "8 (495) 111-22-33")):
        people = (await found(office, "anna", query))["people"]
        assert [one["told"] for one in people if one["conv"] == conv] == [told], query
    # Marks of LIKE are only text, and a label is nothing that was answered.
    for query in ("ivanXp", "%%%", "___", "телефон"):
        assert conv not in [one["conv"] for one in (await found(office, "anna", query))["people"]], query


async def test_notes_are_no_public_text(office: Firm) -> None:
    conv, visitor = await office.talk()
    async with closing(visitor):
        anna = await office.desk("anna")
        async with closing(anna):
            assert (await anna.ask("note", conv=conv, text="подозрительныйтип"))["t"] == "ack"
    await read_in(office)
    assert (await found(office, "anna", "подозрительныйтип"))["talks"] == []


async def test_a_talk_of_another_team_is_found_by_nothing(office: Firm) -> None:
    conv = await named(office, "Агриппина Заозёрная", team=NORTH)
    other, visitor = await office.talk(team=SOUTH)
    async with closing(visitor):
        await visitor.ask("send", text="тайнаюга")
    await read_in(office)
    [row] = await office.rows("SELECT case_no FROM conversations.conversation WHERE public_id = $1", conv)
    for login, seen in (("anna", True), ("boris", True), ("vik", True), ("sofia", True), ("vera", False)):
        people = (await found(office, login, "заозерная"))["people"]
        assert (conv in [one["conv"] for one in people]) is seen, login
        by_number = (await found(office, login, f"#{row['case_no']}"))["talks"]
        assert (conv in [one["conv"] for one in by_number]) is seen, login
    assert (await found(office, "anna", "тайнаюга"))["talks"] == []
    assert [one["conv"] for one in (await found(office, "vera", "тайнаюга"))["talks"]] == [other]
    assert (await office.ask(None, "GET", "/api/search?q=anna")).status_code == 401


@pytest.mark.parametrize(
    "query", ["' OR 1=1 --", "a:* | b & !c", "\\'; DROP TABLE desk.spoken; --", "((((", "%_%", "<script>", "😀😀", "не"]
)
async def test_marks_of_a_query_language_are_only_text(office: Firm, query: str) -> None:
    answer = await found(office, "anna", query)
    assert not answer["partial"]


@pytest.mark.parametrize("query", ["", "я", " \t ", "я" * 101])
async def test_too_little_and_too_much_is_refused(office: Firm, query: str) -> None:
    answer = await office.ask("anna", "GET", f"/api/search?q={quote(query)}")
    assert answer.status_code == 422 and answer.json()["pointer"] == "/q"
